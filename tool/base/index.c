#include "base/index.h"

#include "base/digest.h"

#include <string.h>

static uint64_t hash_of(const char *key, size_t len)
{
    uint64_t h = digest_bytes(DIGEST_EMPTY, key, len);
    return h ^ h >> 32;
}

/* The slot that holds the key, or the free one where it belongs. */
static struct index_slot *slot_for(const struct index *x, const char *key, size_t len,
                                   uint64_t hash)
{
    size_t mask = x->cap - 1;
    for (size_t i = (size_t)hash & mask;; i = (i + 1) & mask) {
        struct index_slot *s = &x->slots[i];
        if (!s->key || (s->hash == hash && s->len == len && memcmp(s->key, key, len) == 0))
            return s;
    }
}

static void grow(struct index *x)
{
    struct index old = *x;
    x->cap = old.cap ? old.cap * 2 : 16;
    x->slots = arena_array(x->arena, x->cap, sizeof *x->slots);
    for (size_t i = 0; i < old.cap; i++) {
        const struct index_slot *s = &old.slots[i];
        if (s->key)
            *slot_for(x, s->key, s->len, s->hash) = *s;
    }
}

struct index index_new(struct arena *a)
{
    return (struct index){.arena = a};
}

size_t *index_findn(const struct index *x, const char *key, size_t len)
{
    if (x->cap == 0)
        return NULL;
    struct index_slot *s = slot_for(x, key, len, hash_of(key, len));
    return s->key ? &s->value : NULL;
}

size_t *index_find(const struct index *x, const char *key)
{
    return index_findn(x, key, strlen(key));
}

size_t *index_add(struct index *x, const char *key, size_t value, bool *added)
{
    if (x->count * 2 >= x->cap)
        grow(x);
    size_t len = strlen(key);
    uint64_t hash = hash_of(key, len);
    struct index_slot *s = slot_for(x, key, len, hash);
    bool is_new = !s->key;
    if (is_new) {
        *s = (struct index_slot){key, len, hash, value};
        x->count++;
    }
    if (added)
        *added = is_new;
    return &s->value;
}
