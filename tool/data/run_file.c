#include "data/run_file.h"

#include "base/file.h"
#include "data/squeeze.h"

#include <cJSON.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct reader {
    struct squeeze in;
    const char *start; /* of the mapped file */
    run_file_visit *visit, *machine;
    void *data;
    size_t count;  /* of benchmarks read */
    bool has_list; /* "benchmarks" was there */
    bool in_list;  /* in the middle of it */
};

/* ---- errors ---- */

static int fail_cut(const struct reader *r, struct error *err)
{
    if (r->in_list)
        return error_set(err, STATUS_USAGE,
                         "the file is cut off in benchmark %zu; it is of no use, run the "
                         "benchmarks again",
                         r->count + 1);
    return error_set(err, STATUS_USAGE,
                     "the file is cut off after %zu bytes; it is of no use, run the benchmarks "
                     "again",
                     (size_t)(r->in.end - r->start));
}

static int fail_json(const struct reader *r, struct error *err)
{
    size_t line = 1;
    for (const char *p = r->start; p < r->in.at && (p = memchr(p, '\n', (size_t)(r->in.at - p)));
         p++)
        line++;
    return error_set(err, STATUS_USAGE,
                     "not JSON (line %zu); give a file that pytest wrote with --benchmark-json",
                     line);
}

static int fail_layout(struct error *err, const char *what)
{
    return error_set(err, STATUS_USAGE,
                     "not a pytest-benchmark file (%s); give one that pytest wrote with "
                     "--benchmark-json",
                     what);
}

/* Parse the value that follows; the caller deletes it. */
static cJSON *parse_value(struct reader *r, struct error *err)
{
    const char *from = r->in.at;
    switch (squeeze_value(&r->in, r->in_list ? SQUEEZE_BENCHMARK : SQUEEZE_ALL)) {
    case SQUEEZE_CUT:
        fail_cut(r, err);
        return NULL;
    case SQUEEZE_BAD:
        fail_json(r, err);
        return NULL;
    case SQUEEZE_DONE:
        break;
    }
    const struct str *text = &r->in.text;
    cJSON *item = cJSON_ParseWithLengthOpts(text->data, text->len + 1, NULL, true);
    if (!item) {
        r->in.at = from;
        fail_json(r, err);
    }
    return item;
}

/* ---- the file ---- */

static int read_benchmark(struct reader *r, struct error *err)
{
    cJSON *item = parse_value(r, err);
    if (!item)
        return -1;
    int result = cJSON_IsObject(item)
                     ? r->visit(item, r->data, err)
                     : error_set(err, STATUS_USAGE, "benchmark %zu is not an object", r->count + 1);
    cJSON_Delete(item);
    r->count++;
    return result;
}

static int read_benchmarks(struct reader *r, struct error *err)
{
    if (r->has_list)
        return fail_layout(err, "the key \"benchmarks\" occurs twice");
    if (squeeze_peek(&r->in) != '[')
        return r->in.at == r->in.end ? fail_cut(r, err)
                                     : fail_layout(err, "\"benchmarks\" is not a list");
    r->has_list = r->in_list = true;
    r->in.at++;
    if (squeeze_peek(&r->in) == ']') {
        r->in.at++;
    } else {
        char c;
        do {
            if (squeeze_peek(&r->in) == '\0' && r->in.at == r->in.end)
                return fail_cut(r, err);
            if (read_benchmark(r, err) < 0)
                return -1;
            c = squeeze_peek(&r->in);
            if (r->in.at == r->in.end)
                return fail_cut(r, err);
            if (c != ',' && c != ']')
                return fail_json(r, err);
            r->in.at++;
        } while (c == ',');
    }
    r->in_list = false;
    return 0;
}

/* A member of the file's object that is not the benchmarks: checked, and shown to VISIT if any. */
static int read_other(struct reader *r, run_file_visit *visit, struct error *err)
{
    cJSON *item = parse_value(r, err);
    if (!item)
        return -1;
    int result = visit ? visit(item, r->data, err) : 0;
    cJSON_Delete(item);
    return result;
}

