#include "runfile/amend.h"

#include "base/arena.h"
#include "base/file.h"
#include "base/index.h"

#include <string.h>

struct amending {
    struct arena arena;   /* of the whole file */
    struct arena scratch; /* of one benchmark */
    struct index places;  /* fullname -> place among the amendments */
    const struct amendment *amendments;
    bool no_times;
    struct file_writer *out;
    size_t amended;
};

static void put(const struct amending *m, const char *text)
{
    file_put(m->out, text, strlen(text));
}

static void put_span(const struct amending *m, struct span s)
{
    file_put(m->out, s.at, s.len);
}

/* A member of an object, of which *COUNT were put. */
static void put_name(const struct amending *m, struct span name, size_t *count)
{
    put(m, (*count)++ ? ", " : "");
    put_span(m, name);
    put(m, ": ");
}

static void put_plain_name(const struct amending *m, const char *quoted, size_t *count)
{
    put_name(m, (struct span){quoted, strlen(quoted)}, count);
}

static bool has(const struct spans *members, struct span name)
{
    for (size_t i = 0; i < members->count; i++)
        if (members->names[i].len == name.len &&
            memcmp(members->names[i].at, name.at, name.len) == 0)
            return true;
    return false;
}

/* What is in OLD, if it is an object, and not in MORE; then MORE. */
static void put_united(struct amending *m, struct span old, struct span more)
{
    struct spans before = {0}, after;
    size_t count = 0;
    (void)span_members(&m->scratch, old, &before);
    (void)span_members(&m->scratch, more, &after);
    put(m, "{");
    for (size_t i = 0; i < before.count; i++) {
        if (has(&after, before.names[i]))
            continue;
        put_name(m, before.names[i], &count);
        put_span(m, before.values[i]);
    }
    for (size_t i = 0; i < after.count; i++) {
        put_name(m, after.names[i], &count);
        put_span(m, after.values[i]);
    }
    put(m, "}");
}

static void put_extra(struct amending *m, struct span extra, struct span more)
{
    struct spans members = {0};
    size_t count = 0;
    bool found = false;
    (void)span_members(&m->scratch, extra, &members);
    struct span last = span_member(&members, "benchmem");
    put(m, "{");
    for (size_t i = 0; i < members.count; i++) {
        if (!span_is(members.names[i], "benchmem")) {
            put_name(m, members.names[i], &count);
            put_span(m, members.values[i]);
        } else if (!found) {
            found = true;
            put_name(m, members.names[i], &count);
            put_united(m, last, more);
        }
    }
    if (!found) {
        put_plain_name(m, "\"benchmem\"", &count);
        put_united(m, (struct span){0}, more);
    }
    put(m, "}");
}

static void put_no_times(const struct amending *m)
{
    static const char *const zeros[] = {
        "min", "max",   "mean",       "stddev",          "rounds",  "median",
        "iqr", "q1",    "q3",         "iqr_outliers",    "ld15iqr", "hd15iqr",
        "ops", "total", "iterations", "stddev_outliers",
    };
    put(m, "{\"outliers\": \"0;0\", \"data\": []");
    for (size_t i = 0; i < sizeof zeros / sizeof *zeros; i++) {
        put(m, ", \"");
        put(m, zeros[i]);
        put(m, "\": 0");
    }
    put(m, "}");
}

static void put_benchmark(struct amending *m, struct span item, const struct spans *members)
{
    struct span fullname = span_member(members, "fullname");
    size_t *place = NULL;
    if (span_begins(fullname, '"'))
        place = index_findn(&m->places, fullname.at, fullname.len);
    if (!place && !m->no_times) {
        put_span(m, item);
        return;
    }
    struct span more = place ? m->amendments[*place].members : (struct span){0};
    bool extra = false;
    size_t count = 0;
    m->amended += place != NULL;
    put(m, "{");
    for (size_t i = 0; i < members->count; i++) {
        struct span name = members->names[i];
        put_name(m, name, &count);
        if (m->no_times && span_is(name, "stats")) {
            put_no_times(m);
        } else if (place && span_is(name, "extra_info")) {
            put_extra(m, members->values[i], more);
            extra = true;
        } else {
            put_span(m, members->values[i]);
        }
    }
    if (place && !extra) {
        put_plain_name(m, "\"extra_info\"", &count);
        put_extra(m, (struct span){0}, more);
    }
    put(m, "}");
}

/* Returns false if an element cannot be told apart. */
static bool put_benchmarks(struct amending *m, const struct spans *list)
{
    bool well = true;
    put(m, "[");
    for (size_t i = 0; i < list->count && well; i++) {
        struct spans members;
        struct arena_mark mark = arena_mark(&m->scratch);
        well = span_members(&m->scratch, list->values[i], &members);
        put(m, i ? ",\n" : "\n");
        if (well)
            put_benchmark(m, list->values[i], &members);
        arena_reset(&m->scratch, mark);
    }
    put(m, "\n]");
    return well;
}

static int amend(struct amending *m, const struct file_map *map, const char *path,
                 struct error *err)
{
    struct spans members, list;
    struct span whole = span_trim((struct span){map->data ? map->data : "", map->len});
    bool well = span_members(&m->arena, whole, &members) &&
                span_elements(&m->arena, span_member(&members, "benchmarks"), &list);
    if (well) {
        m->out = file_write_begin(&m->arena, path, err);
        if (!m->out)
            return -1;
        put(m, "{");
        for (size_t i = 0; i < members.count && well; i++) {
            put(m, i ? ",\n" : "\n");
            put_span(m, members.names[i]);
            put(m, ": ");
            if (span_is(members.names[i], "benchmarks"))
                well = put_benchmarks(m, &list);
            else
                put_span(m, members.values[i]);
        }
        put(m, "\n}\n");
        if (file_write_end(m->out, well, err) < 0)
            return -1;
    }
    return well ? 0 : error_set(err, EXIT_FAILED, "not a run file, or cut off");
}

int amend_run_file(const char *from, const struct amendment *amendments, size_t count,
                   bool no_times, const char *path, size_t *amended, struct error *err)
{
    struct file_map map;
    struct amending m = {.amendments = amendments, .no_times = no_times};
    if (file_map(from, &map, err) < 0)
        return -1;
    arena_init(&m.arena);
    arena_init(&m.scratch);
    index_init(&m.places, &m.arena);
    for (size_t i = 0; i < count; i++) {
        struct span name = amendments[i].fullname;
        *index_add(&m.places, arena_strndup(&m.arena, name.at, name.len), i, &(bool){false}) = i;
    }
    int result = amend(&m, &map, path, err);
    if (result < 0)
        error_add(err, "%s", from);
    else if (amended)
        *amended = m.amended;
    file_unmap(&map);
    arena_release(&m.scratch);
    arena_release(&m.arena);
    return result;
}
