#include "files/facts.h"

#include "files/fingerprint.h"

#include <string.h>

enum { VALUE_MAX = 100, NAMES_MOST = 4 };

static bool is_plain(const char *value)
{
    for (const char *p = value; *p; p++)
        if (*p < ' ' || *p > '~')
            return false;
    return strlen(value) <= VALUE_MAX;
}

void facts_add(struct facts *f, const char *name, const char *value)
{
    f->items = arena_more(f->arena, f->items, f->count, &f->cap, sizeof *f->items);
    f->items[f->count++] =
        (struct fact){name, is_plain(value) ? value : fingerprint_of(f->arena, value)};
}

void facts_text(const struct facts *f, struct str *out)
{
    for (size_t i = 0; i < f->count; i++)
        str_addf(out, "%s: %s\n", f->items[i].name, f->items[i].value);
}

/* --- what differs ---------------------------------------------------------------------------- */

/* Add the names of ONE's lines that OTHER has not. */
static void add_missing(struct strv *names, const struct strv *one, const struct strv *other)
{
    for (size_t i = 0; i < one->len; i++) {
        const char *line = one->items[i], *end = strstr(line, ": ");
        const char *name = end ? arena_strndup(names->arena, line, (size_t)(end - line)) : line;
        if (*line && !strv_has(other, line) && !strv_has(names, name))
            strv_add(names, name);
    }
}

const char *facts_difference(struct arena *a, const char *one, const char *other, size_t *count)
{
    struct strv names = strv_new(a);
    struct strv ones = strv_parts(a, one, '\n');
    struct strv others = strv_parts(a, other, '\n');
    add_missing(&names, &ones, &others);
    add_missing(&names, &others, &ones);
    if (count)
        *count = names.len;
    return strv_join_few(&names, NAMES_MOST);
}
