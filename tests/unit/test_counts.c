/* Instructions: read from run files, and judged from one process a version. */
#include "frame_fixture.h"

#include "data/sample.h"
#include "judge/judge.h"
#include "judge/verdict_decide.h"
#include "runfile/squeeze.h"

#include <cJSON.h>
#include <math.h>
#include <string.h>

/* ---- reading ---- */

#define BENCHMARK(stats, more)                                                                     \
    "{\"fullname\": \"a\", \"params\": null, \"stats\": {" stats "}, \"extra_info\": "             \
    "{\"benchmem\": {" more "\"instructions\": [30, 10, 20, 40, 50], "                             \
    "\"counted\": {\"valgrind\": \"3.19.0\", \"hash_seed\": \"0\", \"processor\": \"P\", "         \
    "\"randomised\": false, \"threads\": {\"x\": [1]}}}}}"

/* The benchmark squeezed for the columns and read, by the scanner or by the parser. */
static struct sample read_sample(struct arena *a, const char *text, const struct column *columns,
                                 size_t count, bool scan)
{
    struct squeeze s = {.at = text, .end = text + strlen(text)};
    struct sample sample;
    s.text = str_new(a);
    assert_int_equal(squeeze_benchmark(&s, sample_keep(columns, count)), SCAN_DONE);
    if (scan) {
        if (!sample_scan(&sample, a, s.text.data, s.text.len))
            fail_msg("not scanned: %s", s.text.data);
    } else {
        cJSON *item = cJSON_Parse(s.text.data);
        assert_non_null(item);
        sample_take(&sample, a, item);
        if (sample.counter.parts[COUNTER_VALGRIND]) /* it outlives the text */
            sample.counter.parts[COUNTER_VALGRIND] =
                arena_strdup(a, sample.counter.parts[COUNTER_VALGRIND]);
        sample.item = sample.single = NULL;
        cJSON_Delete(item);
    }
    return sample;
}

static double value_of(struct arena *a, const struct sample *s, enum metric metric, enum stat stat)
{
    return sample_value(a, s, &(struct column){.metric = metric, .stat = stat});
}

static void calls_are_a_series(void **state)
{
    struct arena *a = *state;
    static const struct column columns[] = {{.metric = METRIC_INSTRUCTIONS, .stat = STAT_MIN},
                                            {.metric = METRIC_TIME, .stat = STAT_MIN}};
    for (int scan = 0; scan < 2; scan++) {
        struct sample s =
            read_sample(a, BENCHMARK("\"min\": 2.5, \"rounds\": 7", ""), columns, 2, scan);
        assert_true(value_of(a, &s, METRIC_INSTRUCTIONS, STAT_MIN) == 10);
        assert_true(value_of(a, &s, METRIC_INSTRUCTIONS, STAT_HEADLINE) == 10);
        assert_true(value_of(a, &s, METRIC_INSTRUCTIONS, STAT_MAX) == 50);
        assert_true(value_of(a, &s, METRIC_INSTRUCTIONS, STAT_MEDIAN) == 30);
        assert_true(value_of(a, &s, METRIC_TIME, STAT_MIN) == 2.5);
        assert_memory_equal(s.counter.parts[COUNTER_VALGRIND], "3.19.0", 6);
        assert_int_equal(s.counter.lens[COUNTER_VALGRIND], 6);
        assert_int_equal(s.counter.lens[COUNTER_PROCESSOR], 1);
    }
}

static void numbers_of_old_releases_stand_beside_counts(void **state)
{
    static const struct column column = {.metric = METRIC_INSTRUCTIONS, .stat = STAT_MIN};
    cJSON *item = cJSON_Parse(BENCHMARK("\"min\": 1", "\"peak_bytes\": 7, "));
    struct sample s;
    sample_take(&s, *state, item);
    assert_true(sample_value(*state, &s, &column) == 10);
    assert_true(value_of(*state, &s, METRIC_PEAK, STAT_MIN) == 7);
    cJSON_Delete(item);
}

static void no_rounds_are_no_times(void **state)
{
    static const struct column column = {.metric = METRIC_TIME, .stat = STAT_MEAN};
    for (int scan = 0; scan < 2; scan++) {
        struct sample s = read_sample(
            *state, BENCHMARK("\"mean\": 0, \"rounds\": 0, \"data\": []", ""), &column, 1, scan);
        assert_true(isnan(sample_value(*state, &s, &column)));
        s = read_sample(*state, BENCHMARK("\"mean\": 0, \"rounds\": 1", ""), &column, 1, scan);
        assert_true(sample_value(*state, &s, &column) == 0);
        s = read_sample(*state, BENCHMARK("\"mean\": 0", ""), &column, 1, scan);
        assert_true(sample_value(*state, &s, &column) == 0);
    }
}

static void check_processes(struct arena *a, const char *text, const double *values, size_t count)
{
    static const struct column column = {.metric = METRIC_INSTRUCTIONS, .stat = STAT_MIN};
    struct arena scratch = {0};
    for (int scan = 0; scan < 2; scan++) {
        struct sample s = read_sample(a, text, &column, 1, scan);
        struct processes p = sample_processes(a, &scratch, &s, &column);
        assert_int_equal(p.count, count);
        for (size_t i = 0; i < count; i++)
            assert_true(p.values[i] == values[i]);
    }
    arena_release(&scratch);
}

