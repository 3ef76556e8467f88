#include "command/compare_request.h"

#include "compare/group.h"
#include "data/filter.h"
#include "text/error_print.h"

#include <string.h>

#define AT(field) offsetof(struct compare_options, field)

const struct option compare_option_table[] = {
    {"--layout", 0, "LAYOUT", "matrix|runs|diff", OPTION_CHOICE, AT(layout),
     "matrix: a row per benchmark, a column per run, a table per metric; runs: a row per benchmark "
     "and run, a column per metric; diff: the first run's value and the change of the others; "
     "default matrix, for a single run runs"},
    {"--diff", 0, NULL, NULL, OPTION_ON, AT(diff), "the same as --layout diff"},
    {"--columns", 0, "LIST", NULL, OPTION_TEXT, AT(columns),
     "metrics, separated by commas: " METRICS_LISTED
     ", and extra:NAME for a number of extra_info or "
     "params; default " COLUMNS_DEFAULT ", of which those recorded nowhere are left out"},
    {"--metric", 0, "M", NULL, OPTION_LIST, AT(metrics), "one more metric; repeatable"},
    {"--stat", 0, "LIST", NULL, OPTION_TEXT, AT(stat),
     "statistics: min, max, mean, median, iqr (of time), stddev, or all; default min, for the "
     "layout runs all"},
    {"--group-by", 0, "KEYS", NULL, OPTION_TEXT, AT(group_by),
     "a table per group: fullname, name, func, group, module, class, param:NAME, or several "
     "separated by commas; default fullname, for the matrix none"},
    {"--sort", 0, "KEY", "name|value|change", OPTION_CHOICE, AT(sort),
     "order of the rows by the first metric: name; largest value in the last run first; largest "
     "growth first; default name, with --top change"},
    {"--top", 0, "N", NULL, OPTION_COUNT, AT(top),
     "of each metric only the N benchmarks that grew most and the N that shrank most"},
    {"--pivot", 0, "DIM", NULL, OPTION_TEXT, AT(pivot),
     "fold one run along a dim: the values of param:NAME or of an extra_info are what is compared"},
    {"--where", 0, "KEY=VALUE", NULL, OPTION_LIST, AT(where),
     "only benchmarks with this param or extra_info; repeatable, all must hold"},
    {"--filter", 0, "GLOB", NULL, OPTION_LIST, AT(filters),
     "only benchmarks whose id, or the name at its end, matches; repeatable, one must"},
    {"--baseline", 0, "LABEL", NULL, OPTION_LIST, AT(baselines),
     "compare against this version or run instead of the first; repeatable, the first that has "
     "results is taken"},
    {"--label", 'l', "L", NULL, OPTION_LIST, AT(labels),
     "what to call the runs, in their order; repeatable"},
    {"--format", 0, "FORMAT", "table|md|csv|json", OPTION_CHOICE, AT(format),
     "table for the terminal, GitHub's Markdown, raw numbers as CSV, or all there is as JSON; "
     "default table"},
    {"--max-chars", 0, "N", NULL, OPTION_COUNT, AT(max_chars),
     "with --format md: leave out rows, those that changed least, so that it has no more "
     "characters; a comment on GitHub may have 65536"},
    {"--csv", 0, "FILE", NULL, OPTION_TEXT, AT(csv), "write the raw numbers to a file as well"},
    {"--color", 0, "WHEN", "auto|always|never", OPTION_CHOICE, AT(color),
     "best green, worst red; auto: on a terminal, unless NO_COLOR is set; CLICOLOR_FORCE colours a "
     "pipe as well; default auto"},
    {"--fail-on", 0, "FIELD:RULE", NULL, OPTION_LIST, AT(fail_on),
     "exit 1 if a metric grew by more, baseline against head: time:5%, peak:5MiB, peak:20%+8MiB "
     "(both exceeded), instructions:3%, time.median:5%; latest:time:5%: the head against the "
     "version before it; repeatable"},
    {"--ci", 0, NULL, NULL, OPTION_ON, AT(ci),
     "a column with the 95% interval of the change; for the matrix, where the runs say what each "
     "of several processes measured"},
    {"--min-effect", 0, "PCT", NULL, OPTION_TEXT, AT(min_effects[MIN_EFFECT_TIME]),
     MIN_EFFECT_TIME_HELP},
    {"--min-effect-memory", 0, "RULE", NULL, OPTION_TEXT, AT(min_effects[MIN_EFFECT_MEMORY]),
     MIN_EFFECT_MEMORY_HELP},
    {"--min-effect-instructions", 0, "PCT", NULL, OPTION_TEXT,
     AT(min_effects[MIN_EFFECT_INSTRUCTIONS]), MIN_EFFECT_INSTRUCTIONS_HELP},
    {"--process-stat", 0, "STAT", "min|median|mean", OPTION_CHOICE, AT(process_stat),
     "which value of each process is judged; default the statistic that is shown"},
    {"--gate", 0, "BY", "raw|verdict|confirmed", OPTION_CHOICE, AT(gate),
     "what breaks a rule of --fail-on: a value over its threshold; only one that is told from "
     "noise as well; or as that, but of times only one that the instructions or rounds agree with; "
     "default verdict, which says something from two processes a version on, of instructions from "
     "one"},
    {"--ctest", 0, NULL, NULL, OPTION_ON, AT(ctest),
     "print the result as CTest's measurements too, for CDash: the tables and how many benchmarks "
     "are better and worse, or with --fail-on the number of regressions and their list"},
    {NULL, 0, NULL, NULL, OPTION_ON, 0, NULL},
};

/* If RESULT is negative, print the error of one of several problems.  Returns how many that is. */
static int complain(int result, struct error *err)
{
    if (result >= 0)
        return 0;
    error_add(err, "compare");
    error_print(err, stderr);
    return 1;
}

