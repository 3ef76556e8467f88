#include "runfile/places.h"

#include "base/file.h"
#include "base/str.h"
#include "runfile/run_file.h"
#include "text/json.h"

#include <cJSON.h>
#include <string.h>

/* --- writing --------------------------------------------------------------------------------- */

static const char *as_json(struct arena *a, const struct place *place)
{
    struct str text;
    struct json j;
    str_init(&text, a);
    json_init(&j, &text);
    json_begin_object(&j, NULL, JSON_SPACED);
    json_begin_list(&j, "processes", JSON_SPACED);
    json_begin_object(&j, NULL, JSON_SPACED);
    json_integer(&j, "round", place->round);
    json_string(&j, "node", place->node);
    json_string(&j, "job", place->job);
    json_string(&j, "resources", place->resources);
    json_end(&j);
    json_end(&j);
    json_end(&j);
    return text.data;
}

/* The file with the member behind its others. */
static int write_with(struct arena *a, const struct spans *members, const char *value,
                      const char *path, struct error *err)
{
    struct file_writer *out = file_write_begin(a, path, err);
    if (!out)
        return -1;
    file_put(out, "{\n", 2);
    for (size_t i = 0; i < members->count; i++) {
        struct span whole = span_whole_member(members, i);
        if (span_is(members->names[i], "benchmem"))
            continue;
        file_put(out, whole.at, whole.len);
        file_put(out, ",\n", 2);
    }
    file_put(out, "\"benchmem\": ", strlen("\"benchmem\": "));
    file_put(out, value, strlen(value));
    file_put(out, "\n}\n", 3);
    return file_write_end(out, true, err);
}

int places_write(const char *path, const struct place *place, struct error *err)
{
    struct arena arena;
    struct file_map map;
    struct spans members;
    if (file_map(path, &map, err) < 0)
        return -1;
    arena_init(&arena);
    struct span whole = span_trim((struct span){map.data ? map.data : "", map.len});
    int result = span_members(&arena, whole, &members)
                     ? write_with(&arena, &members, as_json(&arena, place), path, err)
                     : error_set(err, EXIT_FAILED, "%s: not a run file, or cut off", path);
    arena_release(&arena);
    file_unmap(&map);
    return result;
}

/* --- reading --------------------------------------------------------------------------------- */

struct span places_of(struct arena *a, const struct spans *members)
{
    struct spans own;
    if (!span_members(a, span_member(members, "benchmem"), &own))
        return (struct span){0};
    struct span list = span_member(&own, "processes");
    return span_begins(list, '[') ? (struct span){list.at + 1, list.len - 2} : (struct span){0};
}

/* What one process says: "node1, gpus 0". */
static const char *text_of(struct arena *a, const cJSON *item)
{
    const char *node = run_file_string(run_file_member(item, "node"));
    const char *resources = run_file_string(run_file_member(item, "resources"));
    return arena_printf(a, "%s%s%s", node ? node : "", node && resources ? ", " : "",
                        resources ? resources : "");
}

const char *places_text(struct arena *a, const struct cJSON *value)
{
    const cJSON *list = run_file_member(value, "processes"), *item;
    struct strv places, parts;
    strv_init(&places, a);
    strv_init(&parts, a);
    cJSON_ArrayForEach(item, list)
    {
        const char *text = text_of(a, item);
        if (!strv_has(&places, text))
            strv_add(&places, text);
    }
    if (places.len < 2)
        return places.len ? places.items[0] : "";
    for (size_t i = 0; i < places.len; i++) {
        struct strv rounds;
        strv_init(&rounds, a);
        cJSON_ArrayForEach(item, list)
        {
            double round;
            if (strcmp(text_of(a, item), places.items[i]) == 0 &&
                run_file_number(run_file_member(item, "round"), &round, NULL))
                strv_addf(&rounds, "%.0f", round);
        }
        strv_addf(&parts, "%s (round%s %s)", *places.items[i] ? places.items[i] : "unknown",
                  rounds.len == 1 ? "" : "s", strv_join(&rounds, ", "));
    }
    return strv_join(&parts, ", ");
}
