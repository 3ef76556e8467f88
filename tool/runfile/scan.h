/* scan.h - the way through JSON text, many bytes at a time.
 *
 * Each function returns the first place from P on that holds what it looks for, END if there is
 * none, and never reads at END or beyond.  With SSE2, which every x86-64 has, 16 bytes are looked
 * at at once; other machines, and builds with BENCHMEM_SCAN_PLAIN, go byte by byte.  The functions
 * are here and inline because reading a run file is little else.
 */
#ifndef BENCHMEM_RUNFILE_SCAN_H
#define BENCHMEM_RUNFILE_SCAN_H

#include <stdbool.h>
#include <stddef.h>

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

/* The first quote or bracket. */
static inline const char *scan_nesting(const char *p, const char *end)
{
#ifdef BENCHMEM_SCAN_SSE2
    for (; end - p >= 16; p += 16) {
        unsigned bits = scan_bits(scan_match_nesting(scan_load(p)));
        if (bits)
            return p + __builtin_ctz(bits);
    }
#endif
    return scan_plain(p, end, SCAN_NESTING);
}

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

#endif
