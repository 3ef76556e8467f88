#include "runfile/join_row.h"

#include "base/numbers.h"
#include "base/str.h"
#include "runfile/spread.h"
#include "text/json.h"

#include <math.h>
#include <string.h>

/* --- reading --------------------------------------------------------------------------------- */

/* What one process has of it. */
struct part {
    long round;
    struct spans members, stats, extra, memory; /* empty where it has none */
    struct span data;                           /* the list, or none if it is of no use */
    size_t samples, passes, calls;
};

struct row {
    struct arena *arena; /* of this row alone */
    struct json *out;
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

/* A count per counted call; not of the memory pass, so of another number. */
static const char instructions[] = "instructions";

static void count_calls(struct arena *a, struct part *p)
{
    struct spans list;
    if (span_elements(a, span_member(&p->memory, instructions), &list))
        p->calls = list.count;
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
    count_calls(r->arena, p);
}

/* --- writing --------------------------------------------------------------------------------- */

/* The member as the file has it. */
static void put_member(const struct row *r, const struct spans *members, size_t i)
{
    struct span whole = span_whole_member(members, i);
    json_raw(r->out, NULL, whole.at, whole.len);
}

/* What stands between the brackets of a list, as elements of one that began. */
static void put_inside(struct json *out, struct span list)
{
    json_raw(out, NULL, list.at + 1, list.len - 2);
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
    numbers_sort(values, n);
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
    return numbers_median(values, n);
}

static void put_merged(const struct row *r)
{
    for (size_t i = 0; i < STATISTICS; i++) {
        double value = merge_figures(r, &statistics[i]);
        if (!isnan(value))
            json_number(r->out, statistics[i].name, value);
    }
}

static void put_spread(const struct row *r)
{
    struct spread s = spread_of(r->samples, r->sample_count);
    const double values[] = {s.min,     s.max, s.mean, s.stddev,       s.rounds,          s.median,
                             s.iqr,     s.q1,  s.q3,   s.iqr_outliers, s.stddev_outliers, s.ld15iqr,
                             s.hd15iqr, s.ops, s.total};
    _Static_assert(sizeof values / sizeof *values == STATISTICS, "a value for each name");
    for (size_t i = 0; i < STATISTICS; i++)
        json_number(r->out, statistics[i].name, values[i]);
    json_rawf(r->out, "outliers", "\"%.0f;%.0f\"", s.stddev_outliers, s.iqr_outliers);
    json_begin_list(r->out, "data", JSON_SPACED);
    for (size_t i = 0; i < r->count; i++)
        put_inside(r->out, r->parts[i].data);
    json_end(r->out);
}

/* Whether we write the member of `stats` anew. */
static bool is_ours(struct span name)
{
    for (size_t i = 0; i < STATISTICS; i++)
        if (span_is(name, statistics[i].name))
            return true;
    return span_is(name, "outliers") || span_is(name, "data") || span_is(name, "processes");
}

static bool is_counted(const struct row *r)
{
    for (size_t i = 0; i < r->count; i++)
        if (r->parts[i].calls)
            return true;
    return false;
}

static void put_processes(const struct row *r)
{
    static const char *const figures[] = {"min", "max", "mean", "median", "iqr", "stddev"};
    static const char *const counts[] = {"round", "rounds", "passes", "calls"};
    json_begin_object(r->out, "processes", JSON_SPACED);
    for (size_t k = 0; k < (is_counted(r) ? 4 : 3); k++) {
        json_begin_list(r->out, counts[k], JSON_SPACED);
        for (size_t i = 0; i < r->count; i++) {
            const struct part *p = &r->parts[i];
            const size_t values[] = {(size_t)p->round, p->samples, p->passes, p->calls};
            json_count(r->out, NULL, values[k]);
        }
        json_end(r->out);
    }
    for (size_t k = 0; k < sizeof figures / sizeof *figures; k++) {
        json_begin_list(r->out, figures[k], JSON_SPACED);
        for (size_t i = 0; i < r->count; i++) {
            double number;
            struct span value = span_member(&r->parts[i].stats, figures[k]);
            bool known = value.at && span_number(value, &number);
            json_raw(r->out, NULL, known ? value.at : NULL, value.len);
        }
        json_end(r->out);
    }
    json_end(r->out);
}

/* Whether any process timed anything (runfile/amend.h). */
static bool is_timed(const struct row *r)
{
    double rounds;
    for (size_t i = 0; i < r->count; i++)
        if (!span_number(span_member(&r->parts[i].stats, "rounds"), &rounds) || rounds != 0)
            return true;
    return false;
}

static void put_stats(const struct row *r)
{
    const struct spans *first = &r->parts[0].stats;
    bool timed = is_timed(r);
    json_begin_object(r->out, "stats", JSON_SPACED);
    put_processes(r);
    if (!timed)
        ; /* what marks the first marks them all */
    else if (r->samples)
        put_spread(r);
    else
        put_merged(r);
    for (size_t i = 0; i < first->count; i++)
        if (timed ? !is_ours(first->names[i]) : !span_is(first->names[i], "processes"))
            put_member(r, first, i);
    json_end(r->out);
}

/* The processes' lists of a quantity after one another, as one; its name is as the file has it. */
static void put_series(const struct row *r, struct span name)
{
    struct str text = str_new(r->arena);
    struct json all = json_new(&text);
    json_begin_list(&all, NULL, JSON_SPACED);
    for (size_t k = 0; k < r->count; k++) {
        const struct spans *memory = &r->parts[k].memory;
        struct span value = {0};
        struct spans list;
        double number;
        for (size_t i = 0; i < memory->count; i++)
            if (memory->names[i].len == name.len &&
                memcmp(memory->names[i].at, name.at, name.len) == 0)
                value = memory->values[i];
        if (span_elements(r->arena, value, &list) && list.count)
            put_inside(&all, value);
        else if (value.at && span_number(value, &number))
            json_raw(&all, NULL, value.at, value.len);
    }
    json_end(&all);
    json_rawf(r->out, NULL, "%.*s: %s", (int)name.len, name.at, text.data);
}

/* What another process counted, if the one the members are of did not. */
static void put_late_counts(const struct row *r, const struct spans *base)
{
    const struct spans *from = NULL;
    for (size_t i = r->count; i-- > 0;)
        if (r->parts[i].calls)
            from = &r->parts[i].memory;
    if (!from || span_member(base, instructions).at)
        return;
    for (size_t i = 0; i < from->count; i++) {
        if (span_is(from->names[i], instructions))
            put_series(r, from->names[i]);
        else if (span_is(from->names[i], "counted"))
            put_member(r, from, i);
    }
}

static void put_memory(const struct row *r, const struct spans *base)
{
    json_begin_object(r->out, "benchmem", JSON_SPACED);
    for (size_t i = 0; i < base->count; i++) {
        struct span name = base->names[i], value = base->values[i];
        double number;
        if (span_begins(value, '[') || (is_quantity(name) && span_number(value, &number)))
            put_series(r, name);
        else
            put_member(r, base, i);
    }
    put_late_counts(r, base);
    json_end(r->out);
}

static void put_extra(const struct row *r, const struct part *p)
{
    json_begin_object(r->out, "extra_info", JSON_SPACED);
    for (size_t i = 0; i < p->extra.count; i++) {
        if (p->memory.count && span_is(p->extra.names[i], "benchmem"))
            put_memory(r, &p->memory);
        else
            put_member(r, &p->extra, i);
    }
    json_end(r->out);
}

/* The benchmark as the first process has it, but for what is joined. */
static void put_benchmark(const struct row *r)
{
    const struct part *first = &r->parts[0], *extra = first;
    for (size_t i = r->count; i-- > 0;)
        if (r->parts[i].memory.count)
            extra = &r->parts[i];
    json_begin_object(r->out, NULL, JSON_SPACED);
    for (size_t i = 0; i < first->members.count; i++) {
        struct span name = first->members.names[i];
        if (span_is(name, "stats") && first->stats.count)
            put_stats(r);
        else if (span_is(name, "extra_info") && extra->extra.count)
            put_extra(r, extra);
        else
            put_member(r, &first->members, i);
    }
    json_end(r->out);
}

void join_row_put(struct arena *scratch, struct file_writer *out, const struct span *items,
                  const long *rounds, size_t count)
{
    struct str text = str_new(scratch);
    struct json j = json_new(&text);
    struct row r = {.arena = scratch, .out = &j};
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
    file_put(out, text.data, text.len);
}
