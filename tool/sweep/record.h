/* record.h - a sweep and its output directory (outdir/outdir.h): who is writing to it, what the
 * manifest says.
 *
 * Every change of the manifest reads it, changes the entries of this process and writes it back
 * under a lock, so sweeps of different versions can share a directory.  A label has one sweep at a
 * time: a second one waits.
 */
#pragma once

#include "sweep/version.h"

/* Make the directory, check that it can be written, take the labels' locks (waiting, and saying for
 * whom), put in order what dead sweeps left (sweep/leftover.h), register each version's temporary
 * directory (provision/workdir.h). */
int record_open(struct sweep *sweep, struct error *err);
/* Forget the temporary directories, which are gone; release the locks. */
void record_close(struct sweep *sweep);

/* Join the run in the manifest, or begin one where there is none.  Versions that --prepare left
 * pending with a lock that still fits have that (venv.lock). */
int record_join(struct sweep *sweep, struct error *err);

/* Begin a new run: every version pending, in this order; what other versions were stays, as part
 * of an older run. */
int record_begin(struct sweep *sweep, struct error *err);

/* The manifest of the version alone, as it has ended, which begins now. */
void record_entry(struct version *v, struct manifest *one);

/* Write down what the version ended as, and its log. */
int record_version(struct version *v, struct error *err);

/* What a run gave is on the disk before the next one begins: the rounds are joined, the version is
 * recorded and settled.  That it could not be written is told, and does not keep the others from
 * being measured. */
void record_keep(struct version *v);
