#include "text/width.h"

#include "base/str.h"
#include "text/utf8.h"
#include "text/visible.h"

#include <stdint.h>
#include <string.h>
#include <utf8proc.h>

/* How many bytes of TEXT[0..LEN) come before the first that is no printable ASCII, or is among
 * fewer than eight at the end. */
static size_t plain_words(const char *text, size_t len)
{
    const uint64_t each = UINT64_C(0x0101010101010101); /* one in each byte */
    size_t at = 0;
    for (uint64_t word; len - at >= sizeof word; at += sizeof word) {
        memcpy(&word, text + at, sizeof word);
        if ((word | (word - each * 0x20) | (word + each)) & each * 0x80)
            break;
    }
    return at;
}

/* How many bytes at the start of TEXT[0..LEN) are printable ASCII; most texts are nothing else. */
static size_t plain_length(const char *text, size_t len)
{
    size_t at = plain_words(text, len);
    while (at < len && text[at] >= 0x20 && text[at] < 0x7F)
        at++;
    return at;
}

const char *text_visible(struct arena *a, const char *text)
{
    size_t len = strlen(text);
    if (plain_length(text, len) == len && !strchr(text, '<'))
        return text;
    struct str out = str_new(a);
    char escape[VISIBLE_MAX];
    for (; *text; text += len) {
        len = visible_next(text, escape);
        if (*escape)
            str_add(&out, escape);
        else
            str_addn(&out, text, len);
    }
    return out.data;
}

/* The columns of the code point after LAST (0 at the start), as terminals count them: what a joiner
 * ties to the one before it takes none of its own. */
static size_t code_width(int32_t code, int32_t last)
{
    const int32_t joiner = 0x200D;
    bool one = code >= 0x20 && code < 0x7F;
    int width = one ? 1 : utf8proc_charwidth(code);
    return width > 0 && last != joiner ? (size_t)width : 0;
}

size_t text_columns(const char *text, size_t len)
{
    size_t at = plain_length(text, len), width = at;
    int32_t code = at ? text[at - 1] : 0;
    while (at < len) {
        int32_t last = code;
        at += utf8_next(text + at, len - at, &code);
        width += code_width(code, last);
    }
    return width;
}

size_t text_width(const char *text)
{
    return text_columns(text, strlen(text));
}

size_t text_head(const char *text, size_t columns)
{
    const char *p = text;
    int32_t code = 0;
    for (size_t len, used = 0; *p; p += len) {
        int32_t last = code;
        len = utf8_next(p, SIZE_MAX, &code);
        used += code_width(code, last);
        if (used > columns)
            break;
    }
    return (size_t)(p - text);
}

/* Where the longest end starts that takes at most COLUMNS and begins with a character of its own.
 */
static const char *tail_start(const char *text, size_t columns)
{
    size_t skip = text_width(text);
    int32_t code = 0;
    for (size_t len; *text; text += len) {
        int32_t last = code;
        len = utf8_next(text, SIZE_MAX, &code);
        size_t width = code_width(code, last);
        if (width > 0 && skip <= columns)
            break;
        skip -= width;
    }
    return text;
}

const char *text_elide(struct arena *a, const char *text, size_t columns)
{
    if (text_width(text) <= columns)
        return text;
    if (columns == 0)
        return "";
    size_t tail = (columns - 1) / 2, head = columns - 1 - tail;
    return arena_printf(a, "%.*s…%s", (int)text_head(text, head), text, tail_start(text, tail));
}
