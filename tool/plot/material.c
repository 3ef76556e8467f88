#include "plot/material.h"

#include "data/filter.h"
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
        struct column one = {
            .metric = (enum metric)m, .stat = STAT_HEADLINE, .process_stat = drawn->process_stat};
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

/* A frame with the columns that KEEP is true for, COUNT of them. */
static struct frame with_columns(struct arena *a, const struct frame *frame, const bool *keep,
                                 size_t count)
{
    struct frame f = *frame;
    size_t old = frame->column_count, cells = frame->row_count * frame->series_count;
    f.column_count = 0;
    f.columns = arena_array(a, count + 1, sizeof *f.columns);
    size_t *kept = arena_array(a, count + 1, sizeof *kept);
    for (size_t c = 0; c < old; c++) {
        if (!keep[c])
            continue;
        kept[f.column_count] = c;
        f.columns[f.column_count++] = frame->columns[c];
    }
    f.values = arena_array(a, cells + 1, count * sizeof *f.values);
    f.processes = frame->processes ? arena_array(a, cells + 1, count * sizeof *f.processes) : NULL;
    for (size_t i = 0; i < cells; i++)
        for (size_t k = 0; k < count; k++)
            f.values[i * count + k] = frame->values[i * old + kept[k]];
    for (size_t i = 0; f.processes && i < cells; i++)
        for (size_t k = 0; k < count; k++)
            f.processes[i * count + k] = frame->processes[i * old + kept[k]];
    return f;
}

enum { MOST_COLUMNS = (METRIC_COUNT + 1) * DETAILS_COLUMNS };

/* Take the columns of metrics that no run has out of the frame; the first metric stays. */
static void drop_absent(struct arena *a, struct frame *frame)
{
    bool keep[MOST_COLUMNS];
    size_t count = 0;
    for (size_t c = 0; c < frame->column_count; c++) {
        size_t first = c / DETAILS_COLUMNS * DETAILS_COLUMNS;
        keep[c] = first == 0 || frame_has_column(frame, first);
        count += keep[c] ? 1 : 0;
    }
    if (count < frame->column_count)
        *frame = with_columns(a, frame, keep, count);
}

struct frame material_metric(struct arena *a, const struct frame *frame, size_t metric)
{
    bool keep[MOST_COLUMNS];
    for (size_t c = 0; c < frame->column_count; c++)
        keep[c] = c / DETAILS_COLUMNS == metric;
    return with_columns(a, frame, keep, DETAILS_COLUMNS);
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
    copy.processes = NULL; /* nobody asks what single processes measured of it */
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

int material_load(struct arena *a, struct series *series, size_t count, struct material *m,
                  struct error *err)
{
    size_t column_count;
    struct strv none;
    strv_init(&none, a);
    struct column *columns = columns_for(a, &m->drawn, m->explored, &column_count);
    if (frame_load(a, &m->frame, series, count, columns, column_count, err) < 0)
        return -1;
    drop_absent(a, &m->frame);
    /* Folded first: what a series is called goes by all of the run, kept or not. */
    m->whole = m->where->len ? copy_frame(a, &m->frame) : m->frame;
    if (m->pivot && fold(a, m->pivot, &m->frame, err) < 0)
        return -1;
    return filter_frame(a, &m->frame, m->where, &none, err);
}
