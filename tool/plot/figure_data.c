#include "plot/figure_data.h"

#include "data/filter.h"
#include "data/pivot.h"
#include "plot/views.h"
#include "text/error_print.h"

#include <string.h>

/* The columns of view_column(): the metric drawn comes first; with ALL the others follow. */
static struct column *columns_for(struct arena *a, const struct column *drawn, bool all,
                                  size_t *count)
{
    struct column metrics[METRIC_COUNT + 1] = {*drawn};
    size_t n = 1;
    for (size_t m = 0; all && m < METRIC_COUNT; m++)
        if (m != (size_t)drawn->metric)
            metrics[n++] = (struct column){.metric = (enum metric)m,
                                           .stat = STAT_HEADLINE,
                                           .process_stat = drawn->process_stat};
    struct column *columns = arena_array(a, n, VIEW_ENDS * sizeof *columns);
    for (size_t i = 0; i < n; i++) {
        struct column *ends = &columns[view_column(i, VIEW_VALUE)];
        ends[VIEW_VALUE] = ends[VIEW_LOW] = ends[VIEW_HIGH] = metrics[i];
        if (metrics[i].metric == METRIC_EXTRA)
            continue;
        ends[VIEW_LOW].stat = STAT_MIN;
        ends[VIEW_HIGH].stat = metrics[i].metric == METRIC_TIME ? STAT_MEDIAN : STAT_MAX;
    }
    *count = n * VIEW_ENDS;
    return columns;
}

/* Those that any run has; the one drawn in any case. */
static void list_metrics(struct arena *a, struct figure_data *m)
{
    size_t count = m->frame.column_count / VIEW_ENDS;
    m->metrics = arena_array(a, count, sizeof *m->metrics);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || frame_has_column(&m->frame, view_column(i, VIEW_VALUE)))
            m->metrics[m->metric_count++] = i;
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
        error_set(&note, EXIT_OK,
                  "plot: --pivot %s: no benchmark has two of its values, so nothing is side by "
                  "side; a value can be taken out of an id only where it stands there as it is",
                  dim);
        error_print(&note, stderr);
    }
    return 0;
}

int figure_data_load(struct arena *a, struct series *series, size_t count, struct figure_data *m,
                     struct error *err)
{
    size_t column_count;
    struct strv none = strv_new(a);
    struct column *columns = columns_for(a, &m->drawn, m->explored, &column_count);
    if (frame_load(a, &m->frame, series, count, columns, column_count, err) < 0)
        return -1;
    list_metrics(a, m);
    /* Folded first: what a series is called goes by all of the run, kept or not. */
    m->whole = m->where->len ? copy_frame(a, &m->frame) : m->frame;
    if (m->pivot && fold(a, m->pivot, &m->frame, err) < 0)
        return -1;
    return filter_frame(a, &m->frame, m->where, &none, err);
}
