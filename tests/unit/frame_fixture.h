/* frame_fixture.h - frames made by hand: one column of values for a few benchmarks and series. */
#pragma once

#include "unit_test.h"

#include "data/frame.h"

#include <math.h>
#include <string.h>

/* SERIES and IDS end with NULL; VALUES is row × series, times FACTOR, NAN where not measured. */
static inline struct frame frame_fixture(struct arena *a, struct column column,
                                         const char *const *series, const char *const *ids,
                                         const double *values, double factor)
{
    struct frame f = {0};
    while (series[f.series_count])
        f.series_count++;
    while (ids[f.row_count])
        f.row_count++;
    f.series = arena_array(a, f.series_count, sizeof *f.series);
    for (size_t i = 0; i < f.series_count; i++) {
        f.series[i] = (struct series){.label = series[i], .path = "run.json"};
        f.series[i].failed = failures_new(a);
    }
    f.rows = arena_array(a, f.row_count, sizeof *f.rows);
    for (size_t r = 0; r < f.row_count; r++) {
        const char *colons = strstr(ids[r], "::");
        f.rows[r] = (struct benchmark){.id = ids[r], .short_name = colons ? colons + 2 : ids[r]};
    }
    f.columns = arena_alloc(a, sizeof *f.columns);
    f.columns[0] = column;
    f.column_count = 1;
    size_t cells = f.row_count * f.series_count;
    f.values = arena_array(a, cells, sizeof *f.values);
    f.measured = arena_array(a, cells, sizeof *f.measured);
    f.failed = arena_array(a, cells, sizeof *f.failed);
    for (size_t i = 0; i < cells; i++) {
        f.values[i] = values[i] * factor;
        f.measured[i] = !isnan(values[i]);
    }
    return f;
}
