/* results.h - what a version came to, from its output directory into a store and back.
 *
 * An entry is an output directory (data/outdir.h) of one version, with its manifest, in which
 * `started` is when it was kept; the names of its files are those they have in any other.
 */
#pragma once

#include "outdir/manifest.h"
#include "reuse/key.h"

/* Keep the version that is the manifest's only one, whose files are in OUT.  SCRATCH is a directory
 * that is not there; it is made, and goes. */
int results_put(struct arena *a, const struct store *store, const struct key *key, const char *out,
                const struct manifest *one, const char *scratch, struct store_bound bound,
                struct error *err);

/* Find it again: 1 its files are below SCRATCH, which was not there, and *ONE says what it came to;
 * 0 and -1 as of sealed_get(). */
int results_get(struct arena *a, const struct store *store, const struct key *key,
                const char *scratch, struct manifest *one, struct error *err);
/* Put these files into OUT, each whole or not at all, in the place of earlier ones. */
int results_place(struct arena *a, const char *scratch, const struct manifest *one, const char *out,
                  struct error *err);

/* The same of a lock alone, from and to the file PATH. */
int results_put_lock(struct arena *a, const struct store *store, const struct key *key,
                     const char *path, const char *scratch, struct store_bound bound,
                     struct error *err);
int results_get_lock(struct arena *a, const struct store *store, const struct key *key,
                     const char *path, const char *scratch, struct error *err);

/* Give the benchmarks of the run file TO what those of FROM have of the same `fullname`: the
 * members `instructions` and `counted` of `extra_info.benchmem` (measure/count_record.h).  TO
 * appears whole or not at all.  *AMENDED is how many got something. */
int results_transfer_counts(struct arena *a, const char *from, const char *to, size_t *amended,
                            struct error *err);
