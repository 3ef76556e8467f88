/* page_data.h - what a page knows beside its figure: every benchmark's values, for each metric.
 *
 *     {"view", "package", "palettes": [[name, low, high]], "facts", "baseline", "head",
 *      "series": [{"label", "state", "note", "reasons"}], "ids", "names", "short": [[letters,
 * names]], "failed": {"row,series": reason}, "overview": [[text, "" or "less" or "more", row or
 * null]], "metrics": [{"name", "limit", "less", "more", "unit", "label", "values", "low", "high",
 *                   "spread", "changes", "order", "figure", "points", "bound", "ticks"}]}
 *
 * Rows are in the order of their ids; values, low and high are lists per row.  low is left out
 * where it is the values.  limit is how many percent a value may be off without being a change,
 * where nothing is judged.  changes are per row [percent ("inf" where it is infinite, null where
 * there is none), verdict, index of the series that it is held against, that of the series since
 * which it changed or null]; order are rows, the one that grew most first.  figure is that of
 * another metric in the same view, points the rows of its traces' points, per frame; the view sweep
 * has for another metric where its colours end and [log2, text] for each tick instead.  Where
 * processes were judged a metric has "verdicts", a list of texts per row ("" for none), "faded" and
 * "changed": {"row,series": true} for the unclear ones and for changes ("doubtful": for times that
 * moved by the same instructions), "steps", a list of [row, size, text], and "said", [text, faded]
 * for each of the points, and "made"
 * (page/page_made.h).  The figure itself stays pytest-benchmem's; the page adds these.
 */
#pragma once

#include "base/str.h"
#include "draw/chart.h"
#include "plot/figure_data.h"

struct page_data {
    const char *view;
    const struct figure_data *material;
    const struct chart **charts; /* per metric of the material, NULL where it cannot be drawn; NULL
                                    for the view sweep */
};

void page_data_add(struct str *json, const struct page_data *details);
