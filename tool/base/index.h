/* index.h - where a string is: keys to numbers, by hash.
 *
 * Keys are not copied: they must live as long as the index, which needs no release of its own.
 */
#pragma once

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

struct index_slot {
    const char *key; /* NULL: free */
    size_t len;
    uint64_t hash;
    size_t value;
};

struct index {
    struct arena *arena;
    struct index_slot *slots;
    size_t count, cap; /* cap is a power of two, or 0 */
};

struct index index_new(struct arena *a);
/* The value at KEY, to read or change until the next call; NULL if there is none. */
size_t *index_find(const struct index *x, const char *key);
/* The same for the first LEN bytes of KEY. */
size_t *index_findn(const struct index *x, const char *key, size_t len);
/* The value at KEY; where there was none VALUE is put there and *ADDED is true. */
size_t *index_add(struct index *x, const char *key, size_t value, bool *added);
