#include "text/json.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

static void add_ascii(struct str *s, char c)
{
    switch (c) {
    case '"':
    case '\\':
        str_addc(s, '\\');
        str_addc(s, c);
        break;
    case '\n':
        str_add(s, "\\n");
        break;
    case '\t':
        str_add(s, "\\t");
        break;
    default:
        if ((unsigned char)c < 0x20 || c == 0x7F || c == '<')
            str_addf(s, "\\u%04x", (unsigned)c);
        else
            str_addc(s, c);
    }
}

void json_add_string(struct str *s, const char *text)
{
    if (!text) {
        str_add(s, "null");
        return;
    }
    str_addc(s, '"');
    const char *end = text + strlen(text);
    while (text < end) {
        utf8proc_int32_t code;
        utf8proc_ssize_t n =
            utf8proc_iterate((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)(end - text), &code);
        if (n <= 0) {
            str_add(s, "\xEF\xBF\xBD");
            text++;
        } else if (n == 1) {
            add_ascii(s, *text++);
        } else {
            str_addn(s, text, (size_t)n);
            text += n;
        }
    }
    str_addc(s, '"');
}

void json_add_number(struct str *s, double number)
{
    char digits[40] = "null";
    for (int precision = 15; isfinite(number) && precision <= 17; precision++) {
        snprintf(digits, sizeof digits, "%.*g", precision, number);
        if (strtod(digits, NULL) == number)
            break;
    }
    str_add(s, digits);
}

void json_add_strings(struct str *s, const struct strv *list)
{
    str_addc(s, '[');
    for (size_t i = 0; i < list->len; i++) {
        if (i)
            str_add(s, ", ");
        json_add_string(s, list->items[i]);
    }
    str_addc(s, ']');
}
