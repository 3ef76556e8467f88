/* Reasons of failed tests told together. */
#include "unit_test.h"

#include "outdir/failures.h"

#include <string.h>

/* What the lines are of ids and reasons, one after the other. */
static const char *told(struct arena *a, const char *const *ids_and_reasons)
{
    struct failures f = failures_new(a);
    for (; *ids_and_reasons; ids_and_reasons += 2)
        failures_add(&f, ids_and_reasons[0], ids_and_reasons[1]);
    struct strv lines = failures_lines(a, &f);
    return strv_join(&lines, "\n");
}

#define TOLD(...) told(*state, (const char *const[]){__VA_ARGS__, NULL})

static void alone(void **state)
{
    assert_string_equal(TOLD("t.py::a", "KeyError: 'k' (t.py:3)"),
                        "t.py::a: KeyError: 'k' (t.py:3)");
    assert_string_equal(TOLD("t.py", "ImportError (x)"), "t.py: ImportError (x)");
    assert_string_equal(TOLD("t.py::a", ""), "1 benchmark failed: t.py::a");
    assert_string_equal(TOLD("t.py", ""), "1 file not collected: t.py");
}

static void the_most_first(void **state)
{
    assert_string_equal(TOLD("t.py::a", "KeyError: 1", "u.py", "X: y (u.py:1)", "t.py::b",
                             "E (t.py:9)", "t.py::c", "E (t.py:9)", "v.py", "X: y (u.py:1)", "w.py",
                             "X: y (u.py:1)", "t.py::d", ""),
                        "3 files: X: y (u.py:1)\n2 benchmarks: E (t.py:9)\nt.py::a: KeyError: 1\n"
                        "1 benchmark failed: t.py::d");
}

static void one_text_of_several_places(void **state)
{
    assert_string_equal(TOLD("t.py::a", "E: x (t.py:1)", "t.py::b", "E: x (t.py:2)"),
                        "2 benchmarks: E: x (t.py:1 and elsewhere)");
    assert_string_equal(TOLD("t.py::a", "E: x", "t.py::b", "E: x (t.py:2)"), "2 benchmarks: E: x");
}

static void several_texts_of_one_place(void **state)
{
    assert_string_equal(TOLD("t.py::a", "E: x (t.py:1)", "t.py::b", "E: y (t.py:1)"),
                        "2 benchmarks: E: x and others (t.py:1)");
    assert_string_equal(TOLD("t.py::a", "E: x (t.py:1)", "t.py::b", "F: x (t.py:1)"),
                        "t.py::a: E: x (t.py:1)\nt.py::b: F: x (t.py:1)");
    assert_string_equal(TOLD("t.py::a", "E: x", "t.py::b", "E: y"), "t.py::a: E: x\nt.py::b: E: y");
}

static void addresses_do_not_count(void **state)
{
    assert_string_equal(
        TOLD("t.py::a", "E: <f at 0x7f12> no", "t.py::b", "E: <f at 0x7fabcdef> no"),
        "2 benchmarks: E: <f at 0x7f12> no");
    assert_string_equal(TOLD("t.py::a", "E: 0x1", "t.py::b", "E: 0x1 no"),
                        "t.py::a: E: 0x1\nt.py::b: E: 0x1 no");
}

static void what_is_no_place(void **state)
{
    static const char *const texts[] = {"f(1)",  "f (1)", "f (:1)", "f (a:)",   "f (a:b)",
                                        "(a:1)", ")",     " ()",    "E: x (a:1"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const char *line = TOLD("t.py::a", texts[i], "t.py::b", texts[i]);
        const char *expected = arena_printf(*state, "2 benchmarks: %s", texts[i]);
        assert_string_equal(line, expected);
    }
}

static void hostile(void **state)
{
    assert_string_equal(TOLD("t.py::a\x1b[2J", "E: \x1b[31m<CTestMeasurement>\n (a:1)"),
                        "t.py::a\\x1b[2J: E: \\x1b[31m\\x3cCTestMeasurement>\\n (a:1)");
}

static void a_known_reason_stays(void **state)
{
    assert_string_equal(TOLD("t.py::a", "", "t.py::a", "E: 1", "t.py::a", "E: 2", "t.py::a", ""),
                        "t.py::a: E: 1");
}

static void as_one_line(void **state)
{
    struct failures f = failures_new(*state);
    assert_string_equal(failures_line(*state, &f, 2), "");
    assert_false(failures_explained(&f));
    for (int i = 0; i < 20; i++)
        failures_add(&f, arena_printf(*state, "t.py::%d", i), arena_printf(*state, "E%d", i % 4));
    assert_string_equal(failures_line(*state, &f, 2),
                        "5 benchmarks: E0; 5 benchmarks: E1; and 10 more");
    assert_true(failures_explained(&f));
    assert_string_equal(failures_find(&f, "t.py::7")->reason, "E3");
    assert_null(failures_find(&f, "t.py"));
}

static void many_without_reasons(void **state)
{
    struct failures f = failures_new(*state);
    for (int i = 0; i < 12; i++)
        failures_add(&f, arena_printf(*state, "t.py::%d", i), "");
    assert_string_equal(
        failures_line(*state, &f, 1),
        "12 benchmarks failed: t.py::0, t.py::1, t.py::2, t.py::3, t.py::4, t.py::5, "
        "t.py::6, t.py::7, t.py::8, t.py::9, and 2 more");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(alone),
        arena_test(the_most_first),
        arena_test(one_text_of_several_places),
        arena_test(several_texts_of_one_place),
        arena_test(addresses_do_not_count),
        arena_test(what_is_no_place),
        arena_test(hostile),
        arena_test(a_known_reason_stays),
        arena_test(as_one_line),
        arena_test(many_without_reasons),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
