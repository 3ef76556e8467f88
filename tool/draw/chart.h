/* chart.h - a figure with axes, before it is written: panels, traces, points, a colour scale.
 *
 * Plain data that the views scatter, compare and scaling fill (plot/views.h), words and verdicts
 * included; plotly.h and figure.h write it.  All memory is the arena's.  Numbers are in
 * the metric's base unit.
 */
#pragma once

#include "base/str.h"
#include "draw/colors.h"
#include "text/unit.h"

enum chart_mark {
    CHART_BARS,  /* horizontal, a row per benchmark: x is the length */
    CHART_DOTS,  /* coloured by `color` */
    CHART_LINES, /* a line per trace, with whiskers where `whiskers` */
};

enum { CHART_PANELS_ACROSS = 3 };
/* As far as an axis goes: no quotient of two of its values is too large for a number, or too small.
 */
static const double CHART_REACH = 1e120;

struct chart_axis {
    const char *title;
    bool log, to_zero;
    bool category;               /* its values are texts, in order of appearance */
    bool free;                   /* each panel has its own range and ticks */
    double low, high;            /* its range; NAN to follow the data */
    const char *format, *suffix; /* of Plotly's ticks: ".2s", "s"; or NULL */
    bool unit;                   /* it shows the metric's unit */
    /* The values in order, where the axis shows what also tells traces or panels apart. */
    const char **order;
    double *order_numbers; /* NAN for one that is text */
    size_t order_count;
};

struct chart_point {
    const char *id, *short_name;
    size_t row; /* of all benchmarks there are */
    double x, y;
    const char *text;    /* in place of x where that is text; else NULL */
    double color;        /* bars and dots: the change */
    double above, below; /* lines: how far the passes spread from y */
    const char *series;  /* whose value it is */
    double value, base;  /* that value, and the baseline's */
    const char *verdict; /* what else is said of it: "same: 1.001× (1.000× to 1.002×)", or "" */
    bool faded;          /* the change may or may not be one */
};

struct chart_trace {
    const char *name; /* in the legend; "" if there is nothing to tell apart */
    bool in_legend;   /* the first of its name */
    size_t color;     /* lines: a number in the sequence of colours */
    size_t dash;
    size_t panel;
    const char *labels; /* of the hover: "kind=list<br>" */
    bool x_told;        /* the labels have x already */
    struct chart_point *points;
    size_t count;
};

struct chart_frame {
    const char *name;
    struct chart_trace *traces;
    size_t count;
};

struct chart {
    const char *view, *metric, *name; /* "scatter", "peak", "peak memory" */
    enum chart_mark mark;
    enum unit unit;
    const char *title, *subtitle;
    size_t height; /* of Plotly's figure */
    struct chart_axis x, y;
    const char **panels; /* their titles "kind=list"; one that is NULL without facets */
    size_t panel_count;
    struct chart_frame *frames; /* at least one; more are an animation */
    size_t frame_count;
    double bound;                  /* bars and dots: the colours end at -bound and bound */
    const struct palette *palette; /* NULL: the default */
    bool judged;                   /* some points have a verdict */
    const char *color_title;
    const char *legend_title; /* NULL without a legend */
    bool whiskers;
    size_t top;   /* bars: see struct choice */
    size_t shown; /* benchmarks, or points of lines: what the peer counts */
    struct strv notes;
};
