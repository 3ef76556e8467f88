/* history.h - the rounds of a version: what each process gave, and what all of them make together.
 *
 *   OUT/rounds/LABEL.K.json    what the process of round K wrote
 *   OUT/LABEL.json             the rounds so far joined (runfile/join.h), anew after each of them
 *
 * A version that is measured once has no rounds: its process writes OUT/LABEL.json.
 */
#ifndef BENCHMEM_SWEEP_HISTORY_H
#define BENCHMEM_SWEEP_HISTORY_H

#include "sweep/version.h"

/* Whether versions have rounds in this sweep. */
bool history_has_rounds(const struct sweep *sweep);

/* " of 7" rounds; "" where their number is not known before. */
const char *history_of(const struct sweep *sweep);
/* Whether no other process measures a later round. */
bool history_is_last(const struct sweep_options *options);

/* What the version is measured with beside the package: suite, options, command, launcher, CPUs. */
const char *history_method(const struct sweep *sweep);

/* Take up the rounds that an entry of the manifest records: those of this run, measured by the same
 * method in an environment of the same inputs, whose file is there and is the recorded one.  A
 * round that gave no results is taken up only where a single later round is measured; a version
 * that could not be provisioned for the first is out then. */
void history_take_up(struct version *v, const struct manifest_entry *e);

/* Whether the version is still to be measured in that round.  It is not if it was, nor after two
 * rounds in a row without results. */
bool history_wants(const struct version *v, long round);

/* The version begins the round: what it ended as so far is out of sight until history_add(). */
void history_begin(struct version *v, long round);
/* Where the process's run file is to go. */
const char *history_file(const struct version *v);
/* The round has ended as V says, after SECONDS on a machine that was in that state; or was
 * interrupted.  The version's results are those of all its rounds again. */
void history_add(struct version *v, double seconds, const struct host_state *host);

/* Make V's status, reason, failed tests and last lines those of all rounds together. */
void history_conclude(struct version *v);
/* The version could not be provisioned for the rounds it still wants: if earlier ones gave results
 * it is no more than partial, and says why. */
void history_keep_results(struct version *v);
/* Write OUT/LABEL.json of the rounds so far, if a round gave results. */
int history_join(struct version *v, struct error *err);

#endif
