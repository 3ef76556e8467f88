/* Several run files of one version become one; parts of JSON; statistics of samples. */
#include "unit_test.h"

#include "files/file.h"
#include "files/tree.h"
#include "runfile/join.h"
#include "runfile/parse.h"
#include "runfile/places.h"
#include "runfile/run_file.h"
#include "runfile/span.h"
#include "runfile/spread.h"

#include <cJSON.h>
#include <math.h>
#include <string.h>

/* --- parts of a text --- */

static struct span span(const char *text)
{
    return (struct span){text, strlen(text)};
}

static bool span_says(struct span s, const char *text)
{
    return s.at && s.len == strlen(text) && memcmp(s.at, text, s.len) == 0;
}

static void parts_are_found(void **state)
{
    struct arena *a = *state;
    struct spans s;
    assert_true(
        span_members(a, span("{ \"a\" : [1,{\"b\":2}] ,\"\\u0062\":\"}\\\"\", \"b\": 3}"), &s));
    assert_int_equal(s.count, 3);
    assert_true(span_says(s.names[0], "\"a\""));
    assert_true(span_says(s.values[0], "[1,{\"b\":2}]"));
    assert_true(span_says(s.values[1], "\"}\\\"\""));
    assert_true(span_says(span_member(&s, "b"), "3"));
    assert_null(span_member(&s, "c").at);
    assert_true(span_elements(a, span("[ ]"), &s));
    assert_int_equal(s.count, 0);
    assert_true(span_elements(a, span("[-1.5e3,null , \"x\"]"), &s));
    assert_int_equal(s.count, 3);
    assert_true(span_says(s.values[0], "-1.5e3"));
    assert_true(span_says(span_trim(span("\xEF\xBB\xBF {\"a\": 1}\n")), "{\"a\": 1}"));
}

static void what_is_no_list_or_object_is_told(void **state)
{
    static const char *const lists[] = {"",      "[",  "[1",    "[1,]", "[,1]",
                                        "[1 2]", "{}", "[\"a]", "[1}",  "[1,,2]"};
    static const char *const objects[] = {"{",     "{\"a\"}", "{\"a\":}",  "{\"a\":1,}",
                                          "{1:2}", "[]",      "{\"a\" 1}", "{\"a\":1 \"b\":2}"};
    struct arena *a = *state;
    struct spans s;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (span_elements(a, span(lists[i]), &s))
            fail_msg("a list: %s", lists[i]);
    for (size_t i = 0; i < sizeof objects / sizeof *objects; i++)
        if (span_members(a, span(objects[i]), &s))
            fail_msg("an object: %s", objects[i]);
    assert_null(span_trim(span("{} x")).at);
    assert_null(span_trim(span("")).at);
}

