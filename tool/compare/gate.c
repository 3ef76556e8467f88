#include "compare/gate.h"

#include "compare/doubt.h"
#include "judge/rank.h"
#include "judge/statistics.h"
#include "judge/verdict_decide.h"
#include "judge/verdict_text.h"
#include "text/unit.h"

#include <math.h>

/* What a rule says of one benchmark. */
enum answer { ANSWER_FINE, ANSWER_BROKEN, ANSWER_UNCLEAR };

static bool share_a_benchmark(const struct frame *frame, const struct contrast *contrast)
{
    for (size_t r = 0; r < frame->row_count; r++) {
        const bool *measured = frame->measured + r * frame->series_count;
        if (measured[contrast->baseline] && measured[contrast->head])
            return true;
    }
    return false;
}

/* Whether the verdict agrees that it is more. */
static enum answer answer_of(const struct judged *judged)
{
    switch (judged->verdict) {
    case VERDICT_NONE:
    case VERDICT_MORE:
        return ANSWER_BROKEN;
    case VERDICT_UNCLEAR:
        return ANSWER_UNCLEAR;
    case VERDICT_LESS:
    case VERDICT_SAME:
        break;
    }
    return ANSWER_FINE;
}

/* The same of the last step alone.  A head that is more than the version before it but begins no
 * level may be noise. */
static enum answer answer_of_step(const struct gate_case *one, size_t row, struct judged *judged)
{
    const struct step *step = verdicts_step_at(one->judged, one->column, row, one->contrast.head);
    enum answer answer = answer_of(judged);
    if (judged->verdict == VERDICT_NONE)
        return answer;
    if (!step || !(step->ratio > 1))
        return answer == ANSWER_FINE ? ANSWER_FINE : ANSWER_UNCLEAR;
    judged->verdict = VERDICT_MORE;
    judged->ratio = step->ratio;
    judged->low = step->low;
    judged->high = step->high;
    judged->p = step->p;
    return ANSWER_BROKEN;
}

/* The series that the row of the head is held against. */
static size_t reference_of(const struct frame *frame, const struct gate_case *one, size_t row)
{
    size_t baseline = one->contrast.baseline;
    return one->later ? contrast_reference(frame, one->column, row, baseline) : baseline;
}

/* Whether the processes are so few that their values cannot show a change, whatever they are.  A
 * step has those of other versions too. */
static bool are_too_few(const struct frame *frame, const struct gate_case *one, size_t row)
{
    size_t n = frame_processes(frame, one->column, row, reference_of(frame, one, row)).count;
    size_t m = frame_processes(frame, one->column, row, one->contrast.head).count;
    bool counted = one->rule->column.metric == METRIC_INSTRUCTIONS;
    return !one->rule->latest && !counted && rank_least_p(n, m) > VERDICT_EACH;
}

/* The answer of a gate that is to be confirmed to a time over its threshold; ALONE: there are no
 * verdicts of several processes, whose the answer is. */
static enum answer confirm(enum answer answer, bool alone, enum verdict work)
{
    if (work == VERDICT_MORE)
        return ANSWER_BROKEN;
    return alone ? ANSWER_UNCLEAR : answer;
}

/* Whether it is a time of which a side was measured by one process, judged by value alone. */
static bool is_single(const struct frame *frame, const struct gate_case *one, size_t row)
{
    size_t n = frame_processes(frame, one->column, row, reference_of(frame, one, row)).count;
    size_t m = frame_processes(frame, one->column, row, one->contrast.head).count;
    return one->rule->column.metric == METRIC_TIME && !one->confirmed && (n < 2 || m < 2);
}

static void judge_row(const struct frame *frame, const struct gate_case *one, size_t row,
                      double base, double head, struct gate *gate)
{
    size_t reference = reference_of(frame, one, row);
    if (!rule_is_broken(one->rule, base, head))
        return;
    size_t series = one->contrast.head;
    bool is_time = one->rule->column.metric == METRIC_TIME;
    enum verdict work = is_time ? doubt_work(frame, one->known, row, series) : VERDICT_NONE;
    struct regression found = {.rule = one->rule,
                               .row = row,
                               .reference = reference,
                               .later = reference != one->contrast.baseline,
                               .base = base,
                               .head = head,
                               .judged = verdicts_at(one->judged, one->column, row, series),
                               .same_work = work == VERDICT_SAME};
    bool alone = found.judged.verdict == VERDICT_NONE;
    enum answer answer =
        one->rule->latest ? answer_of_step(one, row, &found.judged) : answer_of(&found.judged);
    if (one->confirmed && is_time)
        answer = confirm(answer, alone, work);
    if (answer == ANSWER_BROKEN)
        gate->regressions[gate->count++] = found;
    if (answer != ANSWER_UNCLEAR)
        return;
    /* The instructions say that a time's change is not the code's. */
    bool is_told = work == VERDICT_SAME || work == VERDICT_LESS;
    if (!one->confirmed || !is_told) {
        gate->untold += alone;
        gate->too_few += !alone && are_too_few(frame, one, row);
    }
    gate->unclear[gate->unclear_count++] = found;
}

