/* Numbers as text: the same doubles as strtod() gives. */
#include "unit_test.h"

#include "runfile/number.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t bits_of(double number)
{
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    return bits;
}

static void check(const char *text)
{
    const char *end;
    char *expected_end;
    double number = number_read(text, &end), expected = strtod(text, &expected_end);
    if (bits_of(number) != bits_of(expected))
        fail_msg("%s: %a instead of %a", text, number, expected);
    assert_ptr_equal(end, expected_end);
}

static void corners(void **state)
{
    static const char *const texts[] = {"0",
                                        "-0",
                                        "0.0",
                                        "-0.0e5",
                                        "0e999",
                                        "1",
                                        "-1",
                                        "12,",
                                        "1.5]",
                                        "1e5}",
                                        "1E-5",
                                        "1e+05",
                                        "9007199254740992",
                                        "9007199254740993",
                                        "9007199254740993.0",
                                        "9007199254740992.5",
                                        "9007199254740993e-1",
                                        "999999999999999999",
                                        "1000000000000000000",
                                        "123456789012345678901234567890",
                                        "0.000000000000000000000000000001",
                                        "0.1",
                                        "0.3",
                                        "2.2250738585072014e-308",
                                        "2.2250738585072011e-308",
                                        "4.9e-324",
                                        "1.7976931348623157e308",
                                        "1e309",
                                        "1e-400",
                                        "1e99999999999999999999",
                                        "1e-99999999999999999999",
                                        "0.500000000000000166533453693773481063544750213623046875",
                                        "1.00000000000000011102230246251565",
                                        "1.0000000000000001110223024625157",
                                        "4503599627370496.5",
                                        "4503599627370497.5",
                                        "1.0000000000000002220446049250313",
                                        "3.5844466002796428e-06",
                                        "7.038531e-26",
                                        "8.41e21",
                                        "9.5367431640625e-07",
                                        "1e22",
                                        "1e23",
                                        "1e-22",
                                        "1e-23",
                                        "1e-44",
                                        "1e-45",
                                        "123456789012345678e-44"};
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        check(texts[i]);
}

/* A generator of numbers that is the same everywhere (Marsaglia's xorshift). */
static uint64_t next(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    return *seed ^= *seed << 17;
}

static void drawn(void **state)
{
    uint64_t seed = 20240229;
    (void)state;
    for (int i = 0; i < 60000; i++) {
        char text[400];
        double number;
        uint64_t bits = next(&seed);
        memcpy(&number, &bits, sizeof number);
        if (bits >> 52 == 0x7FF || bits >> 52 == 0xFFF)
            continue;
        snprintf(text, sizeof text, "%.17g", number); /* any double */
        check(text);
        number = (double)(bits >> 11) * 0x1p-53;
        int scale = (int)(next(&seed) % 12);
        snprintf(text, sizeof text, "%.*ge-%d", (int)(bits % 19), number, scale); /* a time */
        if (!strchr(text, 'e') || strchr(text, 'e') == strrchr(text, 'e'))
            check(text);
        /* The middle between two doubles, which is the hard case, and its neighbours. */
        uint64_t middle = (bits >> 11 | (uint64_t)1 << 52) * 2 + 1;
        int shift = (int)(next(&seed) % 10);
        snprintf(text, sizeof text, "%.*f", shift, (double)(middle >> 8) / (double)(1 << shift));
        check(text);
        snprintf(text, sizeof text, "%llu", (unsigned long long)middle);
        check(text);
        snprintf(text, sizeof text, "%llue-%d", (unsigned long long)(middle >> (bits % 30)), scale);
        check(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(corners),
        cmocka_unit_test(drawn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
