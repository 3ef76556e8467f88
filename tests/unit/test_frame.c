/* From run files and sweep directories to a frame: labels, states, values as the peer reads them.
 */
#include "unit_test.h"

#include "data/frame.h"
#include "data/sources.h"
#include "files/file.h"
#include "files/tree.h"
#include "outdir/manifest.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define RUNS TEST_DATA "/runs/"

struct fixture {
    struct arena *arena;
    const char *dir;
    struct strv runs, labels;
    struct sources found;
    struct frame frame;
    struct error err;
};

static struct fixture begin(struct arena *a)
{
    struct fixture f = {.arena = a};
    f.dir = test_directory(a);
    assert_non_null(f.dir);
    f.runs = strv_new(a);
    f.labels = strv_new(a);
    return f;
}

static void done(const struct fixture *f)
{
    struct error err;
    assert_int_equal(tree_remove(f->dir, &err), 0);
}

/* Write a file below the fixture's directory and give its path. */
static const char *put(struct fixture *f, const char *name, const char *text)
{
    char *path = path_join(f->arena, f->dir, name);
    if (dir_make(path_parent(f->arena, path), &f->err) < 0 ||
        file_write(path, text, strlen(text), &f->err) < 0)
        fail_msg("%s", f->err.text);
    return path;
}

/* The same as a run file of these benchmarks, each an object. */
static const char *put_run(struct fixture *f, const char *name, const char *benchmarks)
{
    return put(f, name, arena_printf(f->arena, "{\"benchmarks\": [%s]}", benchmarks));
}

static int sources(struct fixture *f)
{
    return sources_find(f->arena, &f->runs, &f->labels, &f->found, &f->err);
}

static void load(struct fixture *f, const char *metrics, const char *stats)
{
    struct column *columns;
    size_t count;
    if (sources(f) < 0 ||
        columns_parse(f->arena, metrics, stats, "min", &columns, &count, &f->err) < 0 ||
        frame_load(f->arena, &f->frame, f->found.series, f->found.count, columns, count, &f->err) <
            0)
        fail_msg("%s", f->err.text);
}

static double value(const struct fixture *f, size_t column, const char *short_name, size_t series)
{
    for (size_t r = 0; r < f->frame.row_count; r++)
        if (strcmp(f->frame.rows[r].short_name, short_name) == 0)
            return frame_value(&f->frame, column, r, series);
    fail_msg("no row %s", short_name);
    return NAN;
}

#define assert_number(is, should_be)                                                               \
    do {                                                                                           \
        double is_ = (is), should_be_ = (should_be);                                               \
        if (!(is_ == should_be_))                                                                  \
            fail_msg("%.17g instead of %.17g", is_, should_be_);                                   \
    } while (0)

static void assert_says(const struct fixture *f, const char *text)
{
    if (!strstr(f->err.text, text))
        fail_msg("'%s' does not say '%s'", f->err.text, text);
}

/* ---- values; the numbers are the peer's (0.5.5, load_long_df) for the same files ---- */

