#include "data/reduce.h"

#include "base/numbers.h"
#include "runfile/twofold.h"

#include <math.h>
#include <string.h>

/* The square root, rounded to a double. */
static double root(struct twofold a)
{
    if (!(a.high > 0))
        return 0;
    double r = sqrt(a.high);
    struct twofold rest = twofold_add(a, twofold_negate(twofold_product(r, r)));
    return r + rest.high / (2 * r);
}

static double mean(const double *values, size_t count)
{
    struct twofold sum = {0};
    for (size_t i = 0; i < count; i++)
        sum = twofold_add(sum, (struct twofold){values[i], 0});
    return sum.high / (double)count;
}

/* sqrt((n Σd² - (Σd)²) / (n (n - 1))) with d the difference to the first value. */
static double deviation(const double *values, size_t count)
{
    double n = (double)count;
    struct twofold sum = {0}, squares = {0};
    if (count < 2)
        return 0;
    for (size_t i = 0; i < count; i++) {
        struct twofold d = twofold_sum(values[i], -values[0]);
        sum = twofold_add(sum, d);
        squares = twofold_add(squares, twofold_multiply(d, d));
    }
    struct twofold spread = twofold_add(twofold_multiply(squares, (struct twofold){n, 0}),
                                        twofold_negate(twofold_multiply(sum, sum)));
    return root(twofold_divide(spread, n * (n - 1)));
}

static double median(struct arena *scratch, const double *values, size_t count)
{
    struct arena_mark mark = arena_mark(scratch);
    double *sorted = arena_array(scratch, count, sizeof *sorted);
    memcpy(sorted, values, count * sizeof *sorted);
    numbers_sort(sorted, count);
    double middle = numbers_median(sorted, count);
    arena_reset(scratch, mark);
    return middle;
}

static double extreme(const double *values, size_t count, double sign)
{
    double found = values[0];
    for (size_t i = 1; i < count; i++)
        if (sign * values[i] > sign * found)
            found = values[i];
    return found;
}

double reduce(struct arena *scratch, const double *values, size_t count, enum stat stat)
{
    if (count == 0)
        return NAN;
    switch (stat) {
    case STAT_MIN:
        return extreme(values, count, -1);
    case STAT_MAX:
        return extreme(values, count, 1);
    case STAT_MEAN:
        return mean(values, count);
    case STAT_MEDIAN:
        return median(scratch, values, count);
    case STAT_STDDEV:
        return deviation(values, count);
    default:
        return NAN;
    }
}
