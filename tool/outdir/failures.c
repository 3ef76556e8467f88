#include "outdir/failures.h"

#include "files/file.h"
#include "runfile/parse.h"
#include "text/width.h"

#include <cJSON.h>
#include <stdlib.h>
#include <string.h>

enum { NAMED_MOST = 10, NAME_WIDTH = 72 };

struct failures failures_new(struct arena *a)
{
    return (struct failures){.arena = a};
}

static struct failure *find(const struct failures *f, const char *id)
{
    for (size_t i = 0; i < f->len; i++)
        if (strcmp(f->items[i].id, id) == 0)
            return &f->items[i];
    return NULL;
}

const struct failure *failures_find(const struct failures *f, const char *id)
{
    return find(f, id);
}

void failures_add(struct failures *f, const char *id, const char *reason)
{
    struct failure *known = find(f, id);
    if (known) {
        if (!*known->reason)
            known->reason = reason;
        return;
    }
    f->items = arena_more(f->arena, f->items, f->len, &f->cap, sizeof *f->items);
    f->items[f->len++] = (struct failure){id, reason};
}

void failures_append(struct failures *f, const struct failures *more)
{
    for (size_t i = 0; i < more->len; i++)
        failures_add(f, more->items[i].id, more->items[i].reason);
}

int failures_read(struct failures *f, const char *path, struct error *err)
{
    size_t len;
    const char *text = file_read(f->arena, path, &len, err);
    if (!text)
        return -1;
    cJSON *object = parse_json(text, len, err);
    if (!object && err->exit_code != EXIT_USAGE)
        return error_add(err, "%s", path);
    if (!cJSON_IsObject(object)) {
        cJSON_Delete(object);
        return error_set(err, EXIT_FAILED, "%s: not a record of failed tests", path);
    }
    const cJSON *entry;
    cJSON_ArrayForEach(entry, object)
    {
        if (entry->string)
            failures_add(f, arena_strdup(f->arena, entry->string), "");
    }
    cJSON_Delete(object);
    return 0;
}

bool failures_explained(const struct failures *f)
{
    for (size_t i = 0; i < f->len; i++)
        if (*f->items[i].reason)
            return true;
    return false;
}

/* --- groups ---------------------------------------------------------------------------------- */

/* A reason in its parts. */
struct reason {
    const char *text;
    size_t len, type; /* of the text, and of the type that it begins with */
    const char *place;
    size_t place_len; /* 0: it has none */
};

struct group {
    struct reason reason; /* of its first */
    bool are_files, has_others, is_elsewhere;
    struct strv ids;
    size_t at; /* order of coming */
};

static bool is_place(const char *text, size_t len)
{
    size_t digits = 0;
    while (digits < len && text[len - digits - 1] >= '0' && text[len - digits - 1] <= '9')
        digits++;
    return digits > 0 && digits + 1 < len && text[len - digits - 1] == ':';
}

static struct reason parts_of(const char *text)
{
    struct reason r = {.text = text, .len = strlen(text)};
    r.type = strcspn(text, ":");
    if (r.len < 4 || text[r.len - 1] != ')')
        return r;
    const char *open = NULL;
    for (const char *p = strstr(text, " ("); p; p = strstr(p + 1, " ("))
        open = p;
    if (!open || !is_place(open + 2, (size_t)(text + r.len - 1 - (open + 2))))
        return r;
    r.place = open + 2;
    r.place_len = (size_t)(text + r.len - 1 - r.place);
    r.len = (size_t)(open - text);
    return r;
}

static bool is_same_part(const char *a, size_t a_len, const char *b, size_t b_len)
{
    return a_len == b_len && (a_len == 0 || memcmp(a, b, a_len) == 0);
}

static size_t hex_digits(const char *text, size_t len)
{
    size_t n = 0;
    while (n < len && strchr("0123456789abcdefABCDEF", text[n]))
        n++;
    return n;
}

/* Whether the texts are the same but for addresses. */
static bool is_alike(const struct reason *a, const struct reason *b)
{
    size_t i = 0, j = 0;
    while (i < a->len && j < b->len && a->text[i] == b->text[j]) {
        bool is_address = a->text[i] == 'x' && i > 0 && a->text[i - 1] == '0';
        i++;
        j++;
        if (is_address) {
            i += hex_digits(a->text + i, a->len - i);
            j += hex_digits(b->text + j, b->len - j);
        }
    }
    return i == a->len && j == b->len;
}

