#include "data/metric.h"

#include <string.h>

static const char *const metric_names[METRIC_COUNT] = {
    [METRIC_TIME] = "time",
    [METRIC_PEAK] = "peak",
    [METRIC_ALLOCATED] = "allocated",
    [METRIC_ALLOCATIONS] = "allocations",
    [METRIC_RSS] = "rss",
    [METRIC_INSTRUCTIONS] = "instructions",
};
static const struct {
    const char *title;
    enum unit unit;
} metrics[METRIC_COUNT] = {
    [METRIC_TIME] = {"time", UNIT_SECONDS},
    [METRIC_PEAK] = {"peak memory", UNIT_BYTES},
    [METRIC_ALLOCATED] = {"memory allocated", UNIT_BYTES},
    [METRIC_ALLOCATIONS] = {"allocations", UNIT_COUNT},
    [METRIC_RSS] = {"RSS (peak)", UNIT_BYTES},
    [METRIC_INSTRUCTIONS] = {"instructions", UNIT_LARGE},
};

static const char *const stats[] = {
    [STAT_MIN] = "min",       [STAT_MAX] = "max", [STAT_MEAN] = "mean",
    [STAT_MEDIAN] = "median", [STAT_IQR] = "iqr", [STAT_STDDEV] = "stddev",
};
enum { STAT_NAMED = sizeof stats / sizeof *stats };

static const char extra_prefix[] = "extra:";

bool metric_parse(const char *name, enum metric *metric)
{
    int found = str_find(metric_names, METRIC_COUNT, name);
    if (found >= 0)
        *metric = (enum metric)found;
    return found >= 0;
}

const char *metric_name(enum metric metric)
{
    return metric == METRIC_EXTRA ? "extra" : metric_names[metric];
}

const char *metric_title(enum metric metric)
{
    return metric == METRIC_EXTRA ? "extra" : metrics[metric].title;
}

enum unit metric_unit(enum metric metric)
{
    return metric == METRIC_EXTRA ? UNIT_COUNT : metrics[metric].unit;
}

bool stat_parse(const char *name, enum stat *stat)
{
    int found = str_find(stats, STAT_NAMED, name);
    if (found >= 0)
        *stat = (enum stat)found;
    return found >= 0;
}

const char *stat_name(enum stat stat)
{
    return (int)stat < STAT_NAMED ? stats[stat] : "";
}

bool metric_has_stat(enum metric metric, enum stat stat)
{
    if (metric == METRIC_EXTRA)
        return stat == STAT_NONE;
    return stat != STAT_NONE && (stat != STAT_IQR || metric == METRIC_TIME);
}

enum stat column_process_stat(const struct column *column)
{
    static const enum stat of_all[] = {
        [PROCESS_MIN] = STAT_MIN, [PROCESS_MEDIAN] = STAT_MEDIAN, [PROCESS_MEAN] = STAT_MEAN};
    return column->process_stat == PROCESS_OWN ? column->stat : of_all[column->process_stat];
}

bool process_stat_parse(const char *name, enum process_stat *stat)
{
    static const char *const of_processes[] = {"min", "median", "mean"};
    int found = str_find(of_processes, 3, name);
    if (found >= 0)
        *stat = (enum process_stat)(PROCESS_MIN + found);
    return found >= 0;
}

const char *column_title(struct arena *a, const struct column *column)
{
    if (column->metric == METRIC_EXTRA)
        return column->extra;
    const char *stat = stat_name(column->stat);
    return *stat ? arena_printf(a, "%s · %s", metric_name(column->metric), stat)
                 : metric_name(column->metric);
}

const char *column_key(struct arena *a, const struct column *column)
{
    if (column->metric == METRIC_EXTRA)
        return arena_printf(a, "%s%s", extra_prefix, column->extra);
    const char *stat = stat_name(column->stat);
    return *stat ? arena_printf(a, "%s:%s", metric_name(column->metric), stat)
                 : metric_name(column->metric);
}

/* What --columns and --stat say, before they are multiplied. */
struct selection {
    struct column metrics[64]; /* stat unset */
    size_t metric_count;
    enum stat stats[STAT_NAMED];
    size_t stat_count;
    bool every_stat; /* "all": each metric gets what it has */
};

static void select_metrics(struct arena *a, const char *text, struct selection *s,
                           struct strv *unknown)
{
    struct strv names = strv_parts(a, text ? text : COLUMNS_DEFAULT, ',');
    for (size_t i = 0; i < names.len; i++) {
        const char *name = names.items[i];
        struct column c = {.stat = STAT_NONE};
        if (str_starts(name, extra_prefix) && name[strlen(extra_prefix)]) {
            c.metric = METRIC_EXTRA;
            c.extra = name + strlen(extra_prefix);
        } else if (!metric_parse(name, &c.metric)) {
            strv_addf(unknown, "unknown metric '%s' (" METRICS_LISTED " or extra:NAME)", name);
            continue;
        }
        if (s->metric_count == sizeof s->metrics / sizeof *s->metrics)
            strv_addf(unknown, "more than %zu metrics", s->metric_count);
        else
            s->metrics[s->metric_count++] = c;
    }
}

static void select_stats(struct arena *a, const char *text, struct selection *s,
                         struct strv *unknown)
{
    s->every_stat = strcmp(text, "all") == 0;
    if (s->every_stat) {
        for (int i = 0; i < STAT_NAMED; i++)
            s->stats[s->stat_count++] = (enum stat)i;
        return;
    }
    struct strv names = strv_parts(a, text, ',');
    if (text[strspn(text, ", \t\n\v\f\r")] == '\0')
        strv_addf(unknown, "no statistic in '%s' (min, max, mean, median, iqr, stddev or all)",
                  text);
    for (size_t i = 0; i < names.len; i++) {
        enum stat stat = STAT_NONE;
        if (!*names.items[i])
            continue;
        bool known = stat_parse(names.items[i], &stat), repeated = false;
        for (size_t k = 0; known && k < s->stat_count; k++)
            repeated = repeated || s->stats[k] == stat;
        if (!known)
            strv_addf(unknown,
                      "unknown statistic '%s' (min, max, mean, median, iqr, stddev or all)",
                      names.items[i]);
        else if (!repeated)
            s->stats[s->stat_count++] = stat;
    }
}

int columns_parse(struct arena *a, const char *names, const char *stat_names, const char *fallback,
                  struct column **columns, size_t *count, struct error *err)
{
    struct selection s = {0};
    struct strv problems = strv_new(a);
    select_metrics(a, names, &s, &problems);
    select_stats(a, stat_names ? stat_names : fallback, &s, &problems);

    struct column *out = arena_array(a, s.metric_count * (s.stat_count + 1), sizeof *out);
    size_t n = 0;
    for (size_t m = 0; m < s.metric_count; m++) {
        struct column c = s.metrics[m];
        if (c.metric == METRIC_EXTRA)
            out[n++] = c;
        for (size_t k = 0; c.metric != METRIC_EXTRA && k < s.stat_count; k++) {
            c.stat = s.stats[k];
            if (metric_has_stat(c.metric, c.stat))
                out[n++] = c;
            else if (!s.every_stat)
                strv_addf(&problems, "%s is a statistic of time only; %s is exact and has none",
                          stat_name(c.stat), metric_names[c.metric]);
        }
    }
    if (problems.len)
        return error_set(err, EXIT_USAGE, "%s", strv_join(&problems, "; "));
    *columns = out;
    *count = n;
    return 0;
}
