/* arena.h - memory that lives as long as one command.
 *
 * Everything allocated from an arena is freed together by arena_release(); nothing is freed alone.
 * Allocation does not fail for the caller: when the system has no memory left, what
 * arena_on_full() was given is called (it ends children and removes temporary directories), then
 * the program says so and exits with EXIT_FAILED.  Memory comes zeroed and aligned for any type.
 */
#pragma once

#include <stdarg.h>
#include <stddef.h>

struct arena_block;

/* An empty one is {0}. */
struct arena {
    struct arena_block *blocks;
};

/* A position to fall back to; valid until an older one is restored. */
struct arena_mark {
    struct arena_block *block;
    size_t used;
};

void arena_release(struct arena *a);

/* What is called when memory has run out, in whichever arena: one function for the process, because
 * memory is the process's.  SIZE bytes are set aside and given back before it is called, so that it
 * has something to work with.  NULL and 0: nothing is called. */
void arena_on_full(void (*function)(void *data), void *data, size_t size);

/* Memory has run out elsewhere: do what arena_alloc() does then. */
_Noreturn void arena_full(void);

void *arena_alloc(struct arena *a, size_t size);
/* COUNT elements of SIZE bytes; the product is checked. */
void *arena_array(struct arena *a, size_t count, size_t size);
/* Make an array of OLD bytes (from this arena, or NULL) hold SIZE bytes, in place where it is the
 * newest allocation and there is room.  The bytes beyond OLD are zero. */
void *arena_grow(struct arena *a, void *array, size_t old, size_t size);

/* ARRAY, of which COUNT elements of SIZE bytes are used, with room for one more; *CAP is how many
 * it has room for, 0 at first. */
void *arena_more(struct arena *a, void *array, size_t count, size_t *cap, size_t size);

char *arena_strdup(struct arena *a, const char *s);
char *arena_strndup(struct arena *a, const char *s, size_t len);
char *arena_printf(struct arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *a, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

/* Move all that FROM holds to A: it stays where it is and lives as long as A.  FROM is empty then.
 */
void arena_take(struct arena *a, struct arena *from);

struct arena_mark arena_mark(const struct arena *a);
/* Free what was allocated since MARK. */
void arena_reset(struct arena *a, struct arena_mark mark);
