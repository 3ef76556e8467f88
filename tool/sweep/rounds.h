/* rounds.h - the measuring: which version when, one process at a time. */
#ifndef BENCHMEM_SWEEP_ROUNDS_H
#define BENCHMEM_SWEEP_ROUNDS_H

#include "sweep/version.h"

/* Measure the version in that round; afterwards its results and OUT/LABEL.json are those of all its
 * rounds, and the manifest says so.  Without effect after a signal. */
void rounds_measure(struct version *v, long round);

/* Measure the versions that have an environment in the rounds FROM ... TO, round by round, those
 * that are wanted (sweep/history.h) in the seed's order.  After each, those that are to be counted
 * are (sweep/counting.h), AT_ONCE at a time. */
void rounds_measure_all(struct sweep *sweep, long from, long to, size_t at_once);

/* The same with --rounds auto: all benchmarks in the first three rounds, then those that the
 * sweep's judge finds unclear, until there are none or the budget does not hold another round. */
void rounds_measure_until_clear(struct sweep *sweep, size_t at_once);

#endif
