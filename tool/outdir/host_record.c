#include "outdir/host_record.h"

#include "runfile/parse.h"

#include <cJSON.h>
#include <math.h>

void host_record_write(struct json *j, const char *name, const struct host_state *h)
{
    json_begin_object(j, name, JSON_SPACED);
    json_begin_list(j, "load", JSON_SPACED);
    for (int i = 0; i < 3; i++)
        json_number(j, NULL, h->load[i]);
    json_end(j);
    json_number(j, "cpus", h->cpus > 0 ? (double)h->cpus : NAN);
    json_number(j, "running", h->running >= 0 ? (double)h->running : NAN);
    json_string(j, "governor", h->governor);
    if (h->turbo < 0)
        json_null(j, "turbo");
    else
        json_bool(j, "turbo", h->turbo);
    json_number(j, "mhz", h->mhz);
    json_number(j, "memory", h->memory);
    json_number(j, "swap", h->swap);
    json_string(j, "virtual", h->virtual);
    json_number(j, "pace", h->pace);
    json_end(j);
}

static long whole_in(const cJSON *object, const char *name, long unknown)
{
    double value = parse_number(object, name);
    return value >= 0 && value < 1e9 ? (long)value : unknown;
}

struct host_state host_record_read(struct arena *a, const cJSON *object)
{
    const cJSON *load = cJSON_GetObjectItemCaseSensitive(object, "load");
    const cJSON *turbo = cJSON_GetObjectItemCaseSensitive(object, "turbo");
    struct host_state h = {
        .cpus = whole_in(object, "cpus", 0),
        .running = whole_in(object, "running", -1),
        .governor = parse_text(a, object, "governor"),
        .turbo = cJSON_IsBool(turbo) ? cJSON_IsTrue(turbo) : -1,
        .mhz = parse_number(object, "mhz"),
        .memory = parse_number(object, "memory"),
        .swap = parse_number(object, "swap"),
        .virtual = parse_text(a, object, "virtual"),
        .pace = parse_number(object, "pace"),
    };
    for (int i = 0; i < 3; i++) {
        const cJSON *item = cJSON_GetArrayItem(load, i);
        h.load[i] = cJSON_IsNumber(item) ? item->valuedouble : NAN;
    }
    return h;
}