static void numbers_are_told_from_words(void **state)
{
    (void)state;
    double x;
    assert_true(span_number(span("-1.25e-3"), &x) && x == -1.25e-3);
    assert_true(span_number(span("NaN"), &x) && isnan(x));
    assert_true(span_number(span("-Infinity"), &x) && x < 0 && isinf(x));
    static const char *const others[] = {"null", "true", "\"1\"", "1x", "", "[1]", "0x10"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (span_number(span(others[i]), &x))
            fail_msg("a number: %s", others[i]);
}

/* --- statistics: figures by pytest-benchmark 5.2.3 --- */

static void spread_is_as_pytest_benchmark_has_it(void **state)
{
    (void)state;
    double seven[] = {0.9, 0.1, 0.2, 0.30000000000000004, 0.2, 7, 0.25};
    struct spread s = spread_of(seven, 7);
    assert_int_equal(s.rounds, 7);
    assert_true(s.min == 0.1 && s.max == 7 && s.median == 0.25);
    assert_true(s.mean == 1.2785714285714287);
    assert_true(s.stddev == 2.5367067139070203);
    assert_true(s.q1 == 0.2 && s.q3 == 0.75);
    assert_true(s.iqr == 0.55);
    assert_true(s.ld15iqr == 0.1 && s.hd15iqr == 0.9);
    assert_int_equal(s.iqr_outliers, 1);
    assert_int_equal(s.stddev_outliers, 1);
    double one[] = {2};
    s = spread_of(one, 1);
    assert_true(s.stddev == 0 && s.iqr == 0 && s.q1 == 2 && s.ops == 0.5 && s.ld15iqr == 2);
    double five[] = {5, 1, 4, 2, 3};
    s = spread_of(five, 5);
    assert_true(s.q1 == 1.75 && s.q3 == 4.25 && s.stddev == 1.5811388300841898);
    double four[] = {4, 1, 3, 2};
    s = spread_of(four, 4);
    assert_true(s.q1 == 1.5 && s.q3 == 3.5 && s.median == 2.5);
    double zero[] = {0, 0};
    assert_true(spread_of(zero, 2).ops == 0);
}

/* --- joining --- */

struct files {
    struct arena *arena;
    const char *dir;
    struct join_source sources[4];
    size_t count;
};

static struct files begin(struct arena *a)
{
    struct files f = {.arena = a};
    f.dir = test_directory(a);
    assert_non_null(f.dir);
    return f;
}

static void add(struct files *f, long round, const char *text)
{
    struct error err;
    const char *path = arena_printf(f->arena, "%s/%ld.json", f->dir, round);
    assert_int_equal(file_write(path, text, strlen(text), &err), 0);
    f->sources[f->count++] = (struct join_source){path, round};
}

static const char *join(struct files *f)
{
    struct error err;
    const char *path = path_join(f->arena, f->dir, "joined.json");
    size_t benchmarks = 0, found = 0;
    if (join_run_files(f->sources, f->count, path, &benchmarks, &err) < 0 ||
        run_file_count(path, &found, &err) < 0)
        fail_msg("%s", err.text);
    assert_int_equal(benchmarks, found);
    char *text = file_read(f->arena, path, NULL, &err);
    assert_int_equal(tree_remove(f->dir, &err), 0);
    return text;
}

static void has(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("no %s in:\n%s", part, text);
}

#define BENCH(name, rest) "{\"name\": \"n\", \"fullname\": \"" name "\", " rest "}"

static void samples_and_passes_are_put_together(void **state)
{
    struct files f = begin(*state);
    add(&f, 1,
        "{\"machine_info\": {\"node\": \"x\", \"big\": 12345678901234567890}, \"benchmarks\": [" //
        BENCH("a", "\"extra_info\": {\"k\": [1], \"benchmem\": {\"peak_bytes\": [5, 6], "
                   "\"rss_bytes\": []}}, "
                   "\"stats\": {\"min\": 1, \"max\": 2.0, \"mean\": 1.5, \"data\": [2.0, 1], "
                   "\"iterations\": 4, \"rounds\": 2}") //
        "], \"datetime\": \"d\"}");
    add(&f, 3,
        "{\"benchmarks\": [" BENCH(
            "b",
            "\"stats\": {\"min\": 7, \"data\": [7]}, \"extra_info\": "
            "{}") ", " BENCH("a", "\"stats\": {\"data\": [0.50], \"min\": 0.50, \"median\": NaN}, "
                                  "\"extra_info\": {\"benchmem\": {\"peak_bytes\": [4], "
                                  "\"rss_bytes\": [9]}}") "]}");
    const char *text = join(&f);
    has(text, "\"machine_info\": {\"node\": \"x\", \"big\": 12345678901234567890}");
    has(text, "\"datetime\": \"d\"");
    has(text, "\"data\": [2.0, 1, 0.50]");
    has(text, "\"min\": 0.5, \"max\": 2, \"mean\": 1.1666666666666667");
    has(text, "\"rounds\": 3, \"median\": 1, ");
    has(text, "\"iterations\": 4");
    has(text, "\"processes\": {\"round\": [1, 3], \"rounds\": [2, 1], \"passes\": [2, 1], "
              "\"min\": [1, 0.50], \"max\": [2.0, null], \"mean\": [1.5, null], "
              "\"median\": [null, NaN], \"iqr\": [null, null], \"stddev\": [null, null]}");
    has(text, "\"benchmem\": {\"peak_bytes\": [5, 6, 4], \"rss_bytes\": [9]}");
    has(text, "\"k\": [1]");
    has(text, "\"fullname\": \"b\"");
    has(text, "\"processes\": {\"round\": [3], \"rounds\": [1], \"passes\": [0], \"min\": [7]");
}

static void without_samples_the_figures_are_merged(void **state)
{
    struct files f = begin(*state);
    add(&f, 1,
        "{\"benchmarks\": [" BENCH(
            "a", "\"stats\": {\"min\": 3, \"max\": 9, \"median\": 4, \"rounds\": 10}") "]}");
    add(&f, 2,
        "{\"benchmarks\": [" BENCH("a", "\"stats\": {\"min\": 2, \"max\": 5, \"median\": 3, "
                                        "\"rounds\": 1, \"data\": [2]}") "]}");
    add(&f, 3,
        "{\"benchmarks\": [" BENCH("a", "\"stats\": {\"min\": 4, \"max\": 6, \"median\": 9, "
                                        "\"rounds\": 5, \"data\": [\"x\"]}") "]}");
    const char *text = join(&f);
    has(text, "}, \"min\": 2, \"max\": 9, \"rounds\": 16, \"median\": 4}");
    has(text, "\"rounds\": [0, 1, 0]");
    assert_null(strstr(text, "\"data\""));
}

static void numbers_of_old_releases_become_lists(void **state)
{
    struct files f = begin(*state);
    add(&f, 1,
        "{\"benchmarks\": [" BENCH("a", "\"extra_info\": {\"benchmem\": {\"peak_bytes\": 5, "
                                        "\"mode\": \"heap\", \"repeats\": 3}}, "
                                        "\"stats\": {\"data\": [1]}") "]}");
    add(&f, 2,
        "{\"benchmarks\": [" BENCH("a", "\"extra_info\": {\"benchmem\": {\"peak_bytes\": 7}}, "
                                        "\"stats\": {\"data\": [2]}") "]}");
    const char *text = join(&f);
    has(text, "{\"peak_bytes\": [5, 7], \"mode\": \"heap\", \"repeats\": 3}");
    has(text, "\"passes\": [1, 1]");
}

static void the_last_of_several_counts(void **state)
{
    struct files f = begin(*state);
    add(&f, 1,
        "{\"benchmarks\": [" BENCH("a", "\"stats\": {\"data\": [1]}") ", " //
        BENCH("a", "\"stats\": {\"data\": [8]}, \"stats\": {\"data\": [2]}") "]}");
    const char *text = join(&f);
    has(text, "\"data\": [2]");
    assert_null(strstr(text, "\"data\": [1]"));
    assert_null(strstr(text, "\"data\": [8]"));
}

static void a_bad_file_is_named(void **state)
{
    static const char *const bad[] = {
        "", "{\"benchmarks\": [{}, ", "[]", "{\"benchmarks\": {}}", "{\"benchmarks\": [3]}", "{}"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct error err = {0};
        size_t benchmarks;
        struct files f = begin(*state);
        add(&f, 1, "{\"benchmarks\": []}");
        add(&f, 2, bad[i]);
        const char *out = path_join(f.arena, f.dir, "joined.json");
        assert_int_equal(join_run_files(f.sources, 2, out, &benchmarks, &err), -1);
        assert_non_null(strstr(err.text, "/2.json"));
        assert_false(path_exists(out));
        assert_int_equal(tree_remove(f.dir, &err), 0);
    }
}

/* What the places of a run file say, as one text. */
static const char *told(struct arena *a, const char *value)
{
    struct error err;
    cJSON *item = parse_json(value, strlen(value), &err);
    const char *text = places_text(a, item);
    cJSON_Delete(item);
    return text;
}

static void places_of_all_files_are_kept(void **state)
{
    static const char run[] = "{\"machine_info\": {},\n\"benchmarks\": [],\n\"version\": \"5\"}";
    struct error err;
    size_t benchmarks;
    struct files f = begin(*state);
    for (long k = 1; k <= 3; k++)
        add(&f, k, run);
    for (long k = 1; k <= 3; k += 2) /* of the second it is not known */
        assert_int_equal(places_write(f.sources[k - 1].path,
                                      &(struct place){k, "n1", k == 1 ? "12" : NULL, NULL}, &err),
                         0);
    const char *out = path_join(f.arena, f.dir, "joined.json");
    assert_int_equal(join_run_files(f.sources, 3, out, &benchmarks, &err), 0);
    assert_string_equal(
        file_read(f.arena, out, NULL, &err),
        "{\n\"machine_info\": {},\n\"benchmarks\": [\n],\n\"version\": \"5\",\n\"benchmem\": "
        "{\"processes\": [{\"round\": 1, \"node\": \"n1\", \"job\": \"12\", \"resources\": null}, "
        "{\"round\": 3, \"node\": \"n1\", \"job\": null, \"resources\": null}]}\n}\n");
    /* Said once more it is said once. */
    const char *first = f.sources[0].path;
    assert_int_equal(places_write(first, &(struct place){1, "n2", NULL, NULL}, &err), 0);
    assert_null(strstr(file_read(f.arena, first, NULL, &err), "n1"));
    assert_int_equal(tree_remove(f.dir, &err), 0);
}

static void places_are_told(void **state)
{
    struct arena *a = *state;
    assert_string_equal(told(a, "{}"), "");
    assert_string_equal(told(a, "3"), "");
    assert_string_equal(told(a, "{\"processes\": [{\"round\": 1, \"node\": null}]}"), "");
    assert_string_equal(told(a, "{\"processes\": [{\"round\": 1, \"node\": \"n1\"}, "
                                "{\"round\": 2, \"node\": \"n1\", \"job\": \"4\"}]}"),
                        "n1");
    assert_string_equal(
        told(a, "{\"processes\": [{\"round\": 1, \"node\": \"n1\"}, "
                "{\"round\": 2, \"node\": \"n2\"}, {\"round\": 3, \"node\": \"n1\"}]}"),
        "n1 (rounds 1, 3), n2 (round 2)");
    assert_string_equal(
        told(a, "{\"processes\": [{\"round\": 1, \"node\": \"n1\", \"resources\": \"gpus 0\"}]}"),
        "n1, gpus 0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(parts_are_found),
        arena_test(what_is_no_list_or_object_is_told),
        arena_test(numbers_are_told_from_words),
        arena_test(spread_is_as_pytest_benchmark_has_it),
        arena_test(samples_and_passes_are_put_together),
        arena_test(without_samples_the_figures_are_merged),
        arena_test(numbers_of_old_releases_become_lists),
        arena_test(the_last_of_several_counts),
        arena_test(a_bad_file_is_named),
        arena_test(places_of_all_files_are_kept),
        arena_test(places_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
