/* selection.h - a run of some benchmarks of the suite only: those of run->only.
 *
 * pytest gets a plugin that deselects the others by their node id; so the arguments, and with them
 * the root directory and the ids, are those of the whole suite.  Another command finds the ids in
 * the file BENCHMEM_ONLY, one a line, and may leave it at that.
 */
#pragma once

#include "measure/run.h"

extern const struct plugin selection_plugin;

/* Whether the run, which ended so, had none of the benchmarks: the version does not have them. */
bool selection_had_none(const struct run *run, const struct child_result *result);
