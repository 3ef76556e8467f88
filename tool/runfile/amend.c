#include "runfile/amend.h"

#include "base/arena.h"
#include "base/index.h"
#include "files/file.h"
#include "text/json.h"

#include <string.h>

struct amending {
    struct arena arena;   /* of the whole file */
    struct arena scratch; /* of one benchmark */
    struct index places;  /* fullname -> place among the amendments */
    struct amendment *amendments;
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

/* The members whose name is not among those of BUT, as they are. */
static void put_members(struct json *j, const struct spans *members, const struct spans *but)
{
    for (size_t i = 0; i < members->count; i++) {
        struct span name = members->names[i], whole = span_whole_member(members, i);
        size_t k = 0;
        while (k < but->count &&
               (but->names[k].len != name.len || memcmp(but->names[k].at, name.at, name.len) != 0))
            k++;
        if (k == but->count)
            json_raw(j, NULL, whole.at, whole.len);
    }
}

/* What is in OLD, if it is an object, and not in MORE; then MORE. */
static void put_united(struct arena *scratch, struct json *j, struct span old, struct span more)
{
    struct spans before = {0}, after = {0};
    (void)span_members(scratch, old, &before);
    (void)span_members(scratch, more, &after);
    json_begin_object(j, "benchmem", JSON_SPACED);
    put_members(j, &before, &after);
    put_members(j, &after, &(struct spans){0});
    json_end(j);
}

static void put_extra(struct arena *scratch, struct json *j, struct span extra, struct span more)
{
    struct spans members = {0};
    bool found = false;
    (void)span_members(scratch, extra, &members);
    json_begin_object(j, "extra_info", JSON_SPACED);
    for (size_t i = 0; i < members.count; i++) {
        struct span whole = span_whole_member(&members, i);
        bool here = span_is(members.names[i], "benchmem");
        if (!here)
            json_raw(j, NULL, whole.at, whole.len);
        else if (!found)
            put_united(scratch, j, span_member(&members, "benchmem"), more);
        found = found || here;
    }
    if (!found)
        put_united(scratch, j, (struct span){0}, more);
    json_end(j);
}

static void put_no_times(struct json *j)
{
    static const char *const zeros[] = {
        "min", "max",   "mean",       "stddev",          "rounds",  "median",
        "iqr", "q1",    "q3",         "iqr_outliers",    "ld15iqr", "hd15iqr",
        "ops", "total", "iterations", "stddev_outliers",
    };
    json_begin_object(j, "stats", JSON_SPACED);
    json_string(j, "outliers", "0;0");
    json_raw(j, "data", "[]", 2);
    for (size_t i = 0; i < sizeof zeros / sizeof *zeros; i++)
        json_count(j, zeros[i], 0);
    json_end(j);
}

static void put_benchmark(struct amending *m, struct span item, const struct spans *members)
{
    struct span fullname = span_member(members, "fullname");
    size_t *place = NULL;
    if (span_begins(fullname, '"'))
        place = index_findn(&m->places, fullname.at, fullname.len);
    if (place) {
        m->amendments[*place].met = true;
        place = m->amendments[*place].members.at ? place : NULL;
    }
    if (!place && !m->no_times) {
        put_span(m, item);
        return;
    }
    struct span more = place ? m->amendments[*place].members : (struct span){0};
    bool extra = false;
    struct str text = str_new(&m->scratch);
    struct json j = json_new(&text);
    m->amended += place != NULL;
    json_begin_object(&j, NULL, JSON_SPACED);
    for (size_t i = 0; i < members->count; i++) {
        struct span whole = span_whole_member(members, i);
        if (m->no_times && span_is(members->names[i], "stats")) {
            put_no_times(&j);
        } else if (place && span_is(members->names[i], "extra_info")) {
            put_extra(&m->scratch, &j, members->values[i], more);
            extra = true;
        } else {
            json_raw(&j, NULL, whole.at, whole.len);
        }
    }
    if (place && !extra)
        put_extra(&m->scratch, &j, (struct span){0}, more);
    json_end(&j);
    file_put(m->out, text.data, text.len);
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

int amend_run_file(const char *from, struct amendment *amendments, size_t count, bool no_times,
                   const char *path, size_t *amended, struct error *err)
{
    struct file_map map;
    struct amending m = {.amendments = amendments, .no_times = no_times};
    if (file_map(from, &map, err) < 0)
        return -1;
    m.places = index_new(&m.arena);
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

static int put_member(struct amending *m, const struct file_map *map, const char *path,
                      const char *name, struct span value, struct error *err)
{
    struct spans members;
    struct span whole = span_trim((struct span){map->data ? map->data : "", map->len});
    if (!span_members(&m->arena, whole, &members))
        return error_set(err, EXIT_FAILED, "not a run file, or cut off");
    m->out = file_write_begin(&m->arena, path, err);
    if (!m->out)
        return -1;
    put(m, "{\n");
    for (size_t i = 0; i < members.count; i++) {
        if (span_is(members.names[i], name))
            continue;
        put_span(m, span_whole_member(&members, i));
        put(m, ",\n");
    }
    put(m, "\"");
    put(m, name);
    put(m, "\": ");
    put_span(m, value);
    put(m, "\n}\n");
    return file_write_end(m->out, true, err);
}

int amend_run_file_member(const char *path, const char *name, struct span value, struct error *err)
{
    struct file_map map;
    struct amending m = {0};
    if (file_map(path, &map, err) < 0)
        return -1;
    int result = put_member(&m, &map, path, name, value, err);
    file_unmap(&map);
    arena_release(&m.arena);
    return result < 0 ? error_add(err, "%s", path) : 0;
}
