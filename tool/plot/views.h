/* views.h - from a frame to a figure: what is drawn, in what order, how it is coloured.
 *
 * Traces, ranges, order and hover are those of pytest-benchmem's figures.  All fail with
 * EXIT_NO_VERDICT where there is nothing to draw, and those with axes with EXIT_USAGE where an
 * option names no dim.  Figures keep pointers into the frame, which must outlive them.
 */
#pragma once

#include "base/error.h"
#include "data/frame.h"
#include "draw/chart.h"
#include "draw/heatmap.h"
#include "judge/verdict.h"

/* The frame of a figure has three columns per metric: its values and both ends of their spread. */
enum view_end { VIEW_VALUE, VIEW_LOW, VIEW_HIGH, VIEW_ENDS };
static inline size_t view_column(size_t metric, enum view_end end)
{
    return metric * VIEW_ENDS + (size_t)end;
}

enum band { BAND_AUTO, BAND_MINMAX, BAND_NONE };

/* Options left alone: NULL, 0, and -1 for what is decided by the data. */
struct view_options {
    size_t metric; /* of the frame */
    const char *facet, *x, *color;
    size_t top;  /* see struct heatmap and struct chart */
    double clip; /* where the colours end: a change in the metric's base unit, of sweep a fold */
    bool free_x, free_y;
    enum band band;
    int log_log, log_x, log_y, y_zero;
    const struct frame *whole; /* the frame before rows were filtered or folded */
    bool folded;               /* by --pivot: one run, whose dim gives the series */
    const char *pivot;
    long baseline;                 /* a series, or -1 for the first with values */
    const struct verdicts *judged; /* against that, a column per metric; NULL without verdicts */
    const char *palette;           /* see colors_palette() */
};

/* The series to compare with: O's, or the first that has a value; -1 where there is none. */
long view_baseline(const struct frame *frame, const struct view_options *o);

/* How every benchmark changed across the series.  O's clip is > 1, or 0 to choose by the values.
 * Fails with EXIT_SKIP where no series has a run, and with EXIT_NO_VERDICT where fewer than two
 * have values or the baseline has none. */
int view_sweep(struct arena *a, const struct frame *frame, const struct view_options *o,
               struct heatmap *heatmap, struct error *err);

/* The bound of its colours in log2 and their ticks, whose number is returned. */
size_t view_sweep_scale(struct arena *a, const struct frame *frame, const struct view_options *o,
                        double *bound, struct tick **ticks);

/* Cost of the baseline against the ratio to it; with three or more runs a frame per run. */
int view_scatter(struct arena *a, const struct frame *frame, const struct view_options *o,
                 struct chart *chart, struct error *err);

/* The change from the baseline to the next series, a bar per benchmark. */
int view_compare(struct arena *a, const struct frame *frame, const struct view_options *o,
                 struct chart *chart, struct error *err);

/* Cost against a dim, a line per value of another dim or per run. */
int view_scaling(struct arena *a, const struct frame *frame, const struct view_options *o,
                 struct chart *chart, struct error *err);
