/* compare_gate.c - what `benchmem compare` is told to judge by --fail-on. */
#include "command/compare_state.h"

#include "explain/explain_table.h"
#include "explain/kept_files.h"

#include <string.h>

/* The last series before HEAD that has a run file.  HEAD if there is none. */
static size_t before(const struct compare *c, size_t head)
{
    for (size_t i = head; i-- > 0;)
        if (c->series[i].path)
            return i;
    return head;
}

/* Which two series the rule is about. */
static struct contrast contrast_of(const struct compare *c, size_t rule)
{
    struct contrast contrast = c->contrast;
    if (c->ask.options.pivot && !c->ask.options.baselines.len) {
        const struct pivot_ends *ends = &c->pivot.ends[request_rule_column(&c->ask, rule)];
        contrast = (struct contrast){ends->first != ends->last, ends->first, ends->last};
    }
    if (c->ask.rules[rule].latest && contrast.paired) {
        contrast.baseline = before(c, contrast.head);
        contrast.paired = contrast.baseline != contrast.head;
    }
    return contrast;
}

/* Whether the gate counts only times that something else agrees with. */
static bool gate_is_confirmed(const struct compare *c)
{
    return strcmp(c->ask.options.gate, "confirmed") == 0;
}

/* Make the cases of the rules; of those that have no two series the PROBLEMS. */
static size_t make_cases(struct compare *c, struct gate_case *cases, struct strv *problems)
{
    size_t count = 0;
    bool raw = strcmp(c->ask.options.gate, "raw") == 0;
    for (size_t i = 0; i < c->ask.rule_count; i++) {
        const struct rule *rule = &c->ask.rules[i];
        struct contrast contrast = contrast_of(c, i);
        const struct verdicts *known =
            contrast.paired ? compare_verdicts(c, contrast.baseline) : NULL;
        if (contrast.paired)
            cases[count++] =
                (struct gate_case){.rule = rule,
                                   .column = request_rule_column(&c->ask, i),
                                   .contrast = contrast,
                                   .judged = raw ? NULL : known,
                                   .known = known,
                                   .confirmed = gate_is_confirmed(c),
                                   .later = !rule->latest && c->ask.layout == LAYOUT_MATRIX};
        else if (c->ask.options.pivot)
            strv_addf(problems, "--fail-on %s: wants two values of %s that have it", rule->field,
                      c->ask.options.pivot);
        else
            strv_addf(problems, "--fail-on %s: no version before %s has a run file", rule->field,
                      c->series[contrast.head].label);
    }
    return count;
}

/* Whether baseline or head of a sweep is not there yet; the error says so. */
static bool is_early(const struct compare *c, struct error *err)
{
    const struct series *awaited =
        contrast_awaited(c->series, c->series_count, &c->ask.options.baselines, &c->contrast);
    if (c->ask.options.pivot || (c->contrast.paired && !awaited))
        return false;
    if (awaited)
        error_set(err, EXIT_SKIP,
                  "compare: --fail-on: nothing to judge yet: %s has no run file in this run",
                  awaited->label);
    else
        error_set(err, EXIT_SKIP,
                  "compare: --fail-on: nothing to judge: %s is the only version of the sweep "
                  "with results",
                  c->series[c->contrast.head].label);
    return true;
}

/* Of how many regressions the functions are told; reading them takes time. */
enum { EXPLAINED_MOST = 10 };

/* Below a regression of instructions or memory the functions or allocation sites that account for
 * it, as far as that was kept. */
static void say_functions(const struct compare *c, struct kept_files *kept,
                          const struct regression *r, struct report *lines)
{
    enum { MOST = 3 };
    enum metric metric = r->rule->column.metric;
    struct difference difference;
    struct error none;
    if (!counts_explain(metric) || c->ask.layout != LAYOUT_MATRIX ||
        kept_files_difference(kept, c->arena, metric, c->frame.rows[r->row].id, r->reference,
                              c->contrast.head, &difference, &none) < 0)
        return;
    struct strv functions = strv_new(c->arena);
    explain_add_lines(&functions, metric, &difference, MOST);
    for (size_t i = 0; i < functions.len; i++)
        report_note(lines, TONE_PLAIN, "      %s", functions.items[i]);
}

