#include "data/squeeze.h"

#include <string.h>

/* Where in a benchmark we are: the member of it that is being read. */
enum section {
    SECTION_OTHER,
    SECTION_LABELS, /* params, extra_info */
    SECTION_STATS,
};

/* ---- characters ---- */

enum { SPACE = 1, DELIMITER = 2 };

static const unsigned char classes[256] = {
    [' '] = SPACE | DELIMITER,  ['\n'] = SPACE | DELIMITER, ['\r'] = SPACE | DELIMITER,
    ['\t'] = SPACE | DELIMITER, [','] = DELIMITER,          [':'] = DELIMITER,
    ['"'] = DELIMITER,          ['['] = DELIMITER,          [']'] = DELIMITER,
    ['{'] = DELIMITER,          ['}'] = DELIMITER,
};

static bool is_space(char c)
{
    return classes[(unsigned char)c] & SPACE;
}

/* Whether the character ends a number or a word. */
static bool is_delimiter(char c)
{
    return classes[(unsigned char)c] & DELIMITER;
}

char squeeze_peek(struct squeeze *s)
{
    static const char blanks[] = "        ";
    const char *p = s->at, *end = s->end;
    while (p < end && is_space(*p)) {
        p++; /* a line's indentation, eight at a time */
        while (end - p >= 8 && memcmp(p, blanks, 8) == 0)
            p += 8;
    }
    s->at = p;
    if (p == end)
        return '\0';
    return *p;
}

static bool at_end(const struct squeeze *s)
{
    return s->at == s->end;
}

static bool is_text(const char *p, size_t len, const char *text)
{
    return strlen(text) == len && memcmp(p, text, len) == 0;
}

/* ---- words and numbers ---- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static const char *skip_digits(const char *p, const char *end)
{
    while (p < end && is_digit(*p))
        p++;
    return p;
}

/* Whether the text is a number by JSON's grammar, of which cJSON is lenient. */
static bool is_number(const char *p, const char *end)
{
    if (p < end && *p == '-')
        p++;
    if (p == end || !is_digit(*p))
        return false;
    p = *p == '0' ? p + 1 : skip_digits(p, end);
    if (p < end && *p == '.') {
        if (++p == end || !is_digit(*p))
            return false;
        p = skip_digits(p, end);
    }
    if (p < end && (*p == 'e' || *p == 'E')) {
        if (++p < end && (*p == '+' || *p == '-'))
            p++;
        if (p == end)
            return false;
        p = skip_digits(p, end);
    }
    return p == end;
}

static const char *word_end(const struct squeeze *s)
{
    const char *p = s->at;
    while (p < s->end && !is_delimiter(*p))
        p++;
    return p;
}

/* A number, true, false, null, or what Python writes beyond JSON. */
static enum squeeze_result copy_word(struct squeeze *s, bool keep_text)
{
    struct str *text = &s->text;
    const char *from = s->at, *to = word_end(s);
    size_t len = (size_t)(to - from);
    if (text->len && !is_delimiter(text->data[text->len - 1]))
        return SQUEEZE_BAD; /* "1 2" */
    if (to == s->end && text->len)
        return SQUEEZE_CUT;
    bool number = is_number(from, to);
    bool beyond = !number && (is_text(from, len, "NaN") || is_text(from, len, "Infinity") ||
                              is_text(from, len, "-Infinity"));
    if (!number && !beyond && !is_text(from, len, "true") && !is_text(from, len, "false") &&
        !is_text(from, len, "null"))
        return SQUEEZE_BAD;
    bool marked = beyond || (number && keep_text);
    if (marked)
        str_add(text, "\"\\u0001");
    str_addn(text, from, len);
    if (marked)
        str_addc(text, '"');
    s->at = to;
    return SQUEEZE_DONE;
}

/* ---- strings ---- */

/* The four hexadecimal digits of an escape at P ("\uXXXX"), or -1. */
static long escape_code(const char *p, const char *end)
{
    if (end - p < 6 || p[0] != '\\' || p[1] != 'u')
        return -1;
    long code = 0;
    for (int i = 2; i < 6; i++) {
        static const char hex[] = "0123456789abcdefABCDEF";
        const char *found = memchr(hex, p[i], sizeof hex - 1);
        if (!found)
            return -1;
        long digit = found - hex;
        code = code * 16 + (digit < 16 ? digit : digit - 6);
    }
    return code;
}

/* Copy the escape.  What cJSON cannot hold, and the mark at the FIRST place, becomes U+FFFD. */
static void copy_escape(struct squeeze *s, bool first)
{
    const char *p = s->at;
    long code = escape_code(p, s->end);
    size_t len = code < 0 ? 2 : 6;
    bool high = code >= 0xD800 && code < 0xDC00;
    if (high && s->end - p > 6) {
        long low = escape_code(p + 6, s->end);
        if (low >= 0xDC00 && low < 0xE000)
            len = 12;
    }
    bool half = code >= 0xD800 && code < 0xE000 && len != 12;
    if (half || code == 0 || (first && code == SQUEEZE_NUMBER)) {
        str_add(&s->text, "\\ufffd");
        s->at += 6;
        return;
    }
    if ((size_t)(s->end - p) < len)
        len = (size_t)(s->end - p);
    str_addn(&s->text, p, len);
    s->at += len;
}

/* Go to the next quote, backslash or control character of a string. */
static void skip_plain(struct squeeze *s)
{
    const char *p = s->at;
    while (p < s->end && *p != '"' && *p != '\\' && (unsigned char)*p >= 0x20)
        p++;
    s->at = p;
}

