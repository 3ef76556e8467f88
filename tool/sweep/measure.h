/* measure.h - the run: the suite in its environment, one version at a time, and what came of it. */
#ifndef BENCHMEM_SWEEP_MEASURE_H
#define BENCHMEM_SWEEP_MEASURE_H

#include "sweep/version.h"

/* Stage run, of the round at hand.  Afterwards the version has ended, and history_file() is there
 * if its status is ok or partial. */
extern version_step *const measure_run[];

/* OUT/LABEL.json. */
const char *measure_run_file(const struct version *v);

/* A run file of an earlier sweep stays until the new one takes its place, or the manifest says that
 * there is none any more; so what the manifest calls ok is always there.  It is kept under a second
 * name, to come back if this sweep ends before it is recorded what the version ended as. */
int measure_keep_previous(struct version *v, struct error *err);
int measure_settle_previous(struct version *v, struct error *err);

#endif
