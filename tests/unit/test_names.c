/* Lists of names made short: what is dropped, what is kept, and that no two become the same. */
#include "unit_test.h"

#include "text/names.h"
#include "text/utf8.h"
#include "text/width.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define COUNT(list) (sizeof(list) / sizeof *(list))

static void assert_short(struct arena *a, const char *const *names, size_t count, size_t columns,
                         const char *const *expected)
{
    const char **got = names_shorten_columns(a, names, count, columns);
    for (size_t i = 0; i < count; i++)
        assert_string_equal(got[i], expected[i]);
}

static void what_fits_is_left_alone(void **state)
{
    static const char *const names[] = {"test_loads[400]", "test_loads[50]", "test_loads[50]"};
    assert_short(*state, names, 3, 15, names);
    static const char *const expected[] = {"400", "50", "50"};
    assert_short(*state, names, 3, 14, expected);
}

static void what_all_share_is_dropped(void **state)
{
    struct arena *a = *state;
    static const char *const strategy[] = {
        "test_unstructure_lists[UnstructureStrategy.AS_DICT-BaseConverter]",
        "test_unstructure_lists[UnstructureStrategy.AS_DICT-Converter]",
        "test_structure_mappings[UnstructureStrategy.AS_TUPLE-Converter]",
        "test_structure_mappings[UnstructureStrategy.AS_DICT-Converter]",
    };
    static const char *const dropped[] = {
        "unstructure_lists[AS_DICT-BaseConverter]",
        "unstructure_lists[AS_DICT-Converter]",
        "structure_mappings[AS_TUPLE-Converter]",
        "structure_mappings[AS_DICT-Converter]",
    };
    assert_short(a, strategy, 4, 40, dropped);

    static const char *const ends[] = {"test_a_small_benchmark", "test_b_benchmark"};
    static const char *const ends_dropped[] = {"a_small", "b"};
    assert_short(a, ends, 2, 20, ends_dropped);
    static const char *const inside[] = {"test_f[[1, 2]-fast]", "test_f[[3]-fast]"};
    static const char *const inside_dropped[] = {"1, 2", "3"};
    assert_short(a, inside, 2, 10, inside_dropped);
    static const char *const numbers[] = {"test_f[-1.25]", "test_f[-1.5]"};
    static const char *const numbers_dropped[] = {"-1.25", "-1.5"};
    assert_short(a, numbers, 2, 10, numbers_dropped);
    static const char *const fractions[] = {"test_f[1.25]", "test_f[3.25]"};
    static const char *const fractions_dropped[] = {"1.25", "3.25"};
    assert_short(a, fractions, 2, 10, fractions_dropped);
    static const char *const files[] = {"bench/test_a.py::test_x", "bench/test_b.py::test_x"};
    static const char *const files_dropped[] = {"a", "b"};
    assert_short(a, files, 2, 10, files_dropped);
}

/* A file is no class, and one that tells is not dropped. */
static void classes_are_dropped_of_one_function(void **state)
{
    struct arena *a = *state;
    static const char *const files[] = {"test_f[github.json]", "test_f[github.txt]",
                                        "test_f[canada.txt]"};
    static const char *const files_short[] = {"github.json", "github.txt", "canada.txt"};
    assert_short(a, files, 3, 12, files_short);
    static const char *const two[] = {"test_f[Color.RED]", "test_f[Shape.RED]"};
    static const char *const two_short[] = {"Color", "Shape"};
    assert_short(a, two, 2, 12, two_short);
    static const char *const nested[] = {"test_f[a.B.C-D.E]", "test_f[a.B.F-D.G]", "test_g[D.E]"};
    static const char *const nested_short[] = {"f[C-E]", "f[F-G]", "g[E]"};
    assert_short(a, nested, 3, 12, nested_short);
}

static void what_tells_is_kept(void **state)
{
    struct arena *a = *state;
    static const char *const names[] = {
        "serialise_a_list_of_integers[indented]",
        "serialise_a_list_of_floats[indented]",
        "parse_a_list_of_floats[indented]",
    };
    static const char *const expected[] = {
        "serialise_a_…_integers",
        "serialise_a_…of_floats",
        "parse_a_list_of_floats",
    };
    assert_short(a, names, 3, 22, expected);
    static const char *const characters[] = {"aaaaaaaaaaaaaaaaXbbbbbbbbbbbbbbb",
                                             "aaaaaaaaaaaaaaaaYbbbbbbbbbbbbbbb"};
    const char **got = names_shorten_columns(a, characters, 2, 13);
    assert_non_null(strchr(got[0], 'X'));
    assert_non_null(strchr(got[1], 'Y'));
}

