/* Where an axis has its ticks and what they say; those of fold changes as with pytest-benchmem
 * 0.5.5. */
#include "unit_test.h"

#include "base/str.h"
#include "draw/ticks.h"

#include <math.h>

static void assert_ticks(struct arena *a, double low, double high, bool log, size_t wanted,
                         int unit, const char *expected)
{
    struct tick *ticks;
    struct strv texts = strv_new(a);
    size_t count = ticks_make(a, low, high, log, wanted, unit, &ticks);
    for (size_t i = 0; i < count; i++) {
        assert_true(ticks[i].at >= low - 1e-9 && ticks[i].at <= high + 1e-9);
        strv_add(&texts, ticks[i].text);
    }
    assert_string_equal(strv_join(&texts, ", "), expected);
}

static void steps_are_round(void **state)
{
    struct arena *a = *state;
    assert_ticks(a, 0, 10, false, 5, UNITLESS, "0, 2, 4, 6, 8, 10");
    assert_ticks(a, -0.0011, 0.0034, false, 5, UNIT_SECONDS, "-1 ms, 0, 1 ms, 2 ms, 3 ms");
    assert_ticks(a, 0, 4.1e6, false, 4, UNIT_BYTES, "0, 2 MB, 4 MB");
    assert_ticks(a, 1, 1, false, 4, UNIT_COUNT, "");
}

static void decades_where_logarithmic(void **state)
{
    struct arena *a = *state;
    assert_ticks(a, 1e-6, 1, true, 8, UNIT_SECONDS,
                 "1 µs, 10 µs, 100 µs, 1 ms, 10 ms, 100 ms, 1 s");
    assert_ticks(a, 8, 250, true, 8, UNITLESS, "10, 20, 50, 100, 200");
    assert_ticks(a, 0.9, 1.15, true, 4, UNITLESS, "0.9, 1, 1.1");
    assert_ticks(a, 1e-9, 1e12, true, 3, UNITLESS, "1e-09, 0.01, 100k, 1T");
}

static void texts_have_their_unit(void **state)
{
    struct arena *a = *state;
    assert_string_equal(ticks_text(a, 1.23456e-5, 1.2e-5, UNIT_SECONDS, 3), "12.3 µs");
    assert_string_equal(ticks_text(a, -4096, -4096, UNIT_BYTES, 3), "-4.1 kB");
    assert_string_equal(ticks_text(a, 12, 12, UNIT_COUNT, 3), "12");
    assert_string_equal(ticks_text(a, 90, 90, UNIT_SECONDS, 3), "90 s");
    assert_string_equal(ticks_text(a, 0, 5, UNIT_BYTES, 3), "0");
}

static void check_ticks(struct arena *a, double bound, const char *expected)
{
    struct tick *ticks;
    size_t n = ticks_make_folds(a, bound, &ticks);
    struct str s = str_new(a);
    for (size_t i = 0; i < n; i++)
        str_addf(&s, "%s%.4g=%s", i ? " " : "", ticks[i].at, ticks[i].text);
    assert_string_equal(s.data, expected);
}

static void folds_have_the_peers_ticks(void **state)
{
    struct arena *a = *state;
    check_ticks(a, 0.2, "-0.2=1/1.15× -0.1=1/1.07× 0=1× 0.1=1.07× 0.2=1.15×");
    check_ticks(a, 0.33, "-0.3219=1/1.25× -0.1375=1/1.1× 0=1× 0.1375=1.1× 0.3219=1.25×");
    check_ticks(a, 0.99,
                "-0.585=1/1.5× -0.3219=1/1.25× -0.1375=1/1.1× 0=1× 0.1375=1.1× "
                "0.3219=1.25× 0.585=1.5×");
    check_ticks(a, 1, "-1=1/2× 0=1× 1=2×");
    check_ticks(a, 3.2, "-3=1/8× -2=1/4× -1=1/2× 0=1× 1=2× 2=4× 3=8×");
    check_ticks(a, 1e-9, "-1e-09=1× -5e-10=1× 0=1× 5e-10=1× 1e-09=1×");
    struct tick *ticks;
    assert_int_equal(ticks_make_folds(a, 10.4, &ticks), 21);
    assert_string_equal(ticks[0].text, "1/1.02e+03×");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(steps_are_round),
        arena_test(decades_where_logarithmic),
        arena_test(texts_have_their_unit),
        arena_test(folds_have_the_peers_ticks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
