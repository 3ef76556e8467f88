/* details.h - what a page knows beside its figure: every benchmark's values, for each metric.
 *
 * JSON: {"view", "package", "facts", "baseline", "head", "series": [{"label", "state", "note"}],
 * "ids", "names", "failed": {"row,series": true}, "metrics": [{"name", "unit", "label", "values",
 * "low", "high", "spread", "figure", "points"}]}.  Rows are in the order of their ids; values, low
 * and high are lists per row.  low is left out where it is the values.  figure is that of another
 * metric in the same view, points the rows of its traces' points, per frame; the view sweep needs
 * neither.  Where processes were judged a metric has "verdicts", a list of texts per row ("" for
 * none), "faded": {"row,series": true} for the unclear ones, "steps", a
 * list of [row, size, text], and "said", [text, faded] for each of the points.  The figure itself
 * stays pytest-benchmem's; the page adds these.
 */
#ifndef BENCHMEM_PLOT_DETAILS_H
#define BENCHMEM_PLOT_DETAILS_H

#include "base/str.h"
#include "data/frame.h"
#include "draw/chart.h"
#include "judge/verdict.h"

/* Each metric has three columns of the frame: the value that is drawn, and both ends of its
 * spread. */
enum { DETAILS_VALUE, DETAILS_LOW, DETAILS_HIGH, DETAILS_COLUMNS };

struct details {
    const char *view, *package;    /* "" if it is not known */
    const struct frame *frame;     /* whose columns are DETAILS_COLUMNS per metric */
    size_t baseline;               /* a series */
    const struct verdicts *judged; /* a column per metric; NULL without verdicts */
    long head;                     /* the series whose change is told, or -1 */
    const struct chart **charts;   /* per metric, NULL where it cannot be drawn; NULL for sweep */
};

void details_add(struct str *json, const struct details *details);

#endif
