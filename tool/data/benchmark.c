#include "data/benchmark.h"

#include "base/index.h"

#include <string.h>

enum { LEVELS = 12 }; /* parts a name is lengthened by before the whole id is taken */

/* Where the params of the id begin ("[" after the first "::"), or its end.  Those may hold "::" and
 * "/" of their own. */
static const char *params_of(const char *id)
{
    const char *name = strstr(id, "::");
    name = name ? name : id;
    return name + strcspn(name, "[");
}

/* The start of the part that ends before AT (the start of the part after it): one further towards
 * the beginning of ID. */
static const char *part_before(const char *id, const char *at)
{
    if (at > id && at[-1] == '/')
        at--;
    else if (at - id >= 2 && at[-1] == ':' && at[-2] == ':')
        at -= 2;
    while (at > id && at[-1] != '/' && !(at - id >= 2 && at[-1] == ':' && at[-2] == ':'))
        at--;
    return at;
}

const char *benchmark_name(const char *id)
{
    const char *name = id;
    for (const char *p = id; (p = strstr(p, "::")) != NULL;)
        name = p += 2;
    return name;
}

const char *benchmark_params(const struct benchmark *row)
{
    /* The short name is the end of the id. */
    return row->short_name + (strlen(row->short_name) - strlen(params_of(row->id)));
}

void benchmarks_shorten(struct arena *a, struct benchmark *rows, size_t count)
{
    /* A test's name itself holds no slash, so the first step never stops at one. */
    for (size_t i = 0; i < count; i++) {
        const char *id = rows[i].id, *at = params_of(id), *next;
        while ((next = part_before(id, at)) && next > id && next[-1] == '/')
            at = next;
        rows[i].short_name = next;
    }
    struct arena_mark mark = arena_mark(a);
    bool ambiguous = true;
    for (int level = 1; ambiguous; level++) {
        ambiguous = false;
        struct index names = index_new(a);
        for (size_t i = 0; i < count; i++) {
            bool added;
            size_t *uses = index_add(&names, rows[i].short_name, 1, &added);
            *uses += !added;
        }
        for (size_t i = 0; i < count; i++) {
            struct benchmark *row = &rows[i];
            if (*index_find(&names, row->short_name) < 2 || row->short_name == row->id)
                continue;
            ambiguous = true;
            row->short_name = level < LEVELS ? part_before(row->id, row->short_name) : row->id;
        }
        arena_reset(a, mark);
    }
}
