#include "data/filter.h"

#include "data/axis.h"
#include "data/dims.h"

#include <math.h>
#include <string.h>

int filter_check(struct arena *a, const struct strv *where, struct error *err)
{
    struct strv wrong = strv_new(a);
    for (size_t i = 0; i < where->len; i++)
        if (!strchr(where->items[i], '=') || where->items[i][0] == '=')
            strv_addf(&wrong, "--where: '%s' is not KEY=VALUE", where->items[i]);
    return wrong.len ? error_set(err, EXIT_USAGE, "%s", strv_join(&wrong, "; ")) : 0;
}

static const char *key_of(struct arena *a, const char *condition)
{
    return arena_strndup(a, condition, strcspn(condition, "="));
}

static const char *value_of(const char *condition)
{
    return condition + strcspn(condition, "=") + 1;
}

static bool has(const struct benchmark *benchmark, const char *key, const char *value)
{
    const struct dim *dim = axis_dim(benchmark, key);
    if (!dim)
        return false;
    double wanted = dims_text_number(value);
    double number = isnan(dim->number) ? dims_text_number(dim->text) : dim->number;
    return strcmp(dim->text, value) == 0 || number == wanted;
}

static bool matches(const struct benchmark *benchmark, const struct strv *globs)
{
    const char *id = benchmark->id, *name = benchmark_name(id);
    for (size_t i = 0; i < globs->len; i++) {
        const char *glob = globs->items[i];
        /* "test_x[1]" is a pattern too, of another name: take it as it stands first. */
        if (strcmp(id, glob) == 0 || strcmp(name, glob) == 0 || str_matches(id, glob) ||
            str_matches(name, glob))
            return true;
    }
    return globs->len == 0;
}

static int check_keys(struct arena *a, const struct frame *frame, const struct strv *where,
                      struct error *err)
{
    struct strv unknown = strv_new(a);
    for (size_t i = 0; i < where->len; i++) {
        const char *key = key_of(a, where->items[i]);
        if (!axis_is_known(frame, key))
            strv_add(&unknown, key);
    }
    if (unknown.len)
        return error_set(err, EXIT_USAGE,
                         "--where: no benchmark has a param or extra_info called %s; there is %s",
                         strv_join(&unknown, ", "), axis_names(a, frame));
    return 0;
}

/* Move row FROM to TO, which is not after it. */
static void move_row(struct frame *f, size_t from, size_t to)
{
    size_t cells = f->series_count, values = cells * f->column_count;
    f->rows[to] = f->rows[from];
    memmove(f->values + to * values, f->values + from * values, values * sizeof *f->values);
    if (f->processes)
        memmove(f->processes + to * values, f->processes + from * values,
                values * sizeof *f->processes);
    memmove(f->measured + to * cells, f->measured + from * cells, cells * sizeof *f->measured);
    memmove(f->failed + to * cells, f->failed + from * cells, cells * sizeof *f->failed);
}

int filter_frame(struct arena *a, struct frame *frame, const struct strv *where,
                 const struct strv *globs, struct error *err)
{
    if (frame->row_count == 0 || (where->len == 0 && globs->len == 0))
        return 0;
    if (check_keys(a, frame, where, err) < 0)
        return -1;
    const char **keys = arena_array(a, where->len + 1, sizeof *keys);
    for (size_t i = 0; i < where->len; i++)
        keys[i] = key_of(a, where->items[i]);
    size_t kept = 0;
    for (size_t r = 0; r < frame->row_count; r++) {
        bool keep = matches(&frame->rows[r], globs);
        for (size_t i = 0; i < where->len && keep; i++)
            keep = has(&frame->rows[r], keys[i], value_of(where->items[i]));
        if (keep)
            move_row(frame, r, kept++);
    }
    if (kept == 0)
        return error_set(err, EXIT_NO_VERDICT, "%s: none of the %zu benchmarks matches",
                         !globs->len  ? "--where"
                         : where->len ? "--where and --filter"
                                      : "--filter",
                         frame->row_count);
    frame->row_count = kept;
    return 0;
}