static void values_are_the_peers(void **state)
{
    struct fixture f = begin(*state);
    strv_add(&f.runs, RUNS "2.0.1.json");
    strv_add(&f.runs, RUNS "2.2.1.json");
    load(&f, "time,peak,allocated,allocations", "min,max,mean,median,stddev");
    assert_int_equal(f.frame.series_count, 2);
    assert_string_equal(f.frame.series[0].label, "2.0.1");
    assert_int_equal(f.frame.series[0].state, SERIES_PLAIN);
    assert_int_equal(f.frame.row_count, 3);
    assert_string_equal(f.frame.rows[0].id, "benchmarks/test_loads.py::test_loads[50]");
    assert_string_equal(f.frame.rows[2].short_name, "test_plain");
    assert_number(value(&f, 0, "test_loads[50]", 0), 0.0011107400000014422);
    assert_number(value(&f, 1, "test_loads[400]", 1), 0.019923941000001832);
    assert_number(value(&f, 2, "test_plain", 1), 1.2153254492921393e-05);
    assert_number(value(&f, 3, "test_loads[50]", 1), 0.0006164494999865155);
    assert_number(value(&f, 4, "test_loads[50]", 0), 0.0002503702309134553);
    static const double peaks[] = {2630, 6012, 3475.5, 2630, 1691};
    static const double allocated[] = {657936, 661318, 658781.5, 657936, 1691};
    static const double allocations[] = {602, 606, 603, 602, 2};
    for (size_t i = 0; i < 5; i++) {
        assert_number(value(&f, 5 + i, "test_loads[50]", 0), peaks[i]);
        assert_number(value(&f, 10 + i, "test_loads[50]", 0), allocated[i]);
        assert_number(value(&f, 15 + i, "test_loads[50]", 0), allocations[i]);
    }
    assert_number(value(&f, 9, "test_loads[50]", 1), 0);
    assert_true(frame_has_column(&f.frame, 0));
    assert_int_equal(series_find(f.frame.series, f.frame.series_count, "2.2.1"), 1);
    assert_int_equal(series_find(f.frame.series, f.frame.series_count, "2.2"), -1);
    done(&f);
}

static void resident_size_where_it_was_measured(void **state)
{
    struct fixture f = begin(*state);
    strv_add(&f.runs, RUNS "shapes.json");
    load(&f, "rss", "min,max,mean,median,stddev");
    static const double rss[] = {46850048, 47214592, 47024810.666666664, 47009792,
                                 182735.470681894};
    for (size_t i = 0; i < 5; i++)
        assert_number(value(&f, i, "test_rss", 0), rss[i]);
    assert_true(isnan(value(&f, 0, "test_t[custom]", 0)));
    assert_true(f.frame.measured[0]);
    done(&f);
}

static void headlines(void **state)
{
    struct fixture f = begin(*state);
    strv_add(&f.runs,
             put_run(&f, "a.json",
                     "{\"fullname\": \"m::t\", \"stats\": {\"min\": 2, \"max\": 3}, "
                     "\"extra_info\": {\"benchmem\": {\"peak_bytes\": [30, 10, 10, 20], "
                     "\"allocations\": [1, 7, 8, 2], \"total_bytes\": [100, 400, 500, 200], "
                     "\"rss_bytes\": [9, 8, 7, 6]}}}"));
    struct column columns[] = {
        {.metric = METRIC_TIME, .stat = STAT_HEADLINE},
        {.metric = METRIC_PEAK, .stat = STAT_HEADLINE},
        {.metric = METRIC_ALLOCATED, .stat = STAT_HEADLINE},
        {.metric = METRIC_ALLOCATIONS, .stat = STAT_HEADLINE},
        {.metric = METRIC_RSS, .stat = STAT_HEADLINE},
        {.metric = METRIC_ALLOCATIONS, .stat = STAT_MIN},
    };
    static const double expected[] = {2, 10, 400, 7, 6, 1};
    assert_int_equal(sources(&f), 0);
    assert_int_equal(
        frame_load(f.arena, &f.frame, f.found.series, f.found.count, columns, 6, &f.err), 0);
    for (size_t i = 0; i < 6; i++)
        assert_number(frame_value(&f.frame, i, 0, 0), expected[i]);
    done(&f);
}

