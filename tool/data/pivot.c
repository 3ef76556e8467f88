#include "data/pivot.h"

#include "base/index.h"
#include "base/str.h"
#include "data/axis.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

struct fold {
    struct arena *arena;
    const struct frame *from;
    const char *dim;
    struct index series, rows;      /* label, id -> index */
    struct strv labels;             /* of the series */
    struct strv ids;                /* of the rows */
    const struct benchmark **first; /* per row: the benchmark it was made of first */
    /* per column × row of the old frame: where its value goes; SIZE_MAX: nowhere */
    size_t *row_at, *series_at;
};

/* The id without the first of its params that is VALUE. */
static const char *strip(struct arena *a, const char *id, const char *value)
{
    const char *open = strchr(id, '[');
    if (!open)
        return id;
    struct strv kept = strv_new(a);
    size_t len = strlen(open + 1);
    if (len && open[len] == ']')
        len--;
    const char *at = arena_strndup(a, open + 1, len);
    struct strv params = strv_new(a);
    for (const char *dash; (dash = strchr(at, '-')) != NULL; at = dash + 1)
        strv_add(&params, arena_strndup(a, at, (size_t)(dash - at)));
    strv_add(&params, at);
    bool found = false;
    for (size_t i = 0; i < params.len; i++) {
        if (!found && strcmp(params.items[i], value) == 0)
            found = true;
        else
            strv_add(&kept, params.items[i]);
    }
    const char *head = arena_strndup(a, id, (size_t)(open - id));
    return kept.len ? arena_printf(a, "%s[%s]", head, strv_join(&kept, "-")) : head;
}

/* The value as it stands in an id: a whole number without its point. */
static const char *token_of(struct arena *a, const char *label, const struct dim *dim)
{
    bool whole = dim && isfinite(dim->number) && dim->number == floor(dim->number);
    return whole && strpbrk(label, ".e") ? arena_printf(a, "%.0f", dim->number) : label;
}

static size_t number_of(struct index *index, struct strv *names, const char *name)
{
    bool added;
    size_t at = *index_add(index, name, names->len, &added);
    if (added)
        strv_add(names, name);
    return at;
}

/* Decide for each row that has the column where its value goes. */
static void place_column(struct fold *f, size_t column, struct pivot_ends *ends)
{
    struct axis axis = axis_of(f->from, column, f->dim);
    for (size_t r = 0; r < f->from->row_count; r++) {
        size_t at = column * f->from->row_count + r;
        f->row_at[at] = SIZE_MAX;
        if (!axis_has_row(f->from, column, r))
            continue;
        const struct benchmark *b = &f->from->rows[r];
        const char *label = axis_text(f->arena, &axis, b);
        const char *token = token_of(f->arena, label, axis_dim(b, f->dim));
        size_t known = f->ids.len;
        f->series_at[at] = number_of(&f->series, &f->labels, label);
        f->row_at[at] = number_of(&f->rows, &f->ids, strip(f->arena, b->id, token));
        if (f->row_at[at] == known)
            f->first[known] = b;
    }
    /* first and last in the order in which this column's rows bring the series */
    bool *seen = arena_array(f->arena, f->labels.len, sizeof *seen);
    for (size_t r = 0; r < f->from->row_count; r++) {
        size_t at = column * f->from->row_count + r;
        if (f->row_at[at] == SIZE_MAX || seen[f->series_at[at]])
            continue;
        seen[f->series_at[at]] = true;
        if (!ends->found)
            ends->first = f->series_at[at];
        ends->last = f->series_at[at];
        ends->found = true;
    }
}

static void make_series(struct fold *f, struct frame *to)
{
    to->series_count = f->labels.len;
    to->series = arena_array(f->arena, f->labels.len, sizeof *to->series);
    for (size_t s = 0; s < f->labels.len; s++) {
        to->series[s] = f->from->series[0];
        to->series[s].label = f->labels.items[s];
        to->series[s].state = SERIES_PLAIN;
    }
}

