/* Numbers as text. */
#include "unit_test.h"

#include "text/unit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void scale_is_anchored_on_the_smallest(void **state)
{
    (void)state;
    const double times[] = {NAN, 0.0, 10.77e-3, 6.3e-3, 2.0};
    assert_string_equal(unit_scale_for(UNIT_SECONDS, times, 5).name, "ms");
    const double sizes[] = {1023, 5e6};
    assert_string_equal(unit_scale_for(UNIT_BYTES, sizes, 2).name, "B");
    const double none[] = {NAN};
    assert_string_equal(unit_scale_for(UNIT_SECONDS, none, 1).name, "s");
}

static void typical_scale_suits_most(void **state)
{
    struct arena *a = *state;
    const double around_ms[] = {1.269e-3, NAN, 1.231e-3, 0.7099e-3, 1.0e-3, 0};
    assert_string_equal(unit_scale_typical(UNIT_SECONDS, around_ms, 6).name, "ms");
    const double around_half[] = {1.185e-3, 1.612e-3, 0.6273e-3, 0.5637e-3};
    assert_string_equal(unit_scale_typical(UNIT_SECONDS, around_half, 4).name, "µs");
    const double exact[] = {1e-3, 1e-3, 1e-3};
    assert_string_equal(unit_scale_typical(UNIT_SECONDS, exact, 3).name, "ms");
    const double none[] = {NAN, 0};
    assert_string_equal(unit_scale_typical(UNIT_BYTES, none, 2).name, "B");
    assert_string_equal(unit_format_label(a, 12000), "12,000");
    assert_string_equal(unit_format_label(a, 0.12345), "0.1235");
}

static void four_significant_digits(void **state)
{
    struct arena *a = *state;
    const struct unit_scale ms = {"ms", 1e-3}, s = {"s", 1}, b = {"B", 1};
    assert_string_equal(unit_format(a, UNIT_SECONDS, ms, 10.77e-3), "10.77");
    assert_string_equal(unit_format(a, UNIT_SECONDS, ms, 0.7099e-3), "0.7099");
    assert_string_equal(unit_format(a, UNIT_SECONDS, ms, 1.185), "1185");
    assert_string_equal(unit_format(a, UNIT_SECONDS, s, 9.99996), "10.00");
    assert_string_equal(unit_format(a, UNIT_SECONDS, s, 0), "0");
    assert_string_equal(unit_format(a, UNIT_BYTES, b, 1234567), "1,234,567");
    assert_string_equal(unit_format(a, UNIT_COUNT, b, 999), "999");
}

static void large_counts_have_a_unit(void **state)
{
    struct arena *a = *state;
    const double millions[] = {NAN, 12340000, 9e6}, few[] = {393};
    struct unit_scale m = unit_scale_typical(UNIT_LARGE, millions, 3);
    assert_string_equal(m.name, "M");
    assert_string_equal(unit_format(a, UNIT_LARGE, m, 12340000), "12.34");
    assert_string_equal(unit_format_peer(a, UNIT_LARGE, m, 12340000), "12.34");
    struct unit_scale one = unit_scale_typical(UNIT_LARGE, few, 1);
    assert_string_equal(one.name, "");
    assert_string_equal(unit_format(a, UNIT_LARGE, one, 393), "393");
    assert_string_equal(unit_format_peer(a, UNIT_LARGE, one, 393), "393");
    static const struct {
        double value;
        const char *text;
    } alone[] = {{0, "0"},          {393, "393"},          {999.4, "999"},
                 {1000, "1 k"},     {612480, "612.5 k"},   {999949, "999.9 k"},
                 {999951, "1 M"},   {12340000, "12.34 M"}, {7e9, "7 G"},
                 {-2500, "-2.5 k"}, {3e15, "3000 T"}};
    for (size_t i = 0; i < sizeof alone / sizeof *alone; i++)
        assert_string_equal(unit_format_alone(a, UNIT_LARGE, alone[i].value), alone[i].text);
}

