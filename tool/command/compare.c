/* compare.c - `benchmem compare`: tables of runs side by side, and the gate. */
#include "base/terminal.h"
#include "command/command.h"
#include "compare/gate.h"
#include "compare/matrix.h"
#include "data/frame.h"
#include "text/table.h"
#include "text/width.h"

#include <string.h>

struct options {
    const char *columns, *stat, *baseline, *sort, *format, *color;
    struct strv metrics, labels, fail_on;
};

#define AT(field) offsetof(struct options, field)

static const struct option option_table[] = {
    {"--columns", 0, "LIST", NULL, OPTION_TEXT, AT(columns),
     "metrics, separated by commas: time, peak, allocated, allocations, rss, extra:NAME; default "
     "time,peak, of which those recorded nowhere are left out"},
    {"--metric", 0, "M", NULL, OPTION_LIST, AT(metrics), "one more metric; repeatable"},
    {"--stat", 0, "LIST", NULL, OPTION_TEXT, AT(stat),
     "statistics: min, max, mean, median, iqr (of time), stddev, or all; default min"},
    {"--baseline", 0, "LABEL", NULL, OPTION_TEXT, AT(baseline),
     "compare against this version or run instead of the first"},
    {"--label", 'l', "L", NULL, OPTION_LIST, AT(labels),
     "what to call the runs, in their order; repeatable"},
    {"--sort", 0, "KEY", "name|value|change", OPTION_CHOICE, AT(sort),
     "order of the rows by the first metric: name; largest value in the last run first; largest "
     "growth first; default name"},
    {"--format", 0, "FORMAT", "table|md", OPTION_CHOICE, AT(format),
     "table for the terminal, or GitHub's Markdown; default table"},
    {"--color", 0, "WHEN", "auto|always|never", OPTION_CHOICE, AT(color),
     "best green, worst red; auto: on a terminal, unless NO_COLOR is set; CLICOLOR_FORCE colours a "
     "pipe as well; default auto"},
    {"--fail-on", 0, "FIELD:RULE", NULL, OPTION_LIST, AT(fail_on),
     "exit 1 if a metric grew by more, baseline against head: time:5%, peak:5MiB, peak:20%+8MiB "
     "(both exceeded), time.median:5%; repeatable"},
    {NULL, 0, NULL, NULL, OPTION_ON, 0, NULL},
};

struct compare {
    struct arena *arena;
    struct options options;
    struct strv runs;
    struct column *columns; /* what to show, then one per rule */
    size_t shown_count;
    struct rule *rules;
    struct series *series;
    size_t series_count;
    struct contrast contrast; /* of the gate: as named, first and last otherwise */
    struct frame frame;
};

static int fail(const struct error *err)
{
    error_print(err, stderr);
    return err->status;
}

/* The metrics asked for by --columns and --metric as one list, or NULL. */
static const char *metrics_asked(const struct compare *c)
{
    struct strv all;
    strv_init(&all, c->arena);
    if (c->options.columns)
        strv_add(&all, c->options.columns);
    strv_append(&all, &c->options.metrics);
    return all.len ? strv_join(&all, ",") : NULL;
}

/* Make columns and rules of the options; each problem is printed.  Returns how many there were. */
static int read_words(struct compare *c)
{
    struct error err;
    struct column *columns = NULL;
    size_t count = 0, rule_count = c->options.fail_on.len;
    int problems = 0;
    if (columns_parse(c->arena, metrics_asked(c), c->options.stat, "min", &columns, &count, &err)) {
        error_add(&err, "compare");
        fail(&err);
        problems++;
    }
    c->columns = arena_array(c->arena, count + rule_count, sizeof *c->columns);
    for (size_t i = 0; i < count; i++)
        c->columns[i] = columns[i];
    c->shown_count = count;
    c->rules = arena_array(c->arena, rule_count, sizeof *c->rules);
    for (size_t i = 0; i < rule_count; i++) {
        if (rule_parse(c->arena, c->options.fail_on.items[i], &c->rules[i], &err)) {
            error_add(&err, "compare");
            fail(&err);
            problems++;
        }
        c->columns[count + i] = c->rules[i].column;
    }
    return problems;
}

