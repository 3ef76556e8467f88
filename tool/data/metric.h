/* metric.h - the words for what is measured: metrics, statistics, columns.
 *
 * A column is one metric reduced by one statistic ("peak", "min"), or an `extra:NAME` label, which
 * has no statistic.  Base units: seconds for time, bytes for peak, allocated and rss, a count for
 * allocations and instructions.
 */
#pragma once

#include "base/error.h"
#include "base/str.h"
#include "text/unit.h"

enum metric {
    METRIC_TIME,
    METRIC_PEAK,
    METRIC_ALLOCATED,
    METRIC_ALLOCATIONS,
    METRIC_RSS,
    METRIC_INSTRUCTIONS,
    METRIC_EXTRA, /* a number in extra_info or params, named by the column */
};
enum { METRIC_COUNT = METRIC_EXTRA };

enum stat {
    STAT_MIN,
    STAT_MAX,
    STAT_MEAN,
    STAT_MEDIAN,
    STAT_IQR, /* time only */
    STAT_STDDEV,
    /* What a gate and a figure read: time: min; instructions: the smallest call; peak and rss: the
     * smallest pass; allocations and
     * allocated: their value in the pass whose peak was smallest (the first of equals). */
    STAT_HEADLINE,
    STAT_NONE, /* METRIC_EXTRA */
};

/* Which value of each process is judged, where a run file says what each measured: the column's
 * own, or one statistic for all columns. */
enum process_stat { PROCESS_OWN, PROCESS_MIN, PROCESS_MEDIAN, PROCESS_MEAN };

struct column {
    enum metric metric;
    enum stat stat;
    const char *extra; /* METRIC_EXTRA: its NAME; else NULL */
    enum process_stat process_stat;
};

static inline bool column_is_label(const struct column *column)
{
    return column->metric == METRIC_EXTRA;
}

/* Whether NAME is a metric ("time" ... "instructions"); not "extra:NAME". */
bool metric_parse(const char *name, enum metric *metric);
const char *metric_name(enum metric metric);
/* For people: "peak memory" for peak. */
const char *metric_title(enum metric metric);
enum unit metric_unit(enum metric metric);
bool stat_parse(const char *name, enum stat *stat);
const char *stat_name(enum stat stat);
/* The statistic that is taken of each process. */
enum stat column_process_stat(const struct column *column);
/* "min", "median" or "mean". */
bool process_stat_parse(const char *name, enum process_stat *stat);
/* Whether the run files can have this statistic of this metric. */
bool metric_has_stat(enum metric metric, enum stat stat);

/* "time · min", "flows" (an extra). */
const char *column_title(struct arena *a, const struct column *column);
/* The same for a program, as the peer's CSV has it: "time:min", "extra:flows". */
const char *column_key(struct arena *a, const struct column *column);

/* What a comparison shows, and a figure draws the first of, unless told otherwise; what no run has
 * is left out. */
#define COLUMNS_DEFAULT "time,peak,instructions"
/* Every metric, as help and messages list them. */
#define METRICS_LISTED "time, peak, allocated, allocations, rss, instructions"

/* Make columns of the options --columns ("time,extra:flows"; NULL: COLUMNS_DEFAULT) and --stat
 * ("min,max", "all"; NULL: FALLBACK).  Each metric gets the statistics it has; a timing-only one
 * named for a memory metric is an error.  Errors name every unknown word, and have EXIT_USAGE.
 * *COLUMNS is an array in the arena, *COUNT its length. */
int columns_parse(struct arena *a, const char *metrics, const char *stats, const char *fallback,
                  struct column **columns, size_t *count, struct error *err);
