/* even.c - the library benchmem_even: a malloc() that costs the same whatever was allocated before.
 *
 * It is put before the C library's in a counted process (LD_PRELOAD, with PYTHONMALLOC=malloc so
 * that Python's objects come from it too).  What the usual allocators execute depends on where free
 * memory happens to be: whether realloc() finds room behind a block or copies it, how many free
 * blocks are looked at, when a pool is full.  That differs between environments that differ in the
 * length of a path, by up to 8 % of a call.  Here it depends on the sizes that are asked for:
 *
 *   - sizes are rounded up to classes, four to a power of two; a freed block is the next one that
 *     is given out in its class; nothing is split, joined or given back;
 *   - realloc() stays in place if the class stays the same, and copies otherwise;
 *   - from LARGEST on a block is a mapping of its own, in the same classes.
 *
 * So it wastes memory, which nobody measures here.  Blocks of a class lie in spans of SPAN bytes,
 * aligned to their size, whose head says the class.  Blocks of 64 bytes and multiples lie at
 * multiples of 64, so that copying costs the same.
 */
#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { SPAN = 1 << 20, LARGEST = SPAN / 4, CLASSES = 64, HEAD = 64, PAGE = 4096 };

struct block {
    struct block *next;
};

/* What stands at the begin of a span, and of a mapping that is one block. */
struct head {
    size_t size;  /* of each block */
    size_t class; /* of the blocks of a span */
    size_t len;   /* of the mapping if it is one block, else 0 */
};
_Static_assert(sizeof(struct head) <= HEAD, "blocks begin behind the head");

static struct class
{
    struct block *freed; /* the last one first */
    char *fresh, *end;   /* of the newest span, what was never given out */
} classes[CLASSES];
static char busy;

/* Never held for longer than some instructions. */
static void take(void)
{
    while (__atomic_test_and_set(&busy, __ATOMIC_ACQUIRE))
        ;
}

static void give(void)
{
    __atomic_clear(&busy, __ATOMIC_RELEASE);
}

/* A child of fork() has the lock free, whoever held it. */
__attribute__((constructor)) static void begin(void)
{
    (void)pthread_atfork(take, give, give);
}

/* 16, 32, 48, 64; 80, 96, 112, 128; 160, ... are the classes 0 to 3, 4 to 7, ... */
static size_t class_of(size_t size)
{
    size_t last = size ? size - 1 : 0;
    if (last < 64)
        return last >> 4;
    unsigned power = 63U - (unsigned)__builtin_clzll(last);
    return (size_t)(power - 5) * 4 + ((last >> (power - 2)) & 3);
}

static size_t size_of(size_t class)
{
    if (class < 4)
        return (class + 1) << 4;
    size_t power = class / 4 + 5;
    return ((size_t)1 << power) + ((class % 4 + 1) << (power - 2));
}

static struct head *head_of(const void *block)
{
    return (struct head *)((uintptr_t)block & ~(uintptr_t)(SPAN - 1));
}

