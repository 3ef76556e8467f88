/* What a change of instructions is made of: put together, told by the command and by the gate. */
#include "command_test.h"

#include "explain/explain_table.h"

#include <math.h>

#define EXPLAIN(f, ...) CALL_COMMAND(f, &command_explain, __VA_ARGS__)

static struct counts counts_of(struct counts_part *parts, size_t count, double rest)
{
    struct counts counts = {.total = rest, .parts = parts, .part_count = count, .rest = rest};
    for (size_t i = 0; i < count; i++)
        counts.total += parts[i].instructions;
    return counts;
}

/* What is one function has one part, however builds and recursion name it. */
static void functions_are_joined(void **state)
{
    struct arena *a = *state;
    struct counts_part before[] = {{"c.so", "loop", 100},
                                   {"c.so", "loop'2", 50},
                                   {"r.so", "parse::h0123456789abcdef", 40},
                                   {"s.so", "0x0000000000001000", 7},
                                   {"s.so", "0x0000000000002000", 3},
                                   {"c.so", "gone", 5}};
    struct counts_part after[] = {{"c.so", "loop", 450},
                                  {"r.so", "parse::hfedcba9876543210", 30},
                                  {"s.so", "0x0000000000003000", 14},
                                  {"c.so", "new", 6},
                                  {"d.so", "loop", 1}};
    struct counts one = counts_of(before, 6, 10), other = counts_of(after, 5, 12);
    struct difference d = difference_of(a, &one, &other);
    static const struct {
        const char *object, *name;
        double before, after;
    } parts[] = {{"c.so", "loop", 150, 450}, {"r.so", "parse", 40, 30}, {"c.so", "new", 0, 6},
                 {"c.so", "gone", 5, 0},     {"s.so", NULL, 10, 14},    {"d.so", "loop", 0, 1}};
    assert_int_equal(d.part_count, 6);
    for (size_t i = 0; i < 6; i++) {
        assert_string_equal(d.parts[i].object, parts[i].object);
        if (parts[i].name)
            assert_string_equal(d.parts[i].name, parts[i].name);
        else
            assert_null(d.parts[i].name);
        assert_true(d.parts[i].before == parts[i].before && d.parts[i].after == parts[i].after);
        assert_int_equal(d.parts[i].in_before, parts[i].before > 0);
        assert_int_equal(d.parts[i].in_after, parts[i].after > 0);
    }
    assert_true(d.before == 215 && d.after == 513 && d.rest == 2);
    assert_true(fabs(difference_share(&d, &d.parts[0]) - 100.67) < 0.01);
    /* Only what changed the way the whole did accounts for it. */
    struct strv lines;
    strv_init(&lines, a);
    explain_add_lines(&lines, &d, 3);
    assert_int_equal(lines.len, 3);
    assert_string_equal(lines.items[0], "+300 (101%) c.so: loop");
    assert_string_equal(lines.items[1], "+6 (2%) c.so: new");
    assert_string_equal(lines.items[2], "+4 (1%) s.so: 0x3000");
}

/* The interpreter does more since a Python function is called more often; which it is, is told
 * first.  Two functions that are called alike are told apart by their order. */
static void python_tells_first(void **state)
{
    struct arena *a = *state;
    struct counts_part before[] = {{"libpython.so", "eval", 800}, {"p/c.so", "f", 100}},
                       after[] = {{"libpython.so", "eval", 2000}, {"p/c.so", "f", 150}};
    struct counts_python calls[] = {{"p/m.py", "run", 10, 1, 30},
                                    {"p/m.py", "<lambda>", 20, 5, 50},
                                    {"p/m.py", "<lambda>", 15, 5, 40}},
                         more[] = {{"p/m.py", "run", 12, 1, 50},
                                   {"p/m.py", "<lambda>", 17, 5, 40},
                                   {"p/m.py", "<lambda>", 22, 15, 150}};
    struct counts one = counts_of(before, 2, 0), other = counts_of(after, 2, 0);
    one.python = calls, other.python = more;
    one.python_count = other.python_count = 3;
    struct difference d = difference_of(a, &one, &other);
    assert_true(difference_is_of_python(&d));
    assert_int_equal(d.python_count, 3);
    assert_string_equal(d.python[0].name, "<lambda>");
    assert_true(d.python[0].line == 22 && d.python[0].bytecodes[0] == 50);
    assert_true(difference_python_change(&d.python[2]) == 0);
    struct strv lines;
    strv_init(&lines, a);
    explain_add_lines(&lines, &d, 3);
    assert_string_equal(strv_join(&lines, "\n"),
                        "+100 bytecodes p/m.py:22: <lambda>, calls 5 → 15\n"
                        "+20 bytecodes p/m.py:12: run, calls 1 → 1\n"
                        "+1.2 k (96%) libpython.so: eval");
    /* One lambda more: no order would be right. */
    more[0].name = "<lambda>";
    d = difference_of(a, &one, &other);
    assert_int_equal(d.python_count, 2);
    assert_true(difference_python_change(&d.python[0]) == 150);
    /* A library of the environment that accounts for most of it tells more, */
    after[1].instructions = 5000;
    d = difference_of(a, &one, &other);
    assert_false(difference_is_of_python(&d));
    /* and so do functions where Python's hardly differ, or the other way. */
    after[1].instructions = 150;
    more[2].bytecodes = 51;
    other = counts_of(after, 2, 0);
    other.python = more, other.python_count = 3;
    d = difference_of(a, &one, &other);
    assert_true(difference_is_of_python(&d));
    more[0].bytecodes = 30;
    d = difference_of(a, &one, &other);
    assert_false(difference_is_of_python(&d));
}

