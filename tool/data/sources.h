/* sources.h - from what the user named to labelled series, and what their sweeps say beside. */
#pragma once

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"
#include "data/series.h"

struct sources {
    struct series *series;
    size_t count;
    const char *package; /* that was swept; "" where the runs are not of one sweep */
    struct strv unswept; /* of each sweep the versions that its newest run does not have any more */
    struct strv doubts; /* of each sweep what makes its times doubtful (outdir/doubts.h), behind its
                           name if several runs are named */
};

/* Make series of what the user named: each RUN a run file or a sweep's output directory (its
 * manifest then gives versions, order and states; an entry whose run file is gone is absent, one of
 * an older run no series).  LABELS (may be empty) rename the series in order; there must be as
 * many. Equal labels of files and versions are told apart by their directory.  The same file twice,
 * a RUN that does not exist or a directory without a manifest is an error with EXIT_USAGE; all of
 * them are named at once.  Each manifest is read once. */
int sources_find(struct arena *a, const struct strv *runs, const struct strv *labels,
                 struct sources *sources, struct error *err);
