/* interval.h - by what factor Y differs from X, and between which factors it may well be.
 *
 * Both by turning the rank test round (Hodges & Lehmann 1963, "Estimates of location based on rank
 * tests"): a factor F is in the interval if the test does not tell F * X from Y, and the estimate
 * is the F at which the statistic is what it is on average without a difference.  With KEEP = all
 * this is the median of the ratios y / x.
 */
#pragma once

#include "judge/rank.h"

struct interval {
    double ratio;     /* INFINITY where Y is too far above X for a number */
    double low, high; /* 0 and INFINITY where so few values give no bound */
};

/* The interval that covers the true factor with a probability of at least CONFIDENCE; equal values
 * only make it wider.  N values of X and M of Y, ascending, all positive.  SCRATCH holds what it
 * needs meanwhile; N * M * M steps. */
struct interval interval_of(struct arena *scratch, struct rank_tables *tables, const double *x,
                            size_t n, const double *y, size_t m, size_t keep, double confidence);
