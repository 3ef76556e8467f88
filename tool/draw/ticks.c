#include "draw/ticks.h"

#include <math.h>

const char *ticks_text(struct arena *a, double value, double largest, int unit, int digits)
{
    static const struct {
        double size;
        const char *text;
    } prefixes[] = {{1e12, "T"}, {1e9, "G"},  {1e6, "M"},  {1e3, "k"},
                    {1, ""},     {1e-3, "m"}, {1e-6, "µ"}, {1e-9, "n"}};
    enum { PREFIXES = sizeof prefixes / sizeof *prefixes, ONE = 4 };
    const char *name = unit == UNITLESS ? "" : unit_symbol((enum unit)unit);
    size_t i = 0, last = unit == UNIT_SECONDS ? PREFIXES - 1 : ONE;
    while (i < last && fabs(largest) < prefixes[i].size * (1 - 1e-9))
        i++;
    if (unit == UNIT_SECONDS && i < ONE)
        i = ONE;
    if (value == 0)
        return "0";
    bool spaced = *name || *prefixes[i].text;
    return arena_printf(a, "%.*g%s%s%s", digits, value / prefixes[i].size,
                        spaced && *name ? " " : "", prefixes[i].text, name);
}

static size_t linear(struct arena *a, double low, double high, size_t wanted, int unit,
                     struct tick *ticks, size_t room)
{
    double rough = (high - low) / (double)(wanted > 1 ? wanted : 1);
    double power = pow(10, floor(log10(rough))), part = rough / power;
    double step = power * (part <= 1 ? 1 : part <= 2 ? 2 : part <= 5 ? 5 : 10);
    double largest = fmax(fabs(low), fabs(high));
    size_t count = 0;
    for (double n = ceil(low / step - 1e-9); n * step <= high + step * 1e-9 && count < room; n++)
        ticks[count++] = (struct tick){n * step, ticks_text(a, n * step, largest, unit, 5)};
    return count;
}

/* Powers of ten, every so many; where few, 2 and 5 times them as well. */
static size_t logarithmic(struct arena *a, double low, double high, size_t wanted, int unit,
                          struct tick *ticks, size_t room)
{
    int first = (int)floor(log10(low) + 1e-9), last = (int)ceil(log10(high) - 1e-9);
    double decades = log10(high / low);
    int every = decades > (double)wanted ? (int)ceil(decades / (double)wanted) : 1;
    bool fine = decades * 3 <= (double)wanted + 1;
    size_t count = 0;
    for (int power = first; power <= last; power += every) {
        for (int k = 0; k < (fine ? 3 : 1) && count < room; k++) {
            double at = pow(10, power) * (k == 0 ? 1 : k == 1 ? 2 : 5);
            if (at >= low * (1 - 1e-9) && at <= high * (1 + 1e-9))
                ticks[count++] = (struct tick){at, ticks_text(a, at, at, unit, 5)};
        }
    }
    return count;
}

size_t ticks_make(struct arena *a, double low, double high, bool log, size_t wanted, int unit,
                  struct tick **ticks)
{
    enum { ROOM = 64 };
    *ticks = arena_array(a, ROOM, sizeof **ticks);
    if (!(low < high))
        return 0;
    size_t count = log ? logarithmic(a, low, high, wanted, unit, *ticks, ROOM) : 0;
    return count >= 2 ? count : linear(a, low, high, wanted, unit, *ticks, ROOM);
}

/* ---- a colour scale ---- */

/* The fold changes above 1 that get a tick; FOLDS has room for 1 + the bound's whole part, at least
 * three.  Returns how many. */
static size_t tick_folds(double bound, double *folds)
{
    static const double small[] = {1.1, 1.25, 1.5};
    size_t n = 0;
    if (bound >= 1) {
        for (int power = 1; power <= (int)bound; power++)
            folds[n++] = exp2(power);
        return n;
    }
    for (size_t i = 0; i < sizeof small / sizeof *small; i++)
        if (log2(small[i]) <= bound + 1e-9)
            folds[n++] = small[i];
    if (n < 2) {
        folds[0] = exp2(bound / 2);
        folds[1] = exp2(bound);
        n = 2;
    }
    return n;
}

size_t ticks_make_folds(struct arena *a, double bound, struct tick **ticks)
{
    double *folds = arena_array(a, (size_t)bound + 4, sizeof *folds);
    size_t n = tick_folds(bound, folds);
    struct tick *t = arena_array(a, 2 * n + 1, sizeof *t);
    t[n] = (struct tick){0, unit_format_fold(a, 1)};
    for (size_t i = 0; i < n; i++) {
        t[n - 1 - i] = (struct tick){-log2(folds[i]), unit_format_fold(a, 1 / folds[i])};
        t[n + 1 + i] = (struct tick){log2(folds[i]), unit_format_fold(a, folds[i])};
    }
    *ticks = t;
    return 2 * n + 1;
}
