#include "data/host_record.h"

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

static double number_of(const cJSON *item)
{
    return cJSON_IsNumber(item) ? item->valuedouble : NAN;
}

static double number_in(const cJSON *object, const char *name)
{
    return number_of(cJSON_GetObjectItemCaseSensitive(object, name));
}

static long whole_in(const cJSON *object, const char *name, long unknown)
{
    double value = number_in(object, name);
    return value >= 0 && value < 1e9 ? (long)value : unknown;
}

static const char *text_in(struct arena *a, const cJSON *object, const char *name)
{
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
    return text ? arena_strdup(a, text) : NULL;
}

struct host_state host_record_read(struct arena *a, const cJSON *object)
{
    const cJSON *load = cJSON_GetObjectItemCaseSensitive(object, "load");
    const cJSON *turbo = cJSON_GetObjectItemCaseSensitive(object, "turbo");
    struct host_state h = {
        .cpus = whole_in(object, "cpus", 0),
        .running = whole_in(object, "running", -1),
        .governor = text_in(a, object, "governor"),
        .turbo = cJSON_IsBool(turbo) ? cJSON_IsTrue(turbo) : -1,
        .mhz = number_in(object, "mhz"),
        .memory = number_in(object, "memory"),
        .swap = number_in(object, "swap"),
        .virtual = text_in(a, object, "virtual"),
        .pace = number_in(object, "pace"),
    };
    for (int i = 0; i < 3; i++)
        h.load[i] = number_of(cJSON_GetArrayItem(load, i));
    return h;
}
