#include "data/run_file.h"

#include "base/ahead.h"
#include "data/extract.h"

#include <cJSON.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct run_file_source {
    const struct extract *extract;
    const struct extract_part *part;
};

/* The reading of several files: those before the one that is visited are done with, those after it
 * are being extracted. */
struct reading {
    const char *const *paths;
    const struct run_file_visitor *visitor;
    struct extract *extracts; /* file N is in N % WINDOW */
    size_t window;
};

/* ---- one file ---- */

static cJSON *parse(const char *text, size_t len)
{
    return cJSON_ParseWithLengthOpts(text, len + 1, NULL, true);
}

struct cJSON *run_file_labels(const struct run_file_source *source, struct error *err)
{
    const struct extract *x = source->extract;
    struct arena scratch;
    arena_init(&scratch);
    struct squeeze again = {.at = source->part->from, .end = x->in.end};
    str_init(&again.text, &scratch);
    cJSON *item = NULL;
    if (squeeze_benchmark(&again, KEEP_LABELS) == SQUEEZE_DONE)
        item = parse(again.text.data, again.text.len);
    if (!item)
        extract_fail_json(x, source->part->from, err);
    arena_release(&scratch);
    return item;
}

void run_file_free(struct cJSON *item)
{
    cJSON_Delete(item);
}

/* Parse the part; NUMBER is that of the benchmark it is. */
static int visit_part(const struct reading *r, size_t file, const struct extract_part *part,
                      size_t number, struct error *err)
{
    const struct run_file_visitor *v = r->visitor;
    const struct extract *x = &r->extracts[file % r->window];
    cJSON *item = parse(x->in.text.data + part->text, part->len);
    if (!item)
        return extract_fail_json(x, part->from, err);
    int result = 0;
    if (part->kind == EXTRACT_MACHINE && v->machine)
        v->machine(item, file, v->data);
    else if (part->kind == EXTRACT_BENCHMARK && !cJSON_IsObject(item))
        result = error_set(err, STATUS_USAGE, "benchmark %zu is not an object", number);
    else if (part->kind == EXTRACT_BENCHMARK)
        result = v->benchmark(item, &(struct run_file_source){x, part}, file, v->data, err);
    cJSON_Delete(item);
    return result;
}

/* Parse and visit what was extracted. */
static int visit_file(const struct reading *r, size_t file, struct error *err)
{
    const struct extract *x = &r->extracts[file % r->window];
    size_t number = 0;
    for (size_t i = 0; i < x->count; i++) {
        number += x->parts[i].kind == EXTRACT_BENCHMARK;
        if (visit_part(r, file, &x->parts[i], number, err) < 0) {
            err->status = STATUS_USAGE;
            return error_add(err, "%s", r->paths[file]);
        }
    }
    if (x->failed)
        *err = x->err;
    return x->failed ? -1 : 0;
}

/* ---- several files ---- */

static void extract_file(void *data, size_t file)
{
    const struct reading *r = data;
    extract_read(&r->extracts[file % r->window], r->paths[file], r->visitor->keep);
}

int run_file_read(const char *const *paths, size_t count, const struct run_file_visitor *visitor,
                  struct error *err)
{
    struct arena scratch;
    arena_init(&scratch);
    struct reading r = {.paths = paths, .visitor = visitor, .window = ahead_window()};
    r.extracts = arena_array(&scratch, r.window, sizeof *r.extracts);
    for (size_t i = 0; i < r.window; i++)
        extract_init(&r.extracts[i]);
    struct ahead *ahead = ahead_open(&scratch, count, r.window, extract_file, &r);
    int result = 0;
    for (size_t i = 0; i < count && result == 0; i++) {
        ahead_wait(ahead, i);
        result = visit_file(&r, i, err);
    }
    ahead_close(ahead);
    for (size_t i = 0; i < r.window; i++)
        extract_release(&r.extracts[i]);
    arena_release(&scratch);
    return result;
}

static int count_benchmark(const struct cJSON *item, const struct run_file_source *source,
                           size_t file, void *data, struct error *err)
{
    (void)item;
    (void)source;
    (void)file;
    (void)err;
    ++*(size_t *)data;
    return 0;
}

int run_file_count(const char *path, size_t *count, struct error *err)
{
    struct run_file_visitor visitor = {
        .keep = KEEP_EVERYTHING, .benchmark = count_benchmark, .data = count};
    *count = 0;
    return run_file_read(&path, 1, &visitor, err);
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
