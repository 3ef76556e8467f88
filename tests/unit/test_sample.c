/* Samples: what is scanned is what would be parsed. */
#include "unit_test.h"

#include "base/str.h"
#include "data/sample.h"

#include <cJSON.h>
#include <math.h>
#include <string.h>

static const enum stat stats[] = {STAT_MIN, STAT_MAX,    STAT_MEAN,    STAT_MEDIAN,
                                  STAT_IQR, STAT_STDDEV, STAT_HEADLINE};

/* Check that the text is scanned, and every value is that of the parsed text. */
static void check_same(struct arena *a, const char *text)
{
    struct sample scanned, taken;
    cJSON *item = cJSON_Parse(text);
    assert_non_null(item);
    sample_take(&taken, a, item);
    if (!sample_scan(&scanned, a, text, strlen(text)))
        fail_msg("%s: not scanned", text);
    assert_int_equal(scanned.id_len, taken.id_len);
    assert_memory_equal(scanned.id, taken.id, taken.id_len);
    for (int m = METRIC_TIME; m < METRIC_EXTRA; m++) {
        for (size_t i = 0; i < sizeof stats / sizeof *stats; i++) {
            struct column column = {.metric = (enum metric)m, .stat = stats[i]};
            double one = sample_value(a, &scanned, &column),
                   other = sample_value(a, &taken, &column);
            if (!(one == other || (isnan(one) && isnan(other))))
                fail_msg("%s: %s: %a instead of %a", text, column_title(a, &column), one, other);
        }
    }
    cJSON_Delete(item);
}

static void usual_benchmarks_are_scanned(void **state)
{
    static const char *const texts[] = {
        "{\"fullname\":\"a.py::t[é|::x]\"}",
        "{\"stats\":{},\"fullname\":\"a\"}",
        "{\"fullname\":\"a\",\"stats\":{\"min\":1.5e-06,\"max\":2,\"mean\":1.75,\"median\":0,"
        "\"iqr\":-0.0,\"stddev\":3.5844466002796428e-06}}",
        "{\"fullname\":\"a\",\"stats\":{\"min\":1,\"min\":2}}",
        "{\"fullname\":\"a\",\"extra_info\":{}}",
        "{\"fullname\":\"a\",\"extra_info\":{\"benchmem\":{}}}",
        "{\"fullname\":\"a\",\"extra_info\":{\"benchmem\":{\"peak_bytes\":[]}}}",
        "{\"extra_info\":{\"benchmem\":{\"allocations\":[3,1,2],\"peak_bytes\":[9,7.5,7.5,8,9,10],"
        "\"total_bytes\":[10.9],\"rss_bytes\":[4,5]}},\"stats\":{\"max\":1},\"fullname\":\"b\"}",
        "{\"fullname\":\"a\",\"stats\":{\"rounds\":0,\"min\":0}}",
        "{\"fullname\":\"a\",\"extra_info\":{\"benchmem\":{\"instructions\":[3,1,2],\"counted\":{"
        "\"valgrind\":\"3\"}}}}",
        "{\"fullname\":\"a\",\"extra_info\":{\"benchmem\":{\"peak_bytes\":[1],\"peak_bytes\":[2,3]}"
        "}}",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        check_same(*state, texts[i]);
}

static void others_are_left_to_the_parser(void **state)
{
    static const char *const texts[] = {
        "",
        "[]",
        "{}",
        "{\"stats\":{\"min\":1}}",
        "{\"fullname\":\"\"}",
        "{\"fullname\":\"a\\nb\"}",
        "{\"fullname\":\"a",
        "{\"fullname\":\"a\"",
        "{\"fullname\":\"a\"}}",
        "{\"fullname\":\"a\",}",
        "{\"fullname\":1}",
        "{\"fullname\":\"a\",\"fullname\":\"b\"}",
        "{\"fullname\":\"a\",\"params\":{}}",
        "{\"fullname\":\"a\",\"stats\":[]}",
        "{\"fullname\":\"a\",\"stats\":{\"min\":null}}",
        "{\"fullname\":\"a\",\"stats\":{\"min\":\"\\u0001NaN\"}}",
        "{\"fullname\":\"a\",\"stats\":{\"min\":1},\"stats\":{\"max\":1}}",
        "{\"fullname\":\"a\",\"extra_info\":{\"benchmem\":{\"peak_bytes\":1}}}",
        "{\"fullname\":\"a\",\"extra_info\":{\"benchmem\":{\"peak_bytes\":[1,null]}}}",
        "{\"fullname\":\"a\",\"extra_info\":{\"benchmem\":{\"peak_bytes\":[1,]}}}",
        "{\"fullname\":\"a\",\"extra_info\":{\"benchmem\":{\"peak_bytes\":[1}}}",
        "{\"fullname\":\"a\",\"extra_info\":{\"benchmem\":{\"mode\":\"rss\"}}}",
        "{\"fullname\":\"a\",\"extra_info\":{\"benchmem\":{},\"benchmem\":{}}}",
        "{\"fullname\":\"a\",\"extra_info\":{\"benchmem\":3}}",
        "{\"fullname\":\"a\",\"extra_info\":{},\"extra_info\":{}}",
        "{\"fullname\":\"a\",\"stats\":{\"rounds\":1,\"rounds\":0}}",
        "{\"fullname\":\"a\",\"extra_info\":{\"benchmem\":{\"instructions\":3}}}",
        "{\"fullname\":\"a\",\"extra_info\":{\"benchmem\":{\"counted\":{\"valgrind\":3}}}}",
        "{\"fullname\":\"a\",\"extra_info\":{\"benchmem\":{\"counted\":{},\"counted\":{}}}}",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct sample sample;
        if (sample_scan(&sample, *state, texts[i], strlen(texts[i])))
            fail_msg("%s: scanned", texts[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(usual_benchmarks_are_scanned),
        arena_test(others_are_left_to_the_parser),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
