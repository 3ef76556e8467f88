/* step.h - the versions from which on a benchmark is on another level.
 *
 * Not each version against the last, which would see every wobble and miss what holds: the steps
 * that together describe all versions best, each then tested with the processes of the versions
 * next to it on both sides, up to the next step.  judge/STATISTICS.md says how.
 */
#pragma once

#include "base/arena.h"
#include "data/processes.h"
#include "judge/verdict.h"
#include "judge/verdict_decide.h"

/* Find steps in VERSIONS, in their order, the values of each ascending; a version of fewer than two
 * values is passed over.  Room for COUNT steps at STEPS; returns how many there are.  p counts the
 * places where a step could be, not yet how many benchmarks were searched; of exact values it
 * is 0. */
size_t step_find(struct arena *scratch, struct rank_tables *tables,
                 const struct processes *versions, size_t count, const struct verdict_floor *floor,
                 struct step *steps);
