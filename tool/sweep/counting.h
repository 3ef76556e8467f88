/* counting.h - the counted runs: several versions at once, beside no timed run.
 *
 * Counting does not depend on what else the machine does, so it takes no turn on it
 * (machine_turn.h).  A version is counted once, after the first round that gave results: what was
 * counted goes into that round's run file, and OUT/LABEL.json has it from there.  Where there is no
 * timed pass the counted runs are the version's rounds.
 */
#pragma once

#include "sweep/version.h"

/* Count those of the versions that have an environment and are to be counted
 * (resume_wants_count()), in ROUND if nothing is timed, AT_ONCE at a time; what came of each is in
 * the manifest afterwards. Without effect after a signal. */
void counting_run(struct sweep *sweep, struct version **versions, size_t count, size_t at_once,
                  long round);
