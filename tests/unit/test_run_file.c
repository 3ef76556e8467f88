/* Reading run files: real ones, odd ones that must be read, broken ones that must be refused. */
#include "unit_test.h"

#include "base/file.h"
#include "base/str.h"
#include "base/tree.h"
#include "data/run_file.h"

#include <cJSON.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* A benchmark with the given stats, as a file's text around it. */
#define FILE_OF(benchmarks)                                                                        \
    "{\"machine_info\": {}, \"benchmarks\": [" benchmarks "], \"version\": \"5\"}"
#define BENCHMARK(stats) "{\"fullname\": \"a::b\", \"stats\": {" stats "}}"

struct fixture {
    struct arena *arena;
    const char *dir, *path;
};

static struct fixture begin(struct arena *a)
{
    struct error err;
    struct fixture f = {.arena = a,
                        .dir = tree_make_temp(a, tree_temp_parent(), "benchmem-", &err)};
    assert_non_null(f.dir);
    f.path = path_join(a, f.dir, "run.json");
    return f;
}

static void done(const struct fixture *f)
{
    struct error err;
    assert_int_equal(tree_remove(f->dir, &err), 0);
}

static void put(const struct fixture *f, const char *text, size_t len)
{
    struct error err;
    assert_int_equal(file_write(f->path, text, len, &err), 0);
}

/* What the visitor saw: every benchmark printed, one a line. */
struct seen {
    struct str text;
    size_t count;
};

static int see(const struct cJSON *item, void *data, struct error *err)
{
    struct seen *seen = data;
    (void)err;
    char *text = cJSON_PrintUnformatted(item);
    assert_non_null(text);
    str_addf(&seen->text, "%s\n", text);
    cJSON_free(text);
    seen->count++;
    return 0;
}

/* Read TEXT as a run file and give what was seen. */
static const char *read_text(const struct fixture *f, const char *text)
{
    struct error err = {0};
    struct seen seen = {0};
    str_init(&seen.text, f->arena);
    put(f, text, strlen(text));
    if (run_file_read(f->path, see, &seen, &err) < 0)
        fail_msg("%s", err.text);
    return seen.text.data;
}

static void real_files_have_their_benchmarks(void **state)
{
    static const struct {
        const char *path;
        size_t count;
    } files[] = {
        {TEST_DATA "/runs/2.0.1.json", 3},
        {TEST_DATA "/runs/2.2.1.json", 3},
        {TEST_DATA "/runs/memory-0.2.1.json", 4},
        {TEST_DATA "/runs/shapes.json", 7},
    };
    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct error err = {0};
        size_t count = 0;
        if (run_file_count(files[i].path, &count, &err) < 0)
            fail_msg("%s", err.text);
        assert_int_equal(count, files[i].count);
    }
}

static void only_what_is_read_is_kept(void **state)
{
    struct fixture f = begin(*state);
    const char *in =
        "{\"name\": [\"}\", {\"]\": []}], \"stats\": {\"data\": [1.5, 2], \"min\": 1 , "
        "\"q1\": {\"data\": [\"]\\\"[\", [3]]}, \"max\" : 2, \"ops\": -1e5},\n"
        "\"options\": {\"min\": NaN}, \"data\": [4],"
        "\"extra_info\": {\"data\": [5, 6], \"s\": \"a b\\\"]\"}, \"param\": \"x\"}";
    const char *out = "{\"stats\":{\"min\":1,\"max\":2},"
                      "\"extra_info\":{\"data\":[5,6],\"s\":\"a b\\\"]\"}}\n";
    assert_string_equal(read_text(&f, arena_printf(f.arena, "{\"benchmarks\" : [ %s ]}", in)), out);
    assert_string_equal(read_text(&f, FILE_OF("{\"name\": 1}")), "{}\n");
    assert_string_equal(read_text(&f, FILE_OF("{\"stats\": {\"data\": []}, \"group\": null}")),
                        "{\"stats\":{},\"group\":null}\n");
    done(&f);
}

static void any_order_and_spacing(void **state)
{
    struct fixture f = begin(*state);
    assert_string_equal(read_text(&f, "\xEF\xBB\xBF {\"benchmarks\":[]}\r\n"), "");
    assert_string_equal(
        read_text(&f, "{\"z\":{\"benchmarks\":[{}]},\"benchmarks\":[{\"group\":1},\n{}],"
                      "\"machine_info\":[{\"benchmarks\":3}]}"),
        "{\"group\":1}\n{}\n");
    assert_string_equal(read_text(&f, "{\"bench\\u006darks\":[{}]}"), "{}\n");
    done(&f);
}

