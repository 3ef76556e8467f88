#include "compare/gate.h"

#include "compare/cell.h"
#include "compare/statistics.h"
#include "text/unit.h"

#include <math.h>

static bool share_a_benchmark(const struct frame *frame, const struct contrast *contrast)
{
    for (size_t r = 0; r < frame->row_count; r++) {
        const bool *measured = frame->measured + r * frame->series_count;
        if (measured[contrast->baseline] && measured[contrast->head])
            return true;
    }
    return false;
}

/* Add the regressions of one rule to the gate.  False if there was nothing to judge. */
static bool judge(const struct frame *frame, const struct contrast *contrast,
                  const struct rule *rule, size_t column, const size_t *order, struct gate *gate)
{
    bool any = false;
    for (size_t i = 0; i < frame->row_count; i++) {
        size_t r = order[i];
        double base = frame_value(frame, column, r, contrast->baseline);
        double head = frame_value(frame, column, r, contrast->head);
        if (isnan(base) || isnan(head))
            continue;
        any = true;
        if (rule_is_broken(rule, base, head))
            gate->regressions[gate->count++] = (struct regression){rule, r, base, head};
    }
    return any;
}

int gate_judge(struct arena *a, const struct frame *frame, const struct contrast *contrast,
               const struct rule *rules, size_t count, size_t first_column, struct gate *gate,
               struct error *err)
{
    const char *baseline = frame->series[contrast->baseline].label;
    const char *head = frame->series[contrast->head].label;
    *gate = (struct gate){0};
    if (!share_a_benchmark(frame, contrast))
        return error_set(err, STATUS_NO_VERDICT,
                         "--fail-on: %s and %s have no benchmark in common, so there is nothing to "
                         "judge; compare runs of the same suite",
                         baseline, head);

    size_t *order = contrast_sort(a, frame, NULL, NULL, SORT_NAME);
    gate->regressions = arena_array(a, count * frame->row_count, sizeof *gate->regressions);
    struct strv empty;
    strv_init(&empty, a);
    bool rss = false;
    for (size_t i = 0; i < count; i++) {
        if (judge(frame, contrast, &rules[i], first_column + i, order, gate))
            continue;
        if (!strv_has(&empty, rules[i].field))
            strv_add(&empty, rules[i].field);
        rss = rss || rules[i].column.metric == METRIC_RSS;
    }
    if (empty.len)
        return error_set(err, STATUS_NO_VERDICT,
                         "--fail-on %s: no benchmark has it in both %s and %s, so there is nothing "
                         "to judge; measure it in both or drop the rule%s",
                         strv_join(&empty, ", "), baseline, head,
                         rss ? " (rss is measured for benchmarks marked "
                               "@pytest.mark.benchmem(isolate=True))"
                             : "");
    return 0;
}

const char *gate_line(struct arena *a, const struct frame *frame,
                      const struct regression *regression)
{
    enum unit unit = metric_unit(regression->rule->column.metric);
    const char *name = cell_name(frame->rows[regression->row].id);
    double percent = statistics_percent(regression->base, regression->head);
    return arena_printf(a, "  %-12s %s: %s → %s (%s)", regression->rule->field, name,
                        unit_format_alone(a, unit, regression->base),
                        unit_format_alone(a, unit, regression->head),
                        unit_format_percent(a, percent));
}