/* LEN bytes of memory, zero, at a multiple of SPAN; LEN is a multiple of PAGE. */
static char *map(size_t len)
{
    char *all = mmap(NULL, len + SPAN, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (all == MAP_FAILED)
        return NULL;
    char *at = (char *)(((uintptr_t)all + SPAN - 1) & ~(uintptr_t)(SPAN - 1));
    if (at > all)
        (void)munmap(all, (size_t)(at - all));
    (void)munmap(at + len, (size_t)(all + SPAN - at));
    return at;
}

/* A mapping for one block of SIZE bytes at a multiple of ALIGNMENT, a power of two up to LARGEST;
 * zero. */
static void *map_block(size_t size, size_t alignment)
{
    size_t before = alignment > HEAD ? alignment : HEAD;
    if (size > PTRDIFF_MAX / 2)
        return NULL;
    size_t len = (before + size_of(class_of(size)) + PAGE - 1) & ~(size_t)(PAGE - 1);
    char *at = map(len);
    if (!at)
        return NULL;
    *(struct head *)(void *)at = (struct head){.size = len - before, .len = len};
    return at + before;
}

/* Whether the class has room in a span for one more. */
static bool has_fresh(size_t class)
{
    struct class *c = &classes[class];
    size_t size = size_of(class);
    if ((size_t)(c->end - c->fresh) >= size)
        return true;
    char *at = map(SPAN);
    if (!at)
        return false;
    *(struct head *)(void *)at = (struct head){.size = size, .class = class};
    c->fresh = at + HEAD;
    c->end = at + SPAN;
    return true;
}

static void *get(size_t size)
{
    if (size > LARGEST)
        return map_block(size, HEAD);
    size_t class = class_of(size);
    struct class *c = &classes[class];
    void *block = NULL;
    take();
    if (c->freed) {
        block = c->freed;
        c->freed = c->freed->next;
    } else if (has_fresh(class)) {
        block = c->fresh;
        c->fresh += size_of(class);
    }
    give();
    return block;
}

void *malloc(size_t size)
{
    void *block = get(size);
    if (!block)
        errno = ENOMEM;
    return block;
}

void free(void *block)
{
    if (!block)
        return;
    struct head *head = head_of(block);
    if (head->len) {
        int before = errno;
        (void)munmap(head, head->len);
        errno = before;
        return;
    }
    struct class *c = &classes[head->class];
    struct block *freed = block;
    take();
    freed->next = c->freed;
    c->freed = freed;
    give();
}

void *calloc(size_t count, size_t size)
{
    size_t all;
    if (__builtin_mul_overflow(count, size, &all)) {
        errno = ENOMEM;
        return NULL;
    }
    void *block = malloc(all);
    if (block && all <= LARGEST)
        memset(block, 0, all);
    return block;
}

void *realloc(void *block, size_t size)
{
    if (!block)
        return malloc(size);
    if (!size) {
        free(block);
        return NULL;
    }
    const struct head *head = head_of(block);
    bool stays = head->len ? size > LARGEST && size <= head->size && size > head->size / 2
                           : size <= LARGEST && class_of(size) == head->class;
    if (stays)
        return block;
    void *other = malloc(size);
    if (!other)
        return NULL;
    memcpy(other, block, size < head->size ? size : head->size);
    free(block);
    return other;
}

/* At a multiple of ALIGNMENT; NULL without room, or where the alignment is none. */
static void *get_aligned(size_t alignment, size_t size)
{
    if (!alignment || alignment & (alignment - 1) || alignment > LARGEST)
        return NULL;
    if (alignment <= 16)
        return get(size);
    if (alignment <= HEAD && size <= LARGEST - HEAD) {
        /* Every multiple of 64 is in a class of such. */
        size_t rounded = (size + HEAD - 1) & ~(size_t)(HEAD - 1);
        return get(rounded ? rounded : HEAD);
    }
    return map_block(size, alignment);
}

int posix_memalign(void **block, size_t alignment, size_t size)
{
    if (alignment % sizeof(void *) || !alignment || alignment & (alignment - 1))
        return EINVAL;
    void *found = get_aligned(alignment, size);
    if (!found)
        return ENOMEM;
    *block = found;
    return 0;
}

void *aligned_alloc(size_t alignment, size_t size)
{
    void *block = get_aligned(alignment, size);
    if (!block)
        errno = ENOMEM;
    return block;
}

/* The C library's own, older ways. */
void *memalign(size_t alignment, size_t size);
void *valloc(size_t size);
void *pvalloc(size_t size);
size_t malloc_usable_size(void *block);

void *memalign(size_t alignment, size_t size)
{
    return aligned_alloc(alignment, size);
}

void *valloc(size_t size)
{
    return aligned_alloc(PAGE, size);
}

void *pvalloc(size_t size)
{
    return aligned_alloc(PAGE, (size + PAGE - 1) & ~(size_t)(PAGE - 1));
}

size_t malloc_usable_size(void *block)
{
    return block ? head_of(block)->size : 0;
}
