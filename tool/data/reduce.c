#include "data/reduce.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* An unevaluated sum of two doubles, |low| <= ulp(high)/2: about 106 bits.  The operations are
 * Dekker's and Knuth's ("A floating-point technique for extending the available precision", 1971;
 * TAOCP 2, 4.2.2). */
struct twofold {
    double high, low;
};

static struct twofold sum_exact(double a, double b)
{
    double s = a + b, bb = s - a;
    return (struct twofold){s, (a - (s - bb)) + (b - bb)};
}

static struct twofold product_exact(double a, double b)
{
    double p = a * b;
    return (struct twofold){p, fma(a, b, -p)};
}

static struct twofold add(struct twofold a, struct twofold b)
{
    struct twofold s = sum_exact(a.high, b.high), t = sum_exact(a.low, b.low);
    s = sum_exact(s.high, s.low + t.high);
    return sum_exact(s.high, s.low + t.low);
}

static struct twofold multiply(struct twofold a, struct twofold b)
{
    struct twofold p = product_exact(a.high, b.high);
    return sum_exact(p.high, p.low + (a.high * b.low + a.low * b.high));
}

static struct twofold negate(struct twofold a)
{
    return (struct twofold){-a.high, -a.low};
}

static struct twofold divide(struct twofold a, double b)
{
    double q = a.high / b;
    struct twofold rest = add(a, negate(product_exact(q, b)));
    double q2 = rest.high / b;
    rest = add(rest, negate(product_exact(q2, b)));
    struct twofold s = sum_exact(q, q2);
    return add(s, (struct twofold){rest.high / b, 0});
}

/* The square root, rounded to a double. */
static double root(struct twofold a)
{
    if (!(a.high > 0))
        return 0;
    double r = sqrt(a.high);
    struct twofold rest = add(a, negate(product_exact(r, r)));
    return r + rest.high / (2 * r);
}

static double mean(const double *values, size_t count)
{
    struct twofold sum = {0};
    for (size_t i = 0; i < count; i++)
        sum = add(sum, (struct twofold){values[i], 0});
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
        struct twofold d = sum_exact(values[i], -values[0]);
        sum = add(sum, d);
        squares = add(squares, multiply(d, d));
    }
    struct twofold spread =
        add(multiply(squares, (struct twofold){n, 0}), negate(multiply(sum, sum)));
    return root(divide(spread, n * (n - 1)));
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(struct arena *scratch, const double *values, size_t count)
{
    struct arena_mark mark = arena_mark(scratch);
    double *sorted = arena_array(scratch, count, sizeof *sorted);
    memcpy(sorted, values, count * sizeof *sorted);
    qsort(sorted, count, sizeof *sorted, by_value);
    double middle = count % 2 ? sorted[count / 2] : (sorted[count / 2 - 1] + sorted[count / 2]) / 2;
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
