/* compare.c - `benchmem compare`: tables of runs side by side, and the gate. */
#include "command/commands.h"
#include "command/compare_state.h"
#include "command/measurements.h"
#include "command/show.h"
#include "compare/comparable.h"
#include "compare/document.h"
#include "compare/layout.h"
#include "compare/notes.h"
#include "data/filter.h"
#include "files/file.h"
#include "judge/overview.h"
#include "system/terminal.h"
#include "text/width.h"

#include <string.h>

/* ---- reading ---- */

/* Why each version of a sweep has no run file, for a message. */
static const char *list_states(const struct compare *c)
{
    struct strv list = strv_new(c->arena);
    for (size_t i = 0; i < c->series_count; i++) {
        const struct series *s = &c->series[i];
        if (s->path)
            continue;
        strv_addf(&list, "\n  %s: %s", s->label, series_lack(c->arena, s));
    }
    return strv_join(&list, "");
}

/* Find the runs and what is compared with what. */
static int find_series(struct compare *c, struct error *err)
{
    const struct compare_options *o = &c->ask.options;
    struct strv none = strv_new(c->arena);
    size_t with_file = 0;
    if (sources_find(c->arena, &c->ask.runs, o->pivot ? &none : &o->labels, &c->sources, err) < 0)
        return -1;
    c->series = c->sources.series;
    c->series_count = c->sources.count;
    for (size_t i = 0; i < c->series_count; i++)
        with_file += c->series[i].path != NULL;
    if (o->pivot && c->series_count > 1)
        return error_set(err, EXIT_USAGE,
                         "--pivot folds a single run; %s has %zu, name one of its run files",
                         c->ask.runs.items[0], c->series_count);
    if (!o->pivot && contrast_check(c->series, c->series_count, &o->baselines, err) < 0)
        return -1;
    c->contrast = contrast_choose(c->series, NULL, c->series_count, &o->baselines);
    if (with_file == 0)
        return error_set(err, EXIT_SKIP,
                         "nothing to compare: no version of the sweep has a run file%s",
                         list_states(c));
    if (c->ask.rule_count && !o->pivot && !c->contrast.paired && c->series[0].state == SERIES_PLAIN)
        return error_set(err, EXIT_USAGE,
                         "--fail-on: wants two runs or more, to judge the growth from the first to "
                         "the last; or --pivot, for a single one");
    return 0;
}

static int fold(struct compare *c, struct error *err)
{
    const struct compare_options *o = &c->ask.options;
    struct frame *f = &c->frame;
    if (pivot_frame(c->arena, f, o->pivot, &c->pivot, err) < 0)
        return -1;
    *f = c->pivot.frame;
    for (size_t i = 0; i < o->labels.len && o->labels.len == f->series_count; i++)
        f->series[i].label = o->labels.items[i];
    if (o->labels.len && o->labels.len != f->series_count)
        return error_set(err, EXIT_USAGE, "--label: %zu given for the %zu values of %s",
                         o->labels.len, f->series_count, o->pivot);
    c->series = f->series;
    c->series_count = f->series_count;
    c->contrast = contrast_choose(f->series, NULL, f->series_count, &o->baselines);
    return contrast_check(f->series, f->series_count, &o->baselines, err);
}

static int load(struct compare *c, struct error *err)
{
    const struct compare_options *o = &c->ask.options;
    request_layout(&c->ask, c->series_count);
    if (frame_load(c->arena, &c->frame, c->series, c->series_count, c->ask.columns,
                   c->ask.column_count, err) < 0)
        return -1;
    if (c->frame.row_count == 0)
        return error_set(err, EXIT_NO_VERDICT, "the runs hold no benchmark");
    if (filter_frame(c->arena, &c->frame, &o->where, &o->filters, err) < 0)
        return -1;
    return o->pivot ? fold(c, err) : 0;
}

/* ---- what is shown ---- */

static bool is_shown(const struct view *view, const struct column *column)
{
    for (size_t i = 0; i < view->column_count; i++) {
        const struct column *shown = &view->frame->columns[view->columns[i]];
        bool other_extra =
            column->extra && shown->extra && strcmp(shown->extra, column->extra) != 0;
        if (shown->metric == column->metric && !other_extra)
            return true;
    }
    return false;
}

