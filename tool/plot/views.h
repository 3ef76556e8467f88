/* views.h - the views with axes, each as a chart: what is drawn, in what order, how it is coloured.
 *
 * Traces, ranges, order and hover are those of pytest-benchmem's figures.  The frame's first column
 * is what is drawn; scaling takes the smallest and the largest pass from the two after it, where
 * it has them.  All fail with STATUS_NO_VERDICT where there is nothing to draw, and with
 * STATUS_USAGE where an option names no dim.
 */
#ifndef BENCHMEM_PLOT_VIEWS_H
#define BENCHMEM_PLOT_VIEWS_H

#include "base/error.h"
#include "data/frame.h"
#include "draw/chart.h"
#include "judge/verdict.h"

enum band { BAND_AUTO, BAND_MINMAX, BAND_NONE };

/* Options left alone: NULL, 0, and -1 for what is decided by the data. */
struct view_options {
    const char *facet, *x, *color;
    double clip; /* where the colours end, in the metric's base unit */
    bool free_x, free_y;
    enum band band;
    int log_log, log_x, log_y, y_zero;
    const struct frame *whole; /* the frame before rows were filtered or folded */
    bool folded;               /* by --pivot: one run, whose dim gives the series */
    const char *pivot;
    long baseline;                 /* a series, or -1 for the first with values */
    const struct verdicts *judged; /* of the frame against that; NULL without verdicts */
    size_t judged_column;
};

/* Cost of the baseline against the ratio to it; with three or more runs a frame per run. */
int view_scatter(struct arena *a, const struct frame *frame, const struct view_options *o,
                 struct chart *chart, struct error *err);

/* The change from the baseline to the next series, a bar per benchmark. */
int view_compare(struct arena *a, const struct frame *frame, const struct view_options *o,
                 struct chart *chart, struct error *err);

/* Cost against a dim, a line per value of another dim or per run. */
int view_scaling(struct arena *a, const struct frame *frame, const struct view_options *o,
                 struct chart *chart, struct error *err);

#endif
