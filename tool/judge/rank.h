/* rank.h - is one side smaller or larger than the other: rank tests with their exact distribution.
 *
 * Each value of both sides together gets a score, the statistic is the sum of one side's scores,
 * and its distribution is that over all ways to deal the scores out to the two sides.  Two tests:
 *
 *   KEEP = all      the score is the rank, of equal values the mean of theirs: Mann & Whitney 1947
 *   KEEP = fewer    what comes after the KEEP-th smallest counts KEEP + 1, however large it is:
 *                   Gastwirth 1965, "Percentile modifications of two sample rank tests".  Other
 *                   programs make a process slower and never faster, so how slow the slowest were
 *                   says nothing of the code
 *
 * The distribution is counted (dynamic programming over scores) while that takes at most RANK_WORK
 * additions: up to 32 values a side whatever is equal, 38 where nothing is.  Beyond, it is the
 * normal distribution with the same mean and variance, and half a rank of continuity correction.
 */
#pragma once

#include "base/arena.h"

enum { RANK_WORK = 1 << 22 };

/* Distributions that were needed before, and room to count others.  For one thread. */
struct rank_tables;

struct rank_tables *rank_tables_new(struct arena *a);

/* The KEEP that judges process values: the larger of the sizes, which with equal sizes is half, and
 * leaves the smallest p that the sizes allow as it is. */
size_t rank_keep(size_t n, size_t m);

/* Probabilities, were there no difference, of what was seen or more: that Y is so small, that it is
 * so large; `both` is twice the smaller of the two, at most 1. */
struct rank_p {
    double less, more, both;
};

/* Test FACTOR * X, N values, against Y, M values; both ascending, without NAN, N and M positive. */
struct rank_p rank_test(struct rank_tables *tables, const double *x, size_t n, double factor,
                        const double *y, size_t m, size_t keep);

/* Twice the sum of Y's scores (twice, as scores of equal values can be halves). */
long rank_sum(const double *x, size_t n, double factor, const double *y, size_t m, size_t keep);

/* What rank_sum() is without a difference in the mean, and the values it then takes, without equal
 * values, with a probability of at most LEVEL on each side: up to `low`, from `high` on. */
struct rank_limits {
    double mean;
    double low, high;
};

struct rank_limits rank_limits(struct rank_tables *tables, size_t n, size_t m, size_t keep,
                               double level);

/* The smallest two-sided p that N and M values can give: 2 / C(N + M, N). */
double rank_least_p(size_t n, size_t m);