/* Read the command line whole; every problem in it is named.  *HELP: help was asked for. */
static int read_command_line(struct compare *c, const struct command *command, int argc,
                             char **argv, bool *help)
{
    struct error err;
    int problems = 0;
    if (options_parse(command, argc, argv, &c->options, &c->runs, NULL, help, &err)) {
        fail(&err);
        problems++;
    }
    if (*help)
        return 0;
    problems += read_words(c);
    if (c->runs.len == 0 && problems == 0) {
        error_set(
            &err, STATUS_USAGE,
            "compare: wants a run file or a sweep's directory; see 'benchmem compare --help'");
        fail(&err);
        problems++;
    }
    return problems ? -1 : 0;
}

/* Why each version of a sweep has no run file, for a message. */
static const char *list_states(const struct compare *c)
{
    struct strv list;
    strv_init(&list, c->arena);
    for (size_t i = 0; i < c->series_count; i++) {
        const struct series *s = &c->series[i];
        if (s->path)
            continue;
        const char *state = s->state == SERIES_FAILED        ? "failed"
                            : s->state == SERIES_UNAVAILABLE ? "unavailable"
                                                             : "not in this run";
        strv_addf(&list, "\n  %s: %s%s%s%s%s", s->label, state, s->stage ? " at " : "",
                  s->stage ? s->stage : "", s->note ? ": " : "", s->note ? s->note : "");
    }
    return strv_join(&list, "");
}

/* Find the runs and what is compared with what. */
static int find_series(struct compare *c, struct error *err)
{
    size_t with_file = 0;
    if (frame_sources(c->arena, &c->runs, &c->options.labels, &c->series, &c->series_count, err))
        return error_add(err, "compare");
    for (size_t i = 0; i < c->series_count; i++)
        with_file += c->series[i].path != NULL;
    if (contrast_select(c->series, c->series_count, c->options.baseline, &c->contrast, err))
        return error_add(err, "compare");
    if (with_file == 0)
        return error_set(err, STATUS_SKIP,
                         "compare: nothing to compare: no version of the sweep has a run file%s",
                         list_states(c));
    if (c->options.fail_on.len && !c->contrast.paired && c->series[0].state == SERIES_PLAIN)
        return error_set(err, STATUS_USAGE,
                         "compare: --fail-on: wants two runs or more, to judge the growth from the "
                         "first to the last");
    return 0;
}

/* Leave out the columns that no run has, with a note on those asked for by name. */
static int drop_empty_columns(struct compare *c, struct report *report, struct error *err)
{
    struct strv dropped;
    strv_init(&dropped, c->arena);
    size_t shown = 0;
    for (size_t i = 0; i < c->shown_count; i++) {
        if (frame_has_column(&c->frame, i))
            shown++;
        else
            strv_add(&dropped, column_title(c->arena, &c->frame.columns[i]));
    }
    if (c->frame.row_count == 0)
        return error_set(err, STATUS_NO_VERDICT, "compare: the runs hold no benchmark");
    if (shown == 0)
        return error_set(err, STATUS_NO_VERDICT, "compare: %s: recorded in none of the runs",
                         strv_join(&dropped, ", "));
    for (size_t i = 0; i < dropped.len && metrics_asked(c); i++)
        report_note(report, TONE_PLAIN, "%s: recorded in none of the runs", dropped.items[i]);
    return 0;
}

static int build(struct compare *c, struct report *report, struct error *err)
{
    bool named = c->options.baseline != NULL;
    struct contrast shown = contrast_measured(c->series, c->series_count, &c->contrast, named);
    enum row_sort sort = SORT_NAME;
    row_sort_parse(c->options.sort, &sort);
    if (drop_empty_columns(c, report, err))
        return -1;
    size_t first = 0;
    while (!frame_has_column(&c->frame, first))
        first++;
    size_t *order = contrast_sort(c->arena, &c->frame, &shown, first, sort);
    for (size_t i = first; i < c->shown_count; i++)
        if (frame_has_column(&c->frame, i))
            matrix_add(report, &c->frame, i, &shown, order);
    matrix_add_notes(report, &c->frame, &shown);
    if (shown.paired && (shown.baseline != c->contrast.baseline || shown.head != c->contrast.head))
        report_note(report, TONE_PLAIN, "change: %s against %s, the first and the last measured",
                    c->series[shown.head].label, c->series[shown.baseline].label);
    return 0;
}

