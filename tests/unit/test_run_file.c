/* Reading run files: real ones, odd ones that must be read, broken ones that must be refused. */
#include "unit_test.h"

#include "base/str.h"
#include "files/file.h"
#include "files/tree.h"
#include "runfile/run_file.h"

#include <cJSON.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

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
    struct fixture f = {.arena = a, .dir = test_directory(a)};
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

/* Print the item, which may be NULL, and free it. */
static int see_item(struct seen *seen, struct cJSON *item)
{
    if (!item)
        return -1;
    char *text = cJSON_PrintUnformatted(item);
    assert_non_null(text);
    str_addf(&seen->text, "%s\n", text);
    cJSON_free(text);
    run_file_free(item);
    seen->count++;
    return 0;
}

static int see(const struct run_file_benchmark *b, size_t file, void *data, struct error *err)
{
    (void)file;
    return see_item(data, run_file_parse(b, err));
}

/* Read the fixture's file, keeping everything. */
static int read_all(const struct fixture *f,
                    int (*visit)(const struct run_file_benchmark *, size_t, void *, struct error *),
                    void *data, struct error *err)
{
    struct run_file_visitor visitor = {
        .keep = KEEP_EVERYTHING, .visit_benchmark = visit, .data = data};
    return run_file_read(&f->path, 1, &visitor, err);
}

/* Read TEXT as a run file and give what was seen, KEEP of it. */
static const char *read_kept(const struct fixture *f, const char *text, unsigned keep)
{
    struct error err = {0};
    struct seen seen = {0};
    seen.text = str_new(f->arena);
    put(f, text, strlen(text));
    struct run_file_visitor visitor = {.keep = keep, .visit_benchmark = see, .data = &seen};
    if (run_file_read(&f->path, 1, &visitor, &err) < 0)
        fail_msg("%s", err.text);
    return seen.text.data;
}

static const char *read_text(const struct fixture *f, const char *text)
{
    return read_kept(f, text, KEEP_EVERYTHING);
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
        "\"q1\": {\"data\": [\"]\\\"[\", [3]]}, \"q3\": \"iqr\", \"max\" : 2, \"ops\": -1e5},\n"
        "\"options\": {\"min\": NaN}, \"data\": [4],"
        "\"extra_info\": {\"data\": [5, 6], \"s\": \"a b\\\"]\"}, \"param\": \"x\"}";
    const char *out = "{\"stats\":{\"min\":1,\"max\":2},"
                      "\"extra_info\":{\"data\":[],\"s\":\"a b\\\"]\"}}\n";
    assert_string_equal(read_text(&f, arena_printf(f.arena, "{\"benchmarks\" : [ %s ]}", in)), out);
    assert_string_equal(read_text(&f, FILE_OF("{\"name\": 1}")), "{}\n");
    assert_string_equal(read_text(&f, FILE_OF("{\"stats\": {\"data\": []}, \"group\": null}")),
                        "{\"stats\":{},\"group\":null}\n");
    done(&f);
}

