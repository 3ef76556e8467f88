/* allocations.h - where the benchmarks of a timed pass with --memory allocate, kept beside its run
 * file in OUT/allocations/LABEL.json (plugin/_benchmem_allocations.py, whose head has the format).
 *
 * Of several rounds the first is kept, or where that left nothing a later one.
 */
#pragma once

#include "measure/run.h"

/* Keeps them, and with --profile the stacks; of no user's own command. */
extern const struct plugin allocations_plugin;

/* Nothing of an earlier sweep stands beside what this pass gave. */
int allocations_begin(const struct run *run, struct error *err);

/* Take what the pass left to the run's place; nothing where it left none. */
int allocations_keep(const struct run *run, struct error *err);
