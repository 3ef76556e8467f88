/* What callgrind dumps: read whole, or refused with the line. */
#include "unit_test.h"

#include "measure/callgrind.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* Shaped as Valgrind 3.19 writes it: names given once, inlined files, calls, the levels of a
 * recursion, relative positions. */
static const char whole[] = "# callgrind format\n"
                            "version: 1\n"
                            "creator: callgrind-3.19.0\n"
                            "pid: 7\n"
                            "cmd:  python -m pytest\n"
                            "part: 3\n"
                            "\n"
                            "desc: I1 cache: \n"
                            "desc: Trigger: Client Request: 12\n"
                            "\n"
                            "positions: line\n"
                            "events: Ir\n"
                            "summary: 1000\n"
                            "\n"
                            "ob=(8) /usr/lib/libpython3.so\n"
                            "fl=(4) ceval.c\n"
                            "fn=(8) eval\n"
                            "30 200\n"
                            "+1 50\n"
                            "fi=(5) object.h\n"
                            "-3 7\n"
                            "fe=(4)\n"
                            "* 43\n"
                            "cob=(1) /venv/site-packages/x.so\n"
                            "cfi=(6) x.c\n"
                            "cfn=(10) work\n"
                            "calls=2 371 \n"
                            "0 600\n"
                            "+2 100\n"
                            "\n"
                            "fn=(11) eval'2\n"
                            "30 100\n"
                            "\n"
                            "ob=(1)\n"
                            "fl=(6)\n"
                            "fn=(10)\n"
                            "0 499\n"
                            "fl=(7) ???\n"
                            "fn=(0) 0x1234\n"
                            "12\n"
                            "0 1\n"
                            "\n"
                            "totals: 1000\n";

static struct callgrind parsed(struct arena *a, const char *text)
{
    struct callgrind dump;
    struct error err = {0};
    if (callgrind_parse(a, text, strlen(text), &dump, &err) < 0)
        fail_msg("refused: %s", err.text);
    return dump;
}

static void refused(struct arena *a, const char *text, const char *why)
{
    struct callgrind dump;
    struct error err = {0};
    assert_int_equal(callgrind_parse(a, text, strlen(text), &dump, &err), -1);
    assert_int_equal(err.exit_code, EXIT_FAILED);
    if (!strstr(err.text, why))
        fail_msg("refused with \"%s\", not \"%s\"", err.text, why);
    assert_int_equal(dump.count, 0);
}

static void functions_have_their_own(void **state)
{
    struct callgrind d = parsed(*state, whole);
    assert_string_equal(d.creator, "callgrind-3.19.0");
    assert_int_equal(d.number, 12);
    assert_int_equal(d.total, 1000);
    assert_int_equal(d.count, 3);
    assert_string_equal(d.functions[0].name, "eval"); /* both levels, inlined parts, no calls */
    assert_string_equal(d.functions[0].object, "/usr/lib/libpython3.so");
    assert_string_equal(d.functions[0].file, "ceval.c");
    assert_int_equal(d.functions[0].instructions, 500);
    assert_string_equal(d.functions[1].name, "work"); /* named first where it is called */
    assert_string_equal(d.functions[1].object, "/venv/site-packages/x.so");
    assert_int_equal(d.functions[1].instructions, 499);
    assert_string_equal(d.functions[2].name, "0x1234");
    assert_string_equal(d.functions[2].file, "\?\?\?");
}

static void the_most_is_cut_by_share(void **state)
{
    struct callgrind d = parsed(*state, whole);
    assert_int_equal(callgrind_most(&d, 0), 0);
    assert_int_equal(callgrind_most(&d, 500), 1);
    assert_int_equal(callgrind_most(&d, 501), 2);
    assert_int_equal(callgrind_most(&d, 999), 2);
    assert_int_equal(callgrind_most(&d, 1000), 3);
    struct callgrind none = parsed(*state, "events: Ir\ntotals: 0\n");
    assert_int_equal(none.count, 0);
    assert_int_equal(callgrind_most(&none, 999), 0);
}

static void every_cut_is_refused(void **state)
{
    struct arena *a = *state;
    struct callgrind dump;
    struct error err;
    /* But for the last line feed, and digits of the total, which the sum tells. */
    for (size_t len = 0; len < sizeof whole - 2; len++) {
        struct arena_mark mark = arena_mark(a);
        if (callgrind_parse(a, whole, len, &dump, &err) == 0)
            fail_msg("taken when cut to %zu bytes", len);
        arena_reset(a, mark);
    }
    assert_int_equal(callgrind_parse(a, whole, sizeof whole - 2, &dump, &err), 0);
}

#define HEAD "events: Ir\nfn=(1) f\n"

