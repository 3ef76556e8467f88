/* heatmap.h - the view `sweep` as numbers: how every benchmark changed across the versions.
 *
 * A row per benchmark that has a value in the baseline, sorted by id; a column per series of the
 * frame, those without any value included.  A fold change is value / baseline; what is coloured is
 * its log2.  Writers take it from here: heatmap_draw.h for pictures, plotly.h for pages.
 */
#ifndef BENCHMEM_PLOT_HEATMAP_H
#define BENCHMEM_PLOT_HEATMAP_H

#include "data/frame.h"
#include "draw/scale.h"
#include "judge/verdict.h"

enum cell_state {
    CELL_VALUE,
    CELL_FAILED,  /* the benchmark failed in that version */
    CELL_MISSING, /* the run has no value for it */
    CELL_NO_RUN,  /* the whole version has none; its series says why */
};

struct cell {
    enum cell_state state;
    double value; /* in the metric's base unit; NAN unless CELL_VALUE */
    double fold;  /* value / baseline; NAN for 0 / 0, infinite for a baseline of 0 */
    double log2;  /* of the fold change; NAN unless that is > 0 */
};

struct heatmap_row {
    const char *id, *short_name;
    size_t frame_row;
};

struct heatmap {
    const struct series *series;
    size_t columns;
    size_t baseline; /* the column everything is compared with */
    struct heatmap_row *rows;
    size_t row_count;
    struct cell *cells; /* row × column, see heatmap_cell() */
    size_t left_out;    /* benchmarks without a value in the baseline */
    const char *metric; /* for options and file names: "peak" */
    const char *name;   /* for people: "peak memory" */
    enum unit unit;
    double bound; /* of the colour scale, in log2 */
    struct scale_tick *ticks;
    size_t tick_count;
    const char *title;
    const struct palette *palette; /* NULL: the default */
    /* For the caller to set: verdicts on the frame, whose first column is what is drawn, or NULL.
     */
    const struct verdicts *judged;
    enum metric kind;
};

/* The first series that has a value of the column, or -1. */
int heatmap_first_with_value(const struct frame *frame, size_t column);

/* Make the heatmap of one column of the frame, which must outlive it.  CLIP is the fold change at
 * which the colours end, > 1, or 0 to choose by the values.  Fails with STATUS_SKIP where no series
 * has a run, and with STATUS_NO_VERDICT where fewer than two have values or the baseline has
 * none. */
int heatmap_make(struct arena *a, const struct frame *frame, size_t column, size_t baseline,
                 double clip, struct heatmap *heatmap, struct error *err);

const struct cell *heatmap_cell(const struct heatmap *heatmap, size_t row, size_t column);

/* What is said of a cell's value; VERDICT_NONE without verdicts. */
struct judged heatmap_judged(const struct heatmap *heatmap, size_t row, size_t column);

/* What a cell says: "1.48×", "—", "✗". */
const char *heatmap_cell_text(struct arena *a, const struct cell *cell);

/* The same of the heatmap's cell, behind ~ where it may or may not differ from the baseline. */
const char *heatmap_shown_text(struct arena *a, const struct heatmap *heatmap, size_t row,
                               size_t column);

/* "unavailable", "failed", "not run", "no run file"; NULL for a series that has a run. */
const char *heatmap_series_state(const struct series *series);

#endif
