/* The matrix: numbers, ranks, means, what is missing, and how it is written. */
#include "frame_fixture.h"

#include "compare/comparable.h"
#include "compare/layout.h"
#include "compare/notes.h"
#include "data/contrast.h"
#include "judge/overview.h"
#include "judge/statistics.h"

static const struct column time_min = {.metric = METRIC_TIME, .stat = STAT_MIN};
static const struct column peak_min = {.metric = METRIC_PEAK, .stat = STAT_MIN};

static const char *const tomli[] = {"1.2.3", "2.0.1", "2.2.1", "2.4.0", NULL};
static const char *const suite[] = {"t.py::test_strings", "t.py::test_loads[50]",
                                    "t.py::test_loads[400]", NULL};
static const double milliseconds[] = {1.185,  1.612, 0.6273, 0.5637, 1.269, 1.231,
                                      0.7099, 1.000, 10.77,  15.91,  6.336, 5.746};

/* The report of a frame's only column: the table sorted by name, and the notes. */
static struct report report_of(struct arena *a, const struct frame *frame)
{
    struct view view = view_select(a, frame, LAYOUT_MATRIX, 1, 0, NULL);
    struct report report = report_new(a);
    view_judge(a, &view, NULL);
    const size_t *order = contrast_sort(a, frame, NULL, NULL, SORT_NAME);
    matrix_add(&report, &view, 0, &(struct group){NULL, order, frame->row_count, NULL});
    notes_add(&report, frame, &view.contrast);
    return report;
}

static const char *plain(struct arena *a, const struct report *report)
{
    struct str out = str_new(a);
    report_write_terminal(&out, report, &(struct terminal){0, COLOR_NONE});
    return out.data;
}

static void the_table_of_the_interface(void **state)
{
    struct arena *a = *state;
    struct frame f = frame_fixture(a, time_min, tomli, suite, milliseconds, 1e-3);
    struct report report = report_of(a, &f);
    assert_string_equal(
        plain(a, &report),
        "time · min\n"
        " benchmark         unit   1.2.3   2.0.1    2.2.1   2.4.0   2.4.0 vs 1.2.3\n"
        " ─────────────────────────────────────────────────────────────────────────\n"
        " test_loads[400]     ms   10.77   15.91    6.336   5.746           -46.6%\n"
        " test_loads[50]      ms   1.269   1.231   0.7099   1.000           -21.2%\n"
        " test_strings        µs    1185    1612    627.3   563.7           -52.4%\n"
        " ─────────────────────────────────────────────────────────────────────────\n"
        " geometric mean           1.00×   1.25×    0.56×   0.58×           3 of 3\n");
}

static void best_and_worst_are_marked(void **state)
{
    struct arena *a = *state;
    struct frame f = frame_fixture(a, time_min, tomli, suite, milliseconds, 1e-3);
    struct report report = report_of(a, &f);
    const struct table_row *first = &report.tables[0].rows[0];
    assert_int_equal(first->cells[2].tone, TONE_PLAIN);
    assert_int_equal(first->cells[3].tone, TONE_WORST);
    assert_int_equal(first->cells[5].tone, TONE_BEST);
    assert_string_equal(first->key, "t.py::test_loads[400]");
    assert_true(first->cells[5].number == 5.746 * 1e-3);
}

static void no_contrast_no_color(void **state)
{
    struct arena *a = *state;
    const char *const series[] = {"a", "b", "c", NULL}, *const ids[] = {"x", "y", "z", NULL};
    /* the same; the same as shown; two that share the best */
    const double values[] = {5, 5, 5, 1.00001, 1.00002, 1, 2, 1, 1};
    struct frame f = frame_fixture(a, time_min, series, ids, values, 1);
    struct report report = report_of(a, &f);
    const struct table_row *rows = report.tables[0].rows;
    for (size_t i = 2; i < 5; i++) {
        assert_int_equal(rows[0].cells[i].tone, TONE_PLAIN);
        assert_int_equal(rows[1].cells[i].tone, TONE_PLAIN);
    }
    assert_int_equal(rows[2].cells[2].tone, TONE_WORST);
    assert_int_equal(rows[2].cells[3].tone, TONE_BEST);
    assert_int_equal(rows[2].cells[4].tone, TONE_BEST);
}

