/* Verdicts over frames made by hand. */
#include "frame_fixture.h"

#include "judge/judge.h"
#include "judge/verdict_decide.h"

enum { ROUNDS = 7 };

static const struct column time_min = {.metric = METRIC_TIME, .stat = STAT_MIN};
static const struct column peak_min = {.metric = METRIC_PEAK, .stat = STAT_MIN};

/* Deviations of processes: most within 2 %, one disturbed. */
static const double noise[][ROUNDS] = {
    {1.000, 1.004, 0.996, 1.008, 0.992, 1.012, 1.300},
    {1.002, 0.998, 1.006, 0.994, 1.010, 0.990, 1.002},
    {0.997, 1.003, 1.009, 0.991, 1.001, 1.200, 0.999},
};

/* A frame of levels, row × series, each with ROUNDS processes; the level 0 stands for none. */
static struct frame frame_of(struct arena *a, struct column column, const char *const *labels,
                             const char *const *ids, const double *levels, size_t rounds,
                             bool noisy)
{
    struct frame f = frame_fixture(a, column, labels, ids, levels, 1);
    f.processes = arena_array(a, f.row_count * f.series_count, sizeof *f.processes);
    for (size_t i = 0; i < f.row_count * f.series_count; i++) {
        double *values = arena_array(a, rounds, sizeof *values);
        for (size_t k = 0; k < rounds; k++)
            values[k] = levels[i] * (noisy ? noise[i % 3][k] : 1);
        f.processes[i] = (struct processes){values, levels[i] > 0 ? rounds : 0};
    }
    return f;
}

static const char *const pair_labels[] = {"1.0", "1.1", NULL};
static const char *const four[] = {"t.py::a", "t.py::b", "t.py::c", "t.py::d", NULL};

static struct verdicts judge(struct arena *a, const struct frame *f,
                             const struct judge_options *options)
{
    struct judge_options usual = judge_defaults();
    struct verdicts j;
    judge_frame(a, f, 0, options ? options : &usual, &j);
    return j;
}

/* A ratio is tested for what is beyond the least effect, not for itself: without positive values
 * it is that of the medians, and of 1 there is nothing to test, however the rest is spread. */
static void a_ratio_within_the_effect_is_not_tested(void **state)
{
    static const double before[] = {0, 5, 5, 5, 9, 9, 9}, after[] = {0, 1, 1, 5, 5, 5, 5};
    static const double beyond[] = {0, 1, 1, 4, 4, 4, 4};
    struct processes x = {before, 7}, same = {after, 7}, less = {beyond, 7};
    struct verdict_floor floor = {.relative = 0.02, .exact_relative = -1, .exact_absolute = -1};
    struct rank_tables *tables = rank_tables_new(*state);
    struct judged within = verdict_measure(*state, tables, &x, &same, &floor);
    assert_true(within.ratio == 1 && within.p == 1);
    struct judged changed = verdict_measure(*state, tables, &x, &less, &floor);
    assert_true(changed.ratio == 0.8 && changed.p < 1);
}

/* Only each third column, as figures have them, whose verdicts then are those of these. */
static void judges_the_columns_of_a_stride(void **state)
{
    static const double levels[] = {1, 1.2, 5, 5}, others[] = {3, 3, 3, 1};
    static const char *const two[] = {"t.py::a", "t.py::b", NULL};
    struct frame one = frame_of(*state, time_min, pair_labels, two, levels, ROUNDS, true);
    struct frame other = frame_of(*state, peak_min, pair_labels, two, others, ROUNDS, false);
    enum { COLUMNS = 4, CELLS = 4 };
    struct frame all = one;
    struct column columns[COLUMNS] = {time_min, time_min, time_min, peak_min};
    all.columns = columns;
    all.column_count = COLUMNS;
    all.values = arena_array(*state, CELLS, COLUMNS * sizeof *all.values);
    all.processes = arena_array(*state, CELLS, COLUMNS * sizeof *all.processes);
    for (size_t i = 0; i < CELLS; i++) {
        all.processes[i * COLUMNS] = one.processes[i];
        all.processes[i * COLUMNS + 3] = other.processes[i];
    }
    struct judge_options options = judge_defaults();
    options.stride = 3;
    struct verdicts j = judge(*state, &all, &options);
    assert_int_equal(j.column_count, 2);
    assert_int_equal(verdicts_at(&j, 0, 0, 1).verdict, VERDICT_MORE);
    assert_int_equal(verdicts_at(&j, 0, 1, 1).verdict, VERDICT_SAME);
    assert_int_equal(verdicts_at(&j, 1, 0, 1).verdict, VERDICT_SAME);
    assert_int_equal(verdicts_at(&j, 1, 1, 1).verdict, VERDICT_LESS);
}

