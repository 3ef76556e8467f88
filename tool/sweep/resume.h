/* resume.h - what a sweep still has to measure: what earlier processes gave is taken up, be it
 * --resume that asks for it or the next of several processes of one run (--round, --pass), and the
 * rest is wanted.
 *
 * What is taken up goes into the version's history (sweep/history.h).
 */
#pragma once

#include "sweep/version.h"

/* What the version is measured with beside the package: suite, options, command, launcher, CPUs. */
const char *resume_method(struct arena *a, const struct plan *plan);

/* Take up the rounds that an entry of the manifest records: those of this run, measured by the same
 * method in an environment of the same inputs, whose file is there and is the recorded one.  A
 * round that gave no results is taken up only where a single later round is measured, or what was
 * timed is counted; a version that could not be provisioned for the first is done then.  What was
 * counted is not taken up where only counting is to be done. */
void resume_take_up(struct version *v, const struct manifest_entry *e);

/* Whether the version is still to be measured in that round.  It is not if it was, nor after two
 * rounds in a row without results. */
bool resume_wants(const struct version *v, long round);

/* Whether the version is to be counted by this process: with --instructions, once, when a round has
 * given results; where there is no timed pass, if that round is still to be had. */
bool resume_wants_count(const struct version *v, long round);
