/* Widths, escapes, colour, and tables that are wider than the terminal. */
#include "unit_test.h"

#include "text/color.h"
#include "text/table.h"
#include "text/width.h"

#include <stdlib.h>
#include <string.h>

static void widths(void **state)
{
    (void)state;
    assert_int_equal(text_width(""), 0);
    assert_int_equal(text_width("µs ×"), 4);
    assert_int_equal(text_width("日本"), 4);
    assert_int_equal(text_width("e\xCC\x81"), 1);
    assert_int_equal(text_width("\xFF"), 1);
    assert_int_equal(text_width("👩‍👧!"), 3); /* joined to one */
}

static void hidden_characters_are_shown(void **state)
{
    struct arena *a = *state;
    const char *plain = "test_x[1]";
    assert_ptr_equal(text_visible(a, plain), plain);
    assert_string_equal(text_visible(a, "a\x1b[2Jb\n\t\r\x7f"), "a\\x1b[2Jb\\n\\t\\r\\x7f");
    assert_string_equal(text_visible(a, "x\xC2\x9By"), "x\\u009by");
    assert_string_equal(text_visible(a, "\xE2\x80\xAEx"), "\\u202ex");
    assert_string_equal(text_visible(a, "a\xFF"
                                        "b\xE2\x82"),
                        "a\\xffb\\xe2\\x82");
    assert_string_equal(text_visible(a, "日本 é"), "日本 é");
}

static void middle_is_left_out(void **state)
{
    struct arena *a = *state;
    assert_string_equal(text_elide(a, "abcdef", 6), "abcdef");
    assert_string_equal(text_elide(a, "abcdefg", 6), "abc…fg");
    assert_string_equal(text_elide(a, "abcdefg", 1), "…");
    assert_string_equal(text_elide(a, "abcdefg", 0), "");
    assert_string_equal(text_elide(a, "日本語日本語", 6), "日…語"); /* no half characters */
    assert_string_equal(text_elide(a, "👩‍👧xyz👩‍👧", 5), "👩‍👧…👩‍👧");
    assert_string_equal(text_elide(a, "xe\xCC\x81yzze\xCC\x81", 4), "xe\xCC\x81…e\xCC\x81");
}

static void color_follows_the_conventions(void **state)
{
    (void)state;
    static const char *const names[] = {"NO_COLOR", "CLICOLOR_FORCE", "CLICOLOR", "COLORTERM"};
    for (size_t i = 0; i < 4; i++)
        unsetenv(names[i]);
    setenv("TERM", "xterm", 1);
    assert_int_equal(color_decide("auto", true), COLOR_16);
    assert_int_equal(color_decide("auto", false), COLOR_NONE);
    assert_int_equal(color_decide("never", true), COLOR_NONE);
    assert_int_equal(color_decide("always", false), COLOR_16);
    setenv("TERM", "xterm-256color", 1);
    assert_int_equal(color_decide("auto", true), COLOR_256);
    setenv("TERM", "dumb", 1);
    assert_int_equal(color_decide("auto", true), COLOR_NONE);
    setenv("CLICOLOR_FORCE", "0", 1);
    assert_int_equal(color_decide("auto", false), COLOR_NONE);
    setenv("CLICOLOR_FORCE", "1", 1);
    assert_int_equal(color_decide("auto", false), COLOR_16);
    setenv("NO_COLOR", "", 1);
    assert_int_equal(color_decide("auto", false), COLOR_16);
    setenv("NO_COLOR", "0", 1);
    assert_int_equal(color_decide("auto", true), COLOR_NONE);
    assert_int_equal(color_decide("always", true), COLOR_16);
    unsetenv("NO_COLOR");
    unsetenv("CLICOLOR_FORCE");
    setenv("TERM", "xterm", 1);
    setenv("CLICOLOR", "0", 1);
    assert_int_equal(color_decide("auto", true), COLOR_NONE);
    unsetenv("CLICOLOR");
}

