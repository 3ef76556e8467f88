/* figure.h - what `plot` draws, whichever view it is: a heatmap or a chart, and how to write it. */
#pragma once

#include "draw/canvas.h"
#include "draw/chart.h"
#include "draw/heatmap.h"

struct figure {
    const char *view, *metric, *title;
    const struct heatmap *heatmap; /* the view sweep; else NULL */
    const struct chart *chart;     /* the other views; else NULL */
};

/* Lay it out for the canvas writers; all of it must live as long as the picture.  Returns how many
 * of its rows are drawn. */
size_t figure_picture(struct arena *a, const struct figure *figure, struct picture *picture);

/* The same of a heatmap, which has to live as long too: not all of its rows are drawn where they
 * are many (heatmap_choose()).  And of a chart: of an animation the last frame is drawn, of many
 * bars those that changed most; returns how many benchmarks or points are drawn. */
size_t heatmap_picture(struct arena *a, const struct heatmap *heatmap, struct picture *picture);
size_t chart_picture(struct arena *a, const struct chart *chart, struct picture *picture);

/* How much there is to see: "2 benchmarks x 3 versions", DRAWN of its rows being in a picture. */
const char *figure_extent(struct arena *a, const struct figure *figure, size_t drawn);
/* How many rows it has. */
size_t figure_rows(const struct figure *figure);
