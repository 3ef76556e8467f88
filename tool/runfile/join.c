#include "runfile/join.h"

#include "base/index.h"
#include "files/file.h"
#include "runfile/join_row.h"
#include "runfile/places.h"
#include "runfile/span.h"

#include <string.h>

/* One of the files. */
struct source {
    const char *path;
    struct file_map map;
    struct spans members; /* of the file's object */
};

struct joining {
    struct arena *arena;
    struct source *sources;
    long *rounds; /* by source */
    size_t count;
    struct index rows;  /* fullname, as written -> row */
    struct span *items; /* row × source: the benchmark */
    size_t row_count, row_cap;
    struct file_writer *out;
};

/* --- reading --------------------------------------------------------------------------------- */

static int fail_layout(const struct source *s, struct error *err)
{
    return error_set(err, EXIT_FAILED, "%s: not a run file, or cut off; measure that round again",
                     s->path);
}

/* The items of a row, one per source; the row is made if need be. */
static struct span *row_of(struct joining *j, struct span fullname)
{
    bool added;
    size_t size = j->count * sizeof *j->items;
    const char *key = arena_strndup(j->arena, fullname.at, fullname.len);
    size_t row = *index_add(&j->rows, key, j->row_count, &added);
    j->items = arena_more(j->arena, j->items, j->row_count, &j->row_cap, size);
    j->row_count += added;
    return j->items + row * j->count;
}

static int read_source(struct joining *j, size_t at, struct error *err)
{
    struct source *s = &j->sources[at];
    struct spans list;
    if (file_map(s->path, &s->map, err) < 0)
        return -1;
    struct span whole = span_trim((struct span){s->map.data ? s->map.data : "", s->map.len});
    if (!span_members(j->arena, whole, &s->members) ||
        !span_elements(j->arena, span_member(&s->members, "benchmarks"), &list))
        return fail_layout(s, err);
    struct arena scratch = {0};
    bool well = true;
    for (size_t i = 0; i < list.count && well; i++) {
        struct spans members;
        struct arena_mark mark = arena_mark(&scratch);
        well = span_members(&scratch, list.values[i], &members);
        struct span fullname = well ? span_member(&members, "fullname") : (struct span){0};
        if (span_begins(fullname, '"'))
            row_of(j, fullname)[at] = list.values[i];
        arena_reset(&scratch, mark);
    }
    arena_release(&scratch);
    return well ? 0 : fail_layout(s, err);
}

/* --- writing --------------------------------------------------------------------------------- */

static void put(const struct joining *j, const char *text)
{
    file_put(j->out, text, strlen(text));
}

static void put_benchmarks(const struct joining *j)
{
    struct arena scratch = {0};
    put(j, "[");
    for (size_t row = 0; row < j->row_count; row++) {
        struct arena_mark mark = arena_mark(&scratch);
        put(j, row ? ",\n" : "\n");
        join_row_put(&scratch, j->out, j->items + row * j->count, j->rounds, j->count);
        arena_reset(&scratch, mark);
    }
    put(j, "\n]");
    arena_release(&scratch);
}

/* Where the processes measured, as far as the files say; behind WRITTEN other members. */
static void put_places(const struct joining *j, size_t written)
{
    size_t count = 0;
    for (size_t i = 0; i < j->count; i++) {
        struct span list = places_of(j->arena, &j->sources[i].members);
        if (!list.len)
            continue;
        if (count == 0)
            put(j, written ? ",\n" : "\n");
        put(j, count++ ? ", " : "\"benchmem\": {\"processes\": [");
        file_put(j->out, list.at, list.len);
    }
    if (count)
        put(j, "]}");
}

/* The first file, but for its benchmarks and for what all files have of `benchmem`. */
static int write_joined(struct joining *j, const char *path, struct error *err)
{
    const struct spans *members = &j->sources[0].members;
    j->out = file_write_begin(j->arena, path, err);
    if (!j->out)
        return -1;
    put(j, "{");
    size_t written = 0;
    for (size_t i = 0; i < members->count; i++) {
        if (span_is(members->names[i], "benchmem"))
            continue;
        put(j, written++ ? ",\n" : "\n");
        file_put(j->out, members->names[i].at, members->names[i].len);
        put(j, ": ");
        if (span_is(members->names[i], "benchmarks"))
            put_benchmarks(j);
        else
            file_put(j->out, members->values[i].at, members->values[i].len);
    }
    put_places(j, written);
    put(j, "\n}\n");
    return file_write_end(j->out, true, err);
}

int join_run_files(const struct join_source *sources, size_t count, const char *path,
                   size_t *benchmarks, struct error *err)
{
    struct arena arena = {0};
    struct joining j = {.arena = &arena, .count = count, .rows = index_new(&arena)};
    j.sources = arena_array(&arena, count, sizeof *j.sources);
    j.rounds = arena_array(&arena, count, sizeof *j.rounds);
    int result = 0;
    for (size_t i = 0; i < count && result == 0; i++) {
        j.sources[i].path = sources[i].path;
        j.rounds[i] = sources[i].round;
        result = read_source(&j, i, err);
    }
    if (result == 0)
        result = write_joined(&j, path, err);
    *benchmarks = j.row_count;
    for (size_t i = 0; i < count; i++)
        file_unmap(&j.sources[i].map);
    arena_release(&arena);
    return result;
}
