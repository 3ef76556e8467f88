/* axis.h - one dim over the benchmarks that have a column, as the peer's data frame holds it.
 *
 * The frame gives a dim one type for all benchmarks: numbers among which one is a fraction, or
 * missing, are all fractions ("10.0"); text and truth values leave numbers as they are.
 */
#pragma once

#include "base/arena.h"
#include "data/frame.h"

struct axis {
    const char *name;
    bool exists;    /* some benchmark with the column has the dim */
    bool fractions; /* numbers are shown with their point */
};

/* The dim NAME of a benchmark, or NULL. */
const struct dim *axis_dim(const struct benchmark *benchmark, const char *name);

/* Whether any benchmark has the dim; the names of all, for a message. */
bool axis_is_known(const struct frame *frame, const char *name);
const char *axis_names(struct arena *a, const struct frame *frame);

/* Whether the benchmark has the column's value in any series. */
bool axis_has_row(const struct frame *frame, size_t column, size_t row);

struct axis axis_of(const struct frame *frame, size_t column, const char *name);

/* The value of the benchmark on the axis as text, "nan" where it has none. */
const char *axis_text(struct arena *a, const struct axis *axis, const struct benchmark *benchmark);