static void keep_says_what_is_kept(void **state)
{
    static const struct {
        unsigned keep;
        const char *left;
    } cases[] = {
        {0, "{\"fullname\":\"a\"}\n"},
        {KEEP_MIN, "{\"fullname\":\"a\",\"stats\":{\"min\":1}}\n"},
        {KEEP_IQR | KEEP_MEDIAN, "{\"fullname\":\"a\",\"stats\":{\"iqr\":6,\"median\":4}}\n"},
        {KEEP_PEAK, "{\"fullname\":\"a\",\"extra_info\":{\"benchmem\":{\"peak_bytes\":[7],\"mode\":"
                    "\"m\"}}}\n"},
        {KEEP_RSS | KEEP_MAX,
         "{\"fullname\":\"a\",\"stats\":{\"max\":2},"
         "\"extra_info\":{\"benchmem\":{\"peak_bytes\":[7],\"mode\":\"m\",\"rss_bytes\":[9]}}}\n"},
        {KEEP_LABELS, "{\"fullname\":\"a\",\"params\":{\"p\":\"\\u00011.0\",\"q\":[],\"r\":null},"
                      "\"group\":\"g\",\"extra_info\":{\"x\":[]}}\n"},
    };
    static const char text[] = FILE_OF(
        "{\"fullname\": \"a\", \"stats\": {\"min\": 1, \"max\": 2, \"iqr\": 6, \"median\": 4, "
        "\"data\": [1, 2]}, \"params\": {\"p\": 1.0, \"q\": {\"a\": [\"]\"]}, \"r\": null}, "
        "\"group\": \"g\", \"extra_info\": {\"x\": [1], \"benchmem\": {\"peak_bytes\": [7], "
        "\"allocations\": [8], \"mode\": \"m\", \"rss_bytes\": [9]}}}");
    struct fixture f = begin(*state);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(read_kept(&f, text, cases[i].keep), cases[i].left);
    done(&f);
}

static int see_labels(const struct run_file_benchmark *b, size_t file, void *data,
                      struct error *err)
{
    (void)file;
    assert_null(strstr(run_file_text(b, NULL), "params"));
    return see_item(data, run_file_labels(b, err));
}

/* Labels come on demand, whatever is kept; what is wrong in them shows only then. */
static void labels_on_demand(void **state)
{
    struct fixture f = begin(*state);
    struct error err = {0};
    struct seen seen = {0};
    struct run_file_visitor visitor = {
        .keep = KEEP_MIN, .visit_benchmark = see_labels, .data = &seen};
    static const char good[] =
        FILE_OF("{\"fullname\": \"a\", \"stats\": {\"min\": 1}, \"params\": {\"n\": 1}},"
                "{\"fullname\": \"b\", \"params\": {\"n\": 2}}");
    static const char bad[] =
        "{\"benchmarks\": [{\"fullname\": \"a\"},\n\n{\"params\": {\"n\": x}}]}";
    seen.text = str_new(f.arena);
    put(&f, good, strlen(good));
    assert_int_equal(run_file_read(&f.path, 1, &visitor, &err), 0);
    assert_string_equal(seen.text.data, "{\"fullname\":\"a\",\"params\":{\"n\":\"\\u00011\"}}\n"
                                        "{\"fullname\":\"b\",\"params\":{\"n\":\"\\u00012\"}}\n");
    put(&f, bad, strlen(bad));
    assert_int_equal(run_file_read(&f.path, 1, &visitor, &err), -1);
    assert_non_null(strstr(err.text, "not JSON (line 3)"));
    assert_int_equal(seen.count, 3);
    done(&f);
}

static int note_place(const struct run_file_benchmark *b, size_t file, void *data,
                      struct error *err)
{
    (void)err;
    str_addf(data, "%zu:%zu%s ", file, run_file_place(b), run_file_text(b, NULL));
    return 0;
}

static void note_machine(const struct cJSON *info, size_t file, void *data)
{
    str_addf(data, "%zu:%s ", file, run_file_string(run_file_member(info, "node")));
}