static void put_text(struct fixture *f, const char *name, const char *text)
{
    assert_int_equal(file_write(in_dir(f, name), text, strlen(text), &f->err), 0);
}

/* A version with two benchmarks: "slow", of LOOP and 1000 other instructions, and "same". */
static void put_version(struct fixture *f, const char *label, long loop)
{
    struct arena *a = f->arena;
    put_text(
        f, arena_printf(a, "%s.json", label),
        arena_printf(a,
                     "{\"benchmarks\": [{\"fullname\": \"t.py::slow\", \"stats\": {\"min\": 1, "
                     "\"rounds\": 1}, \"extra_info\": {\"benchmem\": {\"instructions\": [%ld]}}}, "
                     "{\"fullname\": \"t.py::same\", \"stats\": {\"min\": 1, \"rounds\": 1}, "
                     "\"extra_info\": {\"benchmem\": {\"instructions\": [5000]}}}]}",
                     loop + 1000));
    put_text(
        f, arena_printf(a, "counts/%s.json", label),
        arena_printf(a,
                     "{\"format\": 1, \"objects\": [\"p/_core.so\", \"libpython.so\"],\n"
                     "\"functions\": [[0,\"loop\"],[1,\"<b>\\u001b[31m|`\"]],\n\"benchmarks\": ["
                     "{\"fullname\": \"t.py::slow\", \"instructions\": %ld, \"functions\": "
                     "[0,%ld,1,%ld], \"rest\": {\"functions\": 3, \"instructions\": %ld}, "
                     "\"python\": [[\"p/m.py\",%ld,\"work\",1,%ld],[\"\",1,\"made\",2,9]]},\n"
                     "{\"fullname\": \"t.py::same\", \"instructions\": 5000, \"functions\": "
                     "[1,5000], \"rest\": {\"functions\": 0, \"instructions\": 0}}]}\n",
                     loop + 1000, loop, 1000 - loop / 100, loop / 100, loop / 1000, loop / 10));
}

static struct fixture begin_sweep(struct arena *a)
{
    static const char *const labels[] = {"1", "2", "3", "4", NULL};
    struct fixture f = begin(a);
    assert_int_equal(dir_make(in_dir(&f, "counts"), &f.err), 0);
    put_version(&f, "1", 10000);
    put_version(&f, "2", 10000);
    put_version(&f, "3", 20000);
    put_version(&f, "4", 20000);
    put_sweep(&f, labels, (enum version_status[]){VERSION_OK, VERSION_OK, VERSION_OK, VERSION_OK});
    return f;
}

static void the_worst_step_is_told(void **state)
{
    struct fixture f = begin_sweep(*state);
    assert_int_equal(EXPLAIN(&f, f.dir), EXIT_OK);
    assert_says(f.out, "slow: 11 k → 21 k instructions (+90.9%), 2 → 3\n");
    assert_says(f.out, "\n loop            p/_core.so     10 k   20 k    +10 k    100%\n");
    assert_says(f.out, "\n <b>\\x1b[31m|`   libpython.so    900    800     -100     -1%\n");
    assert_says(f.out, "\n all others                      100    200     +100      1%\n");
    assert_says(f.out, "\nslow: Python functions in one call\n");
    assert_says(f.out,
                "\n work              p/m.py:20         1,000         2,000         1         1   "
                "+1,000\n");
    assert_null(strstr(f.out, "made"));
    assert_int_equal(EXPLAIN(&f, f.dir, "slow", "--from", "1", "--to", "2"), EXIT_OK);
    assert_says(f.out, "\nslow: the Python functions that a call runs are the same in 1 and 2, as "
                       "often called and as long\n");
    assert_int_equal(EXPLAIN(&f, f.dir, "t.py::slow", "slow", "--from", "1", "--top", "1"),
                     EXIT_OK);
    assert_says(f.out, ", 1 → 3\n");
    assert_null(strstr(f.out, "libpython"));
    assert_says(f.out, "\n all others                 1 k    1 k        0      0%\n");
    assert_int_equal(EXPLAIN(&f, f.dir, "--format", "json"), EXIT_OK);
    assert_says(f.out, "{\"object\": \"p/_core.so\", \"function\": \"loop\", \"before\": 10000, "
                       "\"after\": 20000, \"change\": 10000, \"share_percent\": 100}");
    assert_says(f.out, "{\"file\": \"p/m.py\", \"line\": 20, \"function\": \"work\", "
                       "\"calls_before\": 1, \"calls_after\": 1, \"bytecodes_before\": 1000, "
                       "\"bytecodes_after\": 2000}");
    assert_int_equal(EXPLAIN(&f, f.dir, "--format", "md"), EXIT_OK);
    assert_says(f.out, "| \\<b\\>\\\\x1b[31m\\|\\` | libpython.so | 900 | 800 | -100 | -1% |\n");
    /* What did not change is told when it is asked for, between baseline and head. */
    assert_int_equal(EXPLAIN(&f, f.dir, "same"), EXIT_OK);
    assert_says(f.out, "same: 5 k → 5 k instructions (0.0%), 1 → 4\n");
    assert_says(f.out, "—\n");
    put_version(&f, "3", 10000);
    put_version(&f, "4", 10000);
    assert_int_equal(EXPLAIN(&f, f.dir), EXIT_OK);
    assert_string_equal(f.out, "4 vs 1: the instructions of no benchmark changed\n");
    done(&f);
}