static void says_what_changed(void **state)
{
    static const double levels[] = {1, 1.2, 1e-6, 0.8e-6, 5, 5, 2, 2.06};
    struct frame f = frame_of(*state, time_min, pair_labels, four, levels, ROUNDS, true);
    struct verdicts j = judge(*state, &f, NULL);
    struct judged slower = verdicts_at(&j, 0, 0, 1);
    assert_int_equal(slower.verdict, VERDICT_MORE);
    assert_true(slower.low > 1.15 && slower.ratio > 1.19 && slower.high < 1.25);
    assert_true(slower.p <= 0.02 && slower.floor >= 0.02 && slower.rounds_needed == 0);
    assert_int_equal(verdicts_at(&j, 0, 1, 1).verdict, VERDICT_LESS);
    assert_int_equal(verdicts_at(&j, 0, 2, 1).verdict, VERDICT_SAME);
    struct judged between = verdicts_at(&j, 0, 3, 1);
    assert_int_equal(between.verdict, VERDICT_UNCLEAR);
    assert_true(between.rounds_needed > ROUNDS && between.rounds_needed < 100);
    assert_int_equal(verdicts_at(&j, 0, 0, 0).verdict, VERDICT_NONE);
    assert_true(isnan(verdicts_at(&j, 0, 0, 0).ratio));
}

/* Two disturbed processes of seven on each side, which the order of all values could not tell. */
static void disturbed_processes_are_set_aside(void **state)
{
    static const double levels[] = {1, 1.1, 1, 1, 1, 1, 1, 1};
    static const double base[ROUNDS] = {1.7, 1, 1.001, 1.6, 1.002, 1.003, 1.004};
    static const double head[ROUNDS] = {1.1, 1.101, 1.8, 1.102, 1.103, 1.104, 1.9};
    struct frame f = frame_of(*state, time_min, pair_labels, four, levels, ROUNDS, true);
    for (size_t row = 0; row < 4; row++) {
        f.processes[2 * row].values = base;
        f.processes[2 * row + 1].values = head;
    }
    struct verdicts j = judge(*state, &f, NULL);
    struct judged judged = verdicts_at(&j, 0, 0, 1);
    assert_int_equal(judged.verdict, VERDICT_MORE);
    assert_true(judged.low > 1.09 && judged.high < 1.11);
    f.columns[0].metric = METRIC_RSS; /* nothing is known of what disturbs it */
    j = judge(*state, &f, NULL);
    assert_int_equal(verdicts_at(&j, 0, 0, 1).verdict, VERDICT_UNCLEAR);
}

static void noise_is_no_promise_of_the_same(void **state)
{
    static const double levels[] = {1, 1, 1, 1, 1, 1, 1, 1};
    static const double wide[ROUNDS] = {1, 1.03, 1.06, 1.09, 1.12, 1.15, 1.18};
    struct frame f = frame_of(*state, time_min, pair_labels, four, levels, ROUNDS, true);
    for (size_t i = 0; i < 8; i++)
        f.processes[i].values = wide;
    struct verdicts j = judge(*state, &f, NULL);
    struct judged judged = verdicts_at(&j, 0, 0, 1);
    assert_true(judged.floor > 0.05 && judged.high < 1.15);
    assert_int_equal(judged.verdict, VERDICT_UNCLEAR);
    assert_true(judged.rounds_needed > ROUNDS);
}

static void few_rounds_are_unclear(void **state)
{
    static const double levels[] = {1, 1.5, 1, 1.5, 1, 1.5, 1, 1};
    struct frame f = frame_of(*state, time_min, pair_labels, four, levels, 3, true);
    struct verdicts j = judge(*state, &f, NULL);
    struct judged judged = verdicts_at(&j, 0, 0, 1);
    assert_int_equal(judged.verdict, VERDICT_UNCLEAR);
    assert_true(judged.rounds_needed >= 5 && judged.rounds_needed < 10);
    assert_int_equal(verdicts_at(&j, 0, 3, 1).verdict, VERDICT_UNCLEAR);
    f = frame_of(*state, time_min, pair_labels, four, levels, 1, true);
    j = judge(*state, &f, NULL);
    assert_int_equal(verdicts_at(&j, 0, 0, 1).verdict, VERDICT_NONE);
}