/* Add what one rule finds to the gate.  False if there was nothing to judge. */
static bool judge(const struct frame *frame, const struct gate_case *one, const size_t *order,
                  struct gate *gate)
{
    bool any = false;
    for (size_t i = 0; i < frame->row_count; i++) {
        size_t r = order[i];
        size_t reference = reference_of(frame, one, r);
        double base = frame_value(frame, one->column, r, reference);
        double head = frame_value(frame, one->column, r, one->contrast.head);
        if (reference == one->contrast.head || isnan(base) || isnan(head))
            continue;
        any = true;
        if (one->rule->column.metric == METRIC_TIME &&
            !series_same_place(&frame->series[reference], &frame->series[one->contrast.head])) {
            gate->elsewhere = true;
            continue;
        }
        gate->single = gate->single || is_single(frame, one, r);
        judge_row(frame, one, r, base, head, gate);
    }
    return any;
}

static bool is_same(const struct contrast *a, const struct contrast *b)
{
    return a->baseline == b->baseline && a->head == b->head;
}

/* Why there is nothing to judge of the FIRST case and those after it that are about the same two
 * series and have nothing either, which are left out of EMPTY then. */
static const char *explain(struct arena *a, const struct frame *frame,
                           const struct gate_case *cases, bool *empty, size_t count)
{
    const struct contrast *contrast = &cases->contrast;
    const char *baseline = frame->series[contrast->baseline].label;
    const char *head = frame->series[contrast->head].label;
    struct strv fields = strv_new(a);
    bool rss = false;
    for (size_t i = 0; i < count; i++) {
        const struct rule *rule = cases[i].rule;
        if (!empty[i] || !is_same(&cases[i].contrast, contrast))
            continue;
        empty[i] = false;
        if (!strv_has(&fields, rule->field))
            strv_add(&fields, rule->field);
        rss = rss || rule->column.metric == METRIC_RSS;
    }
    if (!share_a_benchmark(frame, contrast))
        return arena_printf(a,
                            "--fail-on: %s and %s have no benchmark in common, so there is nothing "
                            "to judge; compare runs of the same suite",
                            baseline, head);
    return arena_printf(a,
                        "--fail-on %s: no benchmark has it in both %s and %s, so there is nothing "
                        "to judge; measure it in both or drop the rule%s",
                        strv_join(&fields, ", "), baseline, head,
                        rss ? " (rss is measured for benchmarks marked "
                              "@pytest.mark.benchmem(isolate=True))"
                            : "");
}

int gate_judge(struct arena *a, const struct frame *frame, const struct gate_case *cases,
               size_t count, struct gate *gate, struct error *err)
{
    const size_t *order = contrast_sort(a, frame, NULL, NULL, SORT_NAME);
    bool *empty = arena_array(a, count, sizeof *empty);
    *gate = (struct gate){0};
    gate->regressions = arena_array(a, count * frame->row_count, sizeof *gate->regressions);
    gate->unclear = arena_array(a, count * frame->row_count, sizeof *gate->unclear);
    struct strv problems = strv_new(a);
    for (size_t i = 0; i < count; i++)
        empty[i] = !judge(frame, &cases[i], order, gate);
    for (size_t i = 0; i < count; i++)
        if (empty[i])
            strv_add(&problems, explain(a, frame, cases + i, empty + i, count - i));
    return problems.len ? error_set(err, EXIT_NO_VERDICT, "%s", strv_join(&problems, "\n")) : 0;
}

/* What is known beyond the two values: "", or after a comma. */
static const char *remark(struct arena *a, const struct judged *judged)
{
    const char *interval = verdict_interval(a, judged->low, judged->high);
    if (judged->verdict == VERDICT_NONE)
        return "";
    if (judged->verdict == VERDICT_UNCLEAR && judged->rounds_needed)
        return arena_printf(a, "; %zu rounds would tell", judged->rounds_needed);
    return *interval && judged->low < judged->high ? arena_printf(a, " [%s]", interval) : "";
}

const char *gate_line(struct arena *a, const struct frame *frame,
                      const struct regression *regression)
{
    enum unit unit = metric_unit(regression->rule->column.metric);
    const char *name = benchmark_name(frame->rows[regression->row].id);
    double percent = statistics_percent(regression->base, regression->head);
    const char *doubt = regression->same_work ? "; " DOUBT_REASON : "";
    const char *against = regression->later ? frame->series[regression->reference].label : "";
    return arena_printf(a, "  %-12s %s: %s → %s (%s%s%s)%s%s", regression->rule->field, name,
                        unit_format_alone(a, unit, regression->base),
                        unit_format_alone(a, unit, regression->head),
                        unit_format_percent(a, percent), *against ? " vs " : "", against,
                        remark(a, &regression->judged), doubt);
}
