/* statistics.h - numbers about numbers.  Values that were not measured are NAN;
 * SCRATCH holds what a function needs meanwhile. */
#pragma once

#include "base/arena.h"
#include "data/processes.h"

/* The geometric mean of VALUE[i] / BASE[i], exp of the mean of their logarithms: the one mean of
 * ratios that says the same whichever side is the baseline.  All values positive; NAN for none.
 * Without BASE, that of the values. */
double statistics_mean_ratio(const double *value, const double *base, size_t count);

/* 100 · (head − base) / base: the growth in percent.  0 where both are zero, infinite where only
 * the base is; NAN where one was not measured. */
double statistics_percent(double base, double head);

/* The relative difference of two processes of one side, the median over all pairs of all sides
 * (0.02: half of the pairs differ by more than 2 %; up to three in ten disturbed processes do not
 * move it far).  0 where there is no pair, or a value is not positive.  Values of a side ascend. */
double statistics_noise(struct arena *scratch, const struct processes *sides, size_t count);

/* The p values of a family of tests, adjusted in place for how many there are (Benjamini & Hochberg
 * 1995, "Controlling the false discovery rate"): of what is called at an adjusted p up to ALPHA, a
 * share of at most ALPHA is expected to be false.  A NAN is no test, does not count and stays. */
void statistics_adjust(struct arena *scratch, double *p, size_t count);