static void the_last_resort_is_an_ordinal(void **state)
{
    struct arena *a = *state;
    static const char *const names[] = {"abcd", "abce", "bbce", "abdd", "cdef"};
    static const char *const expected[] = {"#1", "#2", "b…", "#3", "c…"};
    assert_short(a, names, 5, 2, expected);
    static const char *const alike[] = {"caf\xC3\xA9", "cafe\xCC\x81", "cafe"};
    static const char *const numbered[] = {"caf\xC3\xA9#1", "cafe\xCC\x81#2", "cafe"};
    assert_short(a, alike, 3, 80, numbered);
}

static void nothing_and_one(void **state)
{
    static const char *const names[] = {"test_with_a_name_that_is_too_long[parameter]", ""};
    static const char *const expected[] = {"test_wit…rameter]"};
    assert_non_null(names_shorten_columns(*state, names, 0, 10));
    assert_short(*state, names, 1, 17, expected);
    assert_short(*state, names + 1, 1, 0, names + 1);
}

/* ---- at random ---- */

static uint64_t next_random(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

static const char *pick(uint64_t *seed, const char *const *words, size_t count)
{
    return words[next_random(seed) % count];
}

static void add_words(struct str *s, uint64_t *seed, size_t most)
{
    static const char *const words[] = {"a",
                                        "b",
                                        "structure",
                                        "unstructure",
                                        "attrs",
                                        "lists",
                                        "mappings",
                                        "日本語",
                                        "ｗｉｄｅ",
                                        "שלום",
                                        "مرحبا",
                                        "e\xCC\x81",
                                        "👩‍👧",
                                        "1",
                                        "2.5",
                                        "-3",
                                        "X.Y",
                                        "Enum.A",
                                        "Enum.B",
                                        "None",
                                        "a b",
                                        "x=1",
                                        "(1, 2)",
                                        "[nested-1]",
                                        "_",
                                        "",
                                        "AS_DICT",
                                        "AS_TUPLE",
                                        "very_long_word_without_any_end_at_all"};
    static const char *const between[] = {"_", "-", ".", "", "::", "/"};
    for (size_t i = next_random(seed) % most + 1; i > 0; i--) {
        str_add(s, pick(seed, words, COUNT(words)));
        str_add(s, i > 1 ? pick(seed, between, COUNT(between)) : "");
    }
}

static const char *random_name(struct arena *a, uint64_t *seed, const char *head, const char *tail)
{
    struct str s = str_new(a);
    str_add(&s, head);
    add_words(&s, seed, 4);
    if (next_random(seed) % 4) {
        str_add(&s, "[");
        add_words(&s, seed, 6);
        str_add(&s, tail);
        str_add(&s, "]");
    }
    return s.data;
}

static int by_text(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static size_t distinct(const char **names, size_t count)
{
    size_t result = count > 0;
    qsort(names, count, sizeof *names, by_text);
    for (size_t i = 1; i < count; i++)
        result += strcmp(names[i - 1], names[i]) != 0;
    return result;
}

static void check_random(struct arena *a, uint64_t seed, size_t columns)
{
    uint64_t state = seed;
    size_t count = next_random(&state) % 200 + 2;
    const char **names = arena_array(a, count, sizeof *names);
    struct str head = str_new(a);
    struct str tail = str_new(a);
    str_add(&head, "test_");
    add_words(&head, &state, 5);
    add_words(&tail, &state, 5);
    bool shared = next_random(&state) % 2;
    for (size_t i = 0; i < count; i++)
        names[i] = random_name(a, &state, shared ? head.data : "test_", shared ? tail.data : "");
    const char **got = names_shorten_columns(a, names, count, columns);
    for (size_t i = 0; i < count; i++) {
        if (text_width(got[i]) > columns)
            fail_msg("seed %llu: '%s' is wider than %zu", (unsigned long long)seed, got[i],
                     columns);
        for (size_t k = 0; k < i; k++)
            if (strcmp(got[i], got[k]) == 0 && strcmp(names[i], names[k]) != 0)
                fail_msg("seed %llu, %zu columns: '%s' and '%s' are both '%s'",
                         (unsigned long long)seed, columns, names[i], names[k], got[i]);
    }
    assert_int_equal(distinct(got, count), distinct(names, count));
}

static void no_two_look_the_same(void **state)
{
    const char *given = getenv("BENCHMEM_TEST_SEED");
    uint64_t seed = given ? strtoull(given, NULL, 10) : 20261129;
    print_message("BENCHMEM_TEST_SEED=%llu\n", (unsigned long long)seed);
    for (size_t i = 0; i < 300; i++) {
        struct arena_mark mark = arena_mark(*state);
        uint64_t one = seed + i * 7919 + 1;
        check_random(*state, one, 4 + next_random(&one) % 80);
        arena_reset(*state, mark);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(what_fits_is_left_alone),
        arena_test(what_all_share_is_dropped),
        arena_test(classes_are_dropped_of_one_function),
        arena_test(what_tells_is_kept),
        arena_test(the_last_resort_is_an_ordinal),
        arena_test(nothing_and_one),
        arena_test(no_two_look_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
