#include "runfile/run_file.h"

#include "runfile/extract.h"
#include "runfile/parse.h"
#include "system/workers.h"

#include <cJSON.h>
#include <stdlib.h>
#include <string.h>

struct run_file_benchmark {
    const struct extract *extract;
    const struct extract_part *part;
    size_t number; /* in its file, from 1 */
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

/* Parse the squeezed text of the part. */
static cJSON *parse(const struct extract *x, const struct extract_part *part, const char *text,
                    size_t len, struct error *err)
{
    cJSON *item = parse_json(text, len, err);
    if (!item && err->exit_code == EXIT_USAGE)
        extract_fail_json(x, part->from, err);
    return item;
}

/* ITEM, unless it is no object. */
static cJSON *check_object(const struct run_file_benchmark *b, cJSON *item, struct error *err)
{
    if (!item || cJSON_IsObject(item))
        return item;
    error_set(err, EXIT_USAGE, "benchmark %zu is not an object", b->number);
    cJSON_Delete(item);
    return NULL;
}

const char *run_file_text(const struct run_file_benchmark *b, size_t *len)
{
    if (len)
        *len = b->part->len;
    return b->extract->in.text.data + b->part->text;
}

struct cJSON *run_file_parse(const struct run_file_benchmark *b, struct error *err)
{
    return check_object(b, parse(b->extract, b->part, run_file_text(b, NULL), b->part->len, err),
                        err);
}

size_t run_file_place(const struct run_file_benchmark *b)
{
    return b->number;
}

struct cJSON *run_file_labels(const struct run_file_benchmark *b, struct error *err)
{
    const struct extract *x = b->extract;
    struct arena scratch = {0};
    struct squeeze again = {.at = b->part->from, .end = x->in.end, .text = str_new(&scratch)};
    cJSON *item = NULL;
    if (squeeze_benchmark(&again, KEEP_LABELS) == SCAN_DONE)
        item = parse(x, b->part, again.text.data, again.text.len, err);
    else
        extract_fail_json(x, again.at, err);
    arena_release(&scratch);
    return check_object(b, item, err);
}

void run_file_free(struct cJSON *item)
{
    cJSON_Delete(item);
}

/* Visit the part; NUMBER is that of the benchmark it is. */
static int visit_part(const struct reading *r, size_t file, const struct extract_part *part,
                      size_t number, struct error *err)
{
    const struct run_file_visitor *v = r->visitor;
    const struct extract *x = &r->extracts[file % r->window];
    if (part->kind == EXTRACT_BENCHMARK)
        return v->visit_benchmark(&(struct run_file_benchmark){x, part, number}, file, v->data,
                                  err);
    cJSON *item = parse(x, part, x->in.text.data + part->text, part->len, err);
    if (item && part->kind == EXTRACT_MACHINE && v->visit_machine)
        v->visit_machine(item, file, v->data);
    if (item && part->kind == EXTRACT_PLACES && v->visit_places)
        v->visit_places(item, file, v->data);
    cJSON_Delete(item);
    return item ? 0 : -1;
}

/* Parse and visit what was extracted. */
static int visit_file(const struct reading *r, size_t file, struct error *err)
{
    struct extract *x = &r->extracts[file % r->window];
    size_t number = 0;
    for (size_t i = 0; i < x->count; i++) {
        number += x->parts[i].kind == EXTRACT_BENCHMARK;
        extract_rest_before(x, x->parts[i].from);
        if (visit_part(r, file, &x->parts[i], number, err) < 0)
            return error_add(err, "%s", r->paths[file]);
    }
    if (x->failed)
        *err = x->err;
    return x->failed ? -1 : 0;
}

/* ---- several files ---- */

static void extract_file(void *data, size_t file)
{
    const struct reading *r = data;
    extract_read(&r->extracts[file % r->window], r->paths[file], r->visitor->keep,
                 r->visitor->only);
}

int run_file_read(const char *const *paths, size_t count, const struct run_file_visitor *visitor,
                  struct error *err)
{
    struct arena scratch = {0};
    struct reading r = {.paths = paths, .visitor = visitor, .window = workers_window()};
    r.extracts = arena_array(&scratch, r.window, sizeof *r.extracts);
    for (size_t i = 0; i < r.window; i++)
        extract_init(&r.extracts[i]);
    struct workers *workers = workers_open(&scratch, count, r.window, extract_file, &r);
    int result = 0;
    for (size_t i = 0; i < count && result == 0; i++) {
        workers_wait(workers, i);
        result = visit_file(&r, i, err);
    }
    workers_close(workers);
    for (size_t i = 0; i < r.window; i++)
        extract_release(&r.extracts[i]);
    arena_release(&scratch);
    return result;
}

static int count_benchmark(const struct run_file_benchmark *b, size_t file, void *data,
                           struct error *err)
{
    (void)file;
    cJSON *item = run_file_parse(b, err);
    cJSON_Delete(item);
    ++*(size_t *)data;
    return item ? 0 : -1;
}

int run_file_count(const char *path, size_t *count, struct error *err)
{
    struct run_file_visitor visitor = {
        .keep = KEEP_EVERYTHING, .visit_benchmark = count_benchmark, .data = count};
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
        if (item->string[0] == name[0] && strcmp(item->string, name) == 0)
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