/* Take the failure into the group if it belongs there. */
static bool joins(struct group *g, const struct reason *r, bool is_file)
{
    const struct reason *first = &g->reason;
    if (g->are_files != is_file || (r->len == 0) != (first->len == 0))
        return false;
    bool alike = is_alike(first, r);
    bool here = is_same_part(first->place, first->place_len, r->place, r->place_len);
    if (!alike &&
        (!here || !r->place_len || !is_same_part(first->text, first->type, r->text, r->type)))
        return false;
    g->has_others = g->has_others || !alike;
    g->is_elsewhere = g->is_elsewhere || !here;
    return true;
}

static int by_count(const void *left, const void *right)
{
    const struct group *a = left, *b = right;
    if (a->ids.len != b->ids.len)
        return a->ids.len < b->ids.len ? 1 : -1;
    return (a->at > b->at) - (a->at < b->at);
}

static struct group *make_groups(struct arena *a, const struct failures *f, size_t *count)
{
    struct group *groups = NULL;
    size_t cap = 0, n = 0;
    for (size_t i = 0; i < f->len; i++) {
        const struct failure *one = &f->items[i];
        struct reason r = parts_of(one->reason);
        bool is_file = strstr(one->id, "::") == NULL;
        size_t g = 0;
        while (g < n && !joins(&groups[g], &r, is_file))
            g++;
        if (g == n) {
            groups = arena_more(a, groups, n, &cap, sizeof *groups);
            groups[n++] = (struct group){.reason = r, .are_files = is_file, .at = i};
            groups[g].ids = strv_new(a);
        }
        strv_add(&groups[g].ids, one->id);
    }
    if (n)
        qsort(groups, n, sizeof *groups, by_count);
    *count = n;
    return groups;
}

static const char *name(struct arena *a, const char *id)
{
    return text_elide(a, text_visible(a, id), NAME_WIDTH);
}

/* "24 benchmarks", or the name of the only one. */
static const char *who(struct arena *a, const struct group *g)
{
    return g->ids.len == 1
               ? name(a, g->ids.items[0])
               : arena_printf(a, "%zu %s", g->ids.len, g->are_files ? "files" : "benchmarks");
}

/* "2 benchmarks failed: A, B", of those whose reason is not known. */
static const char *named(struct arena *a, const struct group *g)
{
    struct strv names = strv_new(a);
    for (size_t i = 0; i < g->ids.len && i < NAMED_MOST; i++)
        strv_add(&names, name(a, g->ids.items[i]));
    if (g->ids.len > NAMED_MOST)
        strv_addf(&names, "and %zu more", g->ids.len - NAMED_MOST);
    const char *what = g->are_files ? "file" : "benchmark";
    return arena_printf(a, "%zu %s%s %s: %s", g->ids.len, what, g->ids.len == 1 ? "" : "s",
                        g->are_files ? "not collected" : "failed", strv_join(&names, ", "));
}

static const char *line_of(struct arena *a, const struct group *g)
{
    const struct reason *r = &g->reason;
    if (r->len == 0)
        return named(a, g);
    struct str s = str_new(a);
    str_addf(&s, "%s: ", who(a, g));
    str_addn(&s, r->text, r->len);
    str_add(&s, g->has_others ? " and others" : "");
    if (r->place_len) {
        str_add(&s, " (");
        str_addn(&s, r->place, r->place_len);
        str_add(&s, g->is_elsewhere ? " and elsewhere)" : ")");
    }
    return text_visible(a, s.data);
}

struct strv failures_lines(struct arena *a, const struct failures *f)
{
    size_t count;
    const struct group *groups = make_groups(a, f, &count);
    struct strv lines = strv_new(a);
    for (size_t i = 0; i < count; i++)
        strv_add(&lines, line_of(a, &groups[i]));
    return lines;
}

const char *failures_line(struct arena *a, const struct failures *f, size_t most)
{
    size_t count, left_out = 0;
    const struct group *groups = make_groups(a, f, &count);
    struct strv lines = strv_new(a);
    for (size_t i = 0; i < count; i++) {
        if (i < most)
            strv_add(&lines, line_of(a, &groups[i]));
        else
            left_out += groups[i].ids.len;
    }
    if (left_out)
        strv_addf(&lines, "and %zu more", left_out);
    return strv_join(&lines, "; ");
}

void failures_print(struct json *j, const char *name, enum json_layout layout,
                    const struct failures *f)
{
    json_begin_list(j, name, layout);
    for (size_t i = 0; i < f->len; i++) {
        json_begin_object(j, NULL, JSON_SPACED);
        json_string(j, "id", f->items[i].id);
        json_string(j, "reason", f->items[i].reason);
        json_end(j);
    }
    json_end(j);
}