/* However many files are read at the same time, they are visited one after the other. */
static void files_in_order(void **state)
{
    enum { FILES = 24, BROKEN = 19 };
    struct fixture f = begin(*state);
    struct error err = {0};
    const char *paths[FILES];
    struct str seen = str_new(f.arena);
    struct str expected = str_new(f.arena);
    for (size_t i = 0; i < FILES; i++) {
        struct str text = str_new(f.arena);
        str_addf(&text, "{\"machine_info\": {\"node\": \"m\"}, \"benchmarks\": [");
        for (size_t k = 0; k < (i * 7) % 5; k++)
            str_addf(&text, "{\"fullname\": \"%c\"}, ", (char)('a' + k));
        str_add(&text, "{\"fullname\": \"z\"}");
        str_add(&text, i == BROKEN ? "," : "]}");
        paths[i] = path_join(f.arena, f.dir, arena_printf(f.arena, "%zu.json", i));
        assert_int_equal(file_write(paths[i], text.data, text.len, &err), 0);
        if (i > BROKEN)
            continue;
        str_addf(&expected, "%zu:m ", i);
        for (size_t k = 0; k < (i * 7) % 5; k++)
            str_addf(&expected, "%zu:%zu{\"fullname\":\"%c\"} ", i, k + 1, (char)('a' + k));
        str_addf(&expected, "%zu:%zu{\"fullname\":\"z\"} ", i, (i * 7) % 5 + 1);
    }
    struct run_file_visitor visitor = {
        .visit_benchmark = note_place, .visit_machine = note_machine, .data = &seen};
    assert_int_equal(run_file_read(paths, FILES, &visitor, &err), -1);
    assert_string_equal(seen.data, expected.data);
    assert_true(str_starts(err.text, paths[BROKEN]));
    assert_non_null(strstr(err.text, "cut off"));
    assert_int_equal(run_file_read(paths, 0, &visitor, &err), 0);
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
    assert_string_equal(
        read_text(&f, FILE_OF("{\"\\u0067roup\": 1, \"grou\\u0071\": 2, \"grou\\u0070\\\"\": 3}")),
        "{\"group\":1}\n");
    done(&f);
}

/* The values of shapes a visitor meets, as run_file_number() and run_file_string() see them. */
static int describe(const struct run_file_benchmark *b, size_t file, void *data, struct error *err)
{
    struct str *s = data;
    (void)file;
    cJSON *item = run_file_parse(b, err);
    const cJSON *labels = run_file_member(item, "params"), *value;
    assert_non_null(item);
    cJSON_ArrayForEach(value, labels)
    {
        double number;
        const char *text;
        if (run_file_number(value, &number, &text))
            str_addf(s, "%s %.17g|", text, number);
        else
            str_addf(s, "'%s'|", run_file_string(value) ? run_file_string(value) : "");
    }
    run_file_free(item);
    return 0;
}

static void numbers_beyond_json(void **state)
{
    struct fixture f = begin(*state);
    struct error err;
    struct str s = str_new(f.arena);
    static const char text[] = FILE_OF(
        "{\"params\": {\"a\": NaN, \"b\": -Infinity, \"c\": 1.0, \"d\": 12345678901234567890,"
        "\"e\": \"\\u00011\", \"f\": \"\\ud800x\", \"g\": \"\\u0000\", \"h\": \"\\ud83d\\ude00\","
        "\"i\": true, \"a2\": 1, \"a2\": 1e400}}");
    put(&f, text, strlen(text));
    assert_int_equal(read_all(&f, describe, &s, &err), 0);
    assert_string_equal(s.data, "NaN nan|-Infinity -inf|1.0 1|"
                                "12345678901234567890 1.2345678901234567e+19|"
                                "'\xEF\xBF\xBD"
                                "1'|'\xEF\xBF\xBDx'|'\xEF\xBF\xBD'|"
                                "'\xF0\x9F\x98\x80'|''|1 1|1e400 inf|");
    done(&f);
}

static int last_member(const struct run_file_benchmark *b, size_t file, void *data,
                       struct error *err)
{
    (void)file;
    cJSON *item = run_file_parse(b, err);
    const cJSON *stats = run_file_member(item, "stats");
    bool is_number = run_file_number(run_file_member(stats, "min"), data, NULL);
    assert_true(is_number);
    assert_null(run_file_member(stats, "max"));
    assert_null(run_file_member(NULL, "max"));
    run_file_free(item);
    return 0;
}

