/* Instructions: joined, compared, gated and drawn, as the commands are called. */
#include "command_test.h"

#include "runfile/join.h"

#define COMPARE(f, ...) CALL_COMMAND(f, &command_compare, __VA_ARGS__)
#define PLOT(f, ...) CALL_COMMAND(f, &command_plot, __VA_ARGS__)
#define COUNTED(version) (TEST_DATA "/counted/" version ".json")

/* ---- joined ---- */

#define ROUND(stats, memory)                                                                       \
    "{\"benchmarks\": [{\"fullname\": \"a\", \"extra_info\": {\"benchmem\": {" memory              \
    "}}, \"stats\": {" stats "}}]}"
#define UNTIMED "\"outliers\": \"0;0\", \"data\": [], \"min\": 0, \"rounds\": 0"

static const char *join_two(struct fixture *f, const char *one, const char *other)
{
    struct join_source sources[] = {{in_dir(f, "1.json"), 1}, {in_dir(f, "2.json"), 2}};
    const char *out = in_dir(f, "joined.json");
    size_t count;
    assert_int_equal(file_write(sources[0].path, one, strlen(one), &f->err), 0);
    assert_int_equal(file_write(sources[1].path, other, strlen(other), &f->err), 0);
    assert_int_equal(join_run_files(sources, 2, out, &count, &f->err), 0);
    return file_read(f->arena, out, NULL, &f->err);
}

static void rounds_are_put_one_after_the_other(void **state)
{
    struct fixture f = begin(*state);
    const char *text =
        join_two(&f,
                 ROUND("\"data\": [1], \"rounds\": 1", "\"peak_bytes\": [5], "
                                                       "\"instructions\": [30, 10, 20], "
                                                       "\"counted\": {\"valgrind\": \"1\"}"),
                 ROUND("\"data\": [2], \"rounds\": 1", "\"instructions\": [40, 50]"));
    assert_says(text, "\"passes\": [1, 0], \"calls\": [3, 2], ");
    assert_says(text, "\"instructions\": [30, 10, 20, 40, 50], \"counted\": {\"valgrind\": \"1\"}");
    /* The first process counted nothing. */
    text = join_two(&f, ROUND("\"data\": [1]", "\"peak_bytes\": [5]"),
                    ROUND("\"data\": [2]", "\"peak_bytes\": [6], \"instructions\": [40], "
                                           "\"counted\": {\"valgrind\": \"1\"}"));
    assert_says(text, "\"calls\": [0, 1], ");
    assert_says(text, "\"benchmem\": {\"peak_bytes\": [5, 6], \"instructions\": [40], "
                      "\"counted\": {\"valgrind\": \"1\"}}");
    /* Nothing about calls where nobody counted. */
    text = join_two(&f, ROUND("\"data\": [1]", "\"peak_bytes\": [5]"), ROUND("\"data\": [2]", ""));
    assert_null(strstr(text, "calls"));
    done(&f);
}

static void what_was_not_timed_stays_so(void **state)
{
    struct fixture f = begin(*state);
    const char *text = join_two(&f, ROUND(UNTIMED, "\"instructions\": [30]"),
                                ROUND(UNTIMED, "\"instructions\": [31]"));
    assert_says(text, UNTIMED "}");
    assert_says(text, "\"calls\": [1, 1]");
    assert_int_equal(COMPARE(&f, in_dir(&f, "joined.json"), "--layout", "matrix"), EXIT_OK);
    assert_null(strstr(f.out, "time"));
    assert_says(f.out, "instructions · min\n");
    done(&f);
}

/* ---- compared ---- */

