#include "text/ctest.h"

#include "text/json.h"
#include "text/utf8.h"
#include "text/visible.h"
#include "text/xml.h"

#include <math.h>
#include <string.h>

enum { LINES_MOST = 48 << 10 };

static void open_tag(struct str *s, const char *element, const char *type, const char *name)
{
    str_addf(s, "<%s type=\"%s\" name=\"", element, type);
    xml_add_text(s, name);
    str_add(s, "\">");
}

static void add(struct str *s, const char *element, const char *type, const char *name,
                const char *text)
{
    open_tag(s, element, type, name);
    xml_add_text(s, text);
    str_addf(s, "</%s>\n", element);
}

void ctest_number(struct str *s, const char *name, double value)
{
    if (!isfinite(value))
        return;
    open_tag(s, "CTestMeasurement", "numeric/double", name);
    json_add_number(s, value);
    str_add(s, "</CTestMeasurement>\n");
}

void ctest_text(struct str *s, const char *name, const char *text)
{
    add(s, "CTestMeasurement", "text/string", name, text);
}

static size_t count_lines(const char *text)
{
    size_t n = 0;
    for (const char *p = text; *p; p += *p == '\n') {
        p += strcspn(p, "\n");
        n++;
    }
    return n;
}

void ctest_lines(struct str *s, const char *name, const char *text)
{
    size_t start = s->len;
    open_tag(s, "CTestMeasurement", "text/preformatted", name);
    while (*text) {
        size_t len = strcspn(text, "\n"), before = s->len;
        xml_add_text(s, arena_strndup(s->arena, text, len));
        str_add(s, "&#10;"); /* the element stays on one line */
        if (s->len - start > LINES_MOST) {
            s->len = before;
            s->data[before] = '\0';
            str_addf(s, "... %zu more lines&#10;", count_lines(text));
            break;
        }
        text += len + (text[len] == '\n');
    }
    str_add(s, "</CTestMeasurement>\n");
}

void ctest_file(struct str *s, const char *name, const char *path)
{
    add(s, "CTestMeasurementFile", "file", name, path);
}

void ctest_png(struct str *s, const char *name, const char *path)
{
    add(s, "CTestMeasurementFile", "image/png", name, path);
}

void ctest_details(struct str *s, const char *text)
{
    struct str clean = str_new(s->arena);
    utf8_add_clean(&clean, text);
    /* CTest takes what stands between the tags as it is, so a reference would be shown as one; only
     * what it would take for a tag of its own must not be in it. */
    for (char *p = clean.data; (p = strchr(p, '<')) != NULL; p++)
        if (visible_is_order(p))
            *p = '(';
    str_addf(s, "<CTestDetails>%s</CTestDetails>\n", clean.data);
}
