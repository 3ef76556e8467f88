/* explain.c - `benchmem explain`: which functions a change of instructions is made of, and which
 * allocation sites one of memory. */
#include "command/commands.h"
#include "command/show.h"

#include "data/contrast.h"
#include "data/sources.h"
#include "explain/explain_table.h"
#include "explain/kept_files.h"
#include "judge/change.h"
#include "judge/judge.h"
#include "system/terminal.h"

#include <stdio.h>
#include <string.h>

struct explain_options {
    const char *metric, *from, *to, *format, *color;
    long top;
};

/* One call of the command. */
struct explaining {
    struct arena *arena;
    struct explain_options options;
    struct frame frame;
    enum metric metric;
    size_t column; /* of the frame, that metric's */
    struct contrast contrast;
    struct changes changes;
    struct verdicts verdicts;
    struct kept_files kept;
    struct explanation *found;
    size_t count;
};

#define AT(field) offsetof(struct explaining, options.field)
static const struct option options[] = {
    {"--metric", 0, "METRIC", "instructions|peak|allocated|allocations", OPTION_CHOICE, AT(metric),
     "what changed; default instructions where they were counted, else peak"},
    {"--from", 0, "LABEL", NULL, OPTION_TEXT, AT(from),
     "the version before the change; default the one before the step by which the benchmark "
     "changed most, or else the baseline"},
    {"--to", 0, "LABEL", NULL, OPTION_TEXT, AT(to),
     "the version after it; default the one with which that step came, or else the head"},
    {"--top", 0, "N", NULL, OPTION_COUNT, AT(top),
     "how many functions or sites are shown, those that changed most; default 10"},
    {"--format", 0, "FORMAT", "table|md|json", OPTION_CHOICE, AT(format),
     "table for the terminal, GitHub's Markdown, or JSON; default table"},
    {"--color", 0, "WHEN", "auto|always|never", OPTION_CHOICE, AT(color),
     "more red, less green; as compare --color; default auto"},
    {NULL, 0, NULL, NULL, OPTION_ON, 0, NULL},
};
#undef AT

/* What can be asked for; without a word of it the first two, in this order. */
static const enum metric metrics[] = {METRIC_INSTRUCTIONS, METRIC_PEAK, METRIC_ALLOCATED,
                                      METRIC_ALLOCATIONS};
enum { METRICS = sizeof metrics / sizeof *metrics, METRICS_BY_DEFAULT = 2 };

/* The columns that are loaded; as many as the result. */
static size_t wanted_columns(const struct explaining *x, struct column *columns)
{
    size_t count = x->options.metric ? 1 : METRICS_BY_DEFAULT;
    for (size_t i = 0; i < count; i++) {
        enum metric metric = metrics[i];
        if (x->options.metric)
            metric_parse(x->options.metric, &metric);
        columns[i] = (struct column){
            .metric = metric, .stat = metric == METRIC_INSTRUCTIONS ? STAT_MIN : STAT_HEADLINE};
    }
    return count;
}

/* Take the first of the columns that some version has. */
static int choose_column(struct explaining *x, const struct column *columns, size_t count,
                         const char *run, struct error *err)
{
    while (x->column < count && !frame_has_column(&x->frame, x->column))
        x->column++;
    if (x->column < count) {
        x->metric = columns[x->column].metric;
        return 0;
    }
    bool instructions = columns[0].metric == METRIC_INSTRUCTIONS;
    return error_set(err, EXIT_NO_VERDICT, "%s: no version has %s%s; benchmem sweep %s %s them",
                     run, metric_title(columns[0].metric), count > 1 ? " or peak memory" : "",
                     count > 1      ? "--instructions, or --memory,"
                     : instructions ? "--instructions"
                                    : "--memory",
                     instructions ? "counts" : "measures");
}

/* Whether every file writes the text as it is. */
static bool is_plain(const char *text)
{
    for (; *text; text++)
        if (*text < ' ' || *text > '~' || strchr("\"\\/", *text))
            return false;
    return true;
}

