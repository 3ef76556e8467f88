#include "runfile/scan.h"

#include <string.h>

const unsigned char scan_classes[256] = {
    [' '] = SCAN_SPACE | SCAN_DELIMITER,   ['\n'] = SCAN_SPACE | SCAN_DELIMITER,
    ['\r'] = SCAN_SPACE | SCAN_DELIMITER,  ['\t'] = SCAN_SPACE | SCAN_DELIMITER,
    ['"'] = SCAN_NESTING | SCAN_DELIMITER, [','] = SCAN_DELIMITER,
    ['['] = SCAN_NESTING | SCAN_DELIMITER, [':'] = SCAN_DELIMITER,
    [']'] = SCAN_NESTING | SCAN_DELIMITER, ['{'] = SCAN_NESTING | SCAN_DELIMITER,
    ['}'] = SCAN_NESTING | SCAN_DELIMITER,
};

/* ---- blocks ---- */

enum { BLOCK = 64 };

/* A block as masks: bit N stands for byte N. */
struct masks {
    uint64_t quotes, escapes, brackets;
};

#ifdef BENCHMEM_SCAN_SSE2

/* One bit for each of 64 bytes. */
static inline uint64_t bits_of(__m128i a, __m128i b, __m128i c, __m128i d)
{
    return (uint64_t)scan_bits(a) | (uint64_t)scan_bits(b) << 16 | (uint64_t)scan_bits(c) << 32 |
           (uint64_t)scan_bits(d) << 48;
}

static inline __m128i brackets_of(__m128i bytes)
{
    __m128i curly = scan_either(bytes, _mm_set1_epi8(0x20));
    return scan_either(scan_equal(curly, '{'), scan_equal(curly, '}'));
}

static inline __attribute__((always_inline)) struct masks look(const char *p)
{
    __m128i a = scan_load(p), b = scan_load(p + 16), c = scan_load(p + 32), d = scan_load(p + 48);
    __m128i any = scan_either(scan_either(scan_equal(a, '\\'), scan_equal(b, '\\')),
                              scan_either(scan_equal(c, '\\'), scan_equal(d, '\\')));
    struct masks m = {
        .quotes =
            bits_of(scan_equal(a, '"'), scan_equal(b, '"'), scan_equal(c, '"'), scan_equal(d, '"')),
        .brackets = bits_of(brackets_of(a), brackets_of(b), brackets_of(c), brackets_of(d)),
    };
    if (scan_bits(any)) /* seldom */
        m.escapes = bits_of(scan_equal(a, '\\'), scan_equal(b, '\\'), scan_equal(c, '\\'),
                            scan_equal(d, '\\'));
    return m;
}

#else

static inline __attribute__((always_inline)) struct masks look(const char *p)
{
    struct masks m = {0};
    for (size_t i = 0; i < BLOCK; i++) {
        uint64_t bit = (uint64_t)1 << i;
        m.quotes |= p[i] == '"' ? bit : 0;
        m.escapes |= p[i] == '\\' ? bit : 0;
        m.brackets |= p[i] != '"' && scan_is(p[i], SCAN_NESTING) ? bit : 0;
    }
    return m;
}

#endif

/* Where we are between two blocks. */
struct place {
    uint64_t inside;  /* of a string: all bits, or none */
    uint64_t escaped; /* the next byte: 1, or 0 */
};

/* The masks of the block at P, of which END may leave only a part. */
static inline __attribute__((always_inline)) struct masks load(const char *p, const char *end)
{
    if (end - p >= BLOCK)
        return look(p);
    char rest[BLOCK];
    memset(rest, ' ', sizeof rest);
    memcpy(rest, p, (size_t)(end - p));
    return look(rest);
}

/* Take out what is escaped, and its backslash. */
static __attribute__((noinline)) void unescape(struct masks *m, struct place *place)
{
    m->quotes &= ~place->escaped;
    m->escapes &= ~place->escaped;
    place->escaped = 0;
    while (m->escapes) {
        uint64_t bit = m->escapes & -m->escapes;
        m->escapes &= ~(bit | bit << 1);
        m->quotes &= ~(bit << 1);
        place->escaped = bit >> 63;
    }
}

/* Which bytes are in strings, from the opening quote on; PLACE moves on to the next block. */
static inline uint64_t inside(struct masks *m, struct place *place)
{
    if (m->escapes | place->escaped)
        unescape(m, place);
    uint64_t in = m->quotes;
    in ^= in << 1;
    in ^= in << 2;
    in ^= in << 4;
    in ^= in << 8;
    in ^= in << 16;
    in ^= in << 32;
    in ^= place->inside;
    place->inside = (in >> 63) ? UINT64_MAX : 0;
    return in;
}

static inline size_t lowest(uint64_t bits)
{
    return (size_t)__builtin_ctzll(bits);
}

/* ---- skipping ---- */

const char *scan_after_nested(const char *p, const char *end)
{
    struct place place = {0};
    for (size_t depth = 0; p < end; p += end - p < BLOCK ? end - p : BLOCK) {
        struct masks m = load(p, end);
        uint64_t stops = m.brackets & ~inside(&m, &place);
        for (; stops; stops &= stops - 1) {
            const char *bracket = p + lowest(stops);
            if (*bracket == '[' || *bracket == '{')
                depth++;
            else if (--depth == 0)
                return bracket + 1;
        }
    }
    return NULL;
}

/* Whether the string at P, its quote, may be one to look for. */
static inline bool is_wanted(const char *p, const char *end, uint64_t letters)
{
    unsigned letter = p + 1 < end ? (unsigned char)p[1] : 0;
    return letter >= 64 && letter < 128 && letters >> (letter - 64) & 1;
}

const char *scan_to_name(const char *p, const char *end, uint64_t letters)
{
    struct place place = {0};
    for (; p < end; p += end - p < BLOCK ? end - p : BLOCK) {
        struct masks m = load(p, end);
        uint64_t in = inside(&m, &place), stops = (m.brackets & ~in) | (m.quotes & in);
        for (; stops; stops &= stops - 1) {
            const char *stop = p + lowest(stops);
            if (*stop != '"' || is_wanted(stop, end, letters))
                return stop;
        }
    }
    return end;
}

enum scan_result scan_skip_string(const char **at, const char *end)
{
    for (++*at;; *at += 2) {
        *at = scan_special(*at, end);
        if (*at == end)
            return SCAN_CUT;
        if (**at == '"') {
            ++*at;
            return SCAN_DONE;
        }
        if (**at != '\\')
            return SCAN_BAD;
        if (end - *at < 2)
            return SCAN_CUT;
    }
}
