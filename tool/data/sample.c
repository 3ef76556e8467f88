#include "data/sample.h"

#include "data/dims.h"
#include "data/reduce.h"
#include "runfile/run_file.h"

#include <cJSON.h>
#include <math.h>
#include <string.h>

/* The list of each metric in `extra_info.benchmem`, and what keeps it. */
static const struct {
    const char *name;
    unsigned keep;
} fields[METRIC_COUNT] = {
    [METRIC_PEAK] = {"peak_bytes", KEEP_PEAK},
    [METRIC_ALLOCATED] = {"total_bytes", KEEP_ALLOCATED},
    [METRIC_ALLOCATIONS] = {"allocations", KEEP_ALLOCATIONS},
    [METRIC_RSS] = {"rss_bytes", KEEP_RSS},
    [METRIC_INSTRUCTIONS] = {"instructions", KEEP_INSTRUCTIONS},
};

static double number_at(const cJSON *object, const char *name)
{
    double number;
    return run_file_number(run_file_member(object, name), &number, NULL) ? number : NAN;
}

/* The values of a list; none if it is missing or holds something else than numbers. */
static struct passes read_passes(struct arena *scratch, const cJSON *blob, const char *field)
{
    const cJSON *list = run_file_member(blob, field), *item;
    struct passes p = {0};
    if (!cJSON_IsArray(list))
        return p;
    p.values = arena_array(scratch, (size_t)cJSON_GetArraySize(list), sizeof *p.values);
    cJSON_ArrayForEach(item, list)
    {
        if (!run_file_number(item, &p.values[p.count++], NULL))
            return (struct passes){0};
    }
    return p;
}

/* ---- one number instead of a list ---- */

static double scalar_value(const cJSON *blob, const struct column *column)
{
    const char *mode = run_file_string(run_file_member(blob, "mode"));
    bool resident = mode && strcmp(mode, "rss") == 0;
    if (resident != (column->metric == METRIC_RSS))
        return NAN;
    double value = number_at(blob, resident ? "gross_bytes" : fields[column->metric].name);
    double largest = number_at(blob, "peak_bytes_max");
    bool single = !(number_at(blob, "repeats") > 1);
    switch (column->stat) {
    case STAT_MIN:
    case STAT_HEADLINE:
        return value;
    case STAT_MAX:
        return column->metric == METRIC_PEAK && !isnan(largest) ? largest : single ? value : NAN;
    case STAT_MEAN:
    case STAT_MEDIAN:
        return single ? value : NAN;
    case STAT_STDDEV:
        return single && !isnan(value) ? 0 : NAN;
    default:
        return NAN;
    }
}

/* ---- lists ---- */

static size_t smallest(const struct passes *p)
{
    size_t found = 0;
    for (size_t i = 1; i < p->count; i++)
        if (p->values[i] < p->values[found])
            found = i;
    return found;
}

/* Headlines are whole numbers: the peer cuts fractions off. */
static double headline(const struct passes *own, const struct passes *peaks)
{
    size_t pass = smallest(peaks);
    return pass < own->count && peaks->count ? trunc(own->values[pass]) : NAN;
}

/* ---- values ---- */

/* What a memory column is made of. */
struct memory {
    struct passes own;
    struct passes peaks; /* by which the headline is chosen; as many as OWN, or none */
};

static struct memory memory_of(const struct sample *s, enum metric metric, enum stat stat)
{
    struct memory m = {.own = s->passes[metric]};
    if (stat == STAT_HEADLINE)
        m.peaks =
            metric == METRIC_RSS || metric == METRIC_INSTRUCTIONS ? m.own : s->passes[METRIC_PEAK];
    return m;
}

static double reduce_memory(struct arena *scratch, const struct memory *m, enum stat stat)
{
    return stat == STAT_HEADLINE ? headline(&m->own, &m->peaks)
                                 : reduce(scratch, m->own.values, m->own.count, stat);
}

double sample_value(struct arena *scratch, const struct sample *s, const struct column *column)
{
    if (column->metric == METRIC_EXTRA)
        return s->item ? dims_number(s->item, column->extra) : NAN;
    if (column->metric == METRIC_TIME)
        return column->stat == STAT_NONE       ? NAN
               : column->stat == STAT_HEADLINE ? s->stats[STAT_MIN]
                                               : s->stats[column->stat];
    if (s->single && column->metric != METRIC_INSTRUCTIONS)
        return scalar_value(s->single, column);
    if (!s->passes[column->metric].count)
        return NAN;
    struct memory m = memory_of(s, column->metric, column->stat);
    return reduce_memory(scratch, &m, column->stat);
}

/* ---- processes ---- */

static void add_value(struct processes *p, double *values, double value)
{
    if (isfinite(value))
        values[p->count++] = value;
}

static struct processes time_processes(struct arena *a, const struct sample *s, enum stat stat)
{
    const struct passes *list = &s->process_stats[stat > STAT_STDDEV ? STAT_MIN : stat];
    double *values = arena_array(a, list->count, sizeof *values);
    struct processes p = {.values = values};
    for (size_t i = 0; i < list->count; i++)
        add_value(&p, values, list->values[i]);
    return p;
}

