#include "judge/step.h"

#include "base/numbers.h"

#include <math.h>
#include <string.h>

/* The versions that count, side by side. */
struct history {
    struct processes *versions;
    size_t *series; /* where each came from */
    size_t count;
    double *levels; /* logarithm of the middle of each version's values */
    const struct verdict_floor *floor;
    struct arena *scratch;
    struct rank_tables *tables;
};

/* ---- values that do not vary ---- */

static bool is_exact(const struct history *h)
{
    return h->floor->exact_relative >= 0 && verdict_all_exact(h->versions, h->count);
}

static size_t exact_steps(const struct history *h, struct step *steps)
{
    size_t found = 0;
    for (size_t v = 1; v < h->count; v++) {
        struct judged j =
            verdict_measure(h->scratch, h->tables, &h->versions[v - 1], &h->versions[v], h->floor);
        if (j.verdict != VERDICT_SAME)
            steps[found++] = (struct step){h->series[v], j.ratio, j.ratio, j.ratio, 0};
    }
    return found;
}

/* Counts differ a little from version to version: a step is where they leave the floor around the
 * first version of a level. */
static size_t counted_steps(const struct history *h, struct step *steps)
{
    size_t found = 0, first = 0;
    for (size_t v = 1; v < h->count; v++) {
        struct judged j =
            verdict_measure(h->scratch, h->tables, &h->versions[first], &h->versions[v], h->floor);
        if (!verdict_is_change(j.verdict))
            continue;
        steps[found++] = (struct step){h->series[v], j.ratio, j.low, j.high, 0};
        first = v;
    }
    return found;
}

/* ---- the steps that describe all versions best ---- */

/* The standard deviation of a version's level, of two things that both are noise: processes that
 * differ, and versions next to each other that do, by more than their processes explain.  For
 * normal values the median difference of two is 0.954 standard deviations, and the median of N
 * values deviates sqrt(pi / 2N) times as much as one. */
static double level_deviation(const struct history *h)
{
    enum { ENOUGH = 8 }; /* differences, so that steps among them are few */
    static const double pair_median = 0.954;
    double values = 0, least = fmax(h->floor->relative, 1e-6) / 4;
    for (size_t v = 0; v < h->count; v++)
        values += (double)h->versions[v].count;
    double deviation =
        log1p(h->floor->noise) / pair_median * sqrt(acos(-1) / 2 * (double)h->count / values);
    if (h->count > ENOUGH) {
        double *differences = arena_array(h->scratch, h->count, sizeof *differences);
        for (size_t v = 1; v < h->count; v++)
            differences[v - 1] = fabs(h->levels[v] - h->levels[v - 1]);
        double median = numbers_select(differences, h->count - 1, (h->count - 1) / 2);
        deviation = fmax(deviation, median / pair_median);
    }
    return fmax(deviation, least);
}

/* Where segments begin, ascending, without the first: the least sum of squared distances from each
 * segment's mean, in units of the deviation, plus a price per step (optimal partitioning, Jackson
 * et al. 2005).  The price is what the largest of so many chance deviations is well below. */
static size_t partition(const struct history *h, size_t *begins)
{
    size_t n = h->count, found = 0;
    double deviation = level_deviation(h), price = 4 + 3 * log((double)n);
    double *cost = arena_array(h->scratch, n + 1, sizeof *cost);
    size_t *begin = arena_array(h->scratch, n + 1, sizeof *begin);
    double *levels = arena_array(h->scratch, n, sizeof *levels);
    for (size_t v = 0; v < n; v++)
        levels[v] = (h->levels[v] - h->levels[0]) / deviation;
    for (size_t end = 1; end <= n; end++) {
        double sum = 0, squares = 0;
        cost[end] = INFINITY;
        for (size_t first = end; first-- > 0;) {
            double level = levels[first];
            sum += level;
            squares += level * level;
            double here = squares - sum * sum / (double)(end - first);
            double total = cost[first] + here + (first ? price : 0);
            if (total < cost[end]) {
                cost[end] = total;
                begin[end] = first;
            }
        }
    }
    for (size_t at = begin[n]; at > 0; at = begin[at])
        begins[found++] = at;
    for (size_t i = 0; i < found / 2; i++) {
        size_t swap = begins[i];
        begins[i] = begins[found - 1 - i];
        begins[found - 1 - i] = swap;
    }
    return found;
}

