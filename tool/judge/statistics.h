/* statistics.h - numbers about numbers.  Values that were not measured are NAN. */
#ifndef BENCHMEM_JUDGE_STATISTICS_H
#define BENCHMEM_JUDGE_STATISTICS_H

#include <stddef.h>

/* The geometric mean of VALUE[i] / BASE[i], exp of the mean of their logarithms: the one mean of
 * ratios that says the same whichever side is the baseline.  All values positive; NAN for none. */
double statistics_mean_ratio(const double *value, const double *base, size_t count);

/* The geometric mean, exp of the mean of the logarithms.  All values positive; NAN for none. */
double statistics_geometric_mean(const double *value, size_t count);

/* 100 · (head − base) / base: the growth in percent.  0 where both are zero, infinite where only
 * the base is; NAN where one was not measured. */
double statistics_percent(double base, double head);

#endif
