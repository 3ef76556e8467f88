/* flame.h - stacks as a flame graph: below each function those that it called, as wide as what they
 * account for.
 *
 * A cell is as wide as its share of the whole, the widest to the left.  What is between the last of
 * a function's cells and its end is its own.
 */
#pragma once

#include "draw/canvas.h"
#include "draw/colors.h"

struct flame_cell {
    const char *text,
        *tooltip;    /* the latter stands in the cell where it has room, else the first */
    size_t depth;    /* 0: the whole */
    double x, width; /* of the whole: 0 to 1 */
    double change;   /* of two versions: from -1, it is gone, by 0, the same, to 1, it is new */
    unsigned kind;   /* of one: what is alike has the same colour */
};

struct flame {
    const char *title, *subtitle;
    const char *less, *more; /* of two versions: what the colours' ends say; NULL: of one */
    const struct palette *palette;
    const struct flame_cell *cells; /* those outside first */
    size_t count;
};

/* The picture of FLAME, which must live until it is drawn; cells narrower than half a pixel are not
 * in it.  Returns how many are. */
size_t flame_picture(struct arena *a, const struct flame *flame, struct picture *picture);