static void mean_over_shared_rows_only(void **state)
{
    struct arena *a = *state;
    const char *const series[] = {"a", "b", "c", NULL};
    const char *const ids[] = {"p", "q", "r", "s", NULL};
    /* q is not in b; s is zero in a: neither counts, for c neither. */
    const double values[] = {1, 2, 4, 1, NAN, 100, 1, 8, 1, 0, 1, 1};
    struct frame f = frame_fixture(a, peak_min, series, ids, values, 1);
    struct report report = report_of(a, &f);
    const struct table *t = &report.tables[0];
    const struct table_row *mean = &t->rows[4];
    assert_true(mean->rule);
    assert_string_equal(mean->cells[2].text, "1.00×");
    assert_string_equal(mean->cells[3].text, "4.00×");
    assert_string_equal(mean->cells[4].text, "2.00×");
    assert_string_equal(mean->cells[5].text, "2 of 4");
    assert_string_equal(t->rows[1].cells[3].text, "—");
    assert_string_equal(t->rows[3].cells[5].text, "+inf%");
    assert_true(isnan(statistics_mean_ratio(values, values, 0)));
}

static void versions_without_numbers_keep_their_column(void **state)
{
    struct arena *a = *state;
    const char *const series[] = {"0.9", "1.0", "1.1", "1.2", "2.0", NULL};
    const char *const ids[] = {"t.py::x", "t.py::y", NULL};
    const double values[] = {NAN, 10, NAN, NAN, 5, NAN, NAN, NAN, NAN, 5};
    struct frame f = frame_fixture(a, time_min, series, ids, values, 1);
    f.series[0] = (struct series){
        .label = "0.9", .state = SERIES_UNAVAILABLE, .stage = "install", .note = "no such version"};
    f.series[2].state = SERIES_FAILED;
    f.series[2].path = NULL;
    f.series[3].state = SERIES_ABSENT;
    f.series[3].path = NULL;
    f.series[1].state = SERIES_PARTIAL;
    failures_add(&f.series[1].failed, "t.py::y", "");
    f.failed[2] = f.failed[6] = f.failed[7] = true;
    struct report report = report_of(a, &f);
    assert_string_equal(plain(a, &report),
                        "time · min\n"
                        " benchmark        unit   0.9     1.0   1.1   1.2     2.0   2.0 vs 1.0\n"
                        " ─────────────────────────────────────────────────────────────────────\n"
                        " x                   s     —   10.00     ✗     —   5.000       -50.0%\n"
                        " y                   s     —       ✗     ✗     —   5.000            —\n"
                        " ─────────────────────────────────────────────────────────────────────\n"
                        " geometric mean            —   1.00×     —     —   0.50×       1 of 2\n"
                        "\n"
                        "0.9: unavailable at install: no such version\n"
                        "1.0: partial: 1 benchmark failed: t.py::y\n"
                        "1.1: failed\n"
                        "1.2: not in this run\n");
}

static void new_and_gone_are_listed(void **state)
{
    struct arena *a = *state;
    const char *const series[] = {"a", "b", NULL}, *const ids[] = {"x", "y", "z", NULL};
    const double values[] = {1, NAN, NAN, 1, 1, 1};
    struct frame f = frame_fixture(a, time_min, series, ids, values, 1);
    struct report report = report_of(a, &f);
    assert_int_equal(report.note_count, 2);
    assert_string_equal(report.notes[0].text, "new, not in a: y");
    assert_string_equal(report.notes[1].text, "gone, not in b: x");
}

static void one_series_has_no_change(void **state)
{
    struct arena *a = *state;
    const char *const series[] = {"a", NULL}, *const ids[] = {"x", NULL};
    const double values[] = {1234567};
    const struct column count = {.metric = METRIC_ALLOCATIONS, .stat = STAT_MIN};
    struct frame f = frame_fixture(a, count, series, ids, values, 1);
    struct report report = report_of(a, &f);
    assert_string_equal(plain(a, &report), "allocations · min\n"
                                           " benchmark           a\n"
                                           " ──────────────────────\n"
                                           " x           1,234,567\n");
}

static void rows_by_value_and_by_change(void **state)
{
    struct arena *a = *state;
    const char *const series[] = {"a", "b", NULL}, *const ids[] = {"w", "x", "y", "z", NULL};
    const double values[] = {NAN, 3, 1, 2, 4, 5, 1, NAN};
    const double base[] = {NAN, 1, 4, 1}, head[] = {3, 2, 5, NAN};
    struct frame f = frame_fixture(a, time_min, series, ids, values, 1);
    const size_t by_value[] = {2, 0, 1, 3}, by_change[] = {1, 2, 0, 3};
    assert_memory_equal(contrast_sort(a, &f, base, head, SORT_VALUE), by_value, sizeof by_value);
    assert_memory_equal(contrast_sort(a, &f, base, head, SORT_CHANGE), by_change, sizeof by_change);
}