/* A note on each metric asked for by name that no run has. */
static int note_missing(struct compare *c, struct report *report, struct error *err)
{
    struct strv missing = strv_new(c->arena);
    for (size_t i = 0; i < c->ask.asked; i++) {
        const struct column *column = &c->ask.columns[i];
        const char *name =
            column->metric == METRIC_EXTRA ? column->extra : metric_name(column->metric);
        if (is_shown(&c->view, column) || strv_has(&missing, name))
            continue;
        strv_add(&missing, name);
        /* In literal Markdown only where the peer notes it too. */
        if (request_metrics(&c->ask) && (!report->literal || column->metric == METRIC_RSS))
            report_note(report, TONE_PLAIN,
                        column->metric == METRIC_RSS
                            ? "%s: recorded in none of the runs; it is measured for benchmarks "
                              "marked @pytest.mark.benchmem(isolate=True)"
                            : "%s: recorded in none of the runs",
                        name)
                ->place = NOTE_QUOTED;
    }
    if (c->view.column_count == 0)
        return error_set(err, EXIT_NO_VERDICT, "%s: recorded in none of the runs",
                         strv_join(&missing, ", "));
    return 0;
}

/* Whether the metric is in a table, or a rule is of it. */
static bool shows_metric(const struct compare *c, enum metric metric)
{
    for (size_t i = 0; i < c->ask.rule_count; i++)
        if (c->ask.rules[i].column.metric == metric)
            return true;
    return is_shown(&c->view, &(struct column){.metric = metric, .stat = STAT_MIN});
}

static void warn_of_machines(struct compare *c, struct report *report)
{
    c->warnings = strv_new(c->arena);
    if (c->ask.options.pivot)
        return;
    if (shows_metric(c, METRIC_TIME)) {
        comparable_machines(&c->warnings, &c->view);
        const char *reused = comparable_reused(c->arena, &c->view);
        if (*reused)
            strv_addf(&c->warnings, "times may not compare: measured at an earlier date: %s",
                      reused);
        strv_append(&c->warnings, &c->sources.doubts);
    }
    if (shows_metric(c, METRIC_INSTRUCTIONS))
        comparable_counters(&c->warnings, &c->view);
    for (size_t i = 0; i < c->warnings.len; i++) {
        const char *text = c->warnings.items[i];
        if (c->ask.format == FORMAT_TABLE || (c->ask.format == FORMAT_MARKDOWN && !report->literal))
            report_note(report, TONE_BAD, "warning: %s", text);
        else if (c->ask.format != FORMAT_JSON)
            fprintf(stderr, "benchmem: compare: warning: %s\n", text_visible(c->arena, text));
    }
}

/* Versions that were taken out of the sweep, or renamed. */
static void note_unswept(const struct compare *c, struct report *report)
{
    for (size_t i = 0; i < c->sources.unswept.len; i++)
        report_note(report, TONE_PLAIN, "no longer swept: %s", c->sources.unswept.items[i]);
}

static void note_place(const struct compare *c, struct report *report)
{
    const char *place = c->ask.options.pivot ? "" : comparable_place(&c->view);
    if (*place)
        report_note(report, TONE_PLAIN, "measured on %s", place);
}

/* Of times a warning tells it. */
static void note_reused(const struct compare *c, struct report *report)
{
    const char *line = c->ask.options.pivot ? ""
                                            : comparable_reused_line(c->arena, &c->view,
                                                                     shows_metric(c, METRIC_TIME));
    if (*line)
        report_note(report, TONE_PLAIN, "%s", line);
}

static void note_contrast(const struct compare *c, struct report *report)
{
    const char *remark = contrast_remark(c->arena, c->series, c->series_count,
                                         &c->ask.options.baselines, &c->view.contrast);
    if (!c->ask.options.pivot && remark)
        report_note(report, TONE_PLAIN, "%s", remark);
}

static enum tone tone_of(enum verdict verdict)
{
    return verdict == VERDICT_MORE ? TONE_BAD : verdict == VERDICT_LESS ? TONE_GOOD : TONE_PLAIN;
}

/* The lines that say what changed: first in Markdown, last on a terminal. */
static void add_overview(const struct compare *c, struct report *report)
{
    const struct view *view = &c->view;
    struct overview o = overview_begin(c->arena, &c->frame, &view->contrast);
    for (size_t i = 0; i < view->column_count; i++)
        if (view_is_headline(view, i))
            overview_add(&o, &view->changes[i],
                         column_title(c->arena, &c->frame.columns[view->columns[i]]));
    for (size_t i = 0; i < o.count && o.count > 1; i++)
        report_note(report, tone_of(o.lines[i].verdict), "%s", o.lines[i].text)->place =
            NOTE_OVERVIEW;
}