/* A member of the file's object. */
static int read_member(struct reader *r, struct error *err)
{
    char c = squeeze_peek(&r->in);
    if (r->in.at == r->in.end)
        return fail_cut(r, err);
    if (c != '"')
        return fail_json(r, err);
    cJSON *key = parse_value(r, err);
    if (!key)
        return -1;
    bool list = strcmp(cJSON_GetStringValue(key), "benchmarks") == 0;
    bool machine = strcmp(cJSON_GetStringValue(key), "machine_info") == 0;
    cJSON_Delete(key);
    if (squeeze_peek(&r->in) != ':')
        return r->in.at == r->in.end ? fail_cut(r, err) : fail_json(r, err);
    r->in.at++;
    return list ? read_benchmarks(r, err) : read_other(r, machine ? r->machine : NULL, err);
}

static int read_object(struct reader *r, struct error *err)
{
    char c;
    r->in.at++;
    if (squeeze_peek(&r->in) == '}') {
        r->in.at++;
        return 0;
    }
    do {
        if (read_member(r, err) < 0)
            return -1;
        c = squeeze_peek(&r->in);
        if (r->in.at == r->in.end)
            return fail_cut(r, err);
        if (c != ',' && c != '}')
            return fail_json(r, err);
        r->in.at++;
    } while (c == ',');
    return 0;
}

static int read_file(struct reader *r, struct error *err)
{
    static const char mark[] = "\xEF\xBB\xBF";
    if (r->in.end - r->in.at >= 3 && memcmp(r->in.at, mark, 3) == 0)
        r->in.at += 3;
    char c = squeeze_peek(&r->in);
    if (r->in.at == r->in.end)
        return error_set(err, STATUS_USAGE, "the file is empty; run the benchmarks again");
    if (c == '{') {
        if (read_object(r, err) < 0)
            return -1;
    } else {
        cJSON *item = parse_value(r, err);
        cJSON_Delete(item);
        if (!item)
            return -1;
    }
    squeeze_peek(&r->in);
    if (r->in.at < r->in.end)
        return fail_json(r, err);
    return r->has_list ? 0 : fail_layout(err, "no key \"benchmarks\"");
}

int run_file_read_all(const char *path, run_file_visit *visit, run_file_visit *machine, void *data,
                      struct error *err)
{
    struct file_map map;
    if (file_map(path, &map, err) < 0) {
        err->status = STATUS_USAGE;
        return -1;
    }
    struct arena scratch;
    arena_init(&scratch);
    struct reader r = {.visit = visit, .machine = machine, .data = data};
    static const char nothing[] = "";
    r.start = r.in.at = map.data ? map.data : nothing;
    r.in.end = r.start + map.len;
    str_init(&r.in.text, &scratch);
    int result = read_file(&r, err);
    arena_release(&scratch);
    file_unmap(&map);
    if (result < 0) {
        err->status = STATUS_USAGE;
        return error_add(err, "%s", path);
    }
    return 0;
}

int run_file_read(const char *path, run_file_visit *visit, void *data, struct error *err)
{
    return run_file_read_all(path, visit, NULL, data, err);
}

static int visit_nothing(const struct cJSON *item, void *data, struct error *err)
{
    (void)item;
    (void)err;
    ++*(size_t *)data;
    return 0;
}

int run_file_count(const char *path, size_t *count, struct error *err)
{
    *count = 0;
    return run_file_read(path, visit_nothing, count, err);
}

/* ---- values ---- */

const struct cJSON *run_file_member(const struct cJSON *object, const char *name)
{
    const cJSON *found = NULL, *item;
    if (!cJSON_IsObject(object))
        return NULL;
    cJSON_ArrayForEach(item, object)
    {
        if (strcmp(item->string, name) == 0)
            found = item;
    }
    return found;
}

bool run_file_number(const struct cJSON *item, double *number, const char **text)
{
    if (text)
        *text = NULL;
    if (cJSON_IsNumber(item)) {
        *number = item->valuedouble;
        return true;
    }
    if (!cJSON_IsString(item) || item->valuestring[0] != SQUEEZE_NUMBER)
        return false;
    const char *written = item->valuestring + 1;
    *number = strtod(written, NULL);
    if (text)
        *text = written;
    return true;
}

const char *run_file_string(const struct cJSON *item)
{
    return cJSON_IsString(item) && item->valuestring[0] != SQUEEZE_NUMBER ? item->valuestring
                                                                          : NULL;
}