/* The values of shapes a visitor meets, as run_file_number() and run_file_string() see them. */
static int describe(const struct cJSON *item, void *data, struct error *err)
{
    struct str *s = data;
    const cJSON *labels = run_file_member(item, "params"), *value;
    (void)err;
    cJSON_ArrayForEach(value, labels)
    {
        double number;
        const char *text;
        if (run_file_number(value, &number, &text))
            str_addf(s, "%s %.17g|", text, number);
        else
            str_addf(s, "'%s'|", run_file_string(value) ? run_file_string(value) : "");
    }
    return 0;
}

static void numbers_beyond_json(void **state)
{
    struct fixture f = begin(*state);
    struct error err;
    struct str s;
    str_init(&s, f.arena);
    static const char text[] = FILE_OF(
        "{\"params\": {\"a\": NaN, \"b\": -Infinity, \"c\": 1.0, \"d\": 12345678901234567890,"
        "\"e\": \"\\u00011\", \"f\": \"\\ud800x\", \"g\": \"\\u0000\", \"h\": \"\\ud83d\\ude00\","
        "\"i\": true, \"a2\": 1, \"a2\": 1e400}}");
    put(&f, text, strlen(text));
    assert_int_equal(run_file_read(f.path, describe, &s, &err), 0);
    assert_string_equal(s.data, "NaN nan|-Infinity -inf|1.0 1|"
                                "12345678901234567890 1.2345678901234567e+19|"
                                "'\xEF\xBF\xBD"
                                "1'|'\xEF\xBF\xBDx'|'\xEF\xBF\xBD'|"
                                "'\xF0\x9F\x98\x80'|''|1 1|1e400 inf|");
    done(&f);
}

static int last_member(const struct cJSON *item, void *data, struct error *err)
{
    (void)err;
    const cJSON *stats = run_file_member(item, "stats");
    bool is_number = run_file_number(run_file_member(stats, "min"), data, NULL);
    assert_true(is_number);
    assert_null(run_file_member(stats, "max"));
    assert_null(run_file_member(NULL, "max"));
    return 0;
}

static void the_last_of_equal_keys_counts(void **state)
{
    struct fixture f = begin(*state);
    struct error err;
    double number = 0;
    static const char text[] = FILE_OF(BENCHMARK("\"min\": 1, \"min\": Infinity"));
    put(&f, text, strlen(text));
    assert_int_equal(run_file_read(f.path, last_member, &number, &err), 0);
    assert_true(isinf(number));
    done(&f);
}

static void broken_files_are_refused(void **state)
{
    static const struct {
        const char *text, *says;
    } cases[] = {
        {"", "empty"},
        {" \n", "empty"},
        {"\xEF\xBB\xBF", "empty"},
        {"hello", "not JSON (line 1)"},
        {"{\"benchmarks\": [\n{},\n{\"a\": }]}", "not JSON (line 3)"},
        {"{\"benchmarks\": [{\"fullname\": \"a\", \"sta", "cut off in benchmark 1"},
        {"{\"benchmarks\": [{}, {}", "cut off in benchmark 3"},
        {"{\"benchmarks\": [{}]", "cut off after 19 bytes"},
        {"{\"machine_info\": {\"a\": 1", "cut off after"},
        {"{\"benchmarks\": [{\"stats\": {\"data\": [1, 2", "cut off"},
        {"{\"benchmarks\": [{\"options\": {\"data\": [1, 2", "cut off"},
        {"{}", "no key \"benchmarks\""},
        {"[1, 2]", "no key \"benchmarks\""},
        {"{\"stats\": {\"benchmarks\": []}}", "no key \"benchmarks\""},
        {"{\"benchmarks\": null}", "not a list"},
        {"{\"benchmarks\": {\"a\": 1}}", "not a list"},
        {"{\"benchmarks\": [], \"benchmarks\": []}", "twice"},
        {FILE_OF("{}, 3"), "benchmark 2 is not an object"},
        {FILE_OF("{},"), "not JSON"},
        {FILE_OF("{} {}"), "not JSON"},
        {FILE_OF("{]"), "not JSON"},
        {FILE_OF("{\"group\": 1 2}"), "not JSON"},
        {FILE_OF("{\"group\": \"\x01"
                 "1\"}"),
         "not JSON"},
        {FILE_OF("{\"group\": \"\\x\"}"), "not JSON"},
        {FILE_OF("{\"group\": tru}"), "not JSON"},
        {FILE_OF("{\"group\": nan}"), "not JSON"},
        {FILE_OF("{\"options\": ]}"), "not JSON"},
        {FILE_OF("{\"options\": 1,}"), "not JSON"},
        {FILE_OF("{\"options\": 1 2}"), "not JSON"},
        {FILE_OF("{\"group\": 1 \"options\": 1}"), "not JSON"},
        {FILE_OF("{\"options\": 1 \"group\": 1}"), "not JSON"},
        {FILE_OF("{\"options\": \"\n\"}"), "not JSON"},
        {FILE_OF("[\"options\": 1]"), "not JSON"},
        {"{\"benchmarks\": [{\"name\": \"x", "cut off"},
        {"{\"benchmarks\": [{\"name\": \"x\\", "cut off"},
        {"{\"benchmarks\": [{\"name\": \"x\"", "cut off"},
        {"{\"benchmarks\": [{\"name\": 12", "cut off"},
        {"{\"benchmarks\": [{\"name\": 12,", "cut off"},
        {FILE_OF(BENCHMARK("\"min\": [01]")), "not JSON"},
        {FILE_OF(BENCHMARK("\"min\": 1.")), "not JSON"},
        {FILE_OF(BENCHMARK("\"min\": .5")), "not JSON"},
        {FILE_OF(BENCHMARK("\"min\": +1")), "not JSON"},
        {FILE_OF(BENCHMARK("\"min\": 1e")), "not JSON"},
        {FILE_OF("") "}", "not JSON"},
        {"{\"benchmarks\": [] \"x\": 1}", "not JSON"},
        {"{\"benchmarks\" []}", "not JSON"},
        {"{benchmarks: []}", "not JSON"},
    };
    struct fixture f = begin(*state);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct error err = {0};
        size_t count;
        put(&f, cases[i].text, strlen(cases[i].text));
        if (run_file_count(f.path, &count, &err) == 0)
            fail_msg("'%s' was read", cases[i].text);
        assert_int_equal(err.status, STATUS_USAGE);
        if (!str_starts(err.text, f.path) || !strstr(err.text, cases[i].says))
            fail_msg("'%s': '%s' does not say '%s'", cases[i].text, err.text, cases[i].says);
    }
    done(&f);
}

