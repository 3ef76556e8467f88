#include "compare/interval.h"

#include "compare/order.h"

#include <math.h>

struct inversion {
    const double *x, *y;
    size_t n, m, keep;
    double *ratios; /* y / x, ascending */
    size_t count;
};

/* The statistic at a factor between the K-th ratio and the next.  Falls as K grows. */
static double statistic_after(const struct inversion *v, size_t k)
{
    double factor = k == 0          ? v->ratios[0] / 2
                    : k == v->count ? v->ratios[k - 1] * 2
                                    : sqrt(v->ratios[k - 1]) * sqrt(v->ratios[k]);
    return (double)rank_sum(v->x, v->n, factor, v->y, v->m, v->keep);
}

/* The first K from FIRST on with a statistic below LIMIT, or at it if AT; count + 1 if none. */
static size_t first_below(const struct inversion *v, size_t first, double limit, int at)
{
    size_t end = v->count + 1;
    while (first < end) {
        size_t middle = first + (end - first) / 2;
        double statistic = statistic_after(v, middle);
        if (statistic < limit || (at && statistic == limit))
            end = middle;
        else
            first = middle + 1;
    }
    return first;
}

struct interval interval_of(struct arena *scratch, struct rank_tables *tables, const double *x,
                            size_t n, const double *y, size_t m, size_t keep, double confidence)
{
    struct rank_limits limits = rank_limits(tables, n, m, keep, (1 - confidence) / 2);
    struct arena_mark mark = arena_mark(scratch);
    struct inversion v = {.x = x, .y = y, .n = n, .m = m, .keep = keep, .count = n * m};
    v.ratios = arena_array(scratch, v.count, sizeof *v.ratios);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < m; j++)
            v.ratios[i * m + j] = y[j] / x[i];
    order_sort(v.ratios, v.count);

    size_t low = first_below(&v, 0, limits.high, 0);
    size_t left = first_below(&v, low, limits.mean, 1);
    size_t right = first_below(&v, left, limits.mean, 0);
    size_t high = first_below(&v, right, limits.low, 1);
    struct interval interval = {
        .ratio = sqrt(v.ratios[left - 1]) * sqrt(v.ratios[right - 1]),
        .low = low ? v.ratios[low - 1] : 0,
        .high = high <= v.count ? v.ratios[high - 1] : INFINITY,
    };
    arena_reset(scratch, mark);
    return interval;
}
