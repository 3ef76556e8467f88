/* ticks.h - where an axis or a colour scale has its ticks and what they say. */
#pragma once

#include "base/arena.h"
#include "text/unit.h"

#include <stdbool.h>

struct tick {
    double at; /* in the axis' unit; of fold changes log2 */
    const char *text;
};

/* Round numbers from LOW to HIGH (LOW < HIGH, above 0 for a logarithmic axis), about WANTED of
 * them: decades or 1, 2, 5 times a power of ten where logarithmic, else steps of 1, 2 or 5 times a
 * power of ten.  UNIT gives their text, UNITLESS plain numbers.  Returns how many. */
enum { UNITLESS = -1 };
size_t ticks_make(struct arena *a, double low, double high, bool log, size_t wanted, int unit,
                  struct tick **ticks);

/* Ticks for fold changes up to 2^BOUND, as pytest-benchmem's figures have them, in rising order:
 * powers of two if the scale holds any, else 1.1×, 1.25× and 1.5×, else the bound and its half. */
size_t ticks_make_folds(struct arena *a, double bound, struct tick **ticks);

/* A value as a tick says it, in the unit that suits LARGEST, the greatest magnitude on the axis (a
 * logarithmic axis gives each value's own): "2 ms", "512 kB", "1.5", with
 * at most DIGITS significant digits. */
const char *ticks_text(struct arena *a, double value, double largest, int unit, int digits);