static void tables_and_the_gate(void **state)
{
    struct fixture f = begin(*state);
    assert_int_equal(COMPARE(&f, COUNTED("1.0"), COUNTED("1.1"), COUNTED("2.0"), COUNTED("2.1")),
                     EXIT_OK);
    assert_says(f.out,
                "\n test_moved          k   612.5   =612.9   =611.5   =613.0        =+0.1%\n");
    assert_says(f.out,
                "\n test_slow           M   14.42   =14.43    17.36    17.30        +20.0%     "
                "2.0\n");
    assert_says(f.out,
                "\n test_small                393      393      393     =398        =+1.3%\n");
    assert_says(f.out, "  instructions · min: 1 less · 1 more · 3 the same · 1 against a later "
                       "version · geometric mean 0.96×\n    more: test_slow +20.0% since 2.0\n");
    assert_null(strstr(f.out, "may not compare"));
    const char *const words[] = {"--columns", "instructions"};
    assert_int_equal(COMPARE(&f, COUNTED("1.0"), COUNTED("2.1"), words[0], words[1], "--fail-on",
                             "instructions:3%", "--fail-on", "instructions:5000"),
                     EXIT_FAILED);
    assert_says(f.out, "2 regression(s) over threshold:\n"
                       "  instructions test_slow: 14.42 M → 17.3 M (+20.0%)\n"
                       "  instructions test_slow: ");
    assert_int_equal(COMPARE(&f, COUNTED("1.0"), COUNTED("2.1"), words[0], words[1], "--fail-on",
                             "instructions:3%+3M", "--min-effect-instructions", "0.1%"),
                     EXIT_OK);
    assert_says(f.out, "1 less · 1 more · 3 the same");
    assert_int_equal(COMPARE(&f, COUNTED("1.0"), COUNTED("2.1"), words[0], words[1],
                             "--min-effect-instructions", "0"),
                     EXIT_OK);
    assert_says(f.out, "1 less · 4 more · 0 the same");
    assert_int_equal(COMPARE(&f, COUNTED("1.0"), COUNTED("2.1"), words[0], words[1], "--fail-on",
                             "instructions:1%", "--gate", "raw"),
                     EXIT_FAILED);
    assert_null(strstr(f.out, "instructions test_small"));
    assert_int_equal(COMPARE(&f, COUNTED("1.0"), COUNTED("2.1"), words[0], words[1], "--fail-on",
                             "instructions:1%+1", "--gate", "raw"),
                     EXIT_FAILED);
    assert_says(f.out, "  instructions test_small: 393 → 398 (+1.3%)\n");
    assert_int_equal(COMPARE(&f, COUNTED("1.0"), COUNTED("2.1"), "--fail-on", "instructions:3ms",
                             "--min-effect-instructions", "5M"),
                     EXIT_USAGE);
    assert_says(f.errors, "'3ms' is not a threshold of instructions: 10%, a number with a unit, or "
                          "both as 20%+8M; units are k, M, G");
    assert_says(f.errors, "--min-effect-instructions '5M': is not a percentage");
    done(&f);
}

static void who_counted_is_told_if_not_the_same(void **state)
{
    static const char note[] = "instructions may not compare: valgrind differs: 3.19.0 (2.0), "
                               "3.22.0 (untimed)";
    struct fixture f = begin(*state);
    assert_int_equal(COMPARE(&f, COUNTED("2.0"), COUNTED("untimed")), EXIT_OK);
    assert_says(f.out, note);
    assert_says(f.out,
                "instructions may not compare: allocator differs: even (2.0), own (untimed)");
    assert_int_equal(COMPARE(&f, COUNTED("2.0"), COUNTED("untimed"), "--columns", "time"), EXIT_OK);
    assert_null(strstr(f.out, "instructions"));
    assert_int_equal(COMPARE(&f, COUNTED("2.0"), COUNTED("untimed"), "--format", "json"), EXIT_OK);
    assert_says(f.out, note);
    assert_says(f.out, "\"counted\": {\"valgrind\": \"3.22.0\", \"processor\": \"A Processor\", "
                       "\"malloc\": \"own\"}");
    assert_int_equal(COMPARE(&f, COUNTED("2.0"), COUNTED("untimed"), "--format", "csv"), EXIT_OK);
    assert_says(f.errors, note);
    done(&f);
}

static void what_was_not_timed_has_no_time(void **state)
{
    struct fixture f = begin(*state);
    assert_int_equal(COMPARE(&f, COUNTED("untimed")), EXIT_OK);
    assert_null(strstr(f.out, "time "));
    assert_says(f.out, "instructions (M) min");
    assert_int_equal(COMPARE(&f, COUNTED("untimed"), "--columns", "time"), EXIT_NO_VERDICT);
    assert_int_equal(COMPARE(&f, COUNTED("2.0"), COUNTED("untimed"), "--fail-on", "time:5%"),
                     EXIT_NO_VERDICT);
    done(&f);
}

static void figures_show_what_there_is(void **state)
{
    struct fixture f = begin(*state);
    const char *svg = in_dir(&f, "x.svg"), *html = in_dir(&f, "x.html");
    assert_int_equal(PLOT(&f, COUNTED("1.0"), COUNTED("2.0"), COUNTED("2.1"), "-o", svg), EXIT_OK);
    assert_says(file_read(f.arena, svg, NULL, &f.err), "time");
    const char *text = file_read(f.arena, COUNTED("untimed"), NULL, &f.err);
    const char *same = in_dir(&f, "same.json");
    assert_int_equal(file_write(same, text, strlen(text), &f.err), 0);
    assert_int_equal(PLOT(&f, COUNTED("untimed"), same, "--view", "sweep", "-o", svg), EXIT_OK);
    assert_says(file_read(f.arena, svg, NULL, &f.err), "instructions");
    static const char *const views[] = {"compare", "scatter", "sweep"};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(PLOT(&f, COUNTED("1.0"), COUNTED("2.1"), "--metric", "instructions",
                              "--view", views[i], "-o", svg, "-o", html),
                         EXIT_OK);
        assert_says(file_read(f.arena, svg, NULL, &f.err), "instructions");
        assert_says(file_read(f.arena, html, NULL, &f.err), "\"large\": true");
    }
    assert_int_equal(PLOT(&f, COUNTED("1.0"), "--metric", "instructions",
                          "--min-effect-instructions", "x", "-o", svg),
                     EXIT_USAGE);
    done(&f);
}

