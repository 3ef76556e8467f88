/* chart_layout.h - where everything of a drawn chart goes, computed before anything is drawn.
 *
 * From top to bottom: title, subtitle, colour scale, panels (up to three across, those of bars
 * below each other), notes; the legend stands at the right.
 */
#pragma once

#include "draw/chart.h"
#include "draw/heading.h"

/* The panels of a picture hold so many bars, unless they are to have others, and never more than so
 * many (draw/choose.h). */
enum { CHART_BARS_USUAL = 60, CHART_BARS_DRAWN = 2000 };

/* From values to places. */
struct chart_range {
    double low, high;
    bool log;
    const char **names; /* of a category axis, whose values are 0, 1, ...; else NULL */
    size_t name_count;
    struct tick *ticks;
    size_t tick_count;
};

struct chart_panel {
    size_t number; /* in the chart, whose empty panels are left out */
    struct rect box;
    const char *title;
    struct chart_range x, y;
    bool x_labels, y_labels;
    size_t *bars; /* bars: the points of its trace, from the top; else NULL */
    const char **bar_labels;
    size_t bar_count;
    const struct chart_trace *trace; /* bars: the panel's */
};

struct chart_legend {
    const char *text; /* elided */
    const struct chart_trace *trace;
};

struct chart_layout {
    struct arena *arena;
    const struct chart *chart;
    const struct chart_frame *frame; /* the one drawn */
    double width, height;
    const char *subtitle;
    struct color_bar colors; /* width 0 for none */
    struct chart_panel *panels;
    size_t panel_count;
    double bar_height, bar_font, label_width;
    double legend_x, legend_y;
    struct chart_legend *legend;
    size_t legend_count, legend_more; /* those there is no room for */
    size_t drawn;
};

enum { CHART_LEGEND_LINE = 18 };

void chart_layout_make(struct arena *a, const struct chart *chart, struct chart_layout *layout);

/* "12 µs", "-3 kB": at most three digits; of a change "+12 µs". */
const char *chart_amount(struct arena *a, const struct chart *chart, double value);
const char *chart_change(struct arena *a, const struct chart *chart, double value);

/* Where a value is on the axis, from 0 at its low end to 1, which is also where values beyond an
 * end are; NAN where a logarithm has none. */
double chart_place(const struct chart_range *range, double value);
/* The x of a point as a number: the place of its text on a category axis. */
double chart_x(const struct chart_range *range, const struct chart_point *point);