/* A file that pytest-benchmem 0.2.1 wrote, and what it writes for several passes. */
static void scalar_memory_of_old_releases(void **state)
{
    struct fixture f = begin(*state);
    strv_add(&f.runs, RUNS "memory-0.2.1.json");
    strv_add(&f.runs, put_run(&f, "b.json",
                              "{\"fullname\": \"test_a.py::test_m[200]\", \"extra_info\": "
                              "{\"benchmem\": {\"peak_bytes\": 5, \"peak_bytes_max\": 9, "
                              "\"allocations\": 3, \"total_bytes\": 4, \"repeats\": 2, "
                              "\"mode\": \"heap\"}}}, "
                              "{\"fullname\": \"test_a.py::test_mt\", \"extra_info\": "
                              "{\"benchmem\": {\"peak_bytes\": 5, \"peak_bytes_max\": 5, "
                              "\"gross_bytes\": 70, \"repeats\": 1, \"mode\": \"rss\"}}}"));
    load(&f, "peak,allocated,allocations,rss", "min,max,mean,stddev");
    static const double single[] = {1600, 1600, 1600, 0, 7392, 7392, 7392, 0, 7, 7, 7, 0};
    for (size_t i = 0; i < 12; i++)
        assert_number(value(&f, i, "test_m[200]", 0), single[i]);
    assert_true(isnan(value(&f, 0, "test_t", 0)));
    assert_number(value(&f, 0, "test_m[200]", 1), 5);
    assert_number(value(&f, 1, "test_m[200]", 1), 9);
    assert_true(isnan(value(&f, 2, "test_m[200]", 1)));
    assert_true(isnan(value(&f, 3, "test_m[200]", 1)));
    assert_number(value(&f, 8, "test_m[200]", 1), 3);
    assert_true(isnan(value(&f, 0, "test_mt", 1)));
    assert_number(value(&f, 12, "test_mt", 1), 70);
    done(&f);
}

static void extras_are_numbers(void **state)
{
    struct fixture f = begin(*state);
    strv_add(&f.runs, RUNS "shapes.json");
    load(&f, "extra:flows,extra:n,extra:ok,extra:s,extra:benchmem,extra:nan,extra:inf", NULL);
    assert_number(value(&f, 0, "test_m[1.0-200]", 0), 600);
    assert_number(value(&f, 1, "test_m[1.0-200]", 0), 200);
    assert_number(value(&f, 6, "test_m[1.0-200]", 0), INFINITY);
    for (size_t c = 2; c < 6; c++)
        assert_false(frame_has_column(&f.frame, c));
    assert_true(isnan(value(&f, 0, "test_rss", 0)));
    done(&f);
}

static void odd_values_are_not_measured(void **state)
{
    struct fixture f = begin(*state);
    strv_add(&f.runs, put_run(&f, "a.json",
                              "{\"fullname\": \"t1\", \"stats\": {\"min\": NaN}},"
                              "{\"fullname\": \"t2\", \"stats\": {\"min\": \"3\"}},"
                              "{\"fullname\": \"t3\", \"stats\": null, \"extra_info\": []},"
                              "{\"fullname\": \"t4\", \"extra_info\": {\"benchmem\": 3}},"
                              "{\"fullname\": \"t5\", \"extra_info\": {\"benchmem\": "
                              "{\"peak_bytes\": [], \"allocations\": [1, null]}}},"
                              "{\"fullname\": \"t6\", \"stats\": {\"min\": Infinity}}"));
    load(&f, "time,peak,allocations", NULL);
    assert_int_equal(f.frame.row_count, 6);
    for (size_t r = 0; r < 5; r++)
        for (size_t c = 0; c < 3; c++)
            assert_true(isnan(frame_value(&f.frame, c, r, 0)));
    assert_number(frame_value(&f.frame, 0, 5, 0), INFINITY);
    assert_true(f.frame.measured[0]);
    done(&f);
}

static void the_last_of_equal_ids_counts(void **state)
{
    struct fixture f = begin(*state);
    strv_add(&f.runs,
             put_run(&f, "a.json",
                     "{\"fullname\": \"t\", \"stats\": {\"min\": 1}, \"params\": {\"n\": 5}},"
                     "{\"fullname\": \"u\", \"stats\": {\"min\": 9}},"
                     "{\"fullname\": \"t\", \"stats\": {\"min\": 2}, \"params\": {\"n\": 6}},"
                     "{\"fullname\": \"t\", \"stats\": {}}"));
    load(&f, "time,extra:n", NULL);
    assert_int_equal(f.frame.row_count, 2);
    assert_number(frame_value(&f.frame, 0, 0, 0), 2);
    assert_number(frame_value(&f.frame, 1, 0, 0), 5);
    done(&f);
}

