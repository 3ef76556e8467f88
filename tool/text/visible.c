#include "text/visible.h"

#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

/* Controls, line separators, what has no width, and the marks that change the direction of text. */
static bool is_hidden(utf8proc_int32_t code)
{
    return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x061C || code == 0x200B ||
           code == 0x200E || code == 0x200F || (code >= 0x2028 && code <= 0x202E) ||
           (code >= 0x2060 && code <= 0x206F) || code == 0xFEFF;
}

/* Source: CTest's manual, "Additional Test Measurements"; "Dart" is what they were called first. */
bool visible_is_order(const char *text)
{
    const char *name = text[1] == '/' ? text + 2 : text + 1;
    return *text == '<' && (strncmp(name, "CTest", 5) == 0 || strncmp(name, "Dart", 4) == 0);
}

size_t visible_next(const char *text, char escape[VISIBLE_MAX])
{
    utf8proc_int32_t code;
    utf8proc_ssize_t len = utf8proc_iterate((const utf8proc_uint8_t *)text, -1, &code);
    *escape = '\0';
    if (code == '\n' || code == '\t' || code == '\r')
        snprintf(escape, VISIBLE_MAX, "\\%c", code == '\n' ? 'n' : code == '\t' ? 't' : 'r');
    else if (len <= 0 || visible_is_order(text) || (len == 1 && is_hidden(code)))
        snprintf(escape, VISIBLE_MAX, "\\x%02x", (unsigned)(unsigned char)*text);
    else if (is_hidden(code))
        snprintf(escape, VISIBLE_MAX, "\\u%04x", (unsigned)code);
    return len > 0 ? (size_t)len : 1;
}
