#include "text/width.h"

#include "base/str.h"
#include "base/visible.h"

#include <stdbool.h>
#include <string.h>
#include <utf8proc.h>

/* The code point at TEXT and its length; -1 and 1 where the bytes are no UTF-8. */
static utf8proc_int32_t decode(const char *text, size_t *len)
{
    utf8proc_int32_t code = (unsigned char)*text;
    *len = 1;
    if (code < 0x80)
        return code;
    utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)text, -1, &code);
    if (n > 0)
        *len = (size_t)n;
    return n > 0 ? code : -1;
}

static bool is_plain_ascii(const char *text)
{
    for (; *text; text++)
        if (*text < 0x20 || *text == 0x7F || *text == '<')
            return false;
    return true;
}

const char *text_visible(struct arena *a, const char *text)
{
    if (is_plain_ascii(text))
        return text;
    struct str out;
    str_init(&out, a);
    char escape[VISIBLE_MAX];
    for (size_t len; *text; text += len) {
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
static size_t code_width(utf8proc_int32_t code, utf8proc_int32_t last)
{
    const utf8proc_int32_t joiner = 0x200D;
    bool one = code < 0 || (code >= 0x20 && code < 0x7F);
    int width = one ? 1 : utf8proc_charwidth(code);
    return width > 0 && last != joiner ? (size_t)width : 0;
}

/* How many printable ASCII characters TEXT begins with: most texts are nothing else. */
static size_t ascii_length(const char *text)
{
    size_t len = 0;
    while (text[len] >= 0x20 && text[len] < 0x7F)
        len++;
    return len;
}

size_t text_width(const char *text)
{
    size_t width = ascii_length(text);
    utf8proc_int32_t code = width ? ' ' : 0;
    text += width;
    for (size_t len; *text; text += len) {
        utf8proc_int32_t last = code;
        code = decode(text, &len);
        width += code_width(code, last);
    }
    return width;
}

/* The length of the longest beginning that takes at most COLUMNS. */
static size_t head_length(const char *text, size_t columns)
{
    const char *p = text;
    utf8proc_int32_t code = 0;
    for (size_t len, used = 0; *p; p += len) {
        utf8proc_int32_t last = code;
        code = decode(p, &len);
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
    utf8proc_int32_t code = 0;
    for (size_t len; *text; text += len) {
        utf8proc_int32_t last = code;
        code = decode(text, &len);
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
    return arena_printf(a, "%.*s…%s", (int)head_length(text, head), text, tail_start(text, tail));
}