static void a_benchmark_without_a_name_is_refused(void **state)
{
    struct fixture f = begin(*state);
    struct column column = {.metric = METRIC_TIME, .stat = STAT_MIN};
    strv_add(&f.runs, put_run(&f, "a.json", "{\"fullname\": \"t\"}, {\"fullname\": null}"));
    assert_int_equal(sources(&f), 0);
    assert_int_equal(
        frame_load(f.arena, &f.frame, f.found.series, f.found.count, &column, 1, &f.err), -1);
    assert_int_equal(f.err.exit_code, EXIT_USAGE);
    assert_says(&f, "a.json: benchmark 2 has no \"fullname\"");
    done(&f);
}

/* ---- dims ---- */

static const struct dim *dim_of(const struct benchmark *b, const char *name)
{
    for (size_t i = 0; i < b->dim_count; i++)
        if (strcmp(b->dims[i].name, name) == 0)
            return &b->dims[i];
    return NULL;
}

static void assert_dim(const struct benchmark *b, const char *name, const char *text)
{
    const struct dim *d = dim_of(b, name);
    if (!text && d)
        fail_msg("%s is '%s'", name, d->text);
    if (text && (!d || strcmp(d->text, text) != 0))
        fail_msg("%s is %s, not '%s'", name, d ? d->text : "missing", text);
}

static void dims_of_a_real_file(void **state)
{
    struct fixture f = begin(*state);
    strv_add(&f.runs, RUNS "shapes.json");
    load(&f, "time", NULL);
    const struct benchmark *rows = f.frame.rows;
    assert_dim(&rows[0], "node.module", "test_b.py");
    assert_dim(&rows[0], "node.func", "test_m");
    assert_dim(&rows[0], "node.class", NULL);
    assert_dim(&rows[0], "node.group", NULL);
    assert_dim(&rows[0], "x", "1.0");
    assert_dim(&rows[0], "n", "10");
    assert_number(dim_of(&rows[0], "n")->number, 10);
    assert_dim(&rows[0], "big", "12345678901234567890");
    assert_dim(&rows[0], "nan", "nan");
    assert_dim(&rows[0], "inf", "inf");
    assert_dim(&rows[0], "benchmem", NULL);
    assert_dim(&rows[2], "x", "1e-05");
    assert_dim(&rows[3], "x", "1e+16");
    assert_dim(&rows[4], "x", "0.1");
    assert_string_equal(rows[5].short_name, "test_t[custom]");
    assert_dim(&rows[5], "node.class", "TestC");
    assert_dim(&rows[5], "node.group", "g");
    assert_dim(&rows[5], "ok", "True");
    assert_true(isnan(dim_of(&rows[5], "ok")->number));
    assert_dim(&rows[5], "s", "\xC3\xA9|");
    assert_dim(&rows[5], "o", NULL);
    assert_dim(&rows[5], "l", NULL);
    done(&f);
}

/* Python 3.11's str(json.loads(TEXT)). */
static void numbers_as_python_writes_them(void **state)
{
    static const char *const cases[][2] = {
        {"0", "0"},
        {"-0", "0"},
        {"-0.0", "-0.0"},
        {"100.0", "100.0"},
        {"1e2", "100.0"},
        {"1E15", "1000000000000000.0"},
        {"1e16", "1e+16"},
        {"0.0001", "0.0001"},
        {"0.00001", "1e-05"},
        {"1.5e-7", "1.5e-07"},
        {"5e-324", "5e-324"},
        {"1e400", "inf"},
        {"123456789.125", "123456789.125"},
        {"0.30000000000000004", "0.30000000000000004"},
        {"1.7976931348623157e308", "1.7976931348623157e+308"},
        {"-12.50", "-12.5"},
        {"15.0", "15.0"},
        {"9007199254740993", "9007199254740993"},
    };
    struct fixture f = begin(*state);
    struct str s = str_new(f.arena);
    enum { COUNT = sizeof cases / sizeof *cases };
    for (size_t i = 0; i < COUNT; i++)
        str_addf(&s, "%s\"p%zu\": %s", i ? ", " : "", i, cases[i][0]);
    strv_add(&f.runs,
             put_run(&f, "a.json",
                     arena_printf(f.arena, "{\"fullname\": \"t\", \"params\": {%s}}", s.data)));
    load(&f, "time", NULL);
    for (size_t i = 0; i < COUNT; i++)
        assert_dim(&f.frame.rows[0], arena_printf(f.arena, "p%zu", i), cases[i][1]);
    done(&f);
}