/* What stands in the way of verdicts. */
static void note_rounds(const struct compare *c, struct report *report)
{
    size_t enough, rounds = comparable_too_few(&c->view, &enough);
    if (rounds)
        report_note(report, TONE_BAD,
                    "%zu rounds are too few to tell any change of time from noise; %zu can", rounds,
                    enough);
    if (c->ask.options.ci && !c->view.judged)
        report_note(report, TONE_PLAIN,
                    "--ci: no interval, as the runs do not say what each of several processes "
                    "measured; benchmem sweep --rounds does");
}

/* Everything beside the tables. */
static void add_notes(struct compare *c, struct report *report)
{
    if (c->view.judged && c->ask.layout == LAYOUT_MATRIX)
        notes_add_marks(report, c->series[c->view.contrast.baseline].label);
    warn_of_machines(c, report);
    if (report->literal)
        return;
    notes_add(report, &c->frame, &c->view.contrast);
    note_unswept(c, report);
    note_place(c, report);
    note_reused(c, report);
    note_contrast(c, report);
    if (c->ask.options.pivot && !c->pivot.paired)
        report_note(report, TONE_PLAIN,
                    "--pivot %s: no benchmark has two values of it under one id; an id that does "
                    "not hold the value as it is cannot be folded",
                    c->ask.options.pivot);
    if (c->ask.options.top && 2 * (size_t)c->ask.options.top < c->view.row_count)
        report_note(report, TONE_PLAIN,
                    "--top %ld: of %zu benchmarks those that grew most and shrank most",
                    c->ask.options.top, c->view.row_count);
    note_rounds(c, report);
    if (c->view.contrast.paired)
        add_overview(c, report);
}

/* ---- output ---- */

static int write_csv(struct compare *c, struct error *err)
{
    struct view all = view_select(c->arena, &c->frame, c->ask.layout, c->ask.asked,
                                  request_hidden_column(&c->ask), &c->ask.options.baselines);
    view_sort(c->arena, &all, 0, SORT_NAME);
    all.judged = c->view.judged;
    struct str text = str_new(c->arena);
    table_write_csv(&text, csv_table(c->arena, &all));
    if (file_write(c->ask.options.csv, text.data, text.len, err) < 0)
        return error_add(err, "--csv");
    return 0;
}

/* Keep the first of the gate's lines so that they take no more than MOST bytes; 0: all. */
static void cut_lines(struct report *lines, size_t most)
{
    size_t used = 0, kept = 0;
    while (kept < lines->note_count && (!most || used <= most))
        used += strlen(lines->notes[kept++].text) + 1;
    size_t left_out = lines->note_count - kept;
    lines->note_count = kept;
    if (left_out)
        report_note(lines, TONE_BAD, "  and %zu more", left_out);
}

/* Write the report; the gate's LINES follow it, or go to standard error where the output is for a
 * program. */
static int write_report(struct compare *c, const struct document *document, struct report *lines,
                        struct error *err)
{
    bool markdown = c->ask.format == FORMAT_MARKDOWN;
    struct terminal terminal = {terminal_columns(stdout),
                                color_decide(c->ask.options.color, terminal_is(stdout))};
    if (markdown)
        terminal.color = COLOR_NONE;
    struct str out = str_new(c->arena), gate = str_new(c->arena);
    size_t most = (size_t)c->ask.options.max_chars;
    if (lines->note_count && !document->report->literal)
        str_add(&gate, "\n");
    cut_lines(lines, most / 2);
    report_write_terminal(&gate, lines, &(struct terminal){.color = terminal.color});
    switch (c->ask.format) {
    case FORMAT_TABLE:
        report_write_terminal(&out, document->report, &terminal);
        break;
    case FORMAT_MARKDOWN:
        if (most)
            report_write_markdown_within(&out, document->report,
                                         most > gate.len ? most - gate.len : 0);
        else
            report_write_markdown(&out, document->report);
        break;
    case FORMAT_CSV:
        table_write_csv(&out, csv_table(c->arena, &c->view));
        break;
    case FORMAT_JSON:
        document_write(&out, document);
        break;
    }
    if (c->ask.format == FORMAT_TABLE || markdown)
        str_add(&out, gate.data);
    else
        fputs(gate.data, stderr);
    return show_text("compare", &out, err);
}

/* What the tables are grouped by: for people a diff is one table, as it has no multipliers. */
static const char *grouping(const struct compare *c)
{
    const char *asked = c->ask.options.group_by;
    return !asked && c->ask.layout == LAYOUT_DIFF && c->ask.format == FORMAT_TABLE ? "" : asked;
}

