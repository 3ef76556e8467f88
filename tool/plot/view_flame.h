/* view_flame.h - the stacks of a version, or of two, as a flame graph. */
#pragma once

#include "data/counts.h"
#include "draw/flame.h"

/* What is drawn: the stacks of a benchmark in the version TO, or how it differs from FROM. */
struct view_flame {
    const char *name;                           /* of the benchmark */
    const char *from, *to;                      /* TO may be NULL where there is one version */
    const struct counts_stacks *before, *after; /* BEFORE NULL: one version */
    enum metric metric;
    const struct palette *palette;
};

/* Frames of one function that the same functions have called are one cell; its line is that of the
 * first such frame in the later version that has it.  Of two versions a cell is as wide as the
 * larger of both, by what it and those below it allocated themselves, so that what is gone stays in
 * sight. */
void view_flame(struct arena *a, const struct view_flame *view, struct flame *flame);
