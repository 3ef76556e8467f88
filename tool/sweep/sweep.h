/* sweep.h - a sweep from its plan to its exit status.
 *
 * This room is the order of things and nothing else: what is done for a version stands in
 * provision/ and measure/.  sweep.c takes the versions from place to place (place.h): record.h
 * takes their labels, joins or begins a run in the manifest and writes down what they ended as;
 * rounds.h measures, in the order of shuffle.h, each process when machine_turn.h gives it the
 * machine; resume.h says what is still to be measured, and history.h keeps what the rounds gave;
 * leftover.h puts in order what dead sweeps left; progress.h and summary.h tell. version.h is what
 * these share.  README.md says what users see of it.
 */
#pragma once

#include "provision/plan.h"
#include "sweep/sweep_judge.h"

/* Provision and measure the plan's versions, or only prepare them (--prepare).  Progress and the
 * summary go to standard output, what went wrong to standard error.  Whatever happens, the
 * temporary directories are gone and the children have ended when this returns.  JUDGE is asked
 * with --rounds auto only.  *RECORDED (may be NULL): all versions have ended and the manifest in
 * plan->out says how.  Returns the exit status; EXIT_SIGNAL + N after signal N. */
int sweep_run(struct arena *a, const struct plan *plan, const struct sweep_judge *judge,
              bool *recorded);
