/* pivot.h - fold one run along a dim: its values become the series.
 *
 * Benchmarks that differ only in the dim become one row: the value is taken out of the id's params
 * (test_build[old-100] -> test_build[100]).  Series are called as the peer calls them: by the
 * value, "nan" for benchmarks without it, in order of appearance, column by column.
 */
#pragma once

#include "base/arena.h"
#include "base/error.h"
#include "data/frame.h"

/* The first and the last value of the dim for which a column has numbers, as series. */
struct pivot_ends {
    size_t first, last;
    bool found;
};

struct pivot {
    struct frame frame;
    struct pivot_ends *ends; /* per column */
    bool paired;             /* some row has values in two series */
};

/* Fold FRAME, which has one series, along DIM ("param:NAME" or NAME).  Its columns stay; a dim that
 * no benchmark has is an error with EXIT_USAGE. */
int pivot_frame(struct arena *a, const struct frame *frame, const char *dim, struct pivot *pivot,
                struct error *err);
