/* history.h - the rounds of a version: what each process gave, and what all of them make together.
 *
 * With rounds each process has a run file of its own (outdir/outdir.h), and the version's is all of
 * them joined (runfile/join.h), anew after each.  A version that is measured once has no rounds:
 * its process writes the version's.
 */
#pragma once

#include "sweep/version.h"

/* What the version is measured with beside the package: suite, options, command, launcher, CPUs. */
const char *history_method(struct arena *a, const struct plan *plan);

/* Take up the rounds that an entry of the manifest records: those of this run, measured by the same
 * method in an environment of the same inputs, whose file is there and is the recorded one.  A
 * round that gave no results is taken up only where a single later round is measured, or what was
 * timed is counted; a version that could not be provisioned for the first is done then.  What was
 * counted is not taken up where only counting is to be done. */
void history_take_up(struct version *v, const struct manifest_entry *e);

/* Whether the version is still to be measured in that round.  It is not if it was, nor after two
 * rounds in a row without results. */
bool history_wants(const struct version *v, long round);

/* The version begins the round. */
void history_begin(struct version *v, long round);
/* Where the process's run file is to go; and that of any round. */
const char *history_file(const struct version *v);
const char *history_file_of(const struct version *v, long round);
/* The round has ended as its task says, after SECONDS at a PLACE that was in that state; or was
 * interrupted.  The version's outcome is that of all its rounds again. */
void history_add(struct version *v, double seconds, const struct host_state *host,
                 const struct manifest_place *place);

/* Whether the version is to be counted by this process: with --instructions, once, when a round has
 * given results; where there is no timed pass, if that round is still to be had. */
bool history_wants_count(const struct version *v, long round);
/* The round whose run file gets the counts: the first with results; without a timed pass ROUND. */
long history_round_to_count(const struct version *v, long round);
/* The counted run begins beside the rounds: --timeout holds for it alone. */
void history_begin_count(struct version *v);
/* It has ended, as V's history.count says; what changed the round's run file is taken in. */
void history_add_count(struct version *v);

/* Make V's outcome that of all rounds together, and of the counted run. */
void history_conclude(struct version *v);
/* The version could not be provisioned for the rounds it still wants: if earlier ones gave results
 * it is no more than partial, and says why. */
void history_keep_results(struct version *v);
/* Write OUT/LABEL.json of the rounds so far, if a round gave results. */
int history_join(struct version *v, struct error *err);