static void later_dims_win(void **state)
{
    struct fixture f = begin(*state);
    strv_add(&f.runs, put_run(&f, "a.json",
                              "{\"fullname\": \"a.py::A::B::t[x::y]\", \"group\": \"\", "
                              "\"params\": {\"n\": 1, \"node.module\": \"mine\"}, "
                              "\"extra_info\": {\"n\": \"2\"}}"));
    load(&f, "extra:n", NULL);
    const struct benchmark *b = &f.frame.rows[0];
    assert_int_equal(b->dim_count, 4);
    assert_dim(b, "node.module", "mine");
    assert_dim(b, "node.func", "y]"); /* the peer splits inside of params as well */
    assert_dim(b, "n", "2");
    assert_true(isnan(dim_of(b, "n")->number));
    assert_number(frame_value(&f.frame, 0, 0, 0), 2);
    assert_string_equal(b->short_name, "t[x::y]");
    done(&f);
}

/* ---- names ---- */

static void names_are_as_long_as_they_must_be(void **state)
{
    static const char *const cases[][2] = {
        {"a/x.py::test_one", "test_one"},
        {"a/x.py::test_two", "a/x.py::test_two"},
        {"b/x.py::test_two", "b/x.py::test_two"},
        {"b/x.py::A::test_three[1/2]", "A::test_three[1/2]"},
        {"b/x.py::B::test_three[1/2]", "B::test_three[1/2]"},
        {"b/x.py::B::test_four[a::b]", "test_four[a::b]"},
        {"c/d/x.py::test_five", "c/d/x.py::test_five"},
        {"d/x.py::test_five", "d/x.py::test_five"},
        {"no/node/id", "no/node/id"},
        {"[::]", "]"},
        {"::", "::"},
    };
    enum { COUNT = sizeof cases / sizeof *cases };
    struct fixture f = begin(*state);
    struct str s = str_new(f.arena);
    for (size_t i = 0; i < COUNT; i++)
        str_addf(&s, "%s{\"fullname\": \"%s\"}", i ? ", " : "", cases[i][0]);
    strv_add(&f.runs, put_run(&f, "a.json", s.data));
    load(&f, "time", NULL);
    for (size_t i = 0; i < COUNT; i++)
        assert_string_equal(f.frame.rows[i].short_name, cases[i][1]);
    done(&f);
}

/* ---- sources ---- */

static void equal_stems_are_told_apart(void **state)
{
    struct fixture f = begin(*state);
    static const char *const names[] = {"v1/run.json", "v2/run.json", "x/v3/run.json",
                                        "y/v3/run.json", "other.json"};
    static const char *const labels[] = {"v1/run", "v2/run", "x/v3/run", "y/v3/run", "other"};
    for (size_t i = 0; i < 5; i++)
        strv_add(&f.runs, put_run(&f, names[i], ""));
    strv_add(&f.runs, arena_printf(f.arena, "%s/.//v2/./run.json", f.dir));
    assert_int_equal(sources(&f), -1);
    assert_says(&f, "same file");
    f.runs.len--;
    assert_int_equal(sources(&f), 0);
    for (size_t i = 0; i < 5; i++)
        assert_string_equal(f.found.series[i].label, labels[i]);
    done(&f);
}

