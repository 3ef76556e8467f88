#include "text/xml.h"

#include "text/utf8.h"

#include <string.h>

void xml_add_text(struct str *s, const char *text)
{
    static const char marks[] = "&<>\"'";
    static const char *const references[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"};
    struct str clean = str_new(s->arena);
    utf8_add_clean(&clean, text);
    for (const char *p = clean.data; *p;) {
        size_t plain = strcspn(p, marks);
        str_addn(s, p, plain);
        p += plain;
        if (*p)
            str_add(s, references[strchr(marks, *p++) - marks]);
    }
}
