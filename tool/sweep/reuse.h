/* reuse.h - versions that are not measured again, as a result of the same inputs is at hand
 * (--reuse).
 *
 * The room reuse/ knows what a result depends on and how it is kept; here it is decided which
 * versions can be, and when.  Without --reuse the functions do nothing.  That a store cannot be
 * read or written is told once and is no failure: the versions are measured then.
 */
#pragma once

#include "sweep/version.h"

/* Look at what the sweep's results depend on; after its tools were found. */
void reuse_open(struct sweep *sweep);

/* Give the versions that are still to be resolved the locks that are kept, where resolving them
 * again could not lead to another. */
void reuse_locks(struct sweep *sweep);

/* Of the versions that have a lock and were not measured in this run: those of which results are at
 * hand have them, in OUT and in the manifest, and are done. */
void reuse_take(struct sweep *sweep);

/* The same for --prepare: they are only told, and version.reused says when they were measured. */
void reuse_look(struct sweep *sweep);

/* The same of what was counted alone, where times are measured each time: whether the version,
 * which is timed, has its counts by that. */
bool reuse_take_count(struct version *v);

/* Keep the version's results, if they are whole and what they depend on is as it was before; and
 * its lock, if it is a new one. */
void reuse_keep(struct version *v);
