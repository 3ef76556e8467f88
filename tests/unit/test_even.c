/* The allocator of counted processes: blocks that hold what is put into them, whatever was
 * allocated before at the same cost. */
#include "unit_test.h"

#define malloc even_malloc
#define free even_free
#define calloc even_calloc
#define realloc even_realloc
#define posix_memalign even_posix_memalign
#define aligned_alloc even_aligned_alloc
#define memalign even_memalign
#define valloc even_valloc
#define pvalloc even_pvalloc
#define malloc_usable_size even_usable_size
/* They are declared with attributes in the C library's headers, which come first. */
void *malloc(size_t size);
void free(void *block);
void *calloc(size_t count, size_t size);
void *realloc(void *block, size_t size);
int posix_memalign(void **block, size_t alignment, size_t size);
void *aligned_alloc(size_t alignment, size_t size);
#include "../../tool/measure/even.c" /* NOLINT(bugprone-suspicious-include): its own functions too */

static uint64_t next_random(uint64_t *state)
{
    *state = *state * 6364136223846793005U + 1442695040888963407U;
    return *state >> 33;
}

/* Sizes of all magnitudes, beyond the largest class too. */
static size_t random_size(uint64_t *state)
{
    return (size_t)(next_random(state) % ((uint64_t)1 << (1 + next_random(state) % 19)));
}

static void classes_are_as_told(void **state)
{
    (void)state;
    size_t before = 0;
    for (size_t class = 0; class_of(size_of(class)) == class && size_of(class) <= LARGEST;
         class ++) {
        assert_true(class < CLASSES && size_of(class) > before && size_of(class) % 16 == 0);
        assert_int_equal(class_of(before + 1), class);
        before = size_of(class);
    }
    assert_int_equal(before, LARGEST);
    assert_int_equal(size_of(4), 80);
    assert_int_equal(size_of(8), 160);
    for (size_t size = HEAD; size <= LARGEST; size += HEAD)
        assert_int_equal(size_of(class_of(size)) % HEAD, 0);
}

enum { BLOCKS = 500 };

struct held {
    unsigned char *at;
    size_t size;
    unsigned char filling;
};

/* All of the bytes are FILLING: the first is, and each is as the next. */
static void check_bytes(const unsigned char *at, size_t size, unsigned char filling)
{
    if (size && (at[0] != filling || memcmp(at, at + 1, size - 1) != 0))
        fail_msg("of %zu bytes some are not %d", size, filling);
}

static void blocks_hold_what_is_put_into_them(void **state)
{
    (void)state;
    static struct held held[BLOCKS];
    uint64_t random = 1;
    for (int step = 0; step < 20000; step++) {
        struct held *h = &held[next_random(&random) % BLOCKS];
        size_t size = random_size(&random), old = h->size;
        unsigned char *at;
        check_bytes(h->at, h->size, h->filling);
        if (h->at && next_random(&random) % 3 == 0) {
            at = realloc(h->at, size);
            if (!size) {
                *h = (struct held){0};
                continue;
            }
            assert_non_null(at);
            check_bytes(at, old < size ? old : size, h->filling);
        } else {
            free(h->at);
            bool zero = next_random(&random) % 2;
            at = zero ? calloc(size, 1) : malloc(size);
            assert_non_null(at);
            check_bytes(at, zero ? size : 0, 0);
        }
        assert_int_equal((uintptr_t)at % 16, 0);
        assert_true(malloc_usable_size(at) >= size);
        *h = (struct held){at, size, (unsigned char)step};
        memset(at, h->filling, size);
    }
    for (int i = 0; i < BLOCKS; i++)
        free(held[i].at);
}

static void alignments_hold(void **state)
{
    (void)state;
    void *block = NULL;
    for (size_t alignment = 8; alignment <= LARGEST; alignment *= 2) {
        for (size_t size = 0; size < (size_t)2 * LARGEST; size = size * 3 + 1) {
            assert_int_equal(posix_memalign(&block, alignment, size), 0);
            assert_int_equal((uintptr_t)block % alignment, 0);
            assert_true(malloc_usable_size(block) >= size);
            if (block)
                memset(block, 1, size);
            free(block);
        }
    }
    assert_int_equal(posix_memalign(&block, 24, 8), EINVAL);
    assert_int_equal(posix_memalign(&block, 4, 8), EINVAL);
    assert_null(aligned_alloc(24, 8));
    block = valloc(10);
    assert_int_equal((uintptr_t)block % PAGE, 0);
    free(block);
    block = pvalloc(10);
    assert_true(malloc_usable_size(block) >= PAGE);
    free(block);
}

static void what_there_is_no_room_for(void **state)
{
    (void)state;
    volatile size_t most = SIZE_MAX;
    errno = 0;
    assert_null(malloc(most));
    assert_int_equal(errno, ENOMEM);
    assert_null(calloc(most / 2, 3));
    assert_null(malloc(most / 4));
    void *block = malloc(100);
    assert_null(realloc(block, most));
    free(block);
    free(NULL);
    assert_int_equal(malloc_usable_size(NULL), 0);
}

/* Which steps of a growing buffer copy it, one bit a step. */
static uint64_t copies_of_growth(void)
{
    uint64_t copies = 0;
    char *buffer = malloc(100);
    size_t size = 100;
    for (int step = 0; step < 64; step++) {
        size += size / 8;
        char *other = realloc(buffer, size);
        copies |= (uint64_t)(other != buffer) << step;
        buffer = other;
    }
    free(buffer);
    return copies;
}

static void growth_copies_the_same_whatever_was_before(void **state)
{
    (void)state;
    uint64_t first = copies_of_growth(), random = 7;
    for (int history = 0; history < 20; history++) {
        void *blocks[100];
        for (int i = 0; i < 100; i++)
            blocks[i] = malloc(random_size(&random));
        for (int i = 0; i < 100; i += 2)
            free(blocks[i]);
        assert_true(copies_of_growth() == first);
        for (int i = 1; i < 100; i += 2)
            free(blocks[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(classes_are_as_told),
        cmocka_unit_test(blocks_hold_what_is_put_into_them),
        cmocka_unit_test(alignments_hold),
        cmocka_unit_test(what_there_is_no_room_for),
        cmocka_unit_test(growth_copies_the_same_whatever_was_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
