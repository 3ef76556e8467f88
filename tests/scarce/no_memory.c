/* Preloaded into benchmem: the allocation number NO_MEMORY_AT fails.  With NO_MEMORY_FROM memory
 * has run out with it: from then on there is only what is freed.  At its end the program writes how
 * many there were to the file NO_MEMORY_COUNT.  Other programs, such as the children of a sweep,
 * are left alone. */
#include <errno.h>
#include <malloc.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static atomic_long count;
static atomic_long in_use;    /* bytes */
static atomic_long all_of_it; /* bytes there are; 0: no limit */
static long fail_at;
static bool fail_from;
static bool active;

extern char *program_invocation_short_name;

#ifdef __clang__
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wreserved-identifier" /* glibc calls them so */
#endif
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t number, size_t size);
extern void *__libc_realloc(void *p, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void *p);
#ifdef __clang__
#pragma clang diagnostic pop
#endif

__attribute__((constructor)) static void begin(void)
{
    const char *at = getenv("NO_MEMORY_AT");
    fail_at = at ? strtol(at, NULL, 10) : 0;
    fail_from = getenv("NO_MEMORY_FROM") != NULL;
    active = strcmp(program_invocation_short_name, "benchmem") == 0;
}

__attribute__((destructor)) static void end(void)
{
    const char *path = getenv("NO_MEMORY_COUNT");
    FILE *f = active && path ? fopen(path, "w") : NULL;
    if (f) {
        fprintf(f, "%ld\n", atomic_load(&count));
        fclose(f);
    }
}

static bool fails(size_t size)
{
    if (!active)
        return false;
    long number = atomic_fetch_add(&count, 1) + 1, limit = atomic_load(&all_of_it);
    if (number == fail_at && fail_from)
        atomic_store(&all_of_it, atomic_load(&in_use));
    bool result = number == fail_at || (limit && atomic_load(&in_use) + (long)size > limit);
    if (result)
        errno = ENOMEM;
    return result;
}

static void *used(void *p)
{
    if (p)
        atomic_fetch_add(&in_use, (long)malloc_usable_size(p));
    return p;
}

static void unused(void *p)
{
    if (p)
        atomic_fetch_sub(&in_use, (long)malloc_usable_size(p));
}

void *malloc(size_t size)
{
    return fails(size) ? NULL : used(__libc_malloc(size));
}

void *calloc(size_t number, size_t size)
{
    return fails(number * size) ? NULL : used(__libc_calloc(number, size));
}

void *realloc(void *p, size_t size)
{
    if (fails(size))
        return NULL;
    unused(p);
    return used(__libc_realloc(p, size));
}

void *aligned_alloc(size_t alignment, size_t size)
{
    return fails(size) ? NULL : used(__libc_memalign(alignment, size));
}

int posix_memalign(void **p, size_t alignment, size_t size)
{
    *p = fails(size) ? NULL : used(__libc_memalign(alignment, size));
    return *p ? 0 : ENOMEM;
}

void free(void *p)
{
    unused(p);
    __libc_free(p);
}
