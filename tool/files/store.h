/* store.h - a directory of entries, each a directory named by its key: whole or absent whatever
 * dies when, bounded in number and size, shared by any number of processes.
 *
 *   DIR/KEY/                 an entry; it is never changed, only replaced or removed
 *   DIR/.new-TOKEN/          one that is being written, or removed
 *   DIR/.new-TOKEN.busy      locked by who writes it
 *   DIR/.busy                locked while entries are copied, come or go
 *
 * The functions use no arena of the caller's and may run on a thread.
 */
#pragma once

#include "base/error.h"

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct store {
    const char *dir;                   /* absolute; made when something is put there */
    const volatile sig_atomic_t *stop; /* ends waiting and copying when it becomes nonzero */
};

/* A KEY has letters, digits and . _ - + only, and does not begin with a dot. */

/* Whether there is such an entry. */
bool store_has(const struct store *s, const char *key);

/* Copy the entry to the directory TO, which must not exist, links as they are; it is the most
 * recently used one then.  1 copied; 0 there is none; -1 it failed, and what was copied so far is
 * left for the caller to remove.  A store that cannot be written can be read. */
int store_get(const struct store *s, const char *key, const char *to, struct error *err);

/* How much there may be; the newest entry stays in any case.  0: any. */
struct store_bound {
    size_t entries;
    uint64_t bytes; /* of all files of all entries */
};

/* Have a copy of the directory FROM, without what is called __pycache__, as the entry, in the place
 * of one that is there; then the least recently used ones go until the others are within the BOUND.
 * There is no part of an entry if it fails, whatever for.  What killed writers have left is
 * removed. */
int store_put(const struct store *s, const char *key, const char *from, struct store_bound bound,
              struct error *err);

/* Remove the entry, if it is there. */
int store_drop(const struct store *s, const char *key, struct error *err);