static void benchmarks_are_named_where_none_is_found(void **state)
{
    struct arena *a = *state;
    struct error err;
    struct benchmark rows[11];
    struct frame f = {.rows = rows};
    assert_int_equal(frame_find_for(&f, "out", "x", &err), -1);
    assert_string_equal(err.text, "out: no benchmark is called 'x'");
    for (f.row_count = 0; f.row_count < 11; f.row_count++) {
        const char *id = arena_printf(a, "t.py::test_%c%zu", "ab"[f.row_count % 2], f.row_count);
        rows[f.row_count] = (struct benchmark){.id = id, .short_name = id + 6};
    }
    assert_int_equal(frame_find_for(&f, "out", "test_a10", &err), 10);
    assert_int_equal(frame_find_for(&f, "out", "test_b", &err), -1);
    assert_string_equal(err.text,
                        "out: no benchmark is called 'test_b'; there are test_b1, test_b3, "
                        "test_b5, test_b7, test_b9");
    assert_int_equal(frame_find_for(&f, "out", NULL, &err), -1);
    assert_string_equal(err.text,
                        "out: name one BENCHMARK of it; there are test_a0, test_b1, "
                        "test_a2, test_b3, test_a4, test_b5, test_a6, test_b7 and 3 more");
}

static void all_bad_runs_are_named_at_once(void **state)
{
    struct fixture f = begin(*state);
    const char *good = put_run(&f, "good.json", "");
    strv_add(&f.runs, good);
    strv_add(&f.runs, "no-such-file.json");
    strv_add(&f.runs, f.dir);
    strv_add(&f.runs, good);
    put(&f, "bad/sweep.json", "{");
    strv_add(&f.runs, path_join(f.arena, f.dir, "bad"));
    assert_int_equal(sources(&f), -1);
    assert_int_equal(f.err.exit_code, EXIT_USAGE);
    assert_says(&f, "no-such-file.json: no such file");
    assert_says(&f, arena_printf(f.arena, "%s: a directory without sweep.json", f.dir));
    assert_says(&f, "good.json: the same file is given twice");
    assert_says(&f, "bad/sweep.json: not JSON");
    done(&f);
}

static void labels_rename(void **state)
{
    struct fixture f = begin(*state);
    strv_add(&f.runs, put_run(&f, "a.json", ""));
    strv_add(&f.runs, put_run(&f, "b.json", ""));
    strv_add(&f.labels, "before");
    assert_int_equal(sources(&f), -1);
    assert_says(&f, "--label: 1 given for 2 runs; give one for each of a, b");
    strv_add(&f.labels, "before");
    assert_int_equal(sources(&f), -1);
    assert_says(&f, "'before' is given twice");
    f.labels.items[1] = "after";
    assert_int_equal(sources(&f), 0);
    assert_string_equal(f.found.series[0].label, "before");
    assert_string_equal(f.found.series[1].label, "after");
    done(&f);
}

/* A sweep of seven versions, each in another state. */
static void put_sweep(struct fixture *f, const char *name)
{
    static const struct {
        const char *label, *run_id, *json, *reason;
        enum version_status status;
        enum sweep_stage stage;
    } versions[] = {
        {"9.0", "new", "9.0.json", NULL, VERSION_OK, STAGE_NONE},
        {"1.0", "new", "1.0.json", NULL, VERSION_PARTIAL, STAGE_NONE},
        {"2.0", "new", NULL, "pytest: killed by signal 11", VERSION_FAILED, STAGE_RUN},
        {"3.0", "new", NULL, NULL, VERSION_UNAVAILABLE, STAGE_INSTALL},
        {"4.0", "new", NULL, NULL, VERSION_PENDING, STAGE_NONE},
        {"5.0", "old", "9.0.json", NULL, VERSION_OK, STAGE_NONE},
        {"6.0", "new", "6.0.json", NULL, VERSION_OK, STAGE_NONE},
    };
    struct manifest m = {.run_id = "new"};
    for (size_t i = 0; i < sizeof versions / sizeof *versions; i++) {
        struct manifest_entry *e = manifest_add(f->arena, &m, versions[i].label);
        e->status = versions[i].status;
        e->run_id = versions[i].run_id;
        e->json = versions[i].json;
        e->reason = versions[i].reason;
        e->failed_stage = versions[i].stage;
        if (e->status == VERSION_PARTIAL) {
            failures_add(&e->failed_tests, "m.py::b", "KeyError: 1");
            failures_add(&e->failed_tests, "broken.py", "");
        }
    }
    put_run(f, arena_printf(f->arena, "%s/9.0.json", name),
            "{\"fullname\": \"m.py::a\", \"stats\": {\"min\": 1}},"
            "{\"fullname\": \"m.py::b\", \"stats\": {\"min\": 2}},"
            "{\"fullname\": \"broken.py::C::c\", \"stats\": {\"min\": 3}},"
            "{\"fullname\": \"m.py::d\", \"stats\": {\"min\": 4}}");
    put_run(f, arena_printf(f->arena, "%s/1.0.json", name),
            "{\"fullname\": \"m.py::a\", \"stats\": {\"min\": 5}}");
    const char *path = arena_printf(f->arena, "%s/%s/sweep.json", f->dir, name);
    assert_int_equal(manifest_write(f->arena, path, &m, &f->err), 0);
}