/* A table of COUNT columns of values and one row called NAME. */
static struct report wide(struct arena *a, const char *name, size_t count)
{
    struct report report = report_new(a);
    struct table *t = report_table(&report, "title");
    struct table_column *key = table_column(t, "benchmark", ALIGN_LEFT);
    key->key = key->elastic = true;
    for (size_t i = 0; i < count; i++)
        table_column(t, arena_printf(a, "v%zu", i), ALIGN_RIGHT);
    struct table_row *row = table_row(t, name);
    table_set(row, 0, name, 0, TONE_PLAIN);
    for (size_t i = 0; i < count; i++)
        table_set(row, i + 1, arena_printf(a, "%zu.000", i), 0, i ? TONE_PLAIN : TONE_BEST);
    return report;
}

static const char *drawn(const struct report *report, size_t width, enum color_depth color)
{
    struct str out = str_new(report->arena);
    report_write_terminal(&out, report, &(struct terminal){width, color});
    return out.data;
}

/* The widest line of a text. */
static size_t widest_line(struct arena *a, const char *text)
{
    size_t widest = 0;
    for (size_t len; *text; text += len + (text[len] == '\n')) {
        len = strcspn(text, "\n");
        size_t width = text_width(arena_strndup(a, text, len));
        widest = width > widest ? width : widest;
    }
    return widest;
}

static void names_are_elided_first(void **state)
{
    struct arena *a = *state;
    struct report r = wide(a, "test_with_a_name_that_is_much_too_long[parameter]", 2);
    assert_string_equal(drawn(&r, 50, COLOR_NONE),
                        "title\n"
                        " benchmark                             v0      v1\n"
                        " ─────────────────────────────────────────────────\n"
                        " test_with_a_name…long[parameter]   0.000   1.000\n");
}

/* Long heads give way, as names do, before a table is folded. */
static void heads_are_elided(void **state)
{
    struct report r = wide(*state, "test_a_name_of_the_least_width", 2);
    r.tables[0].columns[1].head = "feature-branch-with-a-long-label-of-its-own";
    r.tables[0].columns[2].head = "another-branch-with-a-label-as-long";
    assert_string_equal(
        drawn(&r, 76, COLOR_NONE),
        "title\n"
        " benchmark                        feature-b…-its-own   another-b…-as-long\n"
        " ─────────────────────────────────────────────────────────────────────────\n"
        " test_a_name_of_the_least_width                0.000                1.000\n");
}

static void columns_are_folded(void **state)
{
    struct arena *a = *state;
    struct report r = wide(a, "x", 4);
    assert_string_equal(drawn(&r, 30, COLOR_NONE), "title\n"
                                                   " benchmark      v0      v1\n"
                                                   " ──────────────────────────\n"
                                                   " x           0.000   1.000\n"
                                                   "\n"
                                                   " benchmark      v2      v3\n"
                                                   " ──────────────────────────\n"
                                                   " x           2.000   3.000\n");
}

static void every_width_keeps_the_table_whole(void **state)
{
    struct arena *a = *state;
    struct report r = wide(a, "test_日本語_with_a_name_that_is_long[e\xCC\x81-parameter]", 30);
    report_note(&r, TONE_PLAIN, "a note that is longer than a narrow terminal is wide, with 日本");
    for (size_t width = 20; width < 400; width++) {
        size_t got = widest_line(a, drawn(&r, width, COLOR_NONE));
        if (got > width)
            fail_msg("%zu columns on a terminal of %zu", got, width);
    }
    for (size_t width = 1; width < 20; width++)
        assert_non_null(strstr(drawn(&r, width, COLOR_NONE), "29.000"));
}

static void color_takes_no_room(void **state)
{
    struct arena *a = *state;
    struct report r = wide(a, "x\x1b[31m", 1);
    assert_string_equal(drawn(&r, 0, COLOR_16), "\x1b[1mtitle\x1b[0m\n"
                                                " benchmark      v0\n"
                                                " ──────────────────\n"
                                                " x\\x1b[31m   \x1b[1;32m0.000\x1b[0m\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(widths),           arena_test(hidden_characters_are_shown),
        arena_test(middle_is_left_out),     cmocka_unit_test(color_follows_the_conventions),
        arena_test(names_are_elided_first), arena_test(heads_are_elided),
        arena_test(columns_are_folded),     arena_test(every_width_keeps_the_table_whole),
        arena_test(color_takes_no_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
