/* What single processes measured, out of joined run files: the fast way and by the parser alike. */
#include "unit_test.h"

#include "data/filter.h"
#include "data/frame.h"
#include "data/pivot.h"
#include "data/sample.h"
#include "data/sources.h"
#include "judge/verdict.h"
#include "runfile/extract.h"

#include <cJSON.h>
#include <math.h>
#include <string.h>

#define MEMORY                                                                                     \
    "\"extra_info\": {\"benchmem\": {\"peak_bytes\": [9, 7, 5, 6], \"allocations\": [1, 2, 3, "    \
    "4]}}"
#define PROCESSES                                                                                  \
    "\"processes\": {\"round\": [1, 2, 3], \"rounds\": [2, 2, 2], \"passes\": [2, 1, 1], "         \
    "\"min\": [3.5, 1, 2e-1], \"mean\": [4, 2, 3], \"median\": [5, 6, 7], \"max\": [8, 9, 10]}"

/* The processes of the column, by the scanner or by the parser, of a benchmark squeezed for it. */
static struct processes read_one(struct arena *a, const char *benchmark, struct column column,
                                 bool scan)
{
    struct squeeze s = {.at = benchmark, .end = benchmark + strlen(benchmark)};
    struct sample sample;
    s.text = str_new(a);
    assert_int_equal(squeeze_benchmark(&s, sample_keep(&column, 1)), SCAN_DONE);
    cJSON *item = cJSON_Parse(s.text.data);
    assert_non_null(item);
    if (scan)
        assert_true(sample_scan(&sample, a, s.text.data, s.text.len));
    else
        sample_take(&sample, a, item);
    struct processes p = {0};
    struct arena scratch = {0};
    if (sample.has_processes)
        p = sample_processes(a, &scratch, &sample, &column);
    arena_release(&scratch);
    cJSON_Delete(item);
    return p;
}

static void check(struct arena *a, const char *benchmark, struct column column, bool scan,
                  const double *values, size_t count)
{
    struct processes p = read_one(a, benchmark, column, scan);
    assert_int_equal(p.count, count);
    for (size_t i = 0; values && i < p.count; i++)
        if (p.values[i] != values[i])
            fail_msg("value %zu is %g instead of %g", i, p.values[i], values[i]);
}

static void one_value_per_process(void **state)
{
    static const char text[] =
        "{\"fullname\": \"a\", " MEMORY ", \"stats\": {\"min\": 0.2, " PROCESSES "}}";
    static const struct {
        struct column column;
        double values[3];
    } cases[] = {
        {{.metric = METRIC_TIME, .stat = STAT_MIN}, {3.5, 1, 0.2}},
        {{.metric = METRIC_TIME, .stat = STAT_HEADLINE}, {3.5, 1, 0.2}},
        {{.metric = METRIC_TIME, .stat = STAT_MAX}, {8, 9, 10}},
        {{.metric = METRIC_TIME, .stat = STAT_MIN, .process_stat = PROCESS_MEDIAN}, {5, 6, 7}},
        {{.metric = METRIC_TIME, .stat = STAT_MIN, .process_stat = PROCESS_MEAN}, {4, 2, 3}},
        {{.metric = METRIC_PEAK, .stat = STAT_MIN}, {7, 5, 6}},
        {{.metric = METRIC_PEAK, .stat = STAT_HEADLINE}, {7, 5, 6}},
        {{.metric = METRIC_PEAK, .stat = STAT_MEAN}, {8, 5, 6}},
        {{.metric = METRIC_PEAK, .stat = STAT_MEAN, .process_stat = PROCESS_MIN}, {7, 5, 6}},
        {{.metric = METRIC_ALLOCATIONS, .stat = STAT_MAX}, {2, 3, 4}},
        {{.metric = METRIC_ALLOCATIONS, .stat = STAT_HEADLINE}, {2, 3, 4}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        check(*state, text, cases[i].column, true, cases[i].values, 3);
        check(*state, text, cases[i].column, false, cases[i].values, 3);
    }
    struct column extra = {.metric = METRIC_EXTRA, .stat = STAT_NONE, .extra = "n"};
    check(*state, text, extra, false, NULL, 0);
}

static void what_does_not_fit_is_not_taken(void **state)
{
    static const struct column min = {.metric = METRIC_TIME, .stat = STAT_MIN};
    static const struct column iqr = {.metric = METRIC_TIME, .stat = STAT_IQR};
    static const struct column peak = {.metric = METRIC_PEAK, .stat = STAT_MIN};
    static const struct column rss = {.metric = METRIC_RSS, .stat = STAT_MIN};
    static const struct {
        const char *stats;
        const struct column *column;
    } cases[] = {
        {"{\"min\": 1}", &min},
        {"{\"min\": 1, \"processes\": {}}", &min},
        {"{\"min\": 1, \"processes\": []}", &min},
        {"{\"min\": 1, \"processes\": null}", &min},
        {"{\"min\": 1, \"processes\": {\"min\": 1}}", &min},
        {"{\"min\": 1, \"processes\": {\"min\": [1, \"a\"]}}", &min},
        {"{\"iqr\": 1, " PROCESSES "}", &iqr},
        {"{" PROCESSES "}", &rss},
        {"{\"processes\": {\"passes\": [2, 1]}}", &peak},
        {"{\"processes\": {\"passes\": [2, 1, 2]}}", &peak},
        {"{\"processes\": {\"passes\": [2.5, 1.5]}}", &peak},
        {"{\"processes\": {\"passes\": [5, -1]}}", &peak},
        {"{\"processes\": {\"passes\": [4, \"x\"]}}", &peak},
    };
    struct arena *a = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *text =
            arena_printf(a, "{\"fullname\": \"a\", " MEMORY ", \"stats\": %s}", cases[i].stats);
        check(a, text, *cases[i].column, false, NULL, 0);
    }
    /* A process without a memory pass, and one whose statistic is no number. */
    check(a,
          "{\"fullname\": \"a\", " MEMORY ", \"stats\": {\"processes\": {\"passes\": [3, 0, 1]}}}",
          peak, true, (const double[]){5, 6}, 2);
    check(a,
          "{\"fullname\": \"a\", \"stats\": {\"min\": 1, \"processes\": {\"min\": [1, NaN, 3, "
          "Infinity]}}}",
          min, false, (const double[]){1, 3}, 2);
}