static void a_sweeps_directory(void **state)
{
    struct fixture f = begin(*state);
    put_sweep(&f, "out");
    strv_add(&f.runs, path_join(f.arena, f.dir, "out"));
    load(&f, "time", NULL);
    static const struct {
        const char *label, *note;
        enum series_state state;
        bool path;
    } expected[] = {
        {"9.0", NULL, SERIES_OK, true},
        {"1.0", NULL, SERIES_PARTIAL, true},
        {"2.0", "pytest: killed by signal 11", SERIES_FAILED, false},
        {"3.0", NULL, SERIES_UNAVAILABLE, false},
        {"4.0", "not run yet", SERIES_ABSENT, false},
        {"6.0", "its run file 6.0.json is gone; sweep it again", SERIES_ABSENT, false},
    };
    assert_int_equal(f.found.count, 6);
    assert_int_equal(f.found.unswept.len, 1);
    assert_true(str_starts(f.found.unswept.items[0], "5.0 (files in "));
    for (size_t i = 0; i < 6; i++) {
        assert_string_equal(f.found.series[i].label, expected[i].label);
        assert_int_equal(f.found.series[i].state, expected[i].state);
        assert_int_equal(f.found.series[i].path != NULL, expected[i].path);
        if (expected[i].note)
            assert_string_equal(f.found.series[i].note, expected[i].note);
        else
            assert_null(f.found.series[i].note);
    }
    assert_string_equal(f.found.series[3].stage, "install");
    assert_null(f.found.series[0].stage);
    /* series:                 9.0    1.0    2.0    3.0 */
    static const bool failed[4][4] = {
        {false, false, true, false}, /* a, in 1.0 */
        {false, true, true, false},  /* b, failed */
        {false, true, true, false},  /* c, its file failed */
        {false, false, true, false}, /* d, not in 1.0 */
    };
    assert_int_equal(f.frame.row_count, 4);
    for (size_t r = 0; r < 4; r++)
        for (size_t s = 0; s < 4; s++)
            assert_int_equal(frame_failed(&f.frame, r, s), failed[r][s]);
    assert_number(frame_value(&f.frame, 0, 0, 1), 5);
    assert_true(isnan(frame_value(&f.frame, 0, 1, 1)));
    done(&f);
}

static void the_record_among_the_run_files(void **state)
{
    struct fixture f = begin(*state);
    put_sweep(&f, "out");
    const char *record = arena_printf(f.arena, "%s/out/sweep.json", f.dir);
    strv_add(&f.runs, record);
    assert_int_equal(sources(&f), 0);
    assert_int_equal(f.found.count, 6);
    strv_add(&f.runs, arena_printf(f.arena, "%s/out/1.0.json", f.dir));
    assert_int_equal(sources(&f), 0);
    assert_int_equal(f.found.count, 1);
    assert_string_equal(f.found.series[0].label, "1.0");
    done(&f);
}

