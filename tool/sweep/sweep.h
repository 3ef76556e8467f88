/* sweep.h - a sweep from its plan to its exit status. */
#ifndef BENCHMEM_SWEEP_SWEEP_H
#define BENCHMEM_SWEEP_SWEEP_H

#include "sweep/plan.h"

/* Provision and measure the plan's versions, or only prepare them (--prepare).  Progress and the
 * summary go to standard output, what went wrong to standard error.  Whatever happens, the
 * temporary directories are gone and the children have ended when this returns.  *RECORDED (may be
 * NULL): all versions have ended and the manifest in plan->out says how.  Returns the exit status;
 * STATUS_SIGNAL + N after signal N. */
int sweep_run(struct arena *a, const struct plan *plan, bool *recorded);

#endif