static void what_is_wrong_is_told(void **state)
{
    struct arena *a = *state;
    refused(a, "", "without totals");
    refused(a, "{\"json\": 1}\n", "line 1 is of no kind");
    refused(a, HEAD "1 5\ntotals: 6\n", "line 4 has a total that is not the functions' sum");
    refused(a, HEAD "1 5\ntotals: x\n", "line 4 has a total that is no number");
    refused(a, HEAD "1 5x\ntotals: 5\n", "line 3 has a cost that is no number");
    refused(a, HEAD "1 -5\ntotals: 5\n", "line 3 has a cost that is no number");
    refused(a, HEAD "1 99999999999999999999\n", "line 3 has a cost that is no number");
    refused(a, HEAD "1 18446744073709551600\n1 100\n", "line 4 has a cost that is too large");
    refused(a, HEAD "fn=(2)\n", "line 3 has a number instead of a name that was never given");
    refused(a, "fn=(1) f\n1 5\n", "line 2 has a cost before it is said of what");
    refused(a, "events: Dr Dw\n", "line 1 names no instructions");
    refused(a, HEAD "totals: 0\n1 5\n", "line 4 comes after the totals");
    refused(a, "events: Ir\n\1\2\3\n", "line 2 is of no kind");
    const char zero[] = "events: Ir\n\0\ntotals: 0\n";
    struct callgrind dump;
    struct error err;
    assert_int_equal(callgrind_parse(a, zero, sizeof zero - 1, &dump, &err), -1);
}

static void other_columns(void **state)
{
    struct callgrind d = parsed(*state, "positions: instr line\n"
                                        "events: Dr Ir Dw\n"
                                        "fn=plain name\n"
                                        "0x10 5 1 70 2\n"
                                        "+3 +1 9 30\n"
                                        "* * 4\n"
                                        "calls=1 0x20 1\n"
                                        "0x10 5 100 100 100\n"
                                        "jump=3 +1 +1\n"
                                        "* *\n"
                                        "totals: 14 100 2\n");
    assert_int_equal(d.count, 1);
    assert_string_equal(d.functions[0].name, "plain name");
    assert_string_equal(d.functions[0].object, "\?\?\?");
    assert_int_equal(d.total, 100);
    assert_int_equal(d.number, -1);
}

static void lines_end_as_they_like(void **state)
{
    struct callgrind d =
        parsed(*state, "events: Ir\r\nfn=(1) f\r\n1 5\r\nnewkey: x\r\nnew=(4)\r\ntotals: 5");
    assert_string_equal(d.functions[0].name, "f");
    assert_int_equal(d.total, 5);
}

/* A template of C++ may have a name of any length; two that differ only at their ends stay two. */
static void long_names_are_cut_and_differ(void **state)
{
    struct arena *a = *state;
    char *name = arena_alloc(a, 10001);
    memset(name, 'x', 10000);
    name[CALLGRIND_NAME_MAX - 1] = '\xC3'; /* the cut is in a character */
    name[CALLGRIND_NAME_MAX] = '\xA9';
    const char *text =
        arena_printf(a, "events: Ir\nfn=(1) %sA\n1 5\nfn=(2) %sB\n1 4\ntotals: 9\n", name, name);
    struct callgrind d = parsed(a, text);
    assert_int_equal(d.count, 2);
    size_t len = strlen(d.functions[0].name);
    assert_in_range(len, CALLGRIND_NAME_MAX, CALLGRIND_NAME_MAX + 30);
    assert_memory_equal(d.functions[0].name + CALLGRIND_NAME_MAX - 1, "...", 3);
    assert_string_not_equal(d.functions[0].name, d.functions[1].name);
}

static void names_in_brackets_are_names(void **state)
{
    struct callgrind d = parsed(*state, "events: Ir\n"
                                        "fn=(below main)\n1 1\n"
                                        "fn=(1) (anonymous namespace)::f'x\n1 2\n"
                                        "fn=(1)\n2 2\n"
                                        "fn='2\n1 8\n"
                                        "totals: 13\n");
    assert_int_equal(d.count, 3);
    assert_string_equal(d.functions[0].name, "'2");
    assert_string_equal(d.functions[1].name, "(anonymous namespace)::f'x");
    assert_int_equal(d.functions[1].instructions, 4);
    assert_string_equal(d.functions[2].name, "(below main)");
}

static void same_costs_are_by_name(void **state)
{
    struct callgrind d =
        parsed(*state, "events: Ir\nfn=b\n1 5\nob=y\nfn=a\n1 5\nob=x\nfn=a\n1 5\ntotals: 15\n");
    assert_int_equal(d.count, 3);
    assert_string_equal(d.functions[0].object, "x");
    assert_string_equal(d.functions[1].object, "y");
    assert_string_equal(d.functions[2].name, "b");
}

static void a_missing_file_is_named(void **state)
{
    struct callgrind dump;
    struct error err;
    assert_int_equal(callgrind_read(*state, "no/such/dump.1", &dump, &err), -1);
    assert_non_null(strstr(err.text, "no/such/dump.1"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(functions_have_their_own),
        arena_test(the_most_is_cut_by_share),
        arena_test(every_cut_is_refused),
        arena_test(what_is_wrong_is_told),
        arena_test(other_columns),
        arena_test(lines_end_as_they_like),
        arena_test(long_names_are_cut_and_differ),
        arena_test(names_in_brackets_are_names),
        arena_test(same_costs_are_by_name),
        arena_test(a_missing_file_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
