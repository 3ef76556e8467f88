#include "runfile/number.h"

#include "runfile/twofold.h"

#include <stdbool.h>
#include <stddef.h>
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
    int places;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Append digits, of which too many overflow. */
static const char *take_digits(const char *p, uint64_t *digits)
{
    uint64_t all = *digits;
    for (; is_digit(*p); p++)
        all = all * 10 + (uint64_t)(*p - '0');
    *digits = all;
    return p;
}

/* The exponent, of which a handful of digits is enough: more is nothing for us. */
static const char *take_exponent(const char *p, struct decimal *d)
{
    bool negative = *p == '-';
    int exponent = 0;
    p += *p == '-' || *p == '+';
    for (; is_digit(*p); p++)
        exponent = exponent < 1000 ? exponent * 10 + (*p - '0') : exponent;
    d->places += negative ? exponent : -exponent;
    return p;
}

/* Take a number.  Whether its digits are few enough; long ones are only passed. */
static bool take_decimal(const char **at, struct decimal *d)
{
    const char *p = *at, *whole = p;
    p = take_digits(p, &d->digits);
    ptrdiff_t count = d->digits ? p - whole : 0, places = 0;
    if (*p == '.') {
        const char *fraction = ++p;
        for (; !count && *p == '0'; p++)
            continue;
        const char *first = p;
        p = take_digits(p, &d->digits);
        count += p - first;
        places = p - fraction;
    }
    bool few = count <= DIGITS && places < 1000;
    d->places = few ? (int)places : 0;
    if (*p == 'e' || *p == 'E')
        p = take_exponent(p + 1, d);
    *at = p;
    return few;
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
    const char *p = text + (*text == '-');
    bool known = take_decimal(&p, &d) && d.places >= 0 && d.places < 2 * POWERS - 1;
    *end = p;
    double number = 0;
    if (known && d.places == 0 && d.digits >> 53 == 0)
        number = (double)d.digits;
    else if (!known || (d.digits && !divide(&d, &number)))
        return strtod(text, NULL);
    return *text == '-' ? -number : number;
}