static void missing_files_and_directories(void **state)
{
    struct fixture f = begin(*state);
    struct error err = {0};
    size_t count;
    assert_int_equal(run_file_count(f.path, &count, &err), -1);
    assert_int_equal(err.status, STATUS_USAGE);
    assert_non_null(strstr(err.text, f.path));
    assert_int_equal(run_file_count(f.dir, &count, &err), -1);
    assert_int_equal(err.status, STATUS_USAGE);
    done(&f);
}

static void deep_nesting_is_refused(void **state)
{
    struct fixture f = begin(*state);
    struct error err = {0};
    struct str s;
    size_t count;
    str_init(&s, f.arena);
    str_add(&s, "{\"benchmarks\": [{\"params\": ");
    str_repeat(&s, "[", 1100);
    str_repeat(&s, "]", 1100);
    str_add(&s, "}]}");
    put(&f, s.data, s.len);
    assert_int_equal(run_file_count(f.path, &count, &err), -1);
    assert_non_null(strstr(err.text, "not JSON"));
    done(&f);
}

static int stop(const struct cJSON *item, void *data, struct error *err)
{
    (void)item;
    ++*(size_t *)data;
    return error_set(err, STATUS_FAILED, "enough");
}

static void a_visitor_ends_the_reading(void **state)
{
    struct error err = {0};
    size_t count = 0;
    (void)state;
    assert_int_equal(run_file_read(TEST_DATA "/runs/2.0.1.json", stop, &count, &err), -1);
    assert_int_equal(count, 1);
    assert_non_null(strstr(err.text, "2.0.1.json: enough"));
}

/* Cut at every byte, a file is either refused or holds what it held. */
static void cut_at_every_byte(void **state)
{
    struct fixture f = begin(*state);
    struct error err = {0};
    size_t len, count, whole = 0;
    const char *text = file_read(f.arena, TEST_DATA "/runs/2.2.1.json", &len, &err);
    assert_non_null(text);
    for (size_t cut = 0; cut <= len; cut++) {
        FILE *out = fopen(f.path, "wb");
        assert_non_null(out);
        assert_int_equal(fwrite(text, 1, cut, out), cut);
        assert_int_equal(fclose(out), 0);
        if (run_file_count(f.path, &count, &err) == 0) {
            assert_int_equal(count, 3);
            whole++;
        } else if (cut > 0) {
            assert_non_null(strstr(err.text, "cut off"));
        }
    }
    assert_int_equal(whole, 2); /* without and with the last newline */
    done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(real_files_have_their_benchmarks),
        arena_test(only_what_is_read_is_kept),
        arena_test(any_order_and_spacing),
        arena_test(numbers_beyond_json),
        arena_test(the_last_of_equal_keys_counts),
        arena_test(broken_files_are_refused),
        arena_test(missing_files_and_directories),
        arena_test(deep_nesting_is_refused),
        arena_test(a_visitor_ends_the_reading),
        arena_test(cut_at_every_byte),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
