/* narrow.h - a run of some benchmarks of the suite only: those of the sweep's `only`.
 *
 * pytest gets a plugin, in the environment's site-packages, that deselects the others by their node
 * id; so the arguments, and with them the root directory and the ids, are those of the whole suite.
 * Another command finds the ids in the file BENCHMEM_ONLY, one a line, and may leave it at that.
 */
#ifndef BENCHMEM_SWEEP_NARROW_H
#define BENCHMEM_SWEEP_NARROW_H

#include "sweep/version.h"

/* Add what the run of the version needs for it.  Without effect where all are run. */
int narrow_run(struct version *v, struct strv *argv, struct strv *env, struct error *err);

/* Whether the run, which ended so, had none of the benchmarks: the version does not have them. */
bool narrow_had_none(const struct version *v, const struct child_result *result);

#endif
