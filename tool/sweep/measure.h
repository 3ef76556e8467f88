/* measure.h - the run: the suite in its environment, one version at a time, and what came of it. */
#ifndef BENCHMEM_SWEEP_MEASURE_H
#define BENCHMEM_SWEEP_MEASURE_H

#include "sweep/version.h"

/* Stage run, of the round at hand.  Afterwards the version has ended, and history_file() is there
 * if its status is ok or partial. */
extern version_step *const measure_run[];

/* OUT/LABEL.json. */
const char *measure_run_file(const struct version *v);

/* outdir_settle() with what the version ended as; without effect unless its label is ours. */
int measure_settle_previous(struct version *v, struct error *err);

#endif
