/* plotly_chart.h - a chart as a Plotly figure: {"data": [...], "layout": {...}, "frames": [...]}.
 *
 * Traces, axes, colour axis, annotations, slider and frames are those of pytest-benchmem's figure,
 * with arrays as plain JSON.
 */
#ifndef BENCHMEM_DRAW_PLOTLY_CHART_H
#define BENCHMEM_DRAW_PLOTLY_CHART_H

#include "draw/chart.h"
#include "text/json.h"

void plotly_chart(struct json *json, const char *name, const struct chart *chart);

#endif
