/* Order, rank test, interval and correction at their corners; tests/statistics compares them with
 * SciPy's. */
#include "unit_test.h"

#include "base/numbers.h"
#include "judge/interval.h"
#include "judge/rank.h"
#include "judge/statistics.h"

#include <math.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static struct rank_p test_all(struct arena *a, const double *x, size_t n, const double *y, size_t m)
{
    return rank_test(rank_tables_new(a), x, n, 1, y, m, n + m);
}

static void sorts_and_selects(void **state)
{
    enum { MANY = 300 };
    (void)state;
    for (size_t count = 1; count <= MANY; count += count < 40 ? 1 : 37) {
        double sorted[MANY], mixed[MANY];
        for (size_t i = 0; i < count; i++) /* some equal, in an order that is neither */
            sorted[i] = mixed[i] = (double)((i * 7919) % (count / 2 + 1));
        numbers_sort(sorted, count);
        for (size_t i = 1; i < count; i++)
            assert_true(sorted[i - 1] <= sorted[i]);
        for (size_t i = 0; i < count; i++)
            assert_true(numbers_select(mixed, count, i) == sorted[i]);
    }
}

static void sides_that_do_not_overlap_have_the_least_p(void **state)
{
    static const double low[] = {1, 2, 3, 4, 5, 6, 7}, high[] = {8, 9, 10, 11, 12, 13, 14};
    struct rank_p p = test_all(*state, low, 7, high, 7);
    assert_true(fabs(p.more * 3432 - 1) < 1e-12);
    assert_true(fabs(p.both - rank_least_p(7, 7)) < 1e-15);
    assert_true(p.less == 1);
    p = test_all(*state, high, 7, low, 7);
    assert_true(fabs(p.less * 3432 - 1) < 1e-12 && p.more == 1);
    assert_true(fabs(rank_least_p(3, 3) - 0.1) < 1e-15); /* 3 rounds cannot tell */
}

static void equal_values_tell_nothing(void **state)
{
    static const double same[] = {5, 5, 5};
    struct rank_p p = test_all(*state, same, 3, same, 3);
    assert_true(p.less == 1 && p.more == 1 && p.both == 1);
    p = test_all(*state, same, 1, same, 1);
    assert_true(p.both == 1);
    p = test_all(*state, same, 1, same, 3);
    assert_true(p.both == 1);
}

/* {1, 2, 2} against {2, 3, 3}: ranks 1 3 3, 3 5.5 5.5; of the 20 ways to take three of them, one
 * adds up to 7 and three more to 14 or over (5.5 + 5.5 + one of the threes). */
static void ties_across_the_sides(void **state)
{
    static const double x[] = {1, 2, 2}, y[] = {2, 3, 3};
    struct rank_p p = test_all(*state, x, 3, y, 3);
    assert_true(fabs(p.more - 3.0 / 20) < 1e-15);
    assert_int_equal(rank_sum(x, 3, 1, y, 3, 6), 28);
    assert_int_equal(rank_sum(x, 3, 1, y, 3, 3), 2 * (3 + 4 + 4));
}

static void how_slow_a_disturbed_process_was_does_not_matter(void **state)
{
    static const double y[] = {11, 12, 13, 14, 15, 16, 17};
    double x[] = {1, 2, 3, 4, 5, 6, 12.5}, slower[] = {1, 2, 3, 4, 5, 6, 99};
    struct rank_tables *tables = rank_tables_new(*state);
    double p[2] = {rank_test(tables, x, 7, 1, y, 7, rank_keep(7, 7)).more,
                   rank_test(tables, slower, 7, 1, y, 7, rank_keep(7, 7)).more};
    assert_true(p[0] == p[1]);
    assert_true(2 * p[0] < 0.005);
    assert_true(rank_test(tables, slower, 7, 1, y, 7, 14).both > 0.02); /* of all ranks it does */
}

static void many_values_use_the_normal_distribution(void **state)
{
    enum { MANY = 400 };
    struct rank_tables *tables = rank_tables_new(*state);
    double x[MANY], y[MANY];
    for (size_t i = 0; i < MANY; i++) {
        x[i] = (double)i;
        y[i] = (double)i + 0.5;
    }
    double p = rank_test(tables, x, MANY, 1, y, MANY, 2 * (size_t)MANY).both;
    assert_true(p > 0.9 && p <= 1);
    assert_true(rank_test(tables, x, MANY, 2, y, MANY, 2 * (size_t)MANY).less < 1e-20);
    struct rank_limits limits = rank_limits(tables, MANY, MANY, 2 * (size_t)MANY, 0.025);
    assert_true(limits.low < limits.mean && limits.mean < limits.high);
    assert_true(isfinite(limits.low) && isfinite(limits.high));
}

static void an_interval_of_few_values_has_no_ends(void **state)
{
    static const double x[] = {1, 2, 3}, y[] = {10, 20, 30};
    struct rank_tables *tables = rank_tables_new(*state);
    struct interval i = interval_of(*state, tables, x, 3, y, 3, 6, 0.95);
    assert_true(fabs(i.ratio - 10) < 1e-12);
    assert_true(i.low == 0 && isinf(i.high));
    i = interval_of(*state, tables, x, 1, y, 1, 2, 0.95);
    assert_true(fabs(i.ratio - 10) < 1e-12);
    assert_true(i.low == 0 && isinf(i.high));
}

