/* plotly.h - a figure as Plotly's: {"data": [...], "layout": {...}, "frames": [...]}.
 *
 * Traces, axes, colour axis, annotations, slider and frames are those of pytest-benchmem's figures,
 * with arrays as plain JSON: what is NaN or infinite there is null here.  Of a heatmap the layout
 * says besides that versions and ids are categories (or "1.10" would be a number), gives a version
 * without a run its state in its tick, and has in meta.marks the cells whose z is null but which do
 * not lack a value: [row, column, text, the z to draw it with or null].
 */
#pragma once

#include "draw/figure.h"
#include "text/json.h"

/* Append it, with a line feed. */
void plotly_figure(struct str *json, const struct figure *figure);

void plotly_heatmap(struct json *json, const char *name, const struct heatmap *heatmap);
void plotly_chart(struct json *json, const char *name, const struct chart *chart);
