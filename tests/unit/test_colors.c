/* The colour scale: percentiles against NumPy 2.4. */
#include "unit_test.h"

#include "draw/colors.h"

#include <math.h>

static void percentile_is_numpys(void **state)
{
    (void)state;
    double one[] = {3.5}, four[] = {3.5, 1, 0.25, 2}, six[] = {0.1, 0.7, 0.2, 0.9, 0.35, 0.6};
    assert_true(colors_percentile(one, 1, 95) == 3.5);
    assert_true(colors_percentile(four, 4, 95) == 3.2749999999999995);
    assert_true(colors_percentile(four, 4, 0) == 0.25);
    assert_true(colors_percentile(four, 4, 100) == 3.5);
    assert_true(colors_percentile(six, 6, 95) == 0.85);
    assert_true(colors_percentile(six, 6, 30) == 0.275);
}

static void bound_passes_over_what_is_not_finite(void **state)
{
    struct arena *a = *state;
    const double mixed[] = {1, -2, 3.5, 0.25}, odd[] = {INFINITY, -1, NAN}, some[] = {0, 0, 3, NAN},
                 none[] = {NAN, INFINITY}, zeros[] = {0, 0};
    double nearly[24] = {[23] = -5};
    assert_true(colors_bound(a, mixed, 4) == 3.2749999999999995);
    assert_true(colors_bound(a, odd, 3) == 1);
    assert_true(colors_bound(a, some, 4) == 2.6999999999999997);
    assert_true(colors_bound(a, none, 2) == 1);
    assert_true(colors_bound(a, zeros, 2) == 1e-9);
    assert_true(colors_bound(a, nearly, 24) == 5);
}

static void assert_color(struct color c, unsigned red, unsigned green, unsigned blue)
{
    assert_int_equal(c.red, red);
    assert_int_equal(c.green, green);
    assert_int_equal(c.blue, blue);
}

static void colors_run_from_green_over_white_to_red(void **state)
{
    (void)state;
    assert_color(colors_at(-2, 2, NULL), 0, 128, 0);
    assert_color(colors_at(-INFINITY, 2, NULL), 0, 128, 0);
    assert_color(colors_at(-1, 2, NULL), 128, 192, 128);
    assert_color(colors_at(0, 2, NULL), 255, 255, 255);
    assert_color(colors_at(1, 2, NULL), 255, 128, 128);
    assert_color(colors_at(9, 2, NULL), 255, 0, 0);
    assert_color(colors_at(0, 0, NULL), 255, 255, 255);
    const struct palette *safe = colors_palette("blue-orange");
    assert_color(colors_at(-3, 2, safe), 0x05, 0x71, 0xb0);
    assert_color(colors_at(0, 2, safe), 255, 255, 255);
    assert_color(colors_at(3, 2, safe), 0xe6, 0x61, 0x01);
    assert_string_equal(colors_palette("other")->name, "green-red");
    size_t count;
    assert_ptr_equal(colors_palettes(&count), colors_palette(NULL));
    assert_int_equal(count, 2);
    assert_color(colors_on(colors_at(-2, 2, NULL)), 255, 255, 255);
    assert_color(colors_on(colors_at(2, 2, NULL)), 0, 0, 0);
    assert_color(colors_on(colors_at(0, 2, NULL)), 0, 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(percentile_is_numpys),
        arena_test(bound_passes_over_what_is_not_finite),
        cmocka_unit_test(colors_run_from_green_over_white_to_red),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
