#include "runfile/join_row.h"

#include "base/str.h"
#include "runfile/spread.h"
#include "text/json.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* --- reading --------------------------------------------------------------------------------- */

/* What one process has of it. */
struct part {
    long round;
    struct spans members, stats, extra, memory; /* empty where it has none */
    struct span data;                           /* the list, or none if it is of no use */
    size_t samples, passes;
};

struct row {
    struct arena *arena; /* of this row alone */
    struct file_writer *out;
    struct part *parts;
    size_t count;
    double *samples; /* of all parts; NULL if not all have them */
    size_t sample_count;
};

/* The quantities of the memory pass. */
static bool is_quantity(struct span name)
{
    static const char *const names[] = {"peak_bytes", "total_bytes", "allocations", "rss_bytes"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (span_is(name, names[i]))
            return true;
    return false;
}

static void count_passes(struct arena *a, struct part *p)
{
    double number;
    for (size_t i = 0; i < p->memory.count; i++) {
        struct spans list;
        if (!is_quantity(p->memory.names[i]))
            continue;
        if (span_elements(a, p->memory.values[i], &list))
            p->passes = list.count > p->passes ? list.count : p->passes;
        else if (span_number(p->memory.values[i], &number) && p->passes == 0)
            p->passes = 1;
    }
}

/* Append the part's samples to those of the row.  Whether it has any and all are numbers. */
static bool take_samples(struct row *r, struct part *p)
{
    struct spans list;
    struct span data = span_member(&p->stats, "data");
    if (!span_elements(r->arena, data, &list) || !list.count)
        return false;
    size_t size = sizeof *r->samples, before = r->sample_count;
    double *all = arena_array(r->arena, before + list.count, size);
    if (before)
        memcpy(all, r->samples, before * size);
    for (size_t i = 0; i < list.count; i++)
        if (!span_number(list.values[i], &all[before + i]))
            return false;
    r->samples = all;
    r->sample_count += list.count;
    p->data = data;
    p->samples = list.count;
    return true;
}

static void read_part(struct row *r, struct part *p, struct span item, long round)
{
    *p = (struct part){.round = round};
    (void)span_members(r->arena, item, &p->members);
    (void)span_members(r->arena, span_member(&p->members, "stats"), &p->stats);
    (void)span_members(r->arena, span_member(&p->members, "extra_info"), &p->extra);
    (void)span_members(r->arena, span_member(&p->extra, "benchmem"), &p->memory);
    count_passes(r->arena, p);
}

/* --- writing --------------------------------------------------------------------------------- */

static void put(const struct row *r, const char *text)
{
    file_put(r->out, text, strlen(text));
}

static void put_span(const struct row *r, struct span s)
{
    if (s.at)
        file_put(r->out, s.at, s.len);
    else
        put(r, "null");
}

/* What stands between the brackets. */
static void put_inside(const struct row *r, struct span list)
{
    file_put(r->out, list.at + 1, list.len - 2);
}

static void put_number(const struct row *r, double number)
{
    struct str s;
    str_init(&s, r->arena);
    json_add_number(&s, number);
    file_put(r->out, s.data, s.len);
}

static void put_count(const struct row *r, size_t count)
{
    put(r, arena_printf(r->arena, "%zu", count));
}

/* The statistics that are written, and how those of processes make one without samples. */
enum merge { MERGE_MEDIAN, MERGE_LEAST, MERGE_LARGEST, MERGE_SUM };

static const struct statistic {
    const char *name;
    enum merge merge;
} statistics[] = {
    {"min", MERGE_LEAST},        {"max", MERGE_LARGEST},         {"mean", MERGE_MEDIAN},
    {"stddev", MERGE_MEDIAN},    {"rounds", MERGE_SUM},          {"median", MERGE_MEDIAN},
    {"iqr", MERGE_MEDIAN},       {"q1", MERGE_MEDIAN},           {"q3", MERGE_MEDIAN},
    {"iqr_outliers", MERGE_SUM}, {"stddev_outliers", MERGE_SUM}, {"ld15iqr", MERGE_MEDIAN},
    {"hd15iqr", MERGE_MEDIAN},   {"ops", MERGE_MEDIAN},          {"total", MERGE_SUM},
};
enum { STATISTICS = sizeof statistics / sizeof *statistics };

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* One statistic of all processes out of theirs; NAN if none has it. */
static double merge_figures(const struct row *r, const struct statistic *s)
{
    double *values = arena_array(r->arena, r->count, sizeof *values), sum = 0;
    size_t n = 0;
    for (size_t i = 0; i < r->count; i++) {
        double value;
        if (span_number(span_member(&r->parts[i].stats, s->name), &value) && !isnan(value)) {
            values[n++] = value;
            sum += value;
        }
    }
    if (n == 0)
        return NAN;
    qsort(values, n, sizeof *values, by_value);
    switch (s->merge) {
    case MERGE_LEAST:
        return values[0];
    case MERGE_LARGEST:
        return values[n - 1];
    case MERGE_SUM:
        return sum;
    case MERGE_MEDIAN:
        break;
    }
    return spread_median(values, n);
}

/* "name": for the next member of an object that began. */
static void put_name(const struct row *r, const char *name, bool first)
{
    put(r, first ? "\"" : ", \"");
    put(r, name);
    put(r, "\": ");
}

static void put_merged(const struct row *r)
{
    for (size_t i = 0; i < STATISTICS; i++) {
        double value = merge_figures(r, &statistics[i]);
        if (isnan(value))
            continue;
        put_name(r, statistics[i].name, false);
        put_number(r, value);
    }
}

static void put_spread(const struct row *r)
{
    struct spread s = spread_of(r->samples, r->sample_count);
    const double values[] = {s.min,
                             s.max,
                             s.mean,
                             s.stddev,
                             (double)s.rounds,
                             s.median,
                             s.iqr,
                             s.q1,
                             s.q3,
                             (double)s.iqr_outliers,
                             (double)s.stddev_outliers,
                             s.ld15iqr,
                             s.hd15iqr,
                             s.ops,
                             s.total};
    _Static_assert(sizeof values / sizeof *values == STATISTICS, "a value for each name");
    for (size_t i = 0; i < STATISTICS; i++) {
        put_name(r, statistics[i].name, false);
        put_number(r, values[i]);
    }
    put_name(r, "outliers", false);
    put(r, arena_printf(r->arena, "\"%zu;%zu\"", s.stddev_outliers, s.iqr_outliers));
    put_name(r, "data", false);
    put(r, "[");
    for (size_t i = 0; i < r->count; i++) {
        put(r, i ? ", " : "");
        put_inside(r, r->parts[i].data);
    }
    put(r, "]");
}

/* Whether we write the member of `stats` anew. */
static bool is_ours(struct span name)
{
    for (size_t i = 0; i < STATISTICS; i++)
        if (span_is(name, statistics[i].name))
            return true;
    return span_is(name, "outliers") || span_is(name, "data") || span_is(name, "processes");
}

static void put_processes(const struct row *r)
{
    static const char *const figures[] = {"min", "max", "mean", "median", "iqr", "stddev"};
    static const char *const counts[] = {"round", "rounds", "passes"};
    put(r, "\"processes\": {");
    for (size_t k = 0; k < sizeof counts / sizeof *counts; k++) {
        put_name(r, counts[k], k == 0);
        for (size_t i = 0; i < r->count; i++) {
            const struct part *p = &r->parts[i];
            put(r, i ? ", " : "[");
            put_count(r, k == 0 ? (size_t)p->round : k == 1 ? p->samples : p->passes);
        }
        put(r, "]");
    }
    for (size_t k = 0; k < sizeof figures / sizeof *figures; k++) {
        put_name(r, figures[k], false);
        for (size_t i = 0; i < r->count; i++) {
            double number;
            struct span value = span_member(&r->parts[i].stats, figures[k]);
            put(r, i ? ", " : "[");
            put_span(r, value.at && span_number(value, &number) ? value : (struct span){0});
        }
        put(r, "]");
    }
    put(r, "}");
}

static void put_stats(const struct row *r)
{
    const struct spans *first = &r->parts[0].stats;
    put(r, "{");
    put_processes(r);
    if (r->samples)
        put_spread(r);
    else
        put_merged(r);
    for (size_t i = 0; i < first->count; i++) {
        if (is_ours(first->names[i]))
            continue;
        put(r, ", ");
        put_span(r, first->names[i]);
        put(r, ": ");
        put_span(r, first->values[i]);
    }
    put(r, "}");
}

/* The processes' lists of a quantity after one another, as one. */
static void put_series(const struct row *r, struct span name)
{
    bool any = false;
    put(r, "[");
    for (size_t k = 0; k < r->count; k++) {
        struct span value = {0};
        struct spans list;
        double number;
        for (size_t i = 0; i < r->parts[k].memory.count; i++)
            if (r->parts[k].memory.names[i].len == name.len &&
                memcmp(r->parts[k].memory.names[i].at, name.at, name.len) == 0)
                value = r->parts[k].memory.values[i];
        bool is_list = span_elements(r->arena, value, &list);
        if (is_list ? list.count == 0 : !value.at || !span_number(value, &number))
            continue;
        put(r, any ? ", " : "");
        any = true;
        if (is_list)
            put_inside(r, value);
        else
            put_span(r, value);
    }
    put(r, "]");
}

static void put_memory(const struct row *r, const struct spans *base)
{
    put(r, "{");
    for (size_t i = 0; i < base->count; i++) {
        struct span name = base->names[i], value = base->values[i];
        double number;
        put(r, i ? ", " : "");
        put_span(r, name);
        put(r, ": ");
        if (span_begins(value, '[') || (is_quantity(name) && span_number(value, &number)))
            put_series(r, name);
        else
            put_span(r, value);
    }
    put(r, "}");
}

static void put_extra(const struct row *r, const struct part *p)
{
    put(r, "{");
    for (size_t i = 0; i < p->extra.count; i++) {
        put(r, i ? ", " : "");
        put_span(r, p->extra.names[i]);
        put(r, ": ");
        if (p->memory.count && span_is(p->extra.names[i], "benchmem"))
            put_memory(r, &p->memory);
        else
            put_span(r, p->extra.values[i]);
    }
    put(r, "}");
}

/* The benchmark as the first process has it, but for what is joined. */
static void put_benchmark(const struct row *r)
{
    const struct part *first = &r->parts[0], *extra = first;
    for (size_t i = r->count; i-- > 0;)
        if (r->parts[i].memory.count)
            extra = &r->parts[i];
    put(r, "{");
    for (size_t i = 0; i < first->members.count; i++) {
        struct span name = first->members.names[i];
        put(r, i ? ", " : "");
        put_span(r, name);
        put(r, ": ");
        if (span_is(name, "stats") && first->stats.count)
            put_stats(r);
        else if (span_is(name, "extra_info") && extra->extra.count)
            put_extra(r, extra);
        else
            put_span(r, first->members.values[i]);
    }
    put(r, "}");
}

void join_row_put(struct arena *scratch, struct file_writer *out, const struct span *items,
                  const long *rounds, size_t count)
{
    struct row r = {.arena = scratch, .out = out};
    r.parts = arena_array(scratch, count, sizeof *r.parts);
    bool all = true;
    for (size_t i = 0; i < count; i++) {
        if (!items[i].at)
            continue;
        struct part *p = &r.parts[r.count++];
        read_part(&r, p, items[i], rounds[i]);
        all = take_samples(&r, p) && all;
    }
    if (!all)
        r.samples = NULL;
    put_benchmark(&r);
}
