/* Verdicts as they are shown, counted and gated, of a table made by hand. */
#include "frame_fixture.h"

#include "compare/cell.h"
#include "compare/document.h"
#include "compare/gate.h"
#include "compare/layout.h"
#include "compare/notes.h"
#include "judge/overview.h"
#include "judge/verdict_text.h"

static const struct column time_min = {.metric = METRIC_TIME, .stat = STAT_MIN};
static const char *const versions[] = {"1.0", "1.1", "2.0", NULL};
static const char *const suite[] = {"t.py::fast", "t.py::noisy", "t.py::same", "t.py::slow", NULL};
enum { FAST, NOISY, SAME, SLOW, ROWS, VERSIONS = 3 };
static const double seconds[] = {5, 3, 3.01, 1, 0.9, 1.3, 2, 1.999, 2.001, 4, 4, 5};

static const struct judged none = {.ratio = NAN, .high = INFINITY, .p = NAN};

static struct judged say(enum verdict verdict, double ratio)
{
    return (struct judged){verdict, ratio, ratio - 0.01, ratio + 0.02, 0.001, 0.02, 0};
}

/* A view of the frame with verdicts, and a step of "slow" at the last version. */
static struct view judged_view(struct arena *a, const struct frame *f)
{
    static const enum verdict verdicts[ROWS][VERSIONS] = {
        [FAST] = {VERDICT_NONE, VERDICT_LESS, VERDICT_LESS},
        [NOISY] = {VERDICT_NONE, VERDICT_UNCLEAR, VERDICT_UNCLEAR},
        [SAME] = {VERDICT_NONE, VERDICT_SAME, VERDICT_SAME},
        [SLOW] = {VERDICT_NONE, VERDICT_SAME, VERDICT_MORE},
    };
    struct verdicts *j = arena_alloc(a, sizeof *j);
    *j = (struct verdicts){0, ROWS, VERSIONS, 1, NULL, NULL};
    j->cells = arena_array(a, (size_t)ROWS * VERSIONS, sizeof *j->cells);
    j->steps = arena_array(a, ROWS, sizeof *j->steps);
    for (size_t r = 0; r < ROWS; r++)
        for (size_t s = 0; s < VERSIONS; s++) {
            double ratio = seconds[r * VERSIONS + s] / seconds[r * VERSIONS];
            j->cells[r * VERSIONS + s] =
                verdicts[r][s] == VERDICT_NONE ? none : say(verdicts[r][s], ratio);
        }
    j->cells[NOISY * VERSIONS + 2].rounds_needed = 14;
    struct step *step = arena_alloc(a, sizeof *step);
    *step = (struct step){2, 1.24, 1.2, 1.28, 0.004};
    j->steps[SLOW] = (struct steps){step, 1};
    struct view view = view_select(a, f, LAYOUT_MATRIX, 1, 0, NULL);
    view_judge(a, &view, j);
    return view;
}

static struct frame suite_frame(struct arena *a)
{
    return frame_fixture(a, time_min, versions, suite, seconds, 1e-3);
}

static const char *drawn(struct arena *a, const struct report *report)
{
    struct str out = str_new(a);
    report_write_terminal(&out, report, &(struct terminal){0, COLOR_NONE});
    return out.data;
}

static struct report report_of(struct arena *a, const struct view *view)
{
    struct report report = report_new(a);
    matrix_add(&report, view, 0, &(struct group){NULL, view->rows, view->row_count, NULL});
    return report;
}

static void what_is_not_told_apart_is_marked(void **state)
{
    struct arena *a = *state;
    struct frame f = suite_frame(a);
    struct view view = judged_view(a, &f);
    struct report report = report_of(a, &view);
    notes_add_marks(&report, "1.0");
    assert_string_equal(drawn(a, &report),
                        "time · min\n"
                        " benchmark        unit     1.0       1.1      2.0   2.0 vs 1.0   since\n"
                        " ──────────────────────────────────────────────────────────────────────\n"
                        " fast               ms   5.000     3.000    3.010       -39.8%     1.1\n"
                        " noisy              ms   1.000   ~0.9000   ~1.300      ~+30.0%\n"
                        " same               ms   2.000    =1.999   =2.001         0.0%\n"
                        " slow               ms   4.000     4.000    5.000       +25.0%     2.0\n"
                        " ──────────────────────────────────────────────────────────────────────\n"
                        " geometric mean          1.00×     0.86×    0.99×       4 of 4\n"
                        "\n"
                        "~ may or may not differ from 1.0, = is within noise of it\n");
}

static void ranks_are_of_differences(void **state)
{
    struct arena *a = *state;
    struct frame f = suite_frame(a);
    struct view view = judged_view(a, &f);
    struct report report = report_of(a, &view);
    const struct table_row *rows = report.tables[0].rows;
    static const enum tone tones[ROWS][VERSIONS] = {
        [FAST] = {TONE_WORST, TONE_BEST, TONE_PLAIN},
        [SLOW] = {TONE_BEST, TONE_BEST, TONE_WORST},
    };
    for (size_t r = 0; r < ROWS; r++)
        for (size_t s = 0; s < VERSIONS; s++)
            assert_int_equal(rows[r].cells[2 + s].tone, tones[r][s]);
}

static void the_interval_on_request(void **state)
{
    struct arena *a = *state;
    struct frame f = suite_frame(a);
    struct view view = judged_view(a, &f);
    view.intervals = true;
    struct report report = report_of(a, &view);
    const struct table *t = &report.tables[0];
    assert_string_equal(t->columns[6].head, "95% interval");
    assert_string_equal(t->rows[SLOW].cells[6].text, "+24.0% to +27.0%");
    assert_string_equal(t->rows[SLOW].cells[7].text, "2.0");
    assert_string_equal(verdict_interval(a, 0, 1.1), "below +10.0%");
    assert_string_equal(verdict_interval(a, 0.9, INFINITY), "above -10.0%");
    assert_string_equal(verdict_interval(a, 0, INFINITY), "");
    assert_string_equal(verdict_interval(a, 1.5, 1.5), "+50.0%");
    assert_string_equal(verdict_interval(a, INFINITY, INFINITY), "+inf%");
}

