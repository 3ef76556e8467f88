/* sealed.h - an entry of a store (files/store.h) that is used only if it is what was put there.
 *
 *   key       the text of its key
 *   digests   a line for each of its other files: what it is, its fingerprint, its name
 *
 * beside these files.  A name of an entry is that of its key, whose text must be the same too.
 */
#pragma once

#include "base/str.h"
#include "files/facts.h"
#include "files/store.h"

/* Under what an entry is kept. */
struct key {
    const char *text; /* all that it depends on (files/facts.h) */
    const char *name; /* "tomli-2.0.1-5b1f...", to be that of a directory */
};

/* Of the HEAD line and the COUNT lists of facts; its name is PREFIX and the first DIGITS of the
 * text's fingerprint. */
struct key key_of_facts(struct arena *a, const char *head, const struct facts *const *facts,
                        size_t count, const char *prefix, int digits);

/* Keep what is in the directory DIR, but for __pycache__; the seal is left in it. */
int sealed_put(struct arena *a, const struct store *store, const struct key *key, const char *dir,
               struct store_bound bound, struct error *err);

/* Copy the entry of the key to DIR, which must not be there.  1 all is as it was put there; 0 there
 * is none; -1 it cannot be read, or is damaged: then it is taken out of the store.  DIR is there
 * only with 1. */
int sealed_get(struct arena *a, const struct store *store, const struct key *key, const char *dir,
               struct error *err);

/* What names the content of a directory that sealed_put() left or sealed_get() made, and of an
 * entry without a look at its files; NULL if there is no seal. */
const char *sealed_content(struct arena *a, const char *dir);

/* Which of the store's entries whose names begin with PREFIX differs from the key in fewest lines:
 * in which, as of facts_difference(); NULL where there is none. */
const char *sealed_nearest(struct arena *a, const struct store *store, const struct key *key,
                           const char *prefix);
