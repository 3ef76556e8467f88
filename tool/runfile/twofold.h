/* twofold.h - arithmetic with twice the precision of a double. */
#pragma once

#include <math.h>

/* An unevaluated sum of two doubles, |low| <= ulp(high)/2: about 106 bits.  The operations are
 * Dekker's and Knuth's ("A floating-point technique for extending the available precision", 1971;
 * TAOCP 2, 4.2.2). */
struct twofold {
    double high, low;
};

static inline struct twofold twofold_sum(double a, double b)
{
    double s = a + b, bb = s - a;
    return (struct twofold){s, (a - (s - bb)) + (b - bb)};
}

static inline struct twofold twofold_product(double a, double b)
{
    double p = a * b;
    return (struct twofold){p, fma(a, b, -p)};
}

static inline struct twofold twofold_add(struct twofold a, struct twofold b)
{
    struct twofold s = twofold_sum(a.high, b.high), t = twofold_sum(a.low, b.low);
    s = twofold_sum(s.high, s.low + t.high);
    return twofold_sum(s.high, s.low + t.low);
}

static inline struct twofold twofold_multiply(struct twofold a, struct twofold b)
{
    struct twofold p = twofold_product(a.high, b.high);
    return twofold_sum(p.high, p.low + (a.high * b.low + a.low * b.high));
}

static inline struct twofold twofold_negate(struct twofold a)
{
    return (struct twofold){-a.high, -a.low};
}

static inline struct twofold twofold_divide(struct twofold a, double b)
{
    double q = a.high / b;
    struct twofold rest = twofold_add(a, twofold_negate(twofold_product(q, b)));
    double q2 = rest.high / b;
    rest = twofold_add(rest, twofold_negate(twofold_product(q2, b)));
    struct twofold s = twofold_sum(q, q2);
    return twofold_add(s, (struct twofold){rest.high / b, 0});
}