static void make_rows(struct fold *f, struct frame *to)
{
    to->row_count = f->ids.len;
    to->rows = arena_array(f->arena, f->ids.len, sizeof *to->rows);
    for (size_t r = 0; r < f->ids.len; r++) {
        const struct benchmark *b = f->first[r];
        struct benchmark *row = &to->rows[r];
        row->id = f->ids.items[r];
        row->dims = arena_array(f->arena, b->dim_count, sizeof *row->dims);
        for (size_t i = 0; i < b->dim_count; i++)
            if (strcmp(b->dims[i].name, f->dim) != 0)
                row->dims[row->dim_count++] = b->dims[i];
    }
    benchmarks_shorten(f->arena, to->rows, to->row_count);
}

/* Put the labels of the old row's benchmark into the cell, where there is none yet. */
static void fill_labels(const struct fold *f, struct frame *to, size_t row, double *cell)
{
    for (size_t c = 0; c < to->column_count; c++)
        if (column_is_label(&to->columns[c]) && isnan(cell[c]) &&
            strcmp(to->columns[c].extra, f->dim) != 0)
            cell[c] = frame_value(f->from, c, row, 0);
}

static void fill(struct fold *f, struct frame *to)
{
    size_t cells = to->row_count * to->series_count;
    to->values = arena_array(f->arena, cells * to->column_count, sizeof *to->values);
    to->measured = arena_array(f->arena, cells, sizeof *to->measured);
    to->failed = arena_array(f->arena, cells, sizeof *to->failed);
    if (f->from->processes)
        to->processes = arena_array(f->arena, cells * to->column_count, sizeof *to->processes);
    for (size_t i = 0; i < cells * to->column_count; i++)
        to->values[i] = NAN;
    for (size_t c = 0; c < to->column_count; c++) {
        for (size_t r = 0; !column_is_label(&to->columns[c]) && r < f->from->row_count; r++) {
            size_t at = c * f->from->row_count + r;
            if (f->row_at[at] == SIZE_MAX)
                continue;
            size_t cell = f->row_at[at] * to->series_count + f->series_at[at];
            to->values[cell * to->column_count + c] = frame_value(f->from, c, r, 0);
            if (to->processes)
                to->processes[cell * to->column_count + c] = frame_processes(f->from, c, r, 0);
            to->measured[cell] = true;
            fill_labels(f, to, r, to->values + cell * to->column_count);
        }
    }
}

static bool has_pair(const struct frame *frame)
{
    for (size_t r = 0; r < frame->row_count; r++) {
        size_t count = 0;
        for (size_t s = 0; s < frame->series_count; s++)
            count += frame->measured[r * frame->series_count + s];
        if (count > 1)
            return true;
    }
    return false;
}

int pivot_frame(struct arena *a, const struct frame *frame, const char *dim, struct pivot *pivot,
                struct error *err)
{
    static const char prefix[] = "param:";
    struct fold f = {.arena = a, .from = frame};
    f.dim = str_starts(dim, prefix) ? dim + strlen(prefix) : dim;
    if (!axis_is_known(frame, f.dim))
        return error_set(err, EXIT_USAGE,
                         "--pivot: no benchmark has a param or extra_info called '%s'; there is %s",
                         f.dim, axis_names(a, frame));
    f.series = index_new(a);
    f.rows = index_new(a);
    f.labels = strv_new(a);
    f.ids = strv_new(a);
    size_t places = frame->row_count * frame->column_count;
    f.row_at = arena_array(a, places, sizeof *f.row_at);
    f.series_at = arena_array(a, places, sizeof *f.series_at);
    f.first = arena_array(a, places, sizeof *f.first);

    *pivot = (struct pivot){.frame = *frame};
    pivot->ends = arena_array(a, frame->column_count, sizeof *pivot->ends);
    for (size_t c = 0; c < frame->column_count; c++)
        if (!column_is_label(&frame->columns[c]))
            place_column(&f, c, &pivot->ends[c]);
    make_series(&f, &pivot->frame);
    make_rows(&f, &pivot->frame);
    fill(&f, &pivot->frame);
    pivot->paired = has_pair(&pivot->frame);
    return 0;
}
