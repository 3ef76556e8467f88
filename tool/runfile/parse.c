#include "runfile/parse.h"

#include <cJSON.h>
#include <errno.h>
#include <math.h>
#include <stdbool.h>

struct cJSON *parse_json(const char *text, size_t len, struct error *err)
{
    errno = 0; /* cJSON does not say why it failed; malloc() does */
    cJSON *value = cJSON_ParseWithLengthOpts(text, len + 1, NULL, true);
    if (!value && errno == ENOMEM)
        error_set(err, EXIT_FAILED,
                  "out of memory: close other programs or give fewer runs at once");
    else if (!value)
        error_set(err, EXIT_USAGE, "not JSON");
    return value;
}

const char *parse_text(struct arena *a, const cJSON *object, const char *name)
{
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
    return text ? arena_strdup(a, text) : NULL;
}

double parse_number(const cJSON *object, const char *name)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);
    return cJSON_IsNumber(item) ? item->valuedouble : NAN;
}

struct strv parse_texts(struct arena *a, const cJSON *object, const char *name)
{
    struct strv texts = strv_new(a);
    const cJSON *item;
    cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(object, name))
    {
        if (cJSON_IsString(item))
            strv_add(&texts, arena_strdup(a, item->valuestring));
    }
    return texts;
}
