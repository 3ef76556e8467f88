#include "judge/interval.h"

#include <math.h>
#include <stdbool.h>

/* The factor grows from 0, and passes the ratios y / x one after the other: at each, one of FACTOR
 * * X overtakes one of Y, whose rank falls by one.  Of equal values on a side one counts as the
 * smaller, which only makes the interval wider. */
struct overtaking {
    double factor; /* at which the next of X overtakes it */
    size_t y;      /* its index */
    size_t left;   /* how many of X are still below it */
};

struct walk {
    const double *x, *y;
    size_t n, m, keep;
    struct overtaking *next; /* per Y, the nearest first */
    size_t last;             /* of next */
    double statistic;        /* rank_sum() between the last factor and the next */
};

/* Put the one that comes AT to where it belongs among those after it. */
static void put_back(struct walk *w, size_t at)
{
    struct overtaking moved = w->next[at];
    for (; at < w->last && w->next[at + 1].factor < moved.factor; at++)
        w->next[at] = w->next[at + 1];
    w->next[at] = moved;
}

static void walk_begin(struct arena *a, struct walk *w)
{
    w->next = arena_array(a, w->m, sizeof *w->next);
    w->last = w->m - 1;
    for (size_t j = 0; j < w->m; j++) { /* Y ascends, and so do these */
        size_t rank = w->n + j + 1;
        w->statistic += (double)(2 * (rank <= w->keep ? rank : w->keep + 1));
        w->next[j] = (struct overtaking){w->y[j] / w->x[w->n - 1], j, w->n};
    }
}

/* Pass the next ratio and return it. */
static double walk_on(struct walk *w)
{
    struct overtaking *first = &w->next[0];
    double factor = first->factor;
    size_t rank = first->left + first->y + 1; /* before */
    if (rank <= w->keep + 1)
        w->statistic -= 2;
    first->left--;
    first->factor = first->left ? w->y[first->y] / w->x[first->left - 1] : INFINITY;
    put_back(w, 0);
    return factor;
}

/* The geometric mean, which rounding takes no further than either. */
static double middle(double low, double high)
{
    return fmin(fmax(sqrt(low) * sqrt(high), low), high);
}

struct interval interval_of(struct arena *scratch, struct rank_tables *tables, const double *x,
                            size_t n, const double *y, size_t m, size_t keep, double confidence)
{
    struct rank_limits limits = rank_limits(tables, n, m, keep, (1 - confidence) / 2);
    struct arena_mark mark = arena_mark(scratch);
    struct walk w = {.x = x, .y = y, .n = n, .m = m, .keep = keep};
    walk_begin(scratch, &w);

    struct interval interval = {.ratio = INFINITY, .high = INFINITY};
    double left = 0; /* the largest with a statistic above the mean */
    bool outside = w.statistic >= limits.high;
    while (w.next[0].factor < INFINITY) { /* all are passed, or the rest is too far for a number */
        double before = w.statistic, factor = walk_on(&w);
        if (outside && w.statistic < limits.high) {
            interval.low = factor;
            outside = false;
        }
        if (before > limits.mean && w.statistic <= limits.mean)
            left = factor;
        if (before >= limits.mean && w.statistic < limits.mean)
            interval.ratio = middle(left, factor);
        if (w.statistic <= limits.low) {
            interval.high = factor;
            break;
        }
    }
    arena_reset(scratch, mark);
    return interval;
}