static void what_is_missing_is_said(void **state)
{
    struct fixture f = begin_sweep(*state);
    assert_int_equal(CALL_COMMAND(&f, &command_explain, "--top", "1"), EXIT_USAGE);
    assert_int_equal(EXPLAIN(&f, in_dir(&f, "1.json")), EXIT_USAGE);
    assert_says(f.errors, "wants a sweep's output directory");
    assert_int_equal(EXPLAIN(&f, f.dir, "none"), EXIT_USAGE);
    assert_says(f.errors, "no benchmark is called 'none'");
    assert_int_equal(EXPLAIN(&f, f.dir, "slow", "--to", "9"), EXIT_USAGE);
    assert_says(f.errors, "--to: no version is called '9' (1, 2, 3, 4)");
    assert_int_equal(EXPLAIN(&f, f.dir, "--from", "1"), EXIT_USAGE);
    assert_int_equal(EXPLAIN(&f, f.dir, "slow", "--from", "2", "--to", "2"), EXIT_NO_VERDICT);
    static const char *const broken[] = {
        "", "[]", "{\"benchmarks\": [{\"fullname\": \"t.py::slow\"}]}",
        "{\"objects\": [], \"functions\": [[0,\"f\"]], \"benchmarks\": [{\"fullname\": "
        "\"t.py::slow\", \"instructions\": 1, \"functions\": [0,1], \"rest\": {\"instructions\": "
        "0}}]}"};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        put_text(&f, "counts/3.json", broken[i]);
        assert_int_equal(EXPLAIN(&f, f.dir), EXIT_USAGE);
        assert_says(f.errors, "counts/3.json: ");
        assert_says(f.errors, "not what a counted pass keeps");
    }
    put_text(&f, "counts/3.json", "{\"benchmarks\": []}");
    assert_int_equal(EXPLAIN(&f, f.dir), EXIT_USAGE);
    assert_says(f.errors, "has no benchmark t.py::slow");
    assert_int_equal(file_remove(in_dir(&f, "counts/3.json"), &f.err), 0);
    assert_int_equal(EXPLAIN(&f, f.dir), EXIT_USAGE);
    assert_says(f.errors, "is kept by benchmem sweep --instructions");
    static const char *const ids[] = {"a", NULL}, *const labels[] = {"5", NULL};
    put_run(&f, "5.json", ids, (const double[]){1}, NULL);
    put_sweep(&f, labels, (enum version_status[]){VERSION_OK});
    assert_int_equal(EXPLAIN(&f, f.dir), EXIT_NO_VERDICT);
    assert_says(f.errors, "no version has instructions");
    done(&f);
}

static void the_gate_names_functions(void **state)
{
    struct fixture f = begin_sweep(*state);
    assert_int_equal(CALL_COMMAND(&f, &command_compare, f.dir, "--columns", "instructions",
                                  "--fail-on", "instructions:3%"),
                     EXIT_FAILED);
    assert_says(f.out, "  instructions slow: 11 k → 21 k (+90.9%)\n"
                       "      +10 k (100%) p/_core.so: loop\n");
    /* What was not kept is not told, and the gate is what it was. */
    assert_int_equal(file_remove(in_dir(&f, "counts/4.json"), &f.err), 0);
    assert_int_equal(CALL_COMMAND(&f, &command_compare, f.dir, "--columns", "instructions",
                                  "--fail-on", "instructions:3%"),
                     EXIT_FAILED);
    assert_null(strstr(f.out, "p/_core.so"));
    done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(functions_are_joined),     arena_test(python_tells_first),
        arena_test(the_worst_step_is_told),   arena_test(what_is_missing_is_said),
        arena_test(the_gate_names_functions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
