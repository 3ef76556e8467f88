#include "text/json.h"

#include "text/utf8.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* How many bytes of TEXT stand for themselves. */
static size_t plain_length(const char *text)
{
    size_t len = 0;
    while (text[len] >= 0x20 && text[len] < 0x7F && text[len] != '"' && text[len] != '\\' &&
           text[len] != '<')
        len++;
    return len;
}

static void add_code(struct str *s, int32_t code)
{
    if (code == '"' || code == '\\')
        str_addf(s, "\\%c", code);
    else if (code == '\n' || code == '\t')
        str_add(s, code == '\n' ? "\\n" : "\\t");
    else
        str_addf(s, "\\u%04x", (unsigned)code);
}

void json_add_string(struct str *s, const char *text)
{
    if (!text) {
        str_add(s, "null");
        return;
    }
    str_addc(s, '"');
    for (;;) {
        size_t plain = plain_length(text);
        str_addn(s, text, plain);
        text += plain;
        if (!*text)
            break;
        int32_t code;
        size_t n = utf8_next(text, SIZE_MAX, &code);
        if (code < 0x80)
            add_code(s, code);
        else if (n == 1)
            str_add(s, "\xEF\xBF\xBD");
        else
            str_addn(s, text, n);
        text += n;
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

/* ---- elements ---- */

struct json json_new(struct str *out)
{
    return (struct json){.out = out};
}

static void add_line(struct json *j)
{
    str_addc(j->out, '\n');
    str_repeat(j->out, " ", 2 * j->depth);
}

/* What stands before an element: a comma, a space or a new line, its name. */
static void begin_element(struct json *j, const char *name)
{
    struct json_open *in = &j->open[j->depth];
    if (in->filled)
        str_addc(j->out, ',');
    if (in->layout == JSON_INDENTED)
        add_line(j);
    else if (in->filled && in->layout != JSON_TIGHT)
        str_addc(j->out, in->layout == JSON_LINES ? '\n' : ' ');
    in->filled = j->depth > 0;
    if (name) {
        json_add_string(j->out, name);
        str_add(j->out, ": ");
    }
}

static void begin(struct json *j, const char *name, const char *ends, enum json_layout layout)
{
    begin_element(j, name);
    if (j->depth == JSON_DEPTH)
        abort();
    str_addc(j->out, ends[0]);
    j->open[++j->depth] = (struct json_open){.end = ends[1], .layout = layout};
}

void json_begin_object(struct json *j, const char *name, enum json_layout layout)
{
    begin(j, name, "{}", layout);
}

void json_begin_list(struct json *j, const char *name, enum json_layout layout)
{
    begin(j, name, "[]", layout);
}

void json_end(struct json *j)
{
    const struct json_open *ended = &j->open[j->depth];
    if (j->depth == 0)
        abort();
    j->depth--;
    if (ended->layout == JSON_INDENTED && ended->filled)
        add_line(j);
    str_addc(j->out, ended->end);
}

/* ---- values ---- */

void json_string(struct json *j, const char *name, const char *text)
{
    begin_element(j, name);
    json_add_string(j->out, text);
}

void json_strings(struct json *j, const char *name, const struct strv *list)
{
    json_begin_list(j, name, JSON_SPACED);
    for (size_t i = 0; i < list->len; i++)
        json_string(j, NULL, list->items[i]);
    json_end(j);
}

void json_number(struct json *j, const char *name, double number)
{
    begin_element(j, name);
    json_add_number(j->out, number);
}

void json_integer(struct json *j, const char *name, long number)
{
    json_rawf(j, name, "%ld", number);
}

void json_count(struct json *j, const char *name, size_t count)
{
    json_rawf(j, name, "%zu", count);
}

void json_bool(struct json *j, const char *name, bool value)
{
    json_rawf(j, name, value ? "true" : "false");
}

void json_null(struct json *j, const char *name)
{
    json_raw(j, name, NULL, 0);
}

void json_raw(struct json *j, const char *name, const char *text, size_t len)
{
    begin_element(j, name);
    if (text)
        str_addn(j->out, text, len);
    else
        str_add(j->out, "null");
}

void json_rawf(struct json *j, const char *name, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    begin_element(j, name);
    str_addv(j->out, format, args);
    va_end(args);
}