static void the_last_of_equal_keys_counts(void **state)
{
    struct fixture f = begin(*state);
    struct error err;
    double number = 0;
    static const char text[] = FILE_OF(BENCHMARK("\"min\": 1, \"min\": Infinity"));
    put(&f, text, strlen(text));
    assert_int_equal(read_all(&f, last_member, &number, &err), 0);
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
        {FILE_OF(BENCHMARK("\"min\" 1")), "not JSON"},
        {FILE_OF(BENCHMARK("\"min\": 1 \"max\": 2")), "not JSON"},
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
        assert_int_equal(err.exit_code, EXIT_USAGE);
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
    assert_int_equal(err.exit_code, EXIT_USAGE);
    assert_non_null(strstr(err.text, f.path));
    assert_int_equal(run_file_count(f.dir, &count, &err), -1);
    assert_int_equal(err.exit_code, EXIT_USAGE);
    done(&f);
}

static void deep_nesting_is_refused(void **state)
{
    struct fixture f = begin(*state);
    struct error err = {0};
    size_t count;
    struct str s = str_new(f.arena);
    str_add(&s, "{\"benchmarks\": [{\"group\": ");
    str_repeat(&s, "[", 1100);
    str_repeat(&s, "]", 1100);
    str_add(&s, "}]}");
    put(&f, s.data, s.len);
    assert_int_equal(run_file_count(f.path, &count, &err), -1);
    assert_non_null(strstr(err.text, "not JSON"));
    done(&f);
}

static int stop(const struct run_file_benchmark *b, size_t file, void *data, struct error *err)
{
    (void)b;
    (void)file;
    ++*(size_t *)data;
    return error_set(err, EXIT_FAILED, "enough");
}

static void a_visitor_ends_the_reading(void **state)
{
    struct error err = {0};
    size_t count = 0;
    (void)state;
    struct fixture f = {.path = TEST_DATA "/runs/2.0.1.json"};
    assert_int_equal(read_all(&f, stop, &count, &err), -1);
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
    put(&f, text, len);
    for (size_t cut = len + 1; cut-- > 0;) {
        assert_int_equal(truncate(f.path, (off_t)cut), 0);
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

/* Of those that nobody asks for the first is read, from which there is to learn, and the others
 * must be whole. */
static void some_are_passed(void **state)
{
    static const char text[] =
        FILE_OF("{\"fullname\": \"a\", \"stats\": {}}, {\"fullname\": \"b]}\", \"stats\": {}},"
                " {\"stats\": {\"data\": [1]}, \"fullname\": \"x::wanted[1]\"}, 7,\n"
                " {\"fullname\": \"c\", \"param\": \"wanted\"}");
    struct fixture f = begin(*state);
    struct error err;
    struct strv only = strv_new(f.arena);
    strv_add(&only, "wanted");
    struct seen seen = {.count = 0};
    seen.text = str_new(f.arena);
    const struct run_file_visitor visitor = {
        .keep = KEEP_STATS, .only = &only, .visit_benchmark = see, .data = &seen};
    put(&f, text, strlen(text));
    assert_int_equal(run_file_read(&f.path, 1, &visitor, &err), -1); /* 7 is no benchmark */
    assert_string_equal(seen.text.data, "{\"fullname\":\"a\",\"stats\":{}}\n"
                                        "{\"stats\":{},\"fullname\":\"x::wanted[1]\"}\n");
    put(&f, text, strlen(text) - 60);
    assert_int_equal(run_file_read(&f.path, 1, &visitor, &err), -1);
    assert_non_null(strstr(err.text, "cut off in benchmark"));
    done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(real_files_have_their_benchmarks),
        arena_test(only_what_is_read_is_kept),
        arena_test(keep_says_what_is_kept),
        arena_test(labels_on_demand),
        arena_test(files_in_order),
        arena_test(any_order_and_spacing),
        arena_test(numbers_beyond_json),
        arena_test(the_last_of_equal_keys_counts),
        arena_test(broken_files_are_refused),
        arena_test(missing_files_and_directories),
        arena_test(deep_nesting_is_refused),
        arena_test(a_visitor_ends_the_reading),
        arena_test(cut_at_every_byte),
        arena_test(some_are_passed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
