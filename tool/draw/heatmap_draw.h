/* heatmap_draw.h - the view `sweep` as a picture. */
#pragma once

#include "draw/canvas.h"
#include "draw/heatmap.h"

/* Lay the heatmap out as a picture for the canvas writers; all of it, the heatmap included, must
 * live as long as the picture.  Returns how many rows are drawn: not all where they are many
 * (heatmap_choose()). */
size_t heatmap_picture(struct arena *a, const struct heatmap *heatmap, struct picture *picture);