/* ---- frames ---- */

static struct frame load(struct arena *a, const char *const *names, const char *metrics)
{
    struct frame frame = {0};
    struct sources found;
    struct column *columns;
    struct error err;
    size_t column_count;
    struct strv runs = strv_new(a);
    struct strv labels = strv_new(a);
    for (; *names; names++)
        strv_add(&runs, arena_printf(a, TEST_DATA "/%s.json", *names));
    if (sources_find(a, &runs, &labels, &found, &err) < 0 ||
        columns_parse(a, metrics, "min", "min", &columns, &column_count, &err) < 0 ||
        frame_load(a, &frame, found.series, found.count, columns, column_count, &err) < 0)
        fail_msg("%s", err.text);
    return frame;
}

static size_t row_of(const struct frame *frame, const char *name)
{
    for (size_t r = 0; r < frame->row_count; r++)
        if (strcmp(frame->rows[r].short_name, name) == 0)
            return r;
    fail_msg("no row %s", name);
    return 0;
}

static double smallest(struct processes p)
{
    double found = INFINITY;
    for (size_t i = 0; i < p.count; i++)
        found = p.values[i] < found ? p.values[i] : found;
    return found;
}

static void a_frame_of_joined_files(void **state)
{
    struct arena *a = *state;
    const char *const names[] = {"joined/1.0", "joined/2.1", NULL};
    /* extra:n makes the parser read what is scanned otherwise */
    const char *const metrics[] = {"time,peak", "time,peak,extra:n"};
    for (size_t i = 0; i < 2; i++) {
        struct frame f = load(a, names, metrics[i]);
        size_t slow = row_of(&f, "test_slow"), new = row_of(&f, "test_new");
        assert_int_equal(frame_processes(&f, 0, slow, 0).count, 7);
        assert_int_equal(frame_processes(&f, 0, slow, 1).count, 6);
        assert_int_equal(frame_processes(&f, 0, new, 0).count, 0);
        for (size_t r = 0; r < f.row_count; r++)
            for (size_t c = 0; c < 2; c++)
                assert_true(smallest(frame_processes(&f, c, r, 1)) == frame_value(&f, c, r, 1));
        struct error err;
        struct strv where = strv_new(a);
        struct strv globs = strv_new(a);
        strv_add(&globs, "test_slow");
        assert_int_equal(filter_frame(a, &f, &where, &globs, &err), 0);
        assert_int_equal(frame_processes(&f, 0, 0, 1).count, 6);
    }
}

static void other_files_have_none(void **state)
{
    const char *const plain[] = {"runs/2.0.1", "runs/2.2.1", NULL};
    struct frame f = load(*state, plain, "time,peak");
    assert_null(f.processes);
    assert_int_equal(frame_processes(&f, 1, 0, 1).count, 0);
    const char *const mixed[] = {"joined/2.0", "runs/2.2.1", NULL};
    f = load(*state, mixed, "time,peak");
    assert_int_equal(frame_processes(&f, 0, row_of(&f, "test_slow"), 0).count, 7);
    assert_int_equal(frame_processes(&f, 0, row_of(&f, "test_plain"), 1).count, 0);
}

static void a_pivot_takes_them_along(void **state)
{
    struct frame f = load(*state, (const char *const[]){"joined/2.1", NULL}, "time,peak");
    struct pivot pivot;
    struct error err;
    assert_int_equal(pivot_frame(*state, &f, "node.func", &pivot, &err), 0);
    size_t counted = 0;
    for (size_t r = 0; r < pivot.frame.row_count; r++)
        for (size_t s = 0; s < pivot.frame.series_count; s++) {
            struct processes p = frame_processes(&pivot.frame, 0, r, s);
            counted += p.count;
            if (p.count)
                assert_true(smallest(p) == frame_value(&pivot.frame, 0, r, s));
        }
    assert_int_equal(counted, 7 * 4 + 6);
}

/* ---- the table of verdicts ---- */

static void verdicts_of_nothing(void **state)
{
    (void)state;
    assert_int_equal(verdicts_at(NULL, 3, 4, 5).verdict, VERDICT_NONE);
    assert_int_equal(verdicts_steps(NULL, 3, 4).count, 0);
    assert_null(verdicts_step_at(NULL, 3, 4, 5));
    assert_string_equal(verdict_word(VERDICT_LESS, METRIC_TIME), "faster");
    assert_string_equal(verdict_word(VERDICT_MORE, METRIC_PEAK), "more");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(one_value_per_process),    arena_test(what_does_not_fit_is_not_taken),
        arena_test(a_frame_of_joined_files),  arena_test(other_files_have_none),
        arena_test(a_pivot_takes_them_along), cmocka_unit_test(verdicts_of_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
