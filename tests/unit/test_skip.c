/* Passing over JSON in blocks, against the same byte by byte.  Built twice, like test_scan.c. */
#include "unit_test.h"

#include "runfile/scan.h"

#include <stdbool.h>
#include <string.h>

enum { LONGEST = 200, ROUNDS = 20000 };

/* Past the string at P, its quote; END if it is cut off. */
static const char *plain_string(const char *p, const char *end)
{
    for (p++; p < end && *p != '"'; p++)
        p += *p == '\\';
    return p < end ? p + 1 : end;
}

static const char *plain_nested(const char *p, const char *end)
{
    size_t depth = 0;
    while (p < end) {
        if (*p == '"') {
            p = plain_string(p, end);
            continue;
        }
        depth += *p == '[' || *p == '{';
        if ((*p == ']' || *p == '}') && --depth == 0)
            return p + 1;
        p++;
    }
    return NULL;
}

static const char *plain_to(const char *p, const char *end, uint64_t letters)
{
    while (p < end && !strchr("[]{}", *p)) {
        if (*p != '"') {
            p++;
            continue;
        }
        unsigned letter = p + 1 < end ? (unsigned char)p[1] : 0;
        if (letter >= 64 && letter < 128 && letters >> (letter - 64) & 1)
            return p;
        p = plain_string(p, end);
    }
    return p;
}

/* Draw a text, mostly of what matters, as there is no escape outside of strings. */
static size_t draw(char *text, uint64_t *seed)
{
    static const char bytes[] = "\"\"\"[]{}ab\\,1 xyz";
    size_t len = 0, want;
    bool in = false;
    *seed = *seed * 6364136223846793005U + 1442695040888963407U;
    want = *seed >> 33 & 127;
    size_t rare = (*seed >> 40 & 1) ? 16 : 60; /* long plain stretches, or not */
    for (want += *seed >> 50 & 63; len < want; len++) {
        *seed = *seed * 6364136223846793005U + 1442695040888963407U;
        size_t pick = (*seed >> 33) % rare;
        char c = pick < sizeof bytes - 1 ? bytes[pick] : 'z';
        text[len] = !in && c == '\\' ? '"' : c;
        bool escaped = in && len > 0 && text[len - 1] == '\\';
        if (escaped)
            text[len] = c == '\\' ? '/' : c; /* so that one byte back is enough to look */
        else
            in = in != (text[len] == '"');
    }
    return len;
}

static void drawn_texts(void **state)
{
    static const uint64_t letters[] = {0, UINT64_MAX, (uint64_t)1 << ('a' - 64),
                                       (uint64_t)1 << ('\\' - 64)};
    uint64_t seed = 7;
    (void)state;
    for (int i = 0; i < ROUNDS; i++) {
        char text[LONGEST + 1] = "[";
        size_t len = 1 + draw(text + 1, &seed);
        const char *end = text + len;
        if (scan_after_nested(text, end) != plain_nested(text, end))
            fail_msg("nested: %.*s", (int)len, text);
        for (size_t k = 0; k < sizeof letters / sizeof *letters; k++)
            if (scan_to_name(text + 1, end, letters[k]) != plain_to(text + 1, end, letters[k]))
                fail_msg("to %zu: %.*s", k, (int)len - 1, text + 1);
    }
}

/* Long enough that a string, an escape and a bracket lie on every edge of a block. */
static void edges_of_blocks(void **state)
{
    static const char *const middles[] = {"\"]\"]", "\"\\\"]\"]", "\"\\\\\"]", "{}]",
                                          "\"\\\\\\\"]\"]"};
    (void)state;
    for (size_t before = 0; before < 140; before++) {
        for (size_t i = 0; i < sizeof middles / sizeof *middles; i++) {
            char text[LONGEST] = "[";
            memset(text + 1, ' ', before);
            memcpy(text + 1 + before, middles[i], strlen(middles[i]) + 1);
            const char *end = text + strlen(text);
            assert_ptr_equal(scan_after_nested(text, end), end);
            assert_null(scan_after_nested(text, end - 1));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(drawn_texts),
        cmocka_unit_test(edges_of_blocks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
