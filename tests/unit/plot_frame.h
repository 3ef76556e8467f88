/* plot_frame.h - a frame filled by hand, for the tests of plot/. */
#pragma once

#include "data/frame.h"

#include <math.h>

/* A frame with one column; VALUES are row by row, NAN where there is none. */
static inline struct frame plot_frame(struct arena *a, enum metric metric, size_t rows,
                                      const char *const *ids, size_t columns,
                                      const char *const *labels, const double *values)
{
    struct frame f = {.series_count = columns, .row_count = rows, .column_count = 1};
    f.series = arena_array(a, columns, sizeof *f.series);
    for (size_t c = 0; c < columns; c++) {
        f.series[c] = (struct series){.label = labels[c], .path = "run.json"};
        f.series[c].failed = failures_new(a);
    }
    f.rows = arena_array(a, rows, sizeof *f.rows);
    for (size_t r = 0; r < rows; r++)
        f.rows[r] = (struct benchmark){.id = ids[r], .short_name = ids[r]};
    f.columns = arena_alloc(a, sizeof *f.columns);
    *f.columns = (struct column){.metric = metric, .stat = STAT_HEADLINE};
    f.values = arena_array(a, rows * columns, sizeof *f.values);
    f.measured = arena_array(a, rows * columns, sizeof *f.measured);
    f.failed = arena_array(a, rows * columns, sizeof *f.failed);
    for (size_t i = 0; i < rows * columns; i++) {
        f.values[i] = values[i];
        f.measured[i] = !isnan(values[i]);
    }
    return f;
}
