/* doubts.h - what of the machine's state, round by round, makes times doubtful, in one line.
 *
 * "times doubtful: load 3.2 on 2 processors in 4 of 7 rounds, governor powersave, swap in use".  A
 * round counts once, however many versions were doubtful in it.  Doubtful is
 *
 *   load      above half of the processors, without the 1 that is our own measuring
 *   busy      other processes run on, or wait for, every processor when a round begins
 *   governor  another than "performance"
 *   swap      in use by more than 1 % of the memory
 *   pace      a fixed piece of work took a fifth longer than the least of all rounds
 *
 * Of several rounds the line tells the highest load, the most processes, the worst pace. Frequency,
 * turbo and virtualisation are recorded, but say nothing by themselves.
 */
#pragma once

#include "base/arena.h"
#include "outdir/manifest.h"

/* The rounds of one version. */
struct doubts_rounds {
    const struct manifest_round *rounds;
    size_t count;
};

/* The line, of the rounds of COUNT versions; NULL where nothing is doubtful. */
const char *doubts_of_rounds(struct arena *a, const struct doubts_rounds *versions, size_t count);

/* The same over the rounds of the newest run that the manifest has of its versions; those that were
 * measured once (no rounds_wanted) do not count. */
const char *doubts_of(struct arena *a, const struct manifest *manifest);