static void an_interval_of_equal_values_is_a_point(void **state)
{
    static const double x[] = {2, 2, 2, 2, 2}, y[] = {3, 3, 3, 3, 3};
    struct interval i = interval_of(*state, rank_tables_new(*state), x, 5, y, 5, 5, 0.95);
    assert_true(fabs(i.ratio - 1.5) < 1e-12 && i.low == 1.5 && i.high == 1.5);
}

/* 1 / 5e-324 is more than a number can be. */
static void an_interval_beyond_all_numbers_has_no_upper_end(void **state)
{
    static const double tiny[] = {5e-324, 5e-324, 5e-324, 5e-324, 5e-324};
    static const double some[] = {5e-324, 1, 1, 1, 1}, one[] = {1, 1, 1, 1, 1};
    struct rank_tables *tables = rank_tables_new(*state);
    struct interval far = interval_of(*state, tables, tiny, 5, one, 5, 10, 0.95);
    assert_true(isinf(far.ratio) && far.low == 0 && isinf(far.high));
    struct interval partly = interval_of(*state, tables, tiny, 5, some, 5, 10, 0.95);
    assert_true(isinf(partly.ratio) && isinf(partly.high));
    struct interval near = interval_of(*state, tables, one, 5, tiny, 5, 10, 0.95);
    assert_true(near.ratio < 1e-300 && near.low <= near.ratio && near.high < 1e-300);
}

static void sides_of_different_size(void **state)
{
    static const double x[] = {1, 1.01, 1.02, 1.03, 1.04, 1.05, 1.06, 1.07, 1.08};
    static const double y[] = {2, 2.02, 2.04, 2.06};
    struct rank_tables *tables = rank_tables_new(*state);
    struct interval up = interval_of(*state, tables, x, 9, y, 4, 9, 0.95);
    struct interval down = interval_of(*state, tables, y, 4, x, 9, 9, 0.95);
    assert_true(up.low > 1.85 && up.low < up.ratio && up.ratio < up.high && up.high < 2.1);
    assert_true(fabs(up.low * down.high - 1) < 1e-12 && fabs(up.high * down.low - 1) < 1e-12);
    assert_true(fabs(up.ratio * down.ratio - 1) < 1e-12);
    assert_true(rank_test(tables, x, 9, 1, y, 4, 9).more ==
                rank_test(tables, y, 4, 1, x, 9, 9).less);
}

static void spread_is_that_of_most_pairs(void **state)
{
    static const double base[] = {1, 1.01, 1.02, 9}, head[] = {5, 5.05}, zero[] = {0, 1};
    struct processes sides[] = {{base, 4}, {head, 2}, {NULL, 0}};
    assert_true(fabs(statistics_noise(*state, sides, 3) - 0.02) < 1e-12);
    sides[2] = (struct processes){zero, 2};
    assert_true(statistics_noise(*state, sides, 3) == 0);
    assert_true(statistics_noise(*state, &sides[0], 0) == 0);
}

static void adjusts_what_was_tested(void **state)
{
    double p[] = {0.01, NAN, 0.04, 0.03, 0.5};
    statistics_adjust(*state, p, COUNT(p));
    assert_true(fabs(p[0] - 0.04) < 1e-15 && isnan(p[1]));
    assert_true(fabs(p[2] - 0.04 * 4 / 3) < 1e-15 && fabs(p[3] - 0.04 * 4 / 3) < 1e-15);
    assert_true(p[4] == 0.5);
    statistics_adjust(*state, p, 0);
    double none[] = {NAN};
    statistics_adjust(*state, none, 1);
    assert_true(isnan(none[0]));
}

static void largest_first(void **state)
{
    const double values[] = {2, NAN, 3, -INFINITY, 2, INFINITY, NAN, 2};
    static const size_t expected[] = {5, 2, 0, 4, 7, 3, 1, 6};
    const size_t *places = numbers_descending(*state, values, COUNT(values));
    for (size_t i = 0; i < COUNT(values); i++)
        assert_int_equal(places[i], expected[i]);
    double sorted[] = {NAN, 2, NAN, 1, -INFINITY, 3, 1};
    numbers_sort(sorted, COUNT(sorted));
    assert_true(sorted[0] == -INFINITY && sorted[1] == 1 && sorted[2] == 1 && sorted[4] == 3);
    assert_true(isnan(sorted[5]) && isnan(sorted[6]));
    assert_true(numbers_median(sorted, 5) == 1 && numbers_median(sorted + 1, 4) == 1.5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sorts_and_selects),
        arena_test(sides_that_do_not_overlap_have_the_least_p),
        arena_test(largest_first),
        arena_test(equal_values_tell_nothing),
        arena_test(ties_across_the_sides),
        arena_test(how_slow_a_disturbed_process_was_does_not_matter),
        arena_test(many_values_use_the_normal_distribution),
        arena_test(an_interval_of_few_values_has_no_ends),
        arena_test(an_interval_of_equal_values_is_a_point),
        arena_test(an_interval_beyond_all_numbers_has_no_upper_end),
        arena_test(sides_of_different_size),
        arena_test(spread_is_that_of_most_pairs),
        arena_test(adjusts_what_was_tested),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
