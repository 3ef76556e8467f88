/* heading.h - what stands above the grid or the panels of every picture: title, subtitle, colours.
 */
#pragma once

#include "draw/canvas.h"
#include "draw/colors.h"
#include "draw/ticks.h"

enum {
    HEADING_MARGIN = 20, /* around the whole picture */
    HEADING_TITLE_FONT = 16,
    HEADING_FONT = 11,
    HEADING_BOTTOM = HEADING_MARGIN + HEADING_TITLE_FONT + 18, /* the subtitle's baseline */
};

/* Draw both, elided where they are wider than a picture of this WIDTH. */
void heading_draw(struct canvas *canvas, struct arena *a, const char *title, const char *subtitle,
                  double width);

/* A bar of the colours from -BOUND to BOUND. */
struct color_bar {
    struct rect box;
    double bound;
    const struct palette *palette;
    const struct tick *ticks; /* in rising order, symmetric about one in the middle */
    size_t tick_count;
    const char *less, *more; /* what stands at its ends */
};

void color_bar_draw(struct canvas *canvas, const struct color_bar *bar);
