#include "runfile/places.h"

#include "base/str.h"
#include "runfile/amend.h"
#include "runfile/run_file.h"
#include "text/json.h"

#include <cJSON.h>
#include <string.h>

/* --- writing --------------------------------------------------------------------------------- */

static const char *as_json(struct arena *a, const struct place *place)
{
    struct str text = str_new(a);
    struct json j = json_new(&text);
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

int places_write(const char *path, const struct place *place, struct error *err)
{
    struct arena arena = {0};
    const char *value = as_json(&arena, place);
    int result = amend_run_file_member(path, "benchmem", (struct span){value, strlen(value)}, err);
    arena_release(&arena);
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
    struct strv places = strv_new(a), parts = strv_new(a);
    cJSON_ArrayForEach(item, list)
    {
        const char *text = text_of(a, item);
        if (!strv_has(&places, text))
            strv_add(&places, text);
    }
    if (places.len < 2)
        return places.len ? places.items[0] : "";
    for (size_t i = 0; i < places.len; i++) {
        struct strv rounds = strv_new(a);
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
