#include "data/number.h"

#include "data/twofold.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

/* The powers of ten that are doubles. */
static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
enum { POWERS = sizeof powers / sizeof *powers, DIGITS = 18 };

/* A number as written: digits × 10^-places. */
struct decimal {
    uint64_t digits;
    int count;  /* of digits, without leading zeros */
    int places; /* after the point */
};

static const char *take_digits(const char *p, struct decimal *d, bool fraction)
{
    for (; *p >= '0' && *p <= '9'; p++) {
        d->count += d->count || *p != '0';
        d->places += fraction;
        if (d->count <= DIGITS)
            d->digits = d->digits * 10 + (uint64_t)(*p - '0');
    }
    return p;
}

/* The exponent, of which a handful of digits is enough: more is nothing for us. */
static const char *take_exponent(const char *p, struct decimal *d)
{
    bool negative = *p == '-';
    int exponent = 0;
    p += *p == '-' || *p == '+';
    for (; *p >= '0' && *p <= '9'; p++)
        exponent = exponent < 1000 ? exponent * 10 + (*p - '0') : exponent;
    d->places += negative ? exponent : -exponent;
    return p;
}

/* digits / 10^places, rounded once.  Whether the rounding is certain. */
static bool divide(const struct decimal *d, double *quotient)
{
    double high = (double)d->digits;
    struct twofold q = {high, (double)((int64_t)d->digits - (int64_t)high)};
    int places = d->places;
    for (; places >= POWERS; places -= POWERS - 1)
        q = twofold_divide(q, powers[POWERS - 1]);
    if (places > 0)
        q = twofold_divide(q, powers[places]);
    *quotient = q.high;
    return q.high + q.low * (1 + 0x1p-40) == q.high;
}

double number_read(const char *text, const char **end)
{
    struct decimal d = {0};
    const char *p = take_digits(text + (*text == '-'), &d, false);
    if (*p == '.')
        p = take_digits(p + 1, &d, true);
    if (*p == 'e' || *p == 'E')
        p = take_exponent(p + 1, &d);
    *end = p;
    double number = 0;
    bool known = d.count <= DIGITS && d.places >= 0 && d.places < 2 * POWERS - 1;
    if (d.digits == 0 && known)
        number = 0;
    else if (known && d.places == 0 && d.digits >> 53 == 0)
        number = (double)d.digits;
    else if (!known || !divide(&d, &number))
        return strtod(text, NULL);
    return *text == '-' ? -number : number;
}
