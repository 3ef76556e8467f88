#include "plot/material.h"

#include "base/file.h"
#include "data/filter.h"
#include "data/manifest.h"
#include "data/pivot.h"
#include "plot/details.h"

#include <string.h>

/* Three columns per metric, as plot/details.h wants them: the value that is drawn and its spread.
 * The metric drawn comes first; with ALL the others follow. */
static struct column *columns_for(struct arena *a, const struct column *drawn, bool all,
                                  size_t *count)
{
    struct column *columns = arena_array(a, METRIC_COUNT + 1, DETAILS_COLUMNS * sizeof *columns);
    size_t metrics = 0;
    for (int m = -1; m < (all ? METRIC_COUNT : 0); m++) {
        if (m == (int)drawn->metric)
            continue;
        struct column one = {.metric = (enum metric)m, .stat = STAT_HEADLINE};
        struct column *three = &columns[DETAILS_COLUMNS * metrics++];
        one = m < 0 ? *drawn : one;
        for (int i = 0; i < DETAILS_COLUMNS; i++)
            three[i] = one;
        if (one.metric == METRIC_EXTRA)
            continue;
        three[DETAILS_LOW].stat = STAT_MIN;
        three[DETAILS_HIGH].stat = one.metric == METRIC_TIME ? STAT_MEDIAN : STAT_MAX;
    }
    *count = metrics * DETAILS_COLUMNS;
    return columns;
}

/* Take the columns of metrics that no run has out of the frame; the first metric stays. */
static void drop_absent(struct frame *frame)
{
    size_t kept = 0, old = frame->column_count, cells = frame->row_count * frame->series_count;
    bool keeps[(METRIC_COUNT + 1) * DETAILS_COLUMNS];
    for (size_t c = 0; c < old; c++) {
        size_t first = c / DETAILS_COLUMNS * DETAILS_COLUMNS;
        keeps[c] = first == 0 || frame_has_column(frame, first);
    }
    for (size_t i = 0, to = 0; i < cells; i++)
        for (size_t c = 0; c < old; c++)
            if (keeps[c])
                frame->values[to++] = frame->values[i * old + c];
    for (size_t c = 0; c < old; c++)
        if (keeps[c])
            frame->columns[kept++] = frame->columns[c];
    frame->column_count = kept;
}

struct frame material_metric(struct arena *a, const struct frame *frame, size_t metric)
{
    struct frame one = *frame;
    size_t cells = frame->row_count * frame->series_count, first = metric * DETAILS_COLUMNS;
    one.columns = frame->columns + first;
    one.column_count = DETAILS_COLUMNS;
    one.values = arena_array(a, cells + 1, DETAILS_COLUMNS * sizeof *one.values);
    for (size_t i = 0; i < cells; i++)
        memcpy(one.values + i * DETAILS_COLUMNS, frame->values + i * frame->column_count + first,
               DETAILS_COLUMNS * sizeof *one.values);
    return one;
}

/* A copy that stays as it is when rows of FRAME are dropped. */
static struct frame copy_frame(struct arena *a, const struct frame *frame)
{
    struct frame copy = *frame;
    size_t values = frame->row_count * frame->series_count * frame->column_count;
    copy.rows = arena_array(a, frame->row_count + 1, sizeof *copy.rows);
    copy.values = arena_array(a, values + 1, sizeof *copy.values);
    if (frame->row_count)
        memcpy(copy.rows, frame->rows, frame->row_count * sizeof *copy.rows);
    if (values)
        memcpy(copy.values, frame->values, values * sizeof *copy.values);
    return copy;
}

static int fold(struct arena *a, const char *dim, struct frame *frame, struct error *err)
{
    struct pivot pivot;
    if (pivot_frame(a, frame, dim, &pivot, err) < 0)
        return -1;
    *frame = pivot.frame;
    if (!pivot.paired) {
        struct error note;
        error_set(&note, STATUS_OK,
                  "plot: --pivot %s: no benchmark has two of its values, so nothing is side by "
                  "side; a value can be taken out of an id only where it stands there as it is",
                  dim);
        error_print(&note, stderr);
    }
    return 0;
}

/* The package that was swept, "" where the runs are not of one sweep. */
static const char *package_of(struct arena *a, const struct strv *runs)
{
    struct manifest manifest;
    struct error err;
    bool exists = false;
    if (runs->len != 1 || !path_is_dir(runs->items[0]) ||
        manifest_read(a, path_join(a, runs->items[0], "sweep.json"), &manifest, &exists, &err) < 0)
        return "";
    return exists && manifest.package ? manifest.package : "";
}

int material_load(struct arena *a, struct series *series, size_t count, struct material *m,
                  struct error *err)
{
    size_t column_count;
    struct strv none;
    strv_init(&none, a);
    struct column *columns = columns_for(a, &m->drawn, m->explored, &column_count);
    if (frame_load(a, &m->frame, series, count, columns, column_count, err) < 0)
        return -1;
    drop_absent(&m->frame);
    m->package = package_of(a, m->runs);
    /* Folded first: what a series is called goes by all of the run, kept or not. */
    m->whole = m->where->len ? copy_frame(a, &m->frame) : m->frame;
    if (m->pivot && fold(a, m->pivot, &m->frame, err) < 0)
        return -1;
    return filter_frame(a, &m->frame, m->where, &none, err);
}
