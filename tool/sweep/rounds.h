/* rounds.h - the measuring: which version when.  One process at a time; through the launcher of a
 * cluster (cluster/launcher.h) as many as --nodes says, each on a node of its own. */
#pragma once

#include "sweep/version.h"

/* How many processes measure at once. */
size_t rounds_nodes(const struct sweep *sweep);

/* Measure so many versions in their first round at once; afterwards their results and
 * OUT/LABEL.json are those of all their rounds, and the manifest says so.  Without effect after a
 * signal. */
void rounds_measure_first(struct sweep *sweep, struct version **versions, size_t count);

/* Measure the versions that have an environment in the rounds FROM ... TO, round by round, those
 * that are wanted (sweep/resume.h) in the seed's order.  After each, those that are to be counted
 * are (sweep/counting.h), AT_ONCE at a time. */
void rounds_measure_all(struct sweep *sweep, long from, long to, size_t at_once);

/* The same with --rounds auto: all benchmarks in the first three rounds, then those that the
 * sweep's judge finds unclear, until there are none or the budget does not hold another round. */
void rounds_measure_until_clear(struct sweep *sweep, size_t at_once);