static void the_effect_floor_is_the_users(void **state)
{
    static const double levels[] = {1, 1.2, 1, 0.8, 5, 5, 2, 2};
    struct judge_options options = {.min_effect = 0.3};
    struct frame f = frame_of(*state, time_min, pair_labels, four, levels, ROUNDS, true);
    struct verdicts j = judge(*state, &f, &options);
    for (size_t row = 0; row < 4; row++)
        assert_int_equal(verdicts_at(&j, 0, row, 1).verdict, VERDICT_SAME);
}

static void what_is_missing_is_not_judged(void **state)
{
    static const double levels[] = {1, 0, 0, 1, 0, 0, 1, 1.2};
    struct frame f = frame_of(*state, time_min, pair_labels, four, levels, ROUNDS, true);
    struct verdicts j = judge(*state, &f, NULL);
    for (size_t row = 0; row < 3; row++)
        assert_int_equal(verdicts_at(&j, 0, row, 1).verdict, VERDICT_NONE);
    assert_int_equal(verdicts_at(&j, 0, 3, 1).verdict, VERDICT_MORE);
    f.processes = NULL;
    j = judge(*state, &f, NULL);
    assert_int_equal(verdicts_at(&j, 0, 3, 1).verdict, VERDICT_NONE);
}

static void memory_that_does_not_vary_is_exact(void **state)
{
    static const double levels[] = {4096, 4097, 4096, 4095, 100, 100, 7, 70};
    struct frame f = frame_of(*state, peak_min, pair_labels, four, levels, 2, false);
    struct verdicts j = judge(*state, &f, NULL);
    struct judged more = verdicts_at(&j, 0, 0, 1);
    assert_int_equal(more.verdict, VERDICT_MORE);
    assert_true(more.ratio == 4097.0 / 4096 && more.low == more.ratio && more.high == more.ratio);
    assert_true(isnan(more.p));
    assert_int_equal(verdicts_at(&j, 0, 1, 1).verdict, VERDICT_LESS);
    assert_int_equal(verdicts_at(&j, 0, 2, 1).verdict, VERDICT_SAME);

    struct judge_options options = {
        .min_effect = 0.02, .memory_relative = 0.1, .memory_bytes = 100};
    j = judge(*state, &f, &options);
    for (size_t row = 0; row < 4; row++)
        assert_int_equal(verdicts_at(&j, 0, row, 1).verdict, VERDICT_SAME);
    options.memory_bytes = 10;
    j = judge(*state, &f, &options);
    assert_int_equal(verdicts_at(&j, 0, 3, 1).verdict, VERDICT_MORE);
}

static void memory_that_varies_is_judged_as_times_are(void **state)
{
    static const double levels[] = {1e6, 1.001e6, 1e6, 1.3e6, 1e6, 1.3e6, 1e6, 1.3e6};
    struct frame f = frame_of(*state, peak_min, pair_labels, four, levels, ROUNDS, true);
    struct verdicts j = judge(*state, &f, NULL);
    assert_int_equal(verdicts_at(&j, 0, 0, 1).verdict, VERDICT_SAME);
    assert_int_equal(verdicts_at(&j, 0, 1, 1).verdict, VERDICT_MORE);
    assert_true(verdicts_at(&j, 0, 1, 1).p > 0);
}

static void zeroes_are_no_ratios(void **state)
{
    static const double levels[] = {1, 1, 1, 1, 1, 1, 1, 1};
    struct frame f = frame_of(*state, peak_min, pair_labels, four, levels, ROUNDS, true);
    static const double none[ROUNDS] = {0}, some[ROUNDS] = {0, 0, 1, 2, 3, 4, 5};
    f.processes[0].values = none; /* 0 to 1 */
    f.processes[2].values = f.processes[3].values = none;
    f.processes[4].values = some;
    struct verdicts j = judge(*state, &f, NULL);
    assert_true(isinf(verdicts_at(&j, 0, 0, 1).ratio));
    assert_int_equal(verdicts_at(&j, 0, 1, 1).verdict, VERDICT_SAME);
    assert_true(verdicts_at(&j, 0, 1, 1).ratio == 1);
    struct judged vague = verdicts_at(&j, 0, 2, 1);
    assert_true(vague.low == 0 && isinf(vague.high) && vague.verdict == VERDICT_UNCLEAR);
}