/* The COUNT values from FIRST on; none where there are not as many, or none at all (no values have
   no address to add to). */
static struct passes slice(const struct passes *all, size_t first, size_t count)
{
    if (!count || all->count < first + count)
        return (struct passes){0};
    return (struct passes){all->values + first, count};
}

/* Whether the processes have whole numbers of passes, as many in all as the list. */
static bool are_shares(const struct passes *shares, const struct passes *all)
{
    double total = 0;
    for (size_t i = 0; i < shares->count; i++) {
        if (!(shares->values[i] >= 0) || shares->values[i] != floor(shares->values[i]))
            return false;
        total += shares->values[i];
    }
    return total == (double)all->count;
}

static struct processes memory_processes(struct arena *a, struct arena *scratch,
                                         const struct sample *s, const struct column *column)
{
    enum stat stat = column_process_stat(column);
    struct memory all = memory_of(s, column->metric, stat);
    const struct passes whole = {&(double){(double)all.own.count}, all.own.count > 0};
    const struct passes *shares = &s->process_passes;
    if (column->metric == METRIC_INSTRUCTIONS)
        shares = s->process_calls.count ? &s->process_calls : &whole;
    if (!are_shares(shares, &all.own))
        return (struct processes){0};
    double *values = arena_array(a, shares->count, sizeof *values);
    struct processes p = {.values = values};
    size_t first = 0;
    for (size_t i = 0; i < shares->count; i++) {
        size_t count = (size_t)shares->values[i];
        struct memory one = {slice(&all.own, first, count), slice(&all.peaks, first, count)};
        add_value(&p, values, reduce_memory(scratch, &one, stat));
        first += count;
    }
    return p;
}

struct processes sample_processes(struct arena *a, struct arena *scratch, const struct sample *s,
                                  const struct column *column)
{
    bool counted = column->metric == METRIC_INSTRUCTIONS;
    if ((!s->has_processes && !counted) || column->metric == METRIC_EXTRA)
        return (struct processes){0};
    return column->metric == METRIC_TIME ? time_processes(a, s, column_process_stat(column))
                                         : memory_processes(a, scratch, s, column);
}

/* ---- samples ---- */

static void take_counter(struct sample_counter *counter, const cJSON *counted)
{
    for (int i = 0; i < COUNTER_PARTS; i++) {
        counter->parts[i] =
            run_file_string(run_file_member(counted, counter_part_name((enum counter_part)i)));
        counter->lens[i] = counter->parts[i] ? strlen(counter->parts[i]) : 0;
    }
}

void sample_take(struct sample *s, struct arena *scratch, const struct cJSON *item)
{
    const char *id = run_file_string(run_file_member(item, "fullname"));
    const cJSON *stats = run_file_member(item, "stats");
    const cJSON *processes = run_file_member(stats, "processes");
    const cJSON *memory = run_file_member(run_file_member(item, "extra_info"), "benchmem");
    *s = (struct sample){.id = id && *id ? id : NULL, .item = item};
    s->id_len = s->id ? strlen(s->id) : 0;
    s->has_processes = processes != NULL;
    bool timed = number_at(stats, "rounds") != 0;
    for (int i = STAT_MIN; i <= STAT_STDDEV; i++) {
        s->stats[i] = timed ? number_at(stats, stat_name((enum stat)i)) : NAN;
        if (!timed)
            continue;
        s->process_stats[i] = read_passes(scratch, processes, stat_name((enum stat)i));
    }
    for (int m = METRIC_PEAK; m < METRIC_COUNT; m++)
        s->passes[m] = read_passes(scratch, memory, fields[m].name);
    s->process_passes = read_passes(scratch, processes, "passes");
    s->process_calls = read_passes(scratch, processes, "calls");
    take_counter(&s->counter, run_file_member(memory, "counted"));
    s->single = memory && !isnan(number_at(memory, fields[METRIC_PEAK].name)) ? memory : NULL;
}

static unsigned keep_one(const struct column *column)
{
    static const unsigned stats[] = {
        [STAT_MIN] = KEEP_MIN,       [STAT_MAX] = KEEP_MAX, [STAT_MEAN] = KEEP_MEAN,
        [STAT_MEDIAN] = KEEP_MEDIAN, [STAT_IQR] = KEEP_IQR, [STAT_STDDEV] = KEEP_STDDEV,
        [STAT_HEADLINE] = KEEP_MIN,  [STAT_NONE] = 0,
    };
    if (column->metric == METRIC_EXTRA)
        return KEEP_LABELS;
    if (column->metric != METRIC_TIME)
        return fields[column->metric].keep | KEEP_PROCESSES;
    return stats[column->stat] | stats[column_process_stat(column)] | KEEP_PROCESSES | KEEP_ROUNDS;
}

unsigned sample_keep(const struct column *columns, size_t count)
{
    unsigned keep = 0;
    for (size_t i = 0; i < count; i++)
        keep |= keep_one(&columns[i]);
    return keep;
}
