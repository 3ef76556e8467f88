/* scan.h - the way through JSON text, many bytes at a time: who reads run files goes by this.
 *
 * The functions that find return the first place from P on that holds what they look for, END if
 * there is none; those that skip go past what begins at *AT, which stays where it failed.  None
 * reads at END or beyond.  With SSE2, which every x86-64 has, 16 bytes are looked at at once; other
 * machines, and builds with BENCHMEM_SCAN_PLAIN, go byte by byte.  The finders are here and inline
 * because reading a run file is little else.
 *
 * Lists and objects are skipped 64 bytes at a time: a block becomes a few masks of 64 bits, where
 * there are quotes and brackets, and by a prefix sum over the quotes, what is inside of strings
 * (Langdale and Lemire, "Parsing gigabytes of JSON per second", 2019, section 3.1).  So nothing is
 * done for each of the strings and numbers in them, and nothing of them is checked but where they
 * end.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#if defined(__SSE2__) && !defined(BENCHMEM_SCAN_PLAIN)
#define BENCHMEM_SCAN_SSE2
#include <emmintrin.h>
#endif

enum scan_class {
    SCAN_SPACE = 1,
    SCAN_NESTING = 2,   /* " [ ] { } */
    SCAN_DELIMITER = 4, /* what ends a number or a word: SCAN_SPACE, SCAN_NESTING, comma, colon */
};

extern const unsigned char scan_classes[256];

static inline bool scan_is(char c, enum scan_class class)
{
    return scan_classes[(unsigned char)c] & class;
}

/* The first byte of the class, byte by byte. */
static inline const char *scan_plain(const char *p, const char *end, enum scan_class class)
{
    while (p < end && !scan_is(*p, class))
        p++;
    return p;
}

#ifdef BENCHMEM_SCAN_SSE2

static inline __m128i scan_load(const char *p)
{
    return _mm_loadu_si128((const __m128i *)(const void *)p);
}

static inline __m128i scan_equal(__m128i bytes, char c)
{
    return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(c));
}

static inline __m128i scan_either(__m128i a, __m128i b)
{
    return _mm_or_si128(a, b);
}

/* Bytes up to C, as unsigned numbers. */
static inline __m128i scan_up_to(__m128i bytes, char c)
{
    return _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(c)), bytes);
}

/* One bit a byte. */
static inline unsigned scan_bits(__m128i found)
{
    return (unsigned)_mm_movemask_epi8(found);
}

/* [ and ] differ from { and } by one bit. */
static inline __m128i scan_match_nesting(__m128i bytes)
{
    __m128i upper = scan_either(bytes, _mm_set1_epi8(0x20));
    return scan_either(scan_equal(bytes, '"'),
                       scan_either(scan_equal(upper, '{'), scan_equal(upper, '}')));
}

static inline __m128i scan_match_delimiter(__m128i bytes)
{
    __m128i rest = scan_either(scan_equal(bytes, ','), scan_equal(bytes, ':'));
    __m128i space = scan_either(scan_equal(bytes, ' '), scan_equal(bytes, '\n'));
    space = scan_either(space, scan_either(scan_equal(bytes, '\t'), scan_equal(bytes, '\r')));
    return scan_either(scan_match_nesting(bytes), scan_either(rest, space));
}

static inline __m128i scan_match_special(__m128i bytes)
{
    return scan_either(scan_up_to(bytes, 0x1F),
                       scan_either(scan_equal(bytes, '"'), scan_equal(bytes, '\\')));
}

#endif

/* The end of a number or word. */
static inline const char *scan_delimiter(const char *p, const char *end)
{
#ifdef BENCHMEM_SCAN_SSE2
    for (; end - p >= 16; p += 16) {
        unsigned bits = scan_bits(scan_match_delimiter(scan_load(p)));
        if (bits)
            return p + __builtin_ctz(bits);
    }
#endif
    return scan_plain(p, end, SCAN_DELIMITER);
}

/* The end of the plain part of a string: a quote, a backslash or a control character. */
static inline const char *scan_special(const char *p, const char *end)
{
#ifdef BENCHMEM_SCAN_SSE2
    for (; end - p >= 16; p += 16) {
        unsigned bits = scan_bits(scan_match_special(scan_load(p)));
        if (bits)
            return p + __builtin_ctz(bits);
    }
#endif
    while (p < end && *p != '"' && *p != '\\' && (unsigned char)*p >= 0x20)
        p++;
    return p;
}

/* The first byte that is not white space: at once, after one blank, or after a line's indentation.
 */
static inline const char *scan_solid(const char *p, const char *end)
{
    if (p < end && scan_is(*p, SCAN_SPACE))
        p++;
    if (p == end || !scan_is(*p, SCAN_SPACE))
        return p;
#ifdef BENCHMEM_SCAN_SSE2
    for (; end - p >= 16; p += 16) {
        unsigned bits = scan_bits(scan_equal(scan_load(p), ' ')) ^ 0xFFFFU;
        if (bits) {
            p += __builtin_ctz(bits);
            break;
        }
    }
#endif
    while (p < end && scan_is(*p, SCAN_SPACE))
        p++;
    return p;
}

enum scan_result {
    SCAN_DONE,
    SCAN_CUT, /* the text ends within the value */
    SCAN_BAD, /* not JSON, at *AT */
};

/* Past the string that begins at *AT. */
enum scan_result scan_skip_string(const char **at, const char *end);

/* What follows the list or object that begins at P; NULL if END comes before its end. */
const char *scan_after_nested(const char *p, const char *end);

/* From P, outside of strings, the first bracket or the first string (its quote) that begins with
 * one of LETTERS, a set: bit N stands for the character 64 + N.  END if there is none. */
const char *scan_to_name(const char *p, const char *end, uint64_t letters);

/* Past the value of whatever shape that begins at *AT. */
static inline enum scan_result scan_skip_value(const char **at, const char *end)
{
    if (*at == end)
        return SCAN_CUT;
    if (**at == '"')
        return scan_skip_string(at, end);
    if (**at == '[' || **at == '{') {
        const char *after = scan_after_nested(*at, end);
        *at = after ? after : end;
        return after ? SCAN_DONE : SCAN_CUT;
    }
    if (scan_is(**at, SCAN_DELIMITER))
        return SCAN_BAD;
    *at = scan_delimiter(*at, end);
    return SCAN_DONE;
}
