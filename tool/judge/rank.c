#include "judge/rank.h"

#include <math.h>
#include <stdbool.h>

/* The distribution of the sum of SIZE scores out of COUNT.  Sums are indices: the smallest sum
 * is 0, one step of the scores 1. */
struct distribution {
    size_t count, size, keep; /* what it is for, if the scores are all different below KEEP */
    long least, step;         /* doubled sum of index 0, and per index */
    long all;                 /* doubled sum of all scores */
    size_t sums;              /* 0: too large to count; mean and deviation stand in */
    double mean, deviation;   /* of the doubled sum */
    double *lower, *upper;    /* per index: the probability of it and of all before, after it */
    double level;             /* for which the limits were asked last; 0 for none */
    struct rank_limits limits;
    struct distribution *next;
};

struct rank_tables {
    struct arena *arena;
    struct distribution *kept;
    long *scores; /* room for those of one test */
    size_t scores_size;
};

struct rank_tables *rank_tables_new(struct arena *a)
{
    struct rank_tables *tables = arena_alloc(a, sizeof *tables);
    tables->arena = a;
    return tables;
}

size_t rank_keep(size_t n, size_t m)
{
    return n > m ? n : m;
}

/* ---- scores ---- */

/* Values next to each other that are equal, of both sides together. */
struct tie {
    size_t x, y;  /* how many of each */
    size_t first; /* rank of the first, from 1 */
};

/* The tie that begins at I and J; which of the two values is smaller decides. */
static struct tie next_tie(const double *x, size_t n, double factor, const double *y, size_t m,
                           size_t i, size_t j)
{
    struct tie tie = {.first = i + j + 1};
    double value = j == m || (i < n && x[i] * factor <= y[j]) ? x[i] * factor : y[j];
    while (i + tie.x < n && x[i + tie.x] * factor == value)
        tie.x++;
    while (j + tie.y < m && y[j + tie.y] == value)
        tie.y++;
    return tie;
}

/* Twice the score of each in the tie. */
static long tie_score(struct tie tie, size_t keep)
{
    size_t doubled = 2 * tie.first + tie.x + tie.y - 1, most = 2 * (keep + 1);
    return (long)(doubled < most ? doubled : most);
}

long rank_sum(const double *x, size_t n, double factor, const double *y, size_t m, size_t keep)
{
    long sum = 0;
    for (size_t i = 0, j = 0; j < m;) {
        struct tie tie = next_tie(x, n, factor, y, m, i, j);
        sum += (long)tie.y * tie_score(tie, keep);
        i += tie.x;
        j += tie.y;
    }
    return sum;
}

static long *room_for_scores(struct rank_tables *tables, size_t count)
{
    if (tables->scores_size < count) {
        tables->scores = arena_array(tables->arena, count, sizeof *tables->scores);
        tables->scores_size = count;
    }
    return tables->scores;
}

/* The doubled scores of both sides, ascending.  Returns whether they are as without equal values.
 */
static bool all_scores(long *scores, const double *x, size_t n, double factor, const double *y,
                       size_t m, size_t keep)
{
    bool plain = true;
    for (size_t i = 0, j = 0; i + j < n + m;) {
        struct tie tie = next_tie(x, n, factor, y, m, i, j);
        if (tie.x + tie.y > 1 && tie.first <= keep)
            plain = false;
        for (size_t k = 0; k < tie.x + tie.y; k++)
            scores[i + j + k] = tie_score(tie, keep);
        i += tie.x;
        j += tie.y;
    }
    return plain;
}

/* ---- distributions ---- */