/* Load the rows of the benchmarks alone that the words name: of a large sweep that is a fraction of
 * the work.  False if it takes all of them to say what is there. */
static bool load_named(struct explaining *x, const struct sources *sources, struct column *columns,
                       size_t count, const struct strv *words)
{
    struct error none;
    struct strv only = strv_new(x->arena);
    for (size_t i = 1; i < words->len; i++) {
        const char *last = strrchr(words->items[i], '/');
        strv_add(&only, last ? last + 1 : words->items[i]);
        if (!*only.items[i - 1] || !is_plain(only.items[i - 1]))
            return false;
    }
    if (!only.len || columns[0].metric != METRIC_INSTRUCTIONS ||
        frame_load_only(x->arena, &x->frame, sources->series, sources->count, columns, count, &only,
                        &none) < 0)
        return false;
    for (size_t i = 1; i < words->len; i++)
        if (frame_find(&x->frame, words->items[i]) < 0)
            return false;
    return frame_has_column(&x->frame, 0);
}

/* Load the values of the run, of the words the first, and what changed. */
static int load(struct explaining *x, const struct strv *words, struct error *err)
{
    const char *run = words->items[0];
    struct arena *a = x->arena;
    struct sources sources;
    struct judge_options judge = judge_defaults();
    struct column *columns = arena_array(a, METRICS, sizeof *columns);
    size_t count = wanted_columns(x, columns);
    struct strv runs = strv_new(a), none = strv_new(a);
    strv_add(&runs, run);
    if (sources_find(a, &runs, &none, &sources, err) < 0 ||
        (!load_named(x, &sources, columns, count, words) &&
         frame_load(a, &x->frame, sources.series, sources.count, columns, count, err) < 0))
        return -1;
    if (sources.series[0].state == SERIES_PLAIN)
        return error_set(err, EXIT_USAGE, "%s: wants a sweep's output directory", run);
    if (choose_column(x, columns, count, run, err) < 0)
        return -1;
    kept_files_init(&x->kept, a, x->frame.series, x->frame.series_count);
    x->contrast = contrast_choose(x->frame.series, NULL, x->frame.series_count, &none);
    bool judged = judge_frame(a, &x->frame, x->contrast.baseline, &judge, &x->verdicts);
    const struct change_judged by = {judged ? &x->verdicts : NULL, x->column, 0};
    x->changes = changes_of(a, &x->frame, x->column, &x->contrast, &by);
    return 0;
}

/* The series called LABEL, or FALLBACK if that is NULL. */
static int choose_series(const struct explaining *x, const char *option, const char *label,
                         size_t fallback, size_t *series, struct error *err)
{
    const struct frame *f = &x->frame;
    int found =
        label ? series_find_for(option, f->series, f->series_count, label, err) : (int)fallback;
    *series = (size_t)found;
    return found < 0 ? -1 : 0;
}

static int explain_row(struct explaining *x, size_t row, struct error *err)
{
    const struct frame *f = &x->frame;
    const struct change *change = &x->changes.rows[row];
    bool changed = verdict_is_change(change->verdict);
    struct explanation *e = &x->found[x->count];
    size_t from = 0, to = 0;
    if (choose_series(x, "--to", x->options.to, changed ? change->since : x->contrast.head, &to,
                      err) < 0 ||
        choose_series(x, "--from", x->options.from,
                      changed || x->options.to ? kept_before(f, x->column, row, to)
                                               : change->reference,
                      &from, err) < 0)
        return -1;
    *e = (struct explanation){.id = f->rows[row].id,
                              .name = f->rows[row].short_name,
                              .metric = x->metric,
                              .from = f->series[from].label,
                              .to = f->series[to].label};
    if (from == to)
        return error_set(err, EXIT_NO_VERDICT, "%s: only %s has %s of it", e->id, e->to,
                         metric_title(x->metric));
    if (kept_files_difference(&x->kept, x->arena, x->metric, e->id, from, to, &e->difference, err) <
        0)
        return -1;
    x->count++;
    return 0;
}