static void each_process_has_its_calls(void **state)
{
    static const double one[] = {10}, two[] = {10, 40};
    check_processes(*state, BENCHMARK("\"min\": 1", ""), one, 1);
    check_processes(*state, BENCHMARK("\"processes\": {\"passes\": [1, 1], \"calls\": [3, 2]}", ""),
                    two, 2);
    check_processes(*state, BENCHMARK("\"processes\": {\"passes\": [1, 1]}", ""), one, 1);
    check_processes(*state, BENCHMARK("\"processes\": {\"calls\": [3, 3]}", ""), NULL, 0);
}

/* ---- judged ---- */

static const struct column instructions_min = {.metric = METRIC_INSTRUCTIONS, .stat = STAT_MIN};
static const char *const pair[] = {"1.0", "1.1", NULL};

/* The frame of levels, each counted by PER processes that differ by SPREAD. */
static struct frame counted(struct arena *a, const char *const *labels, const char *const *ids,
                            const double *levels, size_t per, double spread)
{
    struct frame f = frame_fixture(a, instructions_min, labels, ids, levels, 1);
    size_t cells = f.row_count * f.series_count;
    f.processes = arena_array(a, cells, sizeof *f.processes);
    for (size_t i = 0; i < cells; i++) {
        double *values = arena_array(a, per, sizeof *values);
        for (size_t k = 0; k < per; k++)
            values[k] = levels[i] * (1 + spread * (double)k);
        f.processes[i] = (struct processes){values, levels[i] > 0 ? per : 0};
    }
    return f;
}

static void one_process_is_enough(void **state)
{
    static const char *const ids[] = {"a", "b", "c", "d", "e", NULL};
    static const double levels[] = {1e6, 1.014e6, 1e6, 1.016e6, 1e6, 0.98e6, 300, 300, 1e6, 0};
    struct frame f = counted(*state, pair, ids, levels, 1, 0);
    struct judge_options options = judge_defaults();
    struct verdicts j;
    assert_true(judge_frame(*state, &f, 0, &options, &j));
    static const enum verdict expected[] = {VERDICT_SAME, VERDICT_MORE, VERDICT_LESS, VERDICT_SAME,
                                            VERDICT_NONE};
    for (size_t row = 0; row < 5; row++)
        assert_int_equal(verdicts_at(&j, 0, row, 1).verdict, expected[row]);
    struct judged more = verdicts_at(&j, 0, 1, 1);
    assert_true(more.ratio == 1.016 && more.low == more.high && isnan(more.p));
    assert_true(more.floor == 0.015);
    options.min_effect_instructions = 0.05;
    judge_frame(*state, &f, 0, &options, &j);
    assert_int_equal(verdicts_at(&j, 0, 1, 1).verdict, VERDICT_SAME);
    options.min_effect_instructions = 0;
    judge_frame(*state, &f, 0, &options, &j);
    assert_int_equal(verdicts_at(&j, 0, 0, 1).verdict, VERDICT_MORE);
    assert_int_equal(verdicts_at(&j, 0, 3, 1).verdict, VERDICT_SAME);
}

/* Whichever process of the one side is held against whichever of the other. */
static void several_processes_have_a_spread(void **state)
{
    static const char *const ids[] = {"same", "more", "unclear", "less", NULL};
    static const double levels[] = {1e6, 1.005e6, 1e6, 1.05e6, 1e6, 1.016e6, 1e6, 0.97e6};
    struct frame f = counted(*state, pair, ids, levels, 3, 0.002);
    struct judge_options options = judge_defaults();
    struct verdicts j;
    assert_true(judge_frame(*state, &f, 0, &options, &j));
    assert_int_equal(verdicts_at(&j, 0, 0, 1).verdict, VERDICT_SAME);
    assert_int_equal(verdicts_at(&j, 0, 1, 1).verdict, VERDICT_MORE);
    struct judged unclear = verdicts_at(&j, 0, 2, 1);
    assert_int_equal(unclear.verdict, VERDICT_UNCLEAR);
    assert_true(unclear.low < 1.015 && unclear.high > 1.015 && unclear.rounds_needed == 0);
    assert_int_equal(verdicts_at(&j, 0, 3, 1).verdict, VERDICT_LESS);
}

static void a_level_is_left_once(void **state)
{
    static const char *const labels[] = {"1", "2", "3", "4", "5", "6", NULL};
    static const char *const ids[] = {"steps", "creeps", NULL};
    static const double levels[] = {1e6, 1.004e6, 1.1e6,  1.102e6, 1.1e6, 0.9e6,
                                    1e6, 1.01e6,  1.02e6, 1.025e6, 0,     1.03e6};
    struct frame f = counted(*state, labels, ids, levels, 1, 0);
    struct judge_options options = judge_defaults();
    struct verdicts j;
    judge_frame(*state, &f, 0, &options, &j);
    struct steps steps = verdicts_steps(&j, 0, 0), creeps = verdicts_steps(&j, 0, 1);
    assert_int_equal(steps.count, 2);
    assert_true(steps.items[0].series == 2 && fabs(steps.items[0].ratio - 1.1) < 1e-9);
    assert_int_equal(steps.items[1].series, 5);
    assert_int_equal(creeps.count, 1);
    assert_int_equal(creeps.items[0].series, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(calls_are_a_series),     arena_test(numbers_of_old_releases_stand_beside_counts),
        arena_test(no_rounds_are_no_times), arena_test(each_process_has_its_calls),
        arena_test(one_process_is_enough),  arena_test(several_processes_have_a_spread),
        arena_test(a_level_is_left_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