/* Add the gate's lines to OUT, a blank line before them.  Returns the exit status. */
static int add_gate(const struct compare *c, const struct terminal *terminal, struct str *out)
{
    struct error err;
    const struct series *base = &c->series[c->contrast.baseline];
    const struct series *head = &c->series[c->contrast.head];
    if (!c->contrast.paired || !base->path || !head->path) {
        const char *label = !base->path ? base->label : head->label;
        error_set(&err, STATUS_SKIP,
                  !c->contrast.paired ? "compare: --fail-on: nothing to judge yet: %s is the only "
                                        "version of the sweep"
                                      : "compare: --fail-on: nothing to judge yet: %s has no run "
                                        "file in this run",
                  label);
        return fail(&err);
    }
    struct gate gate;
    int status = STATUS_OK;
    if (gate_judge(c->arena, &c->frame, &c->contrast, c->rules, c->options.fail_on.len,
                   c->shown_count, &gate, &err))
        status = fail(&err);
    struct report lines;
    report_init(&lines, c->arena);
    if (gate.count) {
        status = STATUS_FAILED;
        report_note(&lines, TONE_BAD, "%zu regression(s) over threshold:", gate.count);
    } else if (status == STATUS_OK) {
        report_note(&lines, TONE_GOOD, "no regressions over thresholds");
    }
    for (size_t i = 0; i < gate.count; i++)
        report_note(&lines, TONE_BAD, "%s", gate_line(c->arena, &c->frame, &gate.regressions[i]));
    str_add(out, "\n");
    report_write_terminal(out, &lines, &(struct terminal){.color = terminal->color});
    return status;
}

static int print(const struct str *out)
{
    fwrite(out->data, 1, out->len, stdout);
    if (fflush(stdout) == 0 && !ferror(stdout))
        return 0;
    struct error err;
    error_set(&err, STATUS_FAILED, "compare: writing to standard output failed");
    return fail(&err);
}

static int compare(struct compare *c)
{
    struct error err;
    if (find_series(c, &err))
        return fail(&err);
    if (frame_load(c->arena, &c->frame, c->series, c->series_count, c->columns,
                   c->shown_count + c->options.fail_on.len, &err)) {
        error_add(&err, "compare");
        return fail(&err);
    }
    struct report report;
    report_init(&report, c->arena);
    if (build(c, &report, &err))
        return fail(&err);

    struct terminal terminal = {terminal_columns(stdout),
                                color_decide(c->options.color, terminal_is(stdout))};
    struct str out;
    str_init(&out, c->arena);
    if (strcmp(c->options.format, "md") == 0) {
        terminal.color = COLOR_NONE;
        report_write_markdown(&out, &report);
    } else {
        report_write_terminal(&out, &report, &terminal);
    }
    int written = print(&out);
    if (written || !c->options.fail_on.len)
        return written;
    struct str verdict;
    str_init(&verdict, c->arena);
    int status = add_gate(c, &terminal, &verdict);
    written = print(&verdict);
    return written ? written : status;
}

static int run(const struct command *command, int argc, char **argv)
{
    struct arena arena;
    arena_init(&arena);
    struct compare c = {.arena = &arena,
                        .options = {.sort = "name", .format = "table", .color = "auto"}};
    strv_init(&c.options.metrics, &arena);
    strv_init(&c.options.labels, &arena);
    strv_init(&c.options.fail_on, &arena);
    strv_init(&c.runs, &arena);
    bool help = false;
    int status = STATUS_USAGE;
    if (read_command_line(&c, command, argc, argv, &help) == 0) {
        status = STATUS_OK;
        if (help)
            command_help(command, stdout);
        else
            status = compare(&c);
    }
    arena_release(&arena);
    return status;
}

const struct command command_compare = {
    .name = "compare",
    .summary = "Tables of runs side by side: a row per benchmark, a column per version.",
    .arguments = "RUN... [OPTION...]",
    .example = "benchmem compare .benchmarks/sweep\n"
               "benchmem compare old.json new.json --metric peak --fail-on peak:10%\n",
    .notes =
        "A RUN is a run file of pytest-benchmark or the output directory of a sweep.\n"
        "The change is the last series against the baseline, the first unless named; the last row\n"
        "has the geometric mean of the ratios to the baseline over the benchmarks all series "
        "have.\n"
        "In a cell, \"—\" is not measured and \"✗\" failed.\n"
        "exit status: 0 done, 1 a rule of --fail-on is broken, 2 wrong usage or unreadable input,\n"
        "3 nothing to judge (no benchmark in common, or none has the metric), 77 the baseline or\n"
        "the head of a sweep, or every version, has no run file yet",
    .options = option_table,
    .run = run,
};