static void baseline_by_name(void **state)
{
    struct arena *a = *state;
    const double values[12] = {0};
    struct frame f = frame_fixture(a, time_min, tomli, suite, values, 1);
    struct error err;
    struct contrast c = contrast_choose(f.series, NULL, 4, NULL);
    assert_true(c.paired && c.baseline == 0 && c.head == 3);
    /* The newest as baseline: it is not compared with itself. */
    struct strv names = strv_new(a);
    strv_add(&names, "2.4.0");
    c = contrast_choose(f.series, NULL, 4, &names);
    assert_true(c.paired && c.baseline == 3 && c.head == 2);
    assert_int_equal(contrast_check(f.series, 4, &names, &err), 0);
    strv_add(&names, "3");
    assert_int_equal(contrast_check(f.series, 4, &names, &err), -1);
    assert_int_equal(err.exit_code, EXIT_USAGE);
    assert_non_null(strstr(err.text, "1.2.3, 2.0.1, 2.2.1, 2.4.0"));
    assert_false(contrast_choose(f.series, NULL, 1, NULL).paired);
}

/* Those without results are passed over, and it is said. */
static void baseline_with_results(void **state)
{
    struct arena *a = *state;
    const double values[12] = {0};
    struct frame f = frame_fixture(a, time_min, tomli, suite, values, 1);
    struct strv names = strv_new(a);
    struct strv none = strv_new(a);
    f.series[0].path = f.series[3].path = NULL;
    f.series[0].state = SERIES_UNAVAILABLE;
    f.series[3].state = SERIES_FAILED;
    struct contrast c = contrast_choose(f.series, NULL, 4, &none);
    assert_true(c.paired && c.baseline == 1 && c.head == 2);
    assert_string_equal(contrast_remark(a, f.series, 4, &none, &c),
                        "compared: 2.2.1 with 2.0.1, as 1.2.3 and 2.4.0 have no results");
    assert_null(contrast_awaited(f.series, 4, &none, &c));
    strv_add(&names, "2.4.0");
    strv_add(&names, "2.2.1");
    c = contrast_choose(f.series, NULL, 4, &names);
    assert_true(c.paired && c.baseline == 2 && c.head == 1);
    assert_string_equal(contrast_remark(a, f.series, 4, &names, &c),
                        "compared: 2.0.1 with 2.2.1, as 2.4.0 has no results");
    /* What may still be measured is waited for. */
    f.series[3].state = SERIES_ABSENT;
    assert_string_equal(contrast_awaited(f.series, 4, &names, &c)->label, "2.4.0");
    f.series[0].state = SERIES_ABSENT;
    f.series[3].state = SERIES_FAILED;
    assert_null(contrast_awaited(f.series, 4, &names, &c));
    c = contrast_choose(f.series, NULL, 4, &none);
    assert_string_equal(contrast_awaited(f.series, 4, &none, &c)->label, "1.2.3");
}

/* A row that the baseline lacks is held against its first version; all are counted. */
static void rows_the_baseline_lacks(void **state)
{
    struct arena *a = *state;
    const char *const series[] = {"1", "2", "3", NULL};
    const char *const ids[] = {"gone", "later", "new", "own", "small", NULL};
    const double values[] = {5, 5, NAN, NAN, 2, 3, NAN, NAN, 7, 4, 4, 2, 10, 10, 10.4};
    struct frame f = frame_fixture(a, time_min, series, ids, values, 1);
    struct contrast c = contrast_choose(f.series, NULL, 3, NULL);
    struct changes changes = changes_of(a, &f, 0, &c, &(struct change_judged){0});
    assert_int_equal(changes.own.counts[VERDICT_LESS], 1);
    assert_int_equal(changes.own.counts[VERDICT_SAME], 1);
    assert_int_equal(changes.later.counts[VERDICT_MORE], 1);
    assert_int_equal(changes.added, 1);
    assert_int_equal(changes.gone, 1);
    assert_int_equal(changes.rows[1].reference, 1);
    assert_int_equal(changes.rows[3].since, 2);
    assert_true(fabs(changes.mean - sqrt(0.5 * 1.04)) < 1e-9);
    const size_t order[] = {1, 4, 3, 0, 2};
    assert_memory_equal(contrast_sort_changes(a, &f, 0, &c), order, sizeof order);
    struct overview o = overview_begin(a, &f, &c);
    overview_add(&o, &changes, "time · min");
    assert_int_equal(o.count, 4);
    assert_string_equal(o.lines[0].text, "3 vs 1");
    assert_string_equal(o.lines[1].text,
                        "  time · min: 1 faster · 0 slower · 1 the same (within 5%) · 1 against a "
                        "later version (1 slower) · 1 new · 1 gone · geometric mean 0.72×");
    assert_string_equal(o.lines[2].text, "    slower: later +50.0% vs 2 since 3");
    assert_string_equal(o.lines[3].text, "    faster: own -50.0% since 3");
}

