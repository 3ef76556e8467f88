#include "base/arena.h"

#include "base/error.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_SIZE = 64 * 1024 };

struct arena_block {
    struct arena_block *next; /* older */
    size_t size, used;
    alignas(max_align_t) unsigned char bytes[];
};

/* The last words; see arena_on_full(). */
static struct {
    void (*function)(void *data);
    void *data, *reserve;
} last;

void arena_full(void)
{
    void (*function)(void *) = last.function;
    free(last.reserve);
    last.reserve = NULL;
    last.function = NULL; /* it may find no memory either */
    if (function)
        function(last.data);
    fputs("benchmem: out of memory: close other programs or give fewer runs at once\n", stderr);
    exit(EXIT_FAILED);
}

void arena_on_full(void (*function)(void *data), void *data, size_t size)
{
    free(last.reserve);
    last.function = NULL;
    last.reserve = size ? malloc(size) : NULL;
    if (size && !last.reserve)
        arena_full();
    if (size)
        memset(last.reserve, 1, size); /* else it is promised, not there */
    last.function = function;
    last.data = data;
}

static size_t aligned(size_t size)
{
    const size_t unit = alignof(max_align_t);
    if (size > SIZE_MAX - unit)
        arena_full();
    return (size + unit - 1) / unit * unit;
}

void arena_release(struct arena *a)
{
    arena_reset(a, (struct arena_mark){0});
}

static struct arena_block *block_add(struct arena *a, size_t room)
{
    size_t size = room > BLOCK_SIZE ? room : BLOCK_SIZE;
    if (size > SIZE_MAX - sizeof(struct arena_block))
        arena_full();
    struct arena_block *b = malloc(sizeof *b + size);
    if (!b)
        arena_full();
    *b = (struct arena_block){.next = a->blocks, .size = size};
    a->blocks = b;
    return b;
}

void *arena_alloc(struct arena *a, size_t size)
{
    size = aligned(size ? size : 1);
    struct arena_block *b = a->blocks;
    if (!b || b->size - b->used < size)
        b = block_add(a, size);
    void *p = b->bytes + b->used;
    b->used += size;
    return memset(p, 0, size);
}

void *arena_array(struct arena *a, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size)
        arena_full();
    return arena_alloc(a, count * size);
}

void *arena_grow(struct arena *a, void *array, size_t old, size_t size)
{
    struct arena_block *b = a->blocks;
    size_t held = aligned(old ? old : 1);
    if (array && (unsigned char *)array + held == b->bytes + b->used) {
        size_t want = aligned(size);
        if (want <= held)
            return array;
        if (b->size - b->used >= want - held) {
            memset(b->bytes + b->used, 0, want - held);
            b->used += want - held;
            return array;
        }
    }
    void *p = arena_alloc(a, size);
    if (array)
        memcpy(p, array, old < size ? old : size);
    return p;
}

void *arena_more(struct arena *a, void *array, size_t count, size_t *cap, size_t size)
{
    size_t old = *cap;
    if (count < old)
        return array;
    *cap = old ? old * 2 : 16;
    return arena_grow(a, array, old * size, *cap * size);
}

char *arena_strndup(struct arena *a, const char *s, size_t len)
{
    char *p = arena_alloc(a, len + 1);
    memcpy(p, s, len);
    return p;
}

char *arena_strdup(struct arena *a, const char *s)
{
    return arena_strndup(a, s, strlen(s));
}

char *arena_vprintf(struct arena *a, const char *format, va_list args)
{
    char text[128]; /* most are a number or a name: formatted once */
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(text, sizeof text, format, args);
    if (n < 0)
        arena_full();
    char *p = arena_alloc(a, (size_t)n + 1);
    if ((size_t)n < sizeof text)
        memcpy(p, text, (size_t)n);
    else
        vsnprintf(p, (size_t)n + 1, format, again);
    va_end(again);
    return p;
}

char *arena_printf(struct arena *a, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *p = arena_vprintf(a, format, args);
    va_end(args);
    return p;
}

void arena_take(struct arena *a, struct arena *from)
{
    struct arena_block **oldest = &from->blocks;
    while (*oldest)
        oldest = &(*oldest)->next;
    *oldest = a->blocks;
    a->blocks = from->blocks;
    from->blocks = NULL;
}

struct arena_mark arena_mark(const struct arena *a)
{
    return (struct arena_mark){a->blocks, a->blocks ? a->blocks->used : 0};
}

void arena_reset(struct arena *a, struct arena_mark mark)
{
    while (a->blocks && a->blocks != mark.block) {
        struct arena_block *older = a->blocks->next;
        free(a->blocks);
        a->blocks = older;
    }
    if (a->blocks)
        a->blocks->used = mark.used;
}