const char *request_metrics(const struct compare_request *c)
{
    struct strv all = strv_new(c->arena);
    if (c->options.columns)
        strv_add(&all, c->options.columns);
    strv_append(&all, &c->options.metrics);
    return all.len ? strv_join(&all, ",") : NULL;
}

static bool has_label(const struct column *columns, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (columns[i].metric == METRIC_EXTRA)
            return true;
    return false;
}

/* Whether times can be doubted by one of the columns, or there is none of time. */
static bool has_work(const struct column *columns, size_t count)
{
    bool times = false;
    for (size_t i = 0; i < count; i++) {
        times = times || columns[i].metric == METRIC_TIME;
        if (columns[i].metric == METRIC_INSTRUCTIONS &&
            column_process_stat(&columns[i]) == STAT_MIN)
            return true;
    }
    return !times;
}

static int read_columns(struct compare_request *c, struct error *err)
{
    struct column *columns = NULL;
    const char *fallback = c->layout == LAYOUT_RUNS ? "all" : "min";
    if (columns_parse(c->arena, request_metrics(c), c->options.stat, fallback, &columns, &c->asked,
                      err) < 0)
        return -1;
    c->columns = arena_array(c->arena, c->asked + c->rule_count + 2, sizeof *c->columns);
    for (size_t i = 0; i < c->asked; i++)
        c->columns[i] = columns[i];
    c->hides = has_label(columns, c->asked);
    if (c->hides)
        c->columns[c->asked] = (struct column){.metric = METRIC_TIME, .stat = STAT_MIN};
    for (size_t i = 0; i < c->rule_count; i++)
        c->columns[request_rule_column(c, i)] = c->rules[i].column;
    c->column_count = request_rule_column(c, c->rule_count);
    for (size_t i = 0; c->options.process_stat && i < c->column_count; i++)
        process_stat_parse(c->options.process_stat, &c->columns[i].process_stat);
    if (!has_work(c->columns, c->column_count))
        c->columns[c->column_count++] =
            (struct column){.metric = METRIC_INSTRUCTIONS, .stat = STAT_MIN};
    return 0;
}

size_t request_hidden_column(const struct compare_request *c)
{
    return c->hides ? c->asked : 0;
}

size_t request_rule_column(const struct compare_request *c, size_t rule)
{
    return c->asked + c->hides + rule;
}

static int check_together(const struct compare_request *c)
{
    const struct compare_options *o = &c->options;
    struct error err;
    int problems = 0;
    if (o->diff && o->layout && strcmp(o->layout, "diff") != 0)
        problems += complain(
            error_set(&err, EXIT_USAGE, "--diff and --layout %s exclude each other", o->layout),
            &err);
    if (o->pivot && c->runs.len > 1)
        problems += complain(
            error_set(&err, EXIT_USAGE,
                      "--pivot folds a single run; give one, or drop --pivot to compare the %zu",
                      c->runs.len),
            &err);
    if (o->max_chars && c->format != FORMAT_MARKDOWN)
        problems += complain(error_set(&err, EXIT_USAGE, "--max-chars is for --format md"), &err);
    if (o->ci && (o->diff || (o->layout && strcmp(o->layout, "matrix") != 0)))
        problems += complain(error_set(&err, EXIT_USAGE, "--ci is for the layout matrix"), &err);
    return problems;
}

/* Check the options' words and make rules of them; each problem is printed.  Returns how many there
 * were. */
static int read_words(struct compare_request *c)
{
    const struct compare_options *o = &c->options;
    struct error err;
    int problems = 0;
    c->rule_count = o->fail_on.len;
    c->rules = arena_array(c->arena, c->rule_count, sizeof *c->rules);
    for (size_t i = 0; i < c->rule_count; i++)
        problems += complain(rule_parse(c->arena, o->fail_on.items[i], &c->rules[i], &err), &err);
    problems += complain(read_columns(c, &err), &err);
    problems += complain(o->group_by ? group_check(c->arena, o->group_by, &err) : 0, &err);
    problems += complain(filter_check(c->arena, &o->where, &err), &err);
    c->judge = judge_defaults();
    problems += complain(min_effects_read(c->arena, o->min_effects, &c->judge, &err), &err);
    return problems + check_together(c);
}

void request_layout(struct compare_request *c, size_t series_count)
{
    const char *name = c->options.diff ? "diff" : c->options.layout;
    struct error err;
    c->layout = LAYOUT_MATRIX;
    if (name ? strcmp(name, "runs") == 0 : series_count == 1 && !c->options.pivot)
        c->layout = LAYOUT_RUNS;
    else if (name && strcmp(name, "diff") == 0)
        c->layout = LAYOUT_DIFF;
    /* The words were checked; only what they leave open depends on the layout. */
    read_columns(c, &err);
}

int request_read(struct compare_request *request, struct arena *a, const struct command *command,
                 int argc, char **argv)
{
    static const char *const formats[] = {"table", "md", "csv", "json"};
    struct compare_request *c = request;
    struct error err;
    *c = (struct compare_request){
        .arena = a, .options = {.format = "table", .color = "auto", .gate = "verdict"}};
    int result = options_parse(a, command, argc, argv, &c->options, &c->runs, NULL, &err);
    if (result > 0)
        return result;
    if (result < 0)
        error_print(&err, stderr);
    while (strcmp(formats[c->format], c->options.format) != 0)
        c->format++;
    int problems = read_words(c) - result;
    if (c->runs.len == 0 && problems == 0)
        problems = complain(
            error_set(&err, EXIT_USAGE,
                      "wants a run file or a sweep's directory; see 'benchmem compare --help'"),
            &err);
    return problems ? -1 : 0;
}
