#include "text/utf8.h"

#include <string.h>
#include <utf8proc.h>

enum { REPLACEMENT = 0xFFFD };

size_t utf8_next(const char *text, size_t len, int32_t *code)
{
    utf8proc_ssize_t n =
        utf8proc_iterate((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)len, code);
    if (n > 0)
        return (size_t)n;
    *code = REPLACEMENT;
    return 1;
}

/* Controls, and the noncharacters of Unicode, which XML and cairo refuse. */
static bool is_control(int32_t code)
{
    return code < 0x20 || (code >= 0x7F && code < 0xA0) || (code & 0xFFFE) == 0xFFFE ||
           (code >= 0xFDD0 && code <= 0xFDEF);
}

void utf8_add_clean(struct str *s, const char *text)
{
    for (size_t len = strlen(text); len > 0;) {
        int32_t code;
        size_t n = utf8_next(text, len, &code);
        if (code == '\t' || code == '\n' || code == '\r')
            str_addc(s, ' ');
        else if (code == REPLACEMENT || is_control(code))
            str_add(s, "\xEF\xBF\xBD");
        else
            str_addn(s, text, n);
        text += n;
        len -= n;
    }
}

const char *utf8_cut(struct arena *a, const char *text, size_t most)
{
    if (strlen(text) <= most)
        return text;
    while (most > 0 && ((unsigned char)text[most] & 0xC0) == 0x80)
        most--;
    return arena_printf(a, "%.*s…", (int)most, text);
}
