/* points.h - a frame as one long list of values, and lists grouped by what their rows say.
 *
 * The list is ordered as the peer orders its data frame: series by series, each in the order of the
 * frame's rows.  A key is a dim, "snapshot" (the series' label) or "id"; keys have the text the
 * peer's frame would show, "nan" where a row lacks the dim.
 */
#pragma once

#include "base/arena.h"
#include "data/axis.h"
#include "data/frame.h"

struct point {
    size_t row, series; /* of the frame */
    double value;
    double x, ratio, change; /* for a view to fill */
};

struct points {
    struct arena *arena;
    const struct frame *frame;
    const struct frame *whole; /* before rows were filtered: it decides how numbers show */
    size_t column;
    struct point *items;
    size_t count;
};

/* What a key says of a row. */
struct key {
    const char *text;
    double number; /* NAN unless it is one */
    bool missing;
};

/* Every value of the column. */
struct points points_of(struct arena *a, const struct frame *frame, const struct frame *whole,
                        size_t column);

/* The dims, without node.*, in order of appearance. */
void points_dims(const struct points *points, struct strv *names);
/* Whether NAME is a dim (or node.*) of some row of the whole frame. */
bool points_has_dim(const struct points *points, const char *name);

/* The key of every point, in the points' order. */
struct key *points_keys(const struct points *points, const char *name);
/* Sort by the keys (NULLs passed over), numbers before what is missing; equals stay in order. */
void points_sort(struct points *points, const char *const *names, size_t count);

/* The different values of a key, in order of appearance, and which one each point has. */
struct grouping {
    const char *name;   /* NULL: one group without a name */
    const char **texts; /* of the values */
    bool *missing;
    size_t count;
    size_t *of; /* per point */
};

struct grouping points_group(const struct points *points, const char *name);

/* Points that agree in every grouping, as one list per combination, by the groupings' order.  As
 * the peer does it, rows that lack a key are dropped unless there is but one group.  Returns the
 * number of lists; *ENDS[i] is where list i ends in the reordered points. */
size_t points_split(struct points *points, struct grouping *groupings, size_t count, size_t **ends);