/* The lines of the overview, joined. */
static const char *overview_of(struct arena *a, const struct view *view)
{
    struct overview o = overview_begin(a, view->frame, &view->contrast);
    struct strv lines = strv_new(a);
    overview_add(&o, &view->changes[0], "time · min");
    for (size_t i = 0; i < o.count; i++)
        strv_add(&lines, o.lines[i].text);
    return strv_join(&lines, "\n");
}

static void the_overview_counts_verdicts(void **state)
{
    struct arena *a = *state;
    struct frame f = suite_frame(a);
    struct view view = judged_view(a, &f);
    assert_string_equal(overview_of(a, &view),
                        "2.0 vs 1.0\n"
                        "  time · min: 1 faster · 1 slower · 1 the same · 1 unclear · geometric "
                        "mean 0.99×\n"
                        "    slower: slow +25.0% (+24.0% to +27.0%) since 2.0\n"
                        "    faster: fast -39.8% (-40.8% to -37.8%) since 1.1");
    /* A value of a single process is not judged. */
    ((struct verdicts *)view.judged)->cells[FAST * VERSIONS + 2] = none;
    view_judge(a, &view, view.judged);
    assert_string_equal(overview_of(a, &view),
                        "2.0 vs 1.0\n"
                        "  time · min: 0 faster · 1 slower · 1 the same · 1 unclear · 1 of too few "
                        "processes · geometric mean 0.99×\n"
                        "    slower: slow +25.0% (+24.0% to +27.0%) since 2.0");
}

static void numbers_for_programs(void **state)
{
    struct arena *a = *state;
    struct frame f = suite_frame(a);
    struct view view = judged_view(a, &f);
    struct str out = str_new(a);
    table_write_csv(&out, csv_table(a, &view));
    assert_non_null(strstr(out.data, ",time:min:2.0:verdict,time:min:2.0:ratio,time:min:2.0:low,"
                                     "time:min:2.0:high,time:min:2.0:p\n"));
    assert_null(strstr(out.data, "time:min:1.0:verdict"));
    assert_non_null(strstr(out.data, "t.py::slow,0.004,0.004,0.005,same,1,0.99,1.02,0.001,slower,"
                                     "1.25,1.24,1.27,0.001\n"));
    view.layout = LAYOUT_DIFF;
    out = str_new(a);
    table_write_csv(&out, csv_table(a, &view));
    assert_null(strstr(out.data, "verdict"));
}

/* ---- the gate ---- */

static struct gate gate_of(struct arena *a, const struct frame *f, const struct view *view,
                           const char *text, size_t baseline)
{
    struct rule *rule = arena_alloc(a, sizeof *rule);
    struct gate gate;
    struct error err;
    assert_int_equal(rule_parse(a, text, rule, &err), 0);
    struct gate_case one = {
        .rule = rule, .contrast = {true, baseline, 2}, .judged = view ? view->judged : NULL};
    assert_int_equal(gate_judge(a, f, &one, 1, &gate, &err), 0);
    return gate;
}

static void a_rule_is_broken_where_the_verdict_agrees(void **state)
{
    struct arena *a = *state;
    struct frame f = suite_frame(a);
    struct view view = judged_view(a, &f);
    struct gate gate = gate_of(a, &f, NULL, "time:0%", 0);
    assert_int_equal(gate.count, 3);
    assert_int_equal(gate.unclear_count, 0);
    gate = gate_of(a, &f, &view, "time:0%", 0);
    assert_int_equal(gate.count, 1);
    assert_int_equal(gate.unclear_count, 1);
    assert_string_equal(gate_line(a, &f, &gate.regressions[0]),
                        "  time         slow: 0.004s → 0.005s (+25.0%) [+24.0% to +27.0%]");
    assert_string_equal(gate_line(a, &f, &gate.unclear[0]),
                        "  time         noisy: 0.001s → 0.0013s (+30.0%); 14 rounds would tell");
    /* A value that was not judged counts by itself. */
    ((struct verdicts *)view.judged)->cells[SAME * VERSIONS + 2] = none;
    gate = gate_of(a, &f, &view, "time:0%", 0);
    assert_int_equal(gate.count, 2);
}

static void the_latest_step_alone(void **state)
{
    struct arena *a = *state;
    struct frame f = suite_frame(a);
    struct view view = judged_view(a, &f);
    /* "slow" began its level there; "fast" is over the threshold, but better than the baseline */
    struct gate gate = gate_of(a, &f, &view, "latest:time:0%", 1);
    assert_int_equal(gate.count, 1);
    assert_int_equal(gate.regressions[0].row, SLOW);
    assert_true(gate.regressions[0].judged.ratio == 1.24);
    assert_int_equal(gate.unclear_count, 1);
    assert_int_equal(gate.unclear[0].row, NOISY);
    ((struct verdicts *)view.judged)->steps[SLOW].count = 0;
    gate = gate_of(a, &f, &view, "latest:time:0%", 1);
    assert_int_equal(gate.count, 0);
    assert_int_equal(gate.unclear_count, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(what_is_not_told_apart_is_marked),
        arena_test(ranks_are_of_differences),
        arena_test(the_interval_on_request),
        arena_test(the_overview_counts_verdicts),
        arena_test(numbers_for_programs),
        arena_test(a_rule_is_broken_where_the_verdict_agrees),
        arena_test(the_latest_step_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
