/* reduce.h - a series of passes as one number, the same double the peer gets.
 *
 * Python's min, max, statistics.fmean, median and stdev: mean and standard deviation (of a sample,
 * Bessel-corrected; 0 for fewer than two values) are the exact results rounded once, here by way of
 * sums in twice the precision of a double.
 */
#pragma once

#include "base/arena.h"
#include "data/metric.h"

/* NAN for no values, and for a statistic that is none of the five.  SCRATCH holds a copy for the
 * median. */
double reduce(struct arena *scratch, const double *values, size_t count, enum stat stat);
