#include "outdir/last_failed.h"

#include "files/file.h"
#include "runfile/parse.h"

#include <cJSON.h>

int last_failed_read(struct arena *a, const char *path, struct strv *ids, struct error *err)
{
    size_t len;
    const char *text = file_read(a, path, &len, err);
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
            strv_add(ids, arena_strdup(a, entry->string));
    }
    cJSON_Delete(object);
    return 0;
}