static long greatest_divisor(long a, long b)
{
    while (b) {
        long rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* Mean and deviation of the sum when SIZE of the COUNT scores are drawn. */
static void describe(struct distribution *d, const long *scores)
{
    double count = (double)d->count, size = (double)d->size, sum, squares = 0;
    for (size_t i = 0; i < d->count; i++)
        d->all += scores[i];
    sum = (double)d->all;
    for (size_t i = 0; i < d->count; i++) {
        double away = (double)scores[i] - sum / count;
        squares += away * away;
    }
    d->mean = size * sum / count;
    d->deviation = d->count > 1 ? sqrt(size * (count - size) / (count - 1) * squares / count) : 0;
}

/* Row K of WAYS, SUMS numbers: in how many ways K of the scores seen so far make each sum. */
static void count_ways(double *ways, const struct distribution *d, const long *scores)
{
    ways[0] = 1;
    for (size_t i = 0; i < d->count; i++) {
        size_t weight = (size_t)((scores[i] - scores[0]) / d->step);
        for (size_t k = i + 1 < d->size ? i + 1 : d->size; k > 0; k--) {
            const double *without = ways + (k - 1) * d->sums;
            double *with = ways + k * d->sums + weight;
            for (size_t s = 0; s + weight < d->sums; s++)
                with[s] += without[s];
        }
    }
}

static void count_sums(struct arena *a, struct distribution *d, const long *scores)
{
    d->lower = arena_array(a, d->sums, sizeof *d->lower);
    d->upper = arena_array(a, d->sums, sizeof *d->upper);
    struct arena_mark mark = arena_mark(a);
    double *ways = arena_array(a, (d->size + 1) * d->sums, sizeof *ways), all = 0;
    count_ways(ways, d, scores);
    const double *last = ways + d->size * d->sums;
    for (size_t s = 0; s < d->sums; s++)
        all += last[s];
    double below = 0, above = 0;
    for (size_t s = 0; s < d->sums; s++) {
        below += last[s];
        above += last[d->sums - 1 - s];
        d->lower[s] = below / all;
        d->upper[d->sums - 1 - s] = above / all;
    }
    arena_reset(a, mark);
}

/* Of SCORES, ascending; D says how many there are and how many are drawn. */
static void distribute(struct arena *a, struct distribution *d, const long *scores)
{
    long divisor = 0;
    size_t most = 0;
    for (size_t i = 0; i < d->count; i++)
        divisor = greatest_divisor(scores[i] - scores[0], divisor);
    d->step = divisor ? divisor : 1;
    d->least = (long)d->size * scores[0];
    for (size_t i = d->count - d->size; i < d->count; i++)
        most += (size_t)((scores[i] - scores[0]) / d->step);
    describe(d, scores);
    if ((double)d->count * (double)d->size * (double)(most + 1) > RANK_WORK)
        return;
    d->sums = most + 1;
    count_sums(a, d, scores);
}

/* The distribution without equal values. */
static struct distribution *plain_distribution(struct rank_tables *tables, size_t count,
                                               size_t size, size_t keep)
{
    for (struct distribution *d = tables->kept; d; d = d->next)
        if (d->count == count && d->size == size && d->keep == keep)
            return d;
    struct distribution *d = arena_alloc(tables->arena, sizeof *d);
    *d = (struct distribution){.count = count, .size = size, .keep = keep, .next = tables->kept};
    long *scores = room_for_scores(tables, count);
    for (size_t i = 0; i < count; i++)
        scores[i] = (long)(2 * (i < keep ? i + 1 : keep + 1));
    distribute(tables->arena, d, scores);
    tables->kept = d;
    return d;
}

/* ---- tests ---- */

/* Of a doubled sum: the continuity correction. */
enum { HALF_A_RANK = 1 };

static double normal_tail(double z)
{
    return erfc(z / sqrt(2)) / 2;
}

/* The probabilities of a doubled sum or a smaller, and of it or a larger. */
static void probabilities(const struct distribution *d, long sum, double *lower, double *upper)
{
    if (d->sums) {
        size_t index = (size_t)((sum - d->least) / d->step);
        *lower = d->lower[index];
        *upper = d->upper[index];
    } else {
        double away = (double)sum - d->mean;
        *lower = normal_tail((-away - HALF_A_RANK) / d->deviation);
        *upper = normal_tail((away - HALF_A_RANK) / d->deviation);
    }
}

struct rank_p rank_test(struct rank_tables *tables, const double *x, size_t n, double factor,
                        const double *y, size_t m, size_t keep)
{
    size_t count = n + m, size = n < m ? n : m;
    long *scores = room_for_scores(tables, count), sum = rank_sum(x, n, factor, y, m, keep);
    struct distribution tied = {.count = count, .size = size};
    const struct distribution *d = &tied;
    struct arena_mark mark = arena_mark(tables->arena);
    bool plain = all_scores(scores, x, n, factor, y, m, keep);
    if (plain)
        d = plain_distribution(tables, count, size, keep);
    else
        distribute(tables->arena, &tied, scores);
    struct rank_p p;
    if (size == m)
        probabilities(d, sum, &p.less, &p.more);
    else
        probabilities(d, d->all - sum, &p.more, &p.less);
    p.both = fmin(1, 2 * fmin(p.less, p.more));
    if (!plain)
        arena_reset(tables->arena, mark);
    return p;
}

/* Of the sum of the smaller side. */
static struct rank_limits find_limits(const struct distribution *d, double level)
{
    struct rank_limits limits = {.mean = d->mean, .low = -INFINITY, .high = INFINITY};
    if (d->sums) {
        for (size_t s = 0; s < d->sums && d->lower[s] <= level; s++)
            limits.low = (double)d->least + (double)(d->step * (long)s);
        for (size_t s = d->sums; s-- > 0 && d->upper[s] <= level;)
            limits.high = (double)d->least + (double)(d->step * (long)s);
    } else {
        enum { HALVINGS = 40 };
        double z = 0, width = 20; /* Z grows to where the tail is LEVEL */
        for (int i = 0; i < HALVINGS; i++, width /= 2)
            z += normal_tail(z + width) > level ? width : 0;
        limits.low = d->mean - z * d->deviation - HALF_A_RANK;
        limits.high = d->mean + z * d->deviation + HALF_A_RANK;
    }
    return limits;
}

struct rank_limits rank_limits(struct rank_tables *tables, size_t n, size_t m, size_t keep,
                               double level)
{
    struct distribution *d = plain_distribution(tables, n + m, n < m ? n : m, keep);
    if (d->level != level) {
        d->level = level;
        d->limits = find_limits(d, level);
    }
    if (m <= n)
        return d->limits;
    /* Those are of X's sum; Y's is the rest of the whole. */
    double all = (double)d->all;
    return (struct rank_limits){all - d->limits.mean, all - d->limits.high, all - d->limits.low};
}

double rank_least_p(size_t n, size_t m)
{
    double p = 2;
    for (size_t i = 1; i <= n && p > 0; i++)
        p *= (double)i / (double)(m + i);
    return fmin(1, p);
}
