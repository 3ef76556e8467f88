/* spread.h - statistics of a benchmark's samples, as pytest-benchmark has them.
 *
 * Source: the class Stats of pytest-benchmark 5 (src/pytest_benchmark/stats.py), whose figures
 * these are, double for double: mean and stddev are rounded once, as Python's `statistics` has them
 * (stddev with n - 1); the quartiles are by method 3 of Wikipedia's "Quartile" for an odd number of
 * samples, and the medians of the halves for an even one; the fences are Tukey's, 1.5 interquartile
 * ranges beyond the quartiles.  `total` is rounded once, as sum() of Python 3.12 and newer has it.
 */
#pragma once

#include <stddef.h>

struct spread {
    double rounds; /* samples */
    double min, max, mean, stddev, median, iqr, q1, q3;
    double ld15iqr, hd15iqr; /* lowest and highest sample within the fences */
    double ops, total;
    double iqr_outliers;    /* samples beyond the fences */
    double stddev_outliers; /* samples further than stddev from the mean */
};

/* Of COUNT samples, at least one; they are sorted in place. */
struct spread spread_of(double *samples, size_t count);

/* The standard deviation of COUNT samples in any order, 0 of fewer than two. */
double spread_stddev(const double *samples, size_t count);
