#include "base/visible.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* The code point at TEXT in *CODE and its length; 0 where the bytes are no UTF-8 (RFC 3629: no
 * longer than need be, no surrogates, none beyond U+10FFFF). */
static size_t decode(const char *text, uint32_t *code)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *p = (const unsigned char *)text;
    size_t len = *p < 0x80 ? 1 : *p < 0xC0 ? 0 : *p < 0xE0 ? 2 : *p < 0xF0 ? 3 : *p < 0xF8 ? 4 : 0;
    if (len <= 1) {
        *code = *p;
        return len;
    }
    *code = *p & (0x7FU >> len);
    for (size_t i = 1; i < len; i++) {
        if ((p[i] & 0xC0U) != 0x80U)
            return 0;
        *code = *code << 6 | (p[i] & 0x3FU);
    }
    bool is_surrogate = *code >= 0xD800 && *code < 0xE000;
    return *code < least[len] || *code > 0x10FFFF || is_surrogate ? 0 : len;
}

/* Controls, line separators, what has no width, and the marks that change the direction of text. */
static bool is_hidden(uint32_t code)
{
    return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x061C || code == 0x200B ||
           code == 0x200E || code == 0x200F || (code >= 0x2028 && code <= 0x202E) ||
           (code >= 0x2060 && code <= 0x206F) || code == 0xFEFF;
}

/* Source: CTest's manual, "Additional Test Measurements"; "Dart" is what they were called first. */
static bool is_order(const char *text)
{
    const char *name = text[1] == '/' ? text + 2 : text + 1;
    return *text == '<' && (strncmp(name, "CTest", 5) == 0 || strncmp(name, "Dart", 4) == 0);
}

size_t visible_next(const char *text, char escape[VISIBLE_MAX])
{
    uint32_t code;
    size_t len = decode(text, &code);
    *escape = '\0';
    if (code == '\n' || code == '\t' || code == '\r')
        snprintf(escape, VISIBLE_MAX, "\\%c", code == '\n' ? 'n' : code == '\t' ? 't' : 'r');
    else if (len == 0 || is_order(text) || (len == 1 && is_hidden(code)))
        snprintf(escape, VISIBLE_MAX, "\\x%02x", (unsigned)(unsigned char)*text);
    else if (is_hidden(code))
        snprintf(escape, VISIBLE_MAX, "\\u%04x", (unsigned)code);
    return len ? len : 1;
}