/* ---- steps ---- */

static const char *const versions[] = {"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", NULL};
enum { VERSIONS = 10 };

static void names_the_version_of_a_step(void **state)
{
    static const double levels[2 * VERSIONS] = {1, 1, 1, 1, 1.2, 1.2, 1.2, 1.2, 1.2, 1.2,
                                                3, 3, 3, 3, 3,   3,   3,   3,   3,   3};
    static const char *const ids[] = {"t.py::a", "t.py::b", NULL};
    struct frame f = frame_of(*state, time_min, versions, ids, levels, ROUNDS, true);
    struct verdicts j = judge(*state, &f, NULL);
    struct steps steps = verdicts_steps(&j, 0, 0);
    assert_int_equal(steps.count, 1);
    assert_int_equal(steps.items[0].series, 4);
    assert_true(steps.items[0].low > 1.17 && steps.items[0].high < 1.23);
    assert_true(steps.items[0].p < 0.001);
    assert_int_equal(verdicts_steps(&j, 0, 1).count, 0);
    assert_ptr_equal(verdicts_step_at(&j, 0, 0, 4), steps.items);
    assert_null(verdicts_step_at(&j, 0, 0, 5));
}

static void steps_up_and_down_over_missing_versions(void **state)
{
    static const double levels[VERSIONS] = {1, 1, 0, 0.7, 0.7, 0.7, 0, 0.7, 0.9, 0.9};
    static const char *const ids[] = {"t.py::a", NULL};
    struct frame f = frame_of(*state, time_min, versions, ids, levels, ROUNDS, true);
    struct verdicts j = judge(*state, &f, NULL);
    struct steps steps = verdicts_steps(&j, 0, 0);
    assert_int_equal(steps.count, 2);
    assert_int_equal(steps.items[0].series, 3);
    assert_int_equal(steps.items[1].series, 8);
    assert_true(steps.items[0].ratio < 0.72 && steps.items[1].ratio > 1.25);
}

static void the_last_version_alone_can_be_a_step(void **state)
{
    static const double levels[VERSIONS] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1.1};
    static const char *const ids[] = {"t.py::a", NULL};
    struct frame f = frame_of(*state, time_min, versions, ids, levels, ROUNDS, true);
    struct verdicts j = judge(*state, &f, NULL);
    struct steps steps = verdicts_steps(&j, 0, 0);
    assert_int_equal(steps.count, 1);
    assert_int_equal(steps.items[0].series, 9);
}

static void exact_values_step_wherever_they_differ(void **state)
{
    static const double levels[VERSIONS] = {64, 64, 65, 65, 0, 65, 64, 64, 64, 64};
    static const char *const ids[] = {"t.py::a", NULL};
    struct frame f = frame_of(*state, peak_min, versions, ids, levels, 2, false);
    struct verdicts j = judge(*state, &f, NULL);
    struct steps steps = verdicts_steps(&j, 0, 0);
    assert_int_equal(steps.count, 2);
    assert_int_equal(steps.items[0].series, 2);
    assert_int_equal(steps.items[1].series, 6);
    assert_true(steps.items[0].p == 0 && steps.items[0].ratio == 65.0 / 64);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(says_what_changed),
        arena_test(a_ratio_within_the_effect_is_not_tested),
        arena_test(judges_the_columns_of_a_stride),
        arena_test(disturbed_processes_are_set_aside),
        arena_test(noise_is_no_promise_of_the_same),
        arena_test(few_rounds_are_unclear),
        arena_test(the_effect_floor_is_the_users),
        arena_test(what_is_missing_is_not_judged),
        arena_test(memory_that_does_not_vary_is_exact),
        arena_test(memory_that_varies_is_judged_as_times_are),
        arena_test(zeroes_are_no_ratios),
        arena_test(names_the_version_of_a_step),
        arena_test(steps_up_and_down_over_missing_versions),
        arena_test(the_last_version_alone_can_be_a_step),
        arena_test(exact_values_step_wherever_they_differ),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