static void say_gate(struct compare *c, const struct gate *gate, bool fine, struct report *lines)
{
    if (gate->single && c->ask.layout == LAYOUT_MATRIX) /* runs and diff have the peer's lines */
        report_note(lines, TONE_PLAIN,
                    "times of one process a version cannot tell a change of the code from one of "
                    "the machine; instructions can (--fail-on instructions:3%%, --gate confirmed), "
                    "or --rounds 7");
    const char *remark = contrast_remark(c->arena, c->series, c->series_count,
                                         &c->ask.options.baselines, &c->contrast);
    if (remark && !c->ask.options.pivot)
        report_note(lines, TONE_PLAIN, "%s", remark);
    const char *reused = series_reused_line(c->arena, c->series, c->series_count, false);
    if (*reused && c->ask.layout == LAYOUT_MATRIX && !c->ask.options.pivot)
        report_note(lines, TONE_PLAIN, "%s", reused);
    if (gate->count)
        report_note(lines, TONE_BAD, "%zu regression(s) over threshold:", gate->count);
    else if (fine)
        report_note(lines, TONE_GOOD, "no regressions over thresholds");
    struct kept_files kept;
    kept_files_init(&kept, c->arena, c->frame.series, c->frame.series_count);
    for (size_t i = 0; i < gate->count; i++) {
        report_note(lines, TONE_BAD, "%s", gate_line(c->arena, &c->frame, &gate->regressions[i]));
        if (i < EXPLAINED_MOST)
            say_functions(c, &kept, &gate->regressions[i], lines);
    }
    if (gate->unclear_count)
        report_note(lines, TONE_PLAIN, "%zu over threshold, but not %s:", gate->unclear_count,
                    gate_is_confirmed(c) ? "confirmed" : "told from noise");
    for (size_t i = 0; i < gate->unclear_count; i++)
        report_note(lines, TONE_PLAIN, "%s", gate_line(c->arena, &c->frame, &gate->unclear[i]));
}

int compare_gate(struct compare *c, struct gate *gate, struct report *lines)
{
    struct error err;
    if (is_early(c, &err))
        return compare_fail(c, &err);
    struct strv problems = strv_new(c->arena);
    struct gate_case *cases = arena_array(c->arena, c->ask.rule_count, sizeof *cases);
    size_t count = make_cases(c, cases, &problems);
    int exit_code = EXIT_OK;
    if (gate_judge(c->arena, &c->frame, cases, count, gate, &err) < 0)
        strv_add(&problems, arena_strdup(c->arena, err.text));
    if (gate->too_few)
        strv_addf(&problems,
                  "--fail-on: %zu over threshold, but measured by too few processes to tell any "
                  "change from noise; sweep with more --rounds, or judge by value: --gate raw",
                  gate->too_few);
    if (gate->elsewhere)
        strv_add(&problems, "--fail-on: times that were measured on different nodes, or other "
                            "resources, are not judged; sweep with "
                            "--pin-node (PIN_NODE ON), or judge instructions");
    if (gate->untold)
        strv_addf(&problems,
                  "--fail-on: %zu over threshold, but neither instructions nor rounds are there to "
                  "confirm a time; sweep with --instructions or --rounds, or judge by value: "
                  "--gate raw",
                  gate->untold);
    if (problems.len) {
        error_set(&err, EXIT_NO_VERDICT, "%s", strv_join(&problems, "\n"));
        exit_code = compare_fail(c, &err);
    }
    say_gate(c, gate, problems.len == 0, lines);
    return gate->count ? EXIT_FAILED : exit_code;
}