/* Nothing has a ratio to what is 0, nor is 0 a ratio of which there is a mean. */
static void the_mean_is_of_what_has_a_ratio(void **state)
{
    struct arena *a = *state;
    const char *const series[] = {"1", "2", NULL};
    const char *const ids[] = {"from 0", "to 0", "twice", NULL};
    const double values[] = {0, 3, 3, 0, 2, 4};
    struct frame f = frame_fixture(a, time_min, series, ids, values, 1);
    struct contrast c = contrast_choose(f.series, NULL, 2, NULL);
    struct changes changes = changes_of(a, &f, 0, &c, &(struct change_judged){0});
    assert_true(fabs(changes.mean - 2) < 1e-9);
}

/* Where all of them were measured, and else nothing. */
static void the_place_of_all(void **state)
{
    struct arena *a = *state;
    const char *const series[] = {"1", "2", "3", NULL}, *const ids[] = {"a", NULL};
    struct frame f = frame_fixture(a, time_min, series, ids, (const double[]){1, 2, 3}, 1);
    struct view view = view_select(a, &f, LAYOUT_MATRIX, 1, 0, NULL);
    assert_string_equal(comparable_place(&view), "");
    for (size_t i = 0; i < 3; i++)
        f.series[i].machine.place = "node1";
    assert_string_equal(comparable_place(&view), "node1");
    f.series[2].machine.place = "node2";
    assert_string_equal(comparable_place(&view), "");
    f.series[2].machine.place = NULL;
    assert_string_equal(comparable_place(&view), "");
}

/* So many that grew most, and so many that shrank most. */
static void the_top_both_ways(void **state)
{
    struct arena *a = *state;
    const char *const series[] = {"1", "2", NULL};
    const char *const ids[] = {"a", "b", "c", "d", "e", NULL};
    const double values[] = {1, 0.1, 1, 0.2, 1, 1.5, 1, 1.4, 1, NAN};
    struct frame f = frame_fixture(a, time_min, series, ids, values, 1);
    struct view view = view_select(a, &f, LAYOUT_MATRIX, 1, 0, NULL);
    view_judge(a, &view, NULL);
    assert_int_equal(view_keep_top(a, &view, 0, 1), 3);
    const bool left_out[] = {false, true, false, true, true};
    assert_memory_equal(view.left_out, left_out, sizeof left_out);
}

static void markdown_of_the_matrix(void **state)
{
    struct arena *a = *state;
    const char *const series[] = {"a|b", "*", NULL};
    const char *const ids[] = {"test_x[a|b]", "_y_`<b>&\\[l](u)\n", NULL};
    const double values[] = {1, 2, 4, 3};
    struct frame f = frame_fixture(a, time_min, series, ids, values, 1);
    struct report report = report_of(a, &f);
    struct str out = str_new(a);
    report_write_markdown(&out, &report);
    assert_string_equal(
        out.data, "### time · min\n\n"
                  "| benchmark | unit | a\\|b | \\* | \\* vs a\\|b |\n"
                  "| :--- | ---: | ---: | ---: | ---: |\n"
                  "| \\_y\\_\\`\\<b\\>\\&\\\\\\[l\\](u)\\\\n | s | 4.000 | **3.000** | -25.0% |\n"
                  "| test_x[a\\|b] | s | **1.000** | 2.000 | +100.0% |\n"
                  "| geometric mean |  | **1.00×** | 1.22× | 2 of 2 |\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(the_table_of_the_interface),
        arena_test(best_and_worst_are_marked),
        arena_test(no_contrast_no_color),
        arena_test(mean_over_shared_rows_only),
        arena_test(versions_without_numbers_keep_their_column),
        arena_test(new_and_gone_are_listed),
        arena_test(one_series_has_no_change),
        arena_test(rows_by_value_and_by_change),
        arena_test(baseline_by_name),
        arena_test(baseline_with_results),
        arena_test(rows_the_baseline_lacks),
        arena_test(the_mean_is_of_what_has_a_ratio),
        arena_test(the_place_of_all),
        arena_test(the_top_both_ways),
        arena_test(markdown_of_the_matrix),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
