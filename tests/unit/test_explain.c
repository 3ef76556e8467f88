/* What a change of instructions or memory is made of, told by the command and by the gate. */
#include "command_test.h"

#define EXPLAIN(f, ...) CALL_COMMAND(f, &command_explain, __VA_ARGS__)

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
                     "\"python\": [[\"p/m.py\",%ld,\"work\",1,%ld],[\"\",1,\"made\",2,9],"
                     "[\"p/n.py\",3,\"more\",1,%ld]]},\n"
                     "{\"fullname\": \"t.py::same\", \"instructions\": 5000, \"functions\": "
                     "[1,5000], \"rest\": {\"functions\": 0, \"instructions\": 0}}]}\n",
                     loop + 1000, loop, 1000 - loop / 100, loop / 100, loop / 1000, loop / 10,
                     loop / 100));
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
    /* Named by its whole id, by what is not plain in a file, among several. */
    assert_int_equal(EXPLAIN(&f, f.dir, "t.py::same", "t.py::slow"), EXIT_OK);
    assert_says(f.out, "same: 5 k → 5 k instructions (0.0%), 1 → 4\n");
    assert_says(f.out, "slow: 11 k → 21 k instructions (+90.9%), 2 → 3\n");
    assert_int_equal(EXPLAIN(&f, f.dir, "same\""), EXIT_USAGE);
    assert_int_equal(EXPLAIN(&f, f.dir, ""), EXIT_USAGE);
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

/* A page has of each step the functions by their places in one list, the largest change first. */
static void a_page_has_what_changes_are_made_of(void **state)
{
    struct fixture f = begin_sweep(*state);
    put_version(&f, "4", 40000);
    assert_int_equal(CALL_COMMAND(&f, &command_plot, f.dir, "-o", in_dir(&f, "page.html")),
                     EXIT_OK);
    const char *html = file_read(f.arena, in_dir(&f, "page.html"), NULL, &f.err);
    assert_non_null(html);
    const char *made = strstr(html, "\"made\": ");
    assert_non_null(made);
    assert_says(arena_strndup(f.arena, made, 400),
                "[0,10000,20000,1,900,800],[2,1,1,1000,2000,3,1,1,100,200]],\n[1,2,3,0,"
                "[0,20000,40000,1,800,600],[4,1,1,2000,4000,3,1,1,200,400]]],\n\"names\": "
                "[[\"loop\",\"p/_core.so\"],\n");
    done(&f);
}