/* The string, with its quotes. */
static enum squeeze_result copy_string(struct squeeze *s)
{
    const char *from = s->at++, *chunk = from;
    for (;;) {
        skip_plain(s);
        if (at_end(s))
            return SQUEEZE_CUT;
        if ((unsigned char)*s->at < 0x20)
            return SQUEEZE_BAD;
        bool quote = *s->at == '"';
        s->at += quote;
        str_addn(&s->text, chunk, (size_t)(s->at - chunk));
        if (quote)
            return SQUEEZE_DONE;
        copy_escape(s, s->at == from + 1);
        chunk = s->at;
    }
}

static enum squeeze_result skip_string(struct squeeze *s)
{
    s->at++;
    for (;;) {
        skip_plain(s);
        if (at_end(s))
            return SQUEEZE_CUT;
        if (*s->at == '"') {
            s->at++;
            return SQUEEZE_DONE;
        }
        if (*s->at != '\\')
            return SQUEEZE_BAD;
        if (s->end - s->at < 2)
            return SQUEEZE_CUT;
        s->at += 2;
    }
}

/* ---- what is left out ---- */

/* Pass over an array of nothing but numbers at once.  Whether it was one. */
static bool skip_flat_array(struct squeeze *s)
{
    const char *close = memchr(s->at, ']', (size_t)(s->end - s->at));
    if (!close)
        return false;
    const char *inside = s->at + 1;
    size_t len = (size_t)(close - inside);
    if (memchr(inside, '[', len) || memchr(inside, '"', len) || memchr(inside, '{', len))
        return false;
    s->at = close + 1;
    return true;
}

/* Pass over one value of whatever shape. */
static enum squeeze_result skip_value(struct squeeze *s)
{
    enum squeeze_result result = SQUEEZE_DONE;
    size_t depth = 0;
    do {
        char c = squeeze_peek(s);
        if (at_end(s))
            return SQUEEZE_CUT;
        if (c == '"') {
            result = skip_string(s);
        } else if (c == '[' && skip_flat_array(s)) {
            continue;
        } else if (c == '[' || c == '{') {
            depth++;
            s->at++;
        } else if (depth && is_delimiter(c)) {
            depth -= c == ']' || c == '}';
            s->at++;
        } else if (is_delimiter(c)) {
            return SQUEEZE_BAD;
        } else {
            s->at = word_end(s);
        }
    } while (depth && result == SQUEEZE_DONE);
    return result;
}

/* Leave out the member whose key begins at KEY of the text: at its colon, take its value and the
 * comma that belongs to it. */
static enum squeeze_result skip_member(struct squeeze *s, size_t key)
{
    struct str *text = &s->text;
    text->len = key;
    char before = text->data[key - 1];
    s->at++;
    enum squeeze_result result = skip_value(s);
    if (result != SQUEEZE_DONE)
        return result;
    char c = squeeze_peek(s);
    if (at_end(s))
        return SQUEEZE_CUT;
    if (before != '{' && before != ',')
        return SQUEEZE_BAD;
    if (c == ',') {
        s->at++;
        return squeeze_peek(s) == '"' || at_end(s) ? SQUEEZE_DONE : SQUEEZE_BAD;
    }
    if (c != '}')
        return SQUEEZE_BAD;
    text->len -= before == ',';
    return SQUEEZE_DONE;
}

/* ---- values ---- */

static bool is_key(const struct str *text, size_t from, const char *const *keys)
{
    for (; *keys; keys++)
        if (is_text(text->data + from, text->len - from, *keys))
            return true;
    return false;
}

/* The key of a benchmark that begins at KEY of the text, at DEPTH: remember the section.  Whether
 * the member is kept. */
static bool is_kept(const struct str *text, size_t key, size_t depth, enum section *section)
{
    static const char *const labels[] = {"\"params\"", "\"extra_info\"", NULL};
    static const char *const stats[] = {"\"stats\"", NULL};
    static const char *const others[] = {"\"fullname\"", "\"group\"", NULL};
    static const char *const numbers[] = {"\"min\"", "\"max\"",    "\"mean\"", "\"median\"",
                                          "\"iqr\"", "\"stddev\"", NULL};
    if (depth == 1) {
        *section = is_key(text, key, labels)  ? SECTION_LABELS
                   : is_key(text, key, stats) ? SECTION_STATS
                                              : SECTION_OTHER;
        return *section != SECTION_OTHER || is_key(text, key, others);
    }
    return depth != 2 || *section != SECTION_STATS || is_key(text, key, numbers);
}

enum squeeze_result squeeze_value(struct squeeze *s, enum squeeze_keep keep)
{
    enum squeeze_result result = SQUEEZE_DONE;
    enum section section = SECTION_OTHER;
    size_t depth = 0;
    s->text.len = 0;
    do {
        char c = squeeze_peek(s);
        if (at_end(s))
            return SQUEEZE_CUT;
        size_t from = s->text.len;
        if (c == '"') {
            result = copy_string(s);
            if (result == SQUEEZE_DONE && keep == SQUEEZE_BENCHMARK && depth &&
                squeeze_peek(s) == ':' && !is_kept(&s->text, from, depth, &section))
                result = skip_member(s, from);
        } else if (!is_delimiter(c)) {
            result = copy_word(s, depth == 2 && section == SECTION_LABELS);
        } else {
            bool close = c == '}' || c == ']';
            if (depth == 0 && c != '{' && c != '[')
                return SQUEEZE_BAD;
            depth += c == '{' || c == '[';
            depth -= close;
            str_addc(&s->text, c);
            s->at++;
        }
    } while (depth && result == SQUEEZE_DONE);
    s->text.data[s->text.len] = '\0';
    return result;
}