static void sweeps_and_files_together(void **state)
{
    struct fixture f = begin(*state);
    put_sweep(&f, "one");
    put_sweep(&f, "two");
    strv_add(&f.runs, path_join(f.arena, f.dir, "one"));
    strv_add(&f.runs, put_run(&f, "three/1.0.json", ""));
    strv_add(&f.runs, path_join(f.arena, f.dir, "two"));
    assert_int_equal(sources(&f), 0);
    assert_int_equal(f.found.count, 13);
    assert_string_equal(f.found.series[1].label, "one/1.0");
    assert_string_equal(f.found.series[6].label, "three/1.0");
    assert_string_equal(f.found.series[7].label, "two/9.0");
    strv_add(&f.runs, arena_printf(f.arena, "%s/two/1.0.json", f.dir));
    assert_int_equal(sources(&f), -1);
    assert_says(&f, "two/1.0.json: the same file");
    done(&f);
}

/* ---- size ---- */

static void where_a_run_was_measured(void **state)
{
    struct fixture f = begin(*state);
    strv_add(&f.runs, put(&f, "a.json",
                          "{\"machine_info\": {\"node\": \"h\", \"python_version\": \"3.11.7\","
                          " \"processor\": \"\", \"machine\": \"x86_64\","
                          " \"cpu\": {\"brand_raw\": \"Fast 1\", \"hz\": [1, 0]}},"
                          " \"benchmarks\": []}"));
    strv_add(&f.runs, put(&f, "b.json",
                          "{\"benchmarks\": [], \"machine_info\": {\"processor\": \"\","
                          " \"machine\": \"x86_64\", \"cpu\": 1, \"node\": []}}"));
    strv_add(&f.runs, put(&f, "c.json", "{\"machine_info\": null, \"benchmarks\": []}"));
    load(&f, "time", NULL);
    assert_string_equal(f.found.series[0].machine.node, "h");
    assert_string_equal(f.found.series[0].machine.cpu, "Fast 1");
    assert_string_equal(f.found.series[0].machine.python, "3.11.7");
    assert_string_equal(f.found.series[1].machine.cpu, "x86_64");
    assert_string_equal(f.found.series[1].machine.node, "");
    assert_string_equal(f.found.series[2].machine.cpu, "");
    done(&f);
}

static void many_rows_and_series(void **state)
{
    enum { ROWS = 3000, SERIES = 3 };
    struct fixture f = begin(*state);
    for (int s = 0; s < SERIES; s++) {
        struct str text = str_new(f.arena);
        for (int r = s; r < ROWS; r++)
            str_addf(&text, "%s{\"fullname\": \"m::t[%d]\", \"stats\": {\"min\": %d.%d}}",
                     r > s ? "," : "", ROWS - r, r, s);
        strv_add(&f.runs, put_run(&f, arena_printf(f.arena, "%d.json", s), text.data));
    }
    load(&f, "time,peak", NULL);
    assert_int_equal(f.frame.row_count, ROWS);
    for (size_t r = 0; r < ROWS; r++)
        for (size_t s = 0; s < SERIES; s++) {
            assert_int_equal(f.frame.measured[r * SERIES + s], r >= s);
            double is = frame_value(&f.frame, 0, r, s);
            if (r >= s)
                assert_true(fabs(is - ((double)r + 0.1 * (double)s)) < 1e-9);
            else
                assert_true(isnan(is));
            assert_true(isnan(frame_value(&f.frame, 1, r, s)));
        }
    done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(values_are_the_peers),
        arena_test(resident_size_where_it_was_measured),
        arena_test(headlines),
        arena_test(scalar_memory_of_old_releases),
        arena_test(extras_are_numbers),
        arena_test(odd_values_are_not_measured),
        arena_test(the_last_of_equal_ids_counts),
        arena_test(a_benchmark_without_a_name_is_refused),
        arena_test(dims_of_a_real_file),
        arena_test(numbers_as_python_writes_them),
        arena_test(later_dims_win),
        arena_test(names_are_as_long_as_they_must_be),
        arena_test(equal_stems_are_told_apart),
        arena_test(benchmarks_are_named_where_none_is_found),
        arena_test(all_bad_runs_are_named_at_once),
        arena_test(labels_rename),
        arena_test(a_sweeps_directory),
        arena_test(the_record_among_the_run_files),
        arena_test(sweeps_and_files_together),
        arena_test(where_a_run_was_measured),
        arena_test(many_rows_and_series),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