/* The row that grew most, else the one that shrank most; -1 if none changed. */
static long find_worst(const struct explaining *x)
{
    static const enum verdict wanted[] = {VERDICT_MORE, VERDICT_LESS};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        size_t count;
        const size_t *rows = changes_largest(x->arena, &x->changes, wanted[i], &count);
        if (count)
            return (long)rows[0];
    }
    return -1;
}

static int explain_all(struct explaining *x, const struct strv *words, struct error *err)
{
    const char *run = words->items[0];
    x->found = arena_array(x->arena, words->len, sizeof *x->found);
    if (load(x, words, err) < 0)
        return -1;
    if (words->len == 1 && !x->options.from && !x->options.to) {
        long row = find_worst(x);
        return row < 0 ? 0 : explain_row(x, (size_t)row, err);
    }
    if (words->len == 1)
        return error_set(err, EXIT_USAGE, "--from and --to want a BENCHMARK");
    for (size_t i = 1; i < words->len; i++) {
        long row = frame_find_for(&x->frame, run, words->items[i], err);
        if (row < 0 || explain_row(x, (size_t)row, err) < 0)
            return -1;
    }
    return 0;
}

static int print(const struct explaining *x, struct error *err)
{
    struct arena *a = x->arena;
    const struct explain_options *o = &x->options;
    size_t top = o->top ? (size_t)o->top : 10;
    struct report report = report_new(a);
    struct str out = str_new(a);
    if (strcmp(o->format, "json") == 0) {
        struct json j = json_new(&out);
        json_begin_object(&j, NULL, JSON_INDENTED);
        json_integer(&j, "benchmem_explain", 1);
        json_begin_list(&j, "benchmarks", JSON_INDENTED);
        for (size_t i = 0; i < x->count; i++)
            explain_add_json(&j, &x->found[i], top);
        json_end(&j);
        json_end(&j);
        str_addc(&out, '\n');
        return show_text("explain", &out, err);
    }
    for (size_t i = 0; i < x->count; i++)
        explain_add_table(&report, &x->found[i], top);
    if (!x->count)
        report_note(&report, TONE_GOOD, "%s vs %s: the %s of no benchmark changed",
                    x->frame.series[x->contrast.head].label,
                    x->frame.series[x->contrast.baseline].label, metric_title(x->metric));
    if (strcmp(o->format, "md") == 0)
        report_write_markdown(&out, &report);
    else
        report_write_terminal(&out, &report,
                              &(struct terminal){terminal_columns(stdout),
                                                 color_decide(o->color, terminal_is(stdout))});
    return show_text("explain", &out, err);
}

static int explain(struct arena *a, void *data, const struct strv *words, struct error *err)
{
    struct explaining *x = data;
    x->arena = a;
    if (words->len == 0)
        return error_set(err, EXIT_USAGE, "no RUN; name a sweep's output directory");
    return explain_all(x, words, err) < 0 ? -1 : print(x, err);
}

static int run(struct arena *a, const struct command *command, int argc, char **argv)
{
    struct explaining x = {.options = {.format = "table", .color = "auto"}};
    return command_run(a, command, argc, argv, &x, explain);
}

const struct command command_explain = {
    .name = "explain",
    .summary = "Which functions a change of instructions is made of, or which allocations one of "
               "memory.",
    .arguments = "RUN [BENCHMARK...] [OPTION...]",
    .example = "benchmem explain out\n"
               "benchmem explain out 'test_loads[400]' --from 2.0.1 --to 2.4.0\n"
               "benchmem explain out --metric peak\n",
    .notes = "RUN is a sweep's output directory, made with --instructions or --memory.  Without a "
             "BENCHMARK it is the one\n"
             "that grew most, around the step by which it did.  Share is how much of the change a "
             "native function, those of\n"
             "the interpreter among them, or an allocation site accounts for; of Python functions "
             "calls and bytecodes are\n"
             "told.  Of peak memory it is what was there at the high-water mark.",
    .options = options,
    .run = run,
};