/* Returns -1 if it cannot be shown; else *STATUS is what the gate says. */
static int show(struct compare *c, int *exit_code, struct error *err)
{
    struct gate gate = {0};
    struct report report = report_new(c->arena);
    struct report lines = report_new(c->arena);
    report.literal = c->ask.format == FORMAT_MARKDOWN && c->ask.layout != LAYOUT_MATRIX;
    c->view = view_select(c->arena, &c->frame, c->ask.layout, c->ask.asked,
                          request_hidden_column(&c->ask), &c->ask.options.baselines);
    if (note_missing(c, &report, err) < 0)
        return -1;
    if (c->ask.layout == LAYOUT_DIFF && !c->view.contrast.paired)
        return error_set(err, EXIT_USAGE,
                         "--layout diff: wants two runs with benchmarks, or --pivot with two "
                         "values");
    struct arrangement arrangement = {.sort = c->ask.options.top ? SORT_CHANGE : SORT_NAME,
                                      .top = (size_t)c->ask.options.top,
                                      .group_by = grouping(c),
                                      .hidden = request_hidden_column(&c->ask)};
    if (c->ask.options.sort)
        row_sort_parse(c->ask.options.sort, &arrangement.sort);
    c->view.intervals = c->ask.options.ci;
    view_judge(c->arena, &c->view,
               c->view.contrast.paired ? compare_verdicts(c, c->view.contrast.baseline) : NULL);
    view_sort(c->arena, &c->view, 0, arrangement.sort);
    struct document document = {.view = &c->view, .report = &report, .warnings = &c->warnings};
    if (c->ask.format != FORMAT_CSV)
        layouts_add(&report, &c->view, &arrangement);
    add_notes(c, &report);
    if (c->ask.options.csv && write_csv(c, err) < 0)
        return -1;
    *exit_code = c->ask.rule_count ? compare_gate(c, &gate, &lines) : EXIT_OK;
    document.gate = lines.note_count ? &gate : NULL;
    if (c->ask.options.ctest && !c->ask.rule_count)
        measurements_compare(&c->told, &document);
    else if (c->ask.options.ctest && lines.note_count)
        measurements_gate(&c->told, &gate, c->view.judged != NULL, &lines);
    return write_report(c, &document, &lines, err);
}

static int compare(struct compare *c)
{
    struct error err;
    int exit_code = EXIT_OK;
    if (find_series(c, &err) == 0 && load(c, &err) == 0 && show(c, &exit_code, &err) == 0)
        return exit_code;
    error_add(&err, "compare");
    return compare_fail(c, &err);
}

static int run(struct arena *a, const struct command *command, int argc, char **argv)
{
    struct compare c = {.arena = a, .told = str_new(a)};
    int asked = request_read(&c.ask, a, command, argc, argv);
    if (asked > 0)
        command_help(command, stdout);
    if (asked != 0)
        return asked < 0 ? EXIT_USAGE : EXIT_OK;
    int exit_code = compare(&c);
    /* What a program reads on standard output stays as it is; CTest reads both. */
    bool is_data = c.ask.format == FORMAT_CSV || c.ask.format == FORMAT_JSON;
    fflush(stdout);
    fputs(c.told.data, is_data ? stderr : stdout);
    return exit_code;
}

const struct command command_compare = {
    .name = "compare",
    .summary = "Tables of runs side by side: a row per benchmark, a column per version.",
    .arguments = "RUN... [OPTION...]",
    .example = "benchmem compare .benchmarks/sweep\n"
               "benchmem compare old.json new.json --metric peak --fail-on peak:10%\n",
    .notes =
        "A RUN is a run file of pytest-benchmark or the output directory of a sweep.\n"
        "The layouts runs and diff are those of pytest-benchmem, number for number.\n"
        "The change is the last series against the baseline, the first unless named; the last "
        "row\n"
        "has the geometric mean of the ratios to the baseline over the benchmarks all series "
        "have.\n"
        "In a cell, \"—\" is not measured and \"✗\" failed.\n"
        "The verdict takes times and RSS within 5% for unchanged; other memory is exact.  "
        "\"since\" is\n"
        "the first version from which on the worst benchmark was worse than the baseline.\n"
        "Where the runs say what each of several processes measured (sweep --rounds), it counts\n"
        "the verdicts of a test on these instead.  \"~\" before a value: it may or may not "
        "differ\n"
        "from the baseline; \"=\": it differs by no more than noise.  Rows without a difference\n"
        "have no best and no worst.  \"since\" is then the version with which the head's level\n"
        "began.\n"
        "exit status: 0 done, 1 a rule of --fail-on is broken, 2 wrong usage or unreadable "
        "input,\n"
        "3 nothing to judge (no benchmark in common, or none has the metric), 77 the baseline or\n"
        "the head of a sweep, or every version, has no run file yet",
    .options = compare_option_table,
    .run = run,
};