/* ---- each step tested ---- */

/* So many values on a side are enough to tell a step, if it can be told at all. */
enum { ENOUGH_VALUES = 20 };

/* The values of versions FIRST to END - 1 together, ascending. */
static struct processes together(const struct history *h, size_t first, size_t end)
{
    size_t count = 0, used = 0;
    for (size_t v = first; v < end; v++)
        count += h->versions[v].count;
    double *values = arena_array(h->scratch, count, sizeof *values);
    for (size_t v = first; v < end; v++) {
        memcpy(values + used, h->versions[v].values, h->versions[v].count * sizeof *values);
        used += h->versions[v].count;
    }
    numbers_sort(values, count);
    return (struct processes){values, count};
}

/* The step at BEGIN between the segments that begin at FIRST and END; the versions next to it are
 * enough. */
static struct step measure_step(const struct history *h, size_t first, size_t begin, size_t end)
{
    size_t from = begin, to = begin;
    for (size_t values = 0; from > first && values < ENOUGH_VALUES;
         values += h->versions[from].count)
        from--;
    for (size_t values = 0; to < end && values < ENOUGH_VALUES; to++)
        values += h->versions[to].count;
    struct processes before = together(h, from, begin), after = together(h, begin, to);
    struct verdict_floor varying = *h->floor;
    varying.exact_relative = -1;
    struct judged j = verdict_measure(h->scratch, h->tables, &before, &after, &varying);
    double p = fmin(1, j.p * (double)(h->count - 1));
    return (struct step){h->series[begin], j.ratio, j.low, j.high, p};
}

static bool is_step(const struct history *h, const struct step *step)
{
    return step->p <= VERDICT_EACH &&
           fabs(step->ratio - 1) > fmax(h->floor->relative, h->floor->noise);
}

/* Measure each; take the least likely out and measure again until all hold. */
static size_t confirm(const struct history *h, size_t *begins, size_t count, struct step *steps)
{
    while (count) {
        size_t worst = count;
        for (size_t i = 0; i < count; i++) {
            size_t end = i + 1 < count ? begins[i + 1] : h->count;
            steps[i] = measure_step(h, i ? begins[i - 1] : 0, begins[i], end);
            if (!is_step(h, &steps[i]) && (worst == count || steps[i].p > steps[worst].p))
                worst = i;
        }
        if (worst == count)
            break;
        count--;
        memmove(begins + worst, begins + worst + 1, (count - worst) * sizeof *begins);
    }
    return count;
}

/* ---- */

static bool take_versions(struct history *h, const struct processes *versions, size_t count)
{
    bool positive = true;
    h->versions = arena_array(h->scratch, count, sizeof *h->versions);
    h->series = arena_array(h->scratch, count, sizeof *h->series);
    h->levels = arena_array(h->scratch, count, sizeof *h->levels);
    for (size_t i = 0; i < count; i++) {
        if (versions[i].count < verdict_fewest(h->floor))
            continue;
        h->versions[h->count] = versions[i];
        h->series[h->count++] = i;
        positive = positive && versions[i].values[0] > 0;
    }
    return positive;
}

size_t step_find(struct arena *scratch, struct rank_tables *tables,
                 const struct processes *versions, size_t count, const struct verdict_floor *floor,
                 struct step *steps)
{
    struct arena_mark mark = arena_mark(scratch);
    struct history h = {.floor = floor, .scratch = scratch, .tables = tables};
    bool positive = take_versions(&h, versions, count);
    size_t found = 0;
    if (floor->counted) {
        found = counted_steps(&h, steps);
    } else if (h.count > 1 && is_exact(&h)) {
        found = exact_steps(&h, steps);
    } else if (h.count > 1 && positive) {
        for (size_t v = 0; v < h.count; v++)
            h.levels[v] = log(numbers_median(h.versions[v].values, h.versions[v].count));
        size_t *begins = arena_array(scratch, h.count, sizeof *begins);
        found = confirm(&h, begins, partition(&h, begins), steps);
    }
    arena_reset(scratch, mark);
    return found;
}
