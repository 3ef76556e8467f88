#include "text/xml.h"

#include "text/utf8.h"

#include <string.h>

static const char *reference(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

void xml_add_text(struct str *s, const char *text)
{
    struct str clean = str_new(s->arena);
    utf8_add_clean(&clean, text);
    for (const char *p = clean.data; *p;) {
        size_t plain = strcspn(p, "&<>\"'");
        str_addn(s, p, plain);
        p += plain;
        if (*p)
            str_add(s, reference(*p++));
    }
}