/* test_moved takes half as long again by the same instructions, test_slow a fifth by as many more.
 */
static void times_are_doubted(void **state)
{
    struct fixture f = begin(*state);
    assert_int_equal(
        COMPARE(&f, COUNTED("1.0"), COUNTED("1.1"), COUNTED("2.0"), "--columns", "time"), EXIT_OK);
    assert_says(f.out, "\n test_moved         µs   104.0   106.0   ?158.0        ?+51.9%\n");
    assert_says(f.out, "\n test_slow          ms   2.003   2.004    2.418         +20.7%\n");
    assert_says(f.out, "\n? moved by the same instructions: machine or cache\n");
    assert_null(strstr(f.out, "instructions · min"));
    assert_int_equal(COMPARE(&f, COUNTED("1.0"), COUNTED("2.0"), "--columns", "time", "--format",
                             "json", "--fail-on", "time:10%"),
                     EXIT_FAILED);
    assert_says(f.out, "\"doubts\": [\n    {\"column\": \"time:min\", \"id\": "
                       "\"benchmarks/test_suite.py::test_moved\", \"series\": \"2.0\"}\n  ]");
    assert_says(f.out, ", \"same_instructions\": true");
    assert_says(f.errors, "2 regression(s) over threshold:\n"
                          "  time         test_moved: 0.000104s → 0.000158s (+51.9%); the same "
                          "instructions: machine or cache\n"
                          "  time         test_slow: 0.002003s → 0.002418s (+20.7%)\n");
    const char *html = in_dir(&f, "x.html");
    assert_int_equal(PLOT(&f, COUNTED("1.0"), COUNTED("2.0"), "--view", "sweep", "-o", html),
                     EXIT_OK);
    assert_says(file_read(f.arena, html, NULL, &f.err), "\"doubtful\": {\"1,1\": true}");
    done(&f);
}

static void a_gate_is_confirmed(void **state)
{
    struct fixture f = begin(*state);
    const char *const by[] = {"--gate", "confirmed"};
    assert_int_equal(
        COMPARE(&f, COUNTED("1.0"), COUNTED("2.0"), "--fail-on", "time:10%", by[0], by[1]),
        EXIT_FAILED);
    assert_null(strstr(f.out, "one process a version"));
    assert_says(f.out, "\n\n1 regression(s) over threshold:\n  time         test_slow: ");
    assert_says(f.out, "\n1 over threshold, but not confirmed:\n  time         test_moved: ");
    assert_int_equal(
        COMPARE(&f, COUNTED("1.0"), COUNTED("2.0"), "--fail-on", "time:30%", by[0], by[1]),
        EXIT_OK);
    assert_says(f.out,
                "\n\nno regressions over thresholds\n1 over threshold, but not confirmed:\n");
    assert_int_equal(COMPARE(&f, COUNTED("1.0"), COUNTED("1.1"), COUNTED("2.0"), "--fail-on",
                             "latest:time:10%", by[0], by[1]),
                     EXIT_FAILED);
    assert_says(f.out, "1 regression(s) over threshold:\n  latest:time  test_slow: ");
    /* With nothing to confirm a time by it is not said that all is well. */
    const double times[] = {1, 2}, slower[] = {1.2, 2}, peaks[] = {10, 20}, more[] = {12, 20};
    static const char *const both[] = {"a", "b", NULL};
    const char *old = put_run(&f, "old.json", both, times, peaks);
    const char *new = put_run(&f, "new.json", both, slower, more);
    assert_int_equal(COMPARE(&f, old, new, "--fail-on", "time:10%", by[0], by[1]), EXIT_NO_VERDICT);
    assert_says(f.errors, "1 over threshold, but neither instructions nor rounds are there");
    assert_null(strstr(f.out, "no regressions"));
    assert_int_equal(COMPARE(&f, old, new, "--fail-on", "time:30%", by[0], by[1]), EXIT_OK);
    assert_int_equal(COMPARE(&f, old, new, "--fail-on", "peak:10%", by[0], by[1]), EXIT_FAILED);
    /* Rounds are enough, as far as they tell. */
    const char *const joined[] = {TEST_DATA "/joined/1.0.json", TEST_DATA "/joined/2.1.json"};
    assert_int_equal(COMPARE(&f, joined[0], joined[1], "--fail-on", "time:10%", by[0], by[1]),
                     EXIT_FAILED);
    assert_says(f.out, "1 regression(s) over threshold:\n  time         test_slow: ");
    done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(rounds_are_put_one_after_the_other),
        arena_test(what_was_not_timed_stays_so),
        arena_test(tables_and_the_gate),
        arena_test(who_counted_is_told_if_not_the_same),
        arena_test(what_was_not_timed_has_no_time),
        arena_test(figures_show_what_there_is),
        arena_test(times_are_doubted),
        arena_test(a_gate_is_confirmed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
