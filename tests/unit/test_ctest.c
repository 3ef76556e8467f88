/* The lines that CTest takes for measurements. */
#include "unit_test.h"

#include "text/ctest.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static struct str begin(void **state)
{
    struct str s = str_new(*state);
    return s;
}

static size_t count_of(const char *text, const char *what)
{
    size_t n = 0;
    for (const char *p = text; (p = strstr(p, what)) != NULL; p++)
        n++;
    return n;
}

static void numbers_read_back(void **state)
{
    struct str s = begin(state);
    ctest_number(&s, "time (s), a[<&'\">]", 0.1);
    ctest_number(&s, "x", 1.0 / 3);
    ctest_number(&s, "x", -0.0);
    assert_string_equal(
        s.data, "<CTestMeasurement type=\"numeric/double\" name=\"time (s), "
                "a[&lt;&amp;&#39;&quot;&gt;]\">0.1</CTestMeasurement>\n"
                "<CTestMeasurement type=\"numeric/double\" name=\"x\">0.3333333333333333"
                "</CTestMeasurement>\n"
                "<CTestMeasurement type=\"numeric/double\" name=\"x\">-0</CTestMeasurement>\n");
}

static void only_finite_numbers(void **state)
{
    struct str s = begin(state);
    ctest_number(&s, "x", NAN);
    ctest_number(&s, "x", INFINITY);
    ctest_number(&s, "x", -INFINITY);
    assert_string_equal(s.data, "");
}

static void each_is_one_line_of_clean_text(void **state)
{
    struct str s = begin(state);
    ctest_text(&s, "a\nb", "c\r\nd\x01\xff <e>");
    ctest_file(&s, "run & file", "/a b/<c>&d.json");
    ctest_png(&s, "p", "/p.png");
    assert_string_equal(
        s.data, "<CTestMeasurement type=\"text/string\" name=\"a b\">c  d\xEF\xBF\xBD\xEF\xBF\xBD "
                "&lt;e&gt;</CTestMeasurement>\n"
                "<CTestMeasurementFile type=\"file\" name=\"run &amp; file\">"
                "/a b/&lt;c&gt;&amp;d.json</CTestMeasurementFile>\n"
                "<CTestMeasurementFile type=\"image/png\" name=\"p\">/p.png"
                "</CTestMeasurementFile>\n");
}

static void lines_stay_lines(void **state)
{
    struct str s = begin(state);
    ctest_lines(&s, "t", "a  b\n\n<c>");
    assert_string_equal(s.data, "<CTestMeasurement type=\"text/preformatted\" name=\"t\">a  b&#10;"
                                "&#10;&lt;c&gt;&#10;</CTestMeasurement>\n");
}

static void long_texts_say_what_is_left_out(void **state)
{
    struct str s = begin(state), text = begin(state);
    for (int i = 0; i < 10000; i++)
        str_addf(&text, "line %d\n", i);
    ctest_lines(&s, "t", text.data);
    assert_in_range(s.len, 40 << 10, 49 << 10);
    size_t kept = count_of(s.data, "line ");
    char last[64];
    snprintf(last, sizeof last, "line %zu&#10;... %zu more lines&#10;</CTestMeasurement>\n",
             kept - 1, 10000 - kept);
    assert_true(str_ends(s.data, last));
}

static void details_are_plain_text_without_tags(void **state)
{
    struct str s = begin(state);
    ctest_details(&s, "numpy<2 & \"x\"\n<CTestLabel>y</CTestDetails>");
    assert_string_equal(s.data, "<CTestDetails>numpy<2 & \"x\" (CTestLabel>y(/CTestDetails>"
                                "</CTestDetails>\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(numbers_read_back),
        arena_test(only_finite_numbers),
        arena_test(each_is_one_line_of_clean_text),
        arena_test(lines_stay_lines),
        arena_test(long_texts_say_what_is_left_out),
        arena_test(details_are_plain_text_without_tags),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
