/* figure_data.h - what a figure is made of: the runs, read with the columns it needs. */
#pragma once

#include "base/error.h"
#include "base/str.h"
#include "data/contrast.h"
#include "data/frame.h"
#include "judge/verdict.h"

struct figure_data {
    /* for the caller to fill: */
    struct column drawn;
    const char *view;
    const char *pivot;        /* a dim, or NULL */
    const struct strv *where; /* checked by filter_check() */
    const char *package;      /* that was swept; "" where the runs are not of one sweep */
    bool explored;            /* every metric is read, not only the one drawn */
    struct contrast contrast; /* of the frame */
    /* filled by figure_data_load(): */
    struct frame frame, whole; /* WHOLE is before rows were dropped and folded */
    size_t *metrics;           /* of the frame, those that some run has; the one drawn is 0 */
    size_t metric_count;
    /* for the caller again: verdicts, a column per metric; NULL without any */
    const struct verdicts *judged;
};

/* Read the runs into frames whose columns are those of view_column(), the metric drawn first; fold
 * along PIVOT, drop the rows WHERE does not keep. */
int figure_data_load(struct arena *a, struct series *series, size_t count,
                     struct figure_data *material, struct error *err);