/* The digits are those of printf, of any size, ties included. */
static void digits_as_printf_has_them(void **state)
{
    const struct unit_scale s = {"s", 1};
    uint64_t seed = 1;
    for (int i = 0; i < 40000; i++) {
        struct arena_mark mark = arena_mark(*state);
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        double value = ldexp((double)(seed >> 11), -53 + (int)(seed % 64) - 40);
        if (i % 2) /* one that ends in a 5, often a tie */
            value = (double)(seed % 20000) / 16 + 1.0 / 32;
        const char *text = unit_format(*state, UNIT_SECONDS, s, value), *point = strchr(text, '.');
        int decimals = point ? (int)strlen(point + 1) : 0;
        char expected[64];
        snprintf(expected, sizeof expected, "%.*f", decimals, value);
        assert_string_equal(text, expected);
        int significant = value >= 1 ? (int)strlen(text) - (point != NULL) : 4;
        assert_true(value >= 1000 ? decimals == 0 : value < 1e-5 || significant == 4);
        arena_reset(*state, mark);
    }
    assert_string_equal(unit_format(*state, UNIT_SECONDS, s, 0.5), "0.5000");
    assert_string_equal(unit_format(*state, UNIT_SECONDS, s, 1e-12), "0.000000000");
    assert_string_equal(unit_format(*state, UNIT_SECONDS, s, 99.995), "100.0");
    assert_string_equal(unit_format(*state, UNIT_SECONDS, s, -0.25), "-0.2500");
    assert_string_equal(unit_format(*state, UNIT_SECONDS, s, 1e300 / 1e285), "1000000000000000");
    assert_string_equal(unit_format(*state, UNIT_SECONDS, s, (double)INFINITY), "inf");
    assert_string_equal(unit_format(*state, UNIT_COUNT, s, 2.5), "2");
    assert_string_equal(unit_format(*state, UNIT_COUNT, s, -1234.5), "-1,234");
}

static void alone_as_the_peer_has_it(void **state)
{
    struct arena *a = *state;
    assert_string_equal(unit_format_alone(a, UNIT_BYTES, 932), "932 B");
    assert_string_equal(unit_format_alone(a, UNIT_BYTES, 4.1 * 1048576), "4.1 MiB");
    assert_string_equal(unit_format_alone(a, UNIT_SECONDS, 1.2e-5), "1.2e-05s");
    assert_string_equal(unit_format_alone(a, UNIT_COUNT, 40), "40");
    assert_string_equal(unit_format_percent(a, -0.04), "0.0%");
    assert_string_equal(unit_format_percent(a, 22), "+22.0%");
    assert_string_equal(unit_format_fold(a, 0.25), "1/4×");
    assert_string_equal(unit_format_fold(a, 1.5), "1.5×");
    assert_string_equal(unit_format_fold(a, 1), "1×");
}

static void ratios(void **state)
{
    static const struct {
        double ratio;
        const char *two, *three;
    } cases[] = {
        {0.0126, "0.013×", "0.013×"},
        {0.094999, "0.095×", "0.095×"},
        {0.095, "0.10×", "0.095×"},
        {1, "1.00×", "1.000×"},
        {9.994, "9.99×", "9.994×"},
        {9.995, "9.99×", "9.995×"},
        {99.49, "99.49×", "99.49×"},
        {99.5, "100×", "99.5×"},
        {12345, "12345×", "1.234e+04×"},
        {INFINITY, "∞×", "∞×"},
        {NAN, "—", "—"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_string_equal(unit_format_ratio(*state, cases[i].ratio, 2), cases[i].two);
        assert_string_equal(unit_format_ratio(*state, cases[i].ratio, 3), cases[i].three);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scale_is_anchored_on_the_smallest),
        arena_test(typical_scale_suits_most),
        arena_test(four_significant_digits),
        arena_test(large_counts_have_a_unit),
        arena_test(digits_as_printf_has_them),
        arena_test(alone_as_the_peer_has_it),
        arena_test(ratios),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
