#include "text/width.h"

#include "base/str.h"
#include "text/utf8.h"
#include "text/visible.h"

#include <stdint.h>
#include <string.h>
#include <utf8proc.h>

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
    struct str out = str_new(a);
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
static size_t code_width(int32_t code, int32_t last)
{
    const int32_t joiner = 0x200D;
    bool one = code >= 0x20 && code < 0x7F;
    int width = one ? 1 : utf8proc_charwidth(code);
    return width > 0 && last != joiner ? (size_t)width : 0;
}

size_t text_columns(const char *text, size_t len)
{
    size_t width = 0, at = 0;
    int32_t code = 0;
    while (at < len && text[at] >= 0x20 && text[at] < 0x7F) /* most texts are nothing else */
        code = (unsigned char)text[at++];
    width = at;
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
