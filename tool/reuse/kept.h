/* kept.h - an entry of a store (files/store.h) that is used only if it is what was put there.
 *
 *   key       the text of its key
 *   digests   "FINGERPRINT NAME", a line for each of its files
 *
 * beside these files.  A name of an entry is that of its key, whose text must be the same too.
 */
#ifndef BENCHMEM_REUSE_KEPT_H
#define BENCHMEM_REUSE_KEPT_H

#include "base/str.h"
#include "files/store.h"
#include "reuse/key.h"

/* Keep the files NAMES of the directory DIR, which goes. */
int kept_put(struct arena *a, const struct store *store, const struct key *key, const char *dir,
             const struct strv *names, struct store_bound bound, struct error *err);

/* Copy the entry of the key to DIR, which must not be there, and append the names of its files.
 * 1 they are there and as they were put; 0 there is none; -1 it cannot be read, or is damaged: then
 * it is taken out of the store. */
int kept_get(struct arena *a, const struct store *store, const struct key *key, const char *dir,
             struct strv *names, struct error *err);

/* Which of the store's entries whose names begin with PREFIX differs from the key in fewest lines:
 * in which, as of key_difference(); NULL where there is none. */
const char *kept_nearest(struct arena *a, const struct store *store, const struct key *key,
                         const char *prefix);

#endif
