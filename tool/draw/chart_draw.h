/* chart_draw.h - a chart as a picture: axes, marks, legend, panels. */
#pragma once

#include "draw/canvas.h"
#include "draw/chart.h"

/* Lay the chart out as a picture for the canvas writers; all of it must live as long as the
 * picture.  Of an animation the last frame is drawn, of many bars those that changed
 * most.  Returns how many benchmarks or points are drawn. */
size_t chart_picture(struct arena *a, const struct chart *chart, struct picture *picture);