static void what_is_missing_is_said(void **state)
{
    struct fixture f = begin_sweep(*state);
    assert_int_equal(CALL_COMMAND(&f, &command_explain, "--top", "1"), EXIT_USAGE);
    assert_int_equal(EXPLAIN(&f, in_dir(&f, "1.json")), EXIT_USAGE);
    assert_says(f.errors, "wants a sweep's output directory");
    assert_int_equal(EXPLAIN(&f, f.dir, "none"), EXIT_USAGE);
    assert_says(f.errors, "no benchmark is called 'none'; there are slow, same\n");
    assert_int_equal(EXPLAIN(&f, f.dir, "low"), EXIT_USAGE);
    assert_says(f.errors, "no benchmark is called 'low'; there are slow\n");
    assert_int_equal(EXPLAIN(&f, f.dir, "slow", "--to", "9"), EXIT_USAGE);
    assert_says(f.errors, "--to: no run is called '9'; there are 1, 2, 3, 4");
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
        assert_says(f.errors, "not what a pass keeps");
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

/* A version whose benchmark has a peak of KILOBYTES, and less than a hundred bytes more. */
static void put_memory(struct fixture *f, const char *label, long kilobytes)
{
    struct arena *a = f->arena;
    long bytes = 1024 * kilobytes, line = 40 + kilobytes, native = 24 * kilobytes / 100;
    put_text(
        f, arena_printf(a, "%s.json", label),
        arena_printf(a,
                     "{\"benchmarks\": [{\"fullname\": \"t.py::load\", \"stats\": {\"min\": 1, "
                     "\"rounds\": 1}, \"extra_info\": {\"benchmem\": {\"peak_bytes\": [%ld], "
                     "\"allocations\": [9], \"total_bytes\": [%ld]}}}]}",
                     bytes + native, 2 * bytes + native));
    put_text(
        f, arena_printf(a, "allocations/%s.json", label),
        arena_printf(a,
                     "{\"format\": 1, \"objects\": [\"p/m.py\", \"\"],\n\"functions\": "
                     "[[0,\"<b>\\u001b[31m|`\"],[1,\"(native code)\"]],\n\"benchmarks\": [\n"
                     "{\"fullname\": \"t.py::load\", \"peak\": {\"bytes\": %ld, \"allocations\": "
                     "5, \"sites\": [0,%ld,%ld,3,1,0,%ld,2]}, \"allocated\": {\"bytes\": %ld, "
                     "\"allocations\": 9, \"sites\": [0,%ld,%ld,7]}}]}\n",
                     bytes + native, line, bytes, native, 2 * bytes + native, line, 2 * bytes));
}

static struct fixture begin_memory(struct arena *a)
{
    static const char *const labels[] = {"1", "2", NULL};
    struct fixture f = begin(a);
    assert_int_equal(dir_make(in_dir(&f, "allocations"), &f.err), 0);
    put_memory(&f, "1", 100);
    put_memory(&f, "2", 300);
    put_sweep(&f, labels, (enum version_status[]){VERSION_OK, VERSION_OK});
    return f;
}

static void allocation_sites_are_told(void **state)
{
    struct fixture f = begin_memory(*state);
    assert_int_equal(EXPLAIN(&f, f.dir), EXIT_OK); /* nothing else was measured */
    assert_says(f.out, "load: 100 KiB → 300 KiB peak (+200.0%), 1 → 2\n");
    assert_says(f.out, " <b>\\x1b[31m|`   p/m.py:340   100 KiB   300 KiB   +200 KiB    100%  "
                       "             3               3\n");
    assert_says(f.out, "\n (native code)                   24 B      72 B      +48 B      0%   "
                       "            2               2\n");
    assert_int_equal(EXPLAIN(&f, f.dir, "--metric", "peak", "--format", "json"), EXIT_OK);
    assert_says(f.out, "\"metric\": \"peak\"");
    assert_says(f.out,
                "\"line\": 340, \"function\": \"\\u003cb>\\u001b[31m|`\", \"before\": 102400, "
                "\"after\": 307200, \"change\": 204800, \"share_percent\": 99.9765679918769, "
                "\"allocations_before\": 3, \"allocations_after\": 3}");
    assert_says(f.out, "\"file\": \"\", \"line\": null, \"function\": \"(native code)\"");
    assert_int_equal(EXPLAIN(&f, f.dir, "load", "--metric", "allocated", "--format", "md"),
                     EXIT_OK);
    assert_says(f.out, "| \\<b\\>\\\\x1b[31m\\|\\` | p/m.py:340 | 200 KiB | 600 KiB | +400 KiB");
    assert_int_equal(EXPLAIN(&f, f.dir, "load", "--metric", "allocations"), EXIT_OK);
    assert_says(f.out, "load: 9 → 9 allocations (0.0%), 1 → 2\n");
    assert_int_equal(CALL_COMMAND(&f, &command_compare, f.dir, "--fail-on", "peak:10%"),
                     EXIT_FAILED);
    assert_says(f.out, "\n      +200 KiB (100%) p/m.py:340: <b>\\x1b[31m|`\n");
    done(&f);
}

static void what_of_memory_is_missing_is_said(void **state)
{
    struct fixture f = begin_memory(*state);
    assert_int_equal(EXPLAIN(&f, f.dir, "--metric", "instructions"), EXIT_NO_VERDICT);
    assert_says(f.errors, "no version has instructions; benchmem sweep --instructions counts them");
    put_text(&f, "allocations/2.json",
             "{\"benchmarks\": [{\"fullname\": \"t.py::load\", \"peak\": {\"bytes\": 1, "
             "\"sites\": [0, 1, 2]}}]}");
    assert_int_equal(EXPLAIN(&f, f.dir), EXIT_USAGE);
    assert_says(f.errors, "allocations/2.json: t.py::load: not what a pass keeps");
    assert_int_equal(EXPLAIN(&f, f.dir, "--metric", "allocated"), EXIT_USAGE);
    assert_says(f.errors, "allocates too often for each allocation to be kept");
    assert_int_equal(file_remove(in_dir(&f, "allocations/2.json"), &f.err), 0);
    assert_int_equal(EXPLAIN(&f, f.dir), EXIT_USAGE);
    assert_says(f.errors, "where memory is allocated is kept by benchmem sweep --memory");
    assert_int_equal(CALL_COMMAND(&f, &command_compare, f.dir, "--fail-on", "peak:10%"),
                     EXIT_FAILED);
    assert_null(strstr(f.out, "p/m.py"));
    done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(the_worst_step_is_told),    arena_test(a_page_has_what_changes_are_made_of),
        arena_test(what_is_missing_is_said),   arena_test(the_gate_names_functions),
        arena_test(allocation_sites_are_told), arena_test(what_of_memory_is_missing_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
