#include "runfile/span.h"

#include "runfile/number.h"
#include "runfile/scan.h"
#include "runfile/squeeze.h"

#include <math.h>
#include <string.h>

/* The value at *P, past which that goes; none if it is cut off, or no value begins there. */
static struct span take_value(const char **p, const char *end)
{
    const char *from = *p;
    bool well = scan_skip_value(p, end) == SCAN_DONE;
    return well ? (struct span){from, (size_t)(*p - from)} : (struct span){0};
}

struct span span_trim(struct span text)
{
    static const char mark[] = "\xEF\xBB\xBF";
    const char *p = text.at, *end = text.at + text.len;
    if (text.len >= 3 && memcmp(p, mark, 3) == 0)
        p += 3;
    p = scan_solid(p, end);
    struct span value = take_value(&p, end);
    return scan_solid(p, end) == end ? value : (struct span){0};
}

/* Room for one more part. */
static void grow(struct arena *a, struct spans *s, size_t *cap, bool named)
{
    size_t of_names = *cap;
    if (named)
        s->names = arena_more(a, s->names, s->count, &of_names, sizeof *s->names);
    s->values = arena_more(a, s->values, s->count, cap, sizeof *s->values);
}

/* Take the name at *P and the colon after it. */
static bool take_name(const char **p, const char *end, struct span *name)
{
    if (*p == end || **p != '"')
        return false;
    *name = take_value(p, end);
    *p = scan_solid(*p, end);
    if (!name->at || *p == end || **p != ':')
        return false;
    *p = scan_solid(*p + 1, end);
    return true;
}

static bool split(struct arena *a, struct span value, bool named, struct spans *out)
{
    size_t cap = 0;
    *out = (struct spans){0};
    if (!span_begins(value, named ? '{' : '[') || value.len < 2)
        return false;
    const char *end = value.at + value.len - 1, *p = scan_solid(value.at + 1, end);
    if (*end != (named ? '}' : ']'))
        return false;
    while (p < end) {
        struct span name = {0};
        if (named && !take_name(&p, end, &name))
            return false;
        struct span one = take_value(&p, end);
        if (!one.at)
            return false;
        grow(a, out, &cap, named);
        if (named)
            out->names[out->count] = name;
        out->values[out->count++] = one;
        p = scan_solid(p, end);
        if (p == end)
            return true;
        if (*p != ',')
            return false;
        p = scan_solid(p + 1, end);
        if (p == end)
            return false;
    }
    return true;
}

bool span_elements(struct arena *a, struct span value, struct spans *out)
{
    return split(a, value, false, out);
}

bool span_members(struct arena *a, struct span value, struct spans *out)
{
    return split(a, value, true, out);
}

bool span_is(struct span quoted, const char *name)
{
    return squeeze_is_string(quoted.at, quoted.len, name);
}

struct span span_member(const struct spans *members, const char *name)
{
    struct span found = {0};
    for (size_t i = 0; i < members->count; i++)
        if (span_is(members->names[i], name))
            found = members->values[i];
    return found;
}

bool span_number(struct span value, double *number)
{
    static const struct {
        const char *text;
        double value;
    } beyond[] = {{"NaN", NAN}, {"Infinity", INFINITY}, {"-Infinity", -INFINITY}};
    char text[64];
    for (size_t i = 0; i < sizeof beyond / sizeof *beyond; i++) {
        if (value.len == strlen(beyond[i].text) &&
            memcmp(value.at, beyond[i].text, value.len) == 0) {
            *number = beyond[i].value;
            return true;
        }
    }
    if (!value.len || value.len >= sizeof text || !strchr("-0123456789", value.at[0]))
        return false;
    memcpy(text, value.at, value.len);
    text[value.len] = '\0';
    const char *end;
    *number = number_read(text, &end);
    return *end == '\0';
}
