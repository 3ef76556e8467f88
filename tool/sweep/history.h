/* history.h - the rounds of a version: what each process gave, and what all of them make together.
 *
 * With rounds each process has a run file of its own (outdir/outdir.h), and the version's is all of
 * them joined (runfile/join.h), anew after each.  A version that is measured once has no rounds:
 * its process writes the version's.  sweep/resume.h says which rounds are still to be measured.
 */
#pragma once

#include "sweep/version.h"

/* The version begins the round. */
void history_begin(struct version *v, long round);
/* Where the process's run file is to go; that of any round; and that as the manifest names it. */
const char *history_file(const struct version *v);
const char *history_file_of(const struct version *v, long round);
const char *history_name_of(const struct version *v, long round);
/* The round has ended as its task says, after SECONDS at a PLACE that was in that state; or was
 * interrupted.  The version's outcome is that of all its rounds again. */
void history_add(struct version *v, double seconds, const struct host_state *host,
                 const struct manifest_place *place);

/* Whether any round gave results. */
bool history_has_results(const struct version *v);
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
