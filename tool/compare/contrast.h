/* contrast.h - which two series a change is between, and in which order rows come. */
#ifndef BENCHMEM_COMPARE_CONTRAST_H
#define BENCHMEM_COMPARE_CONTRAST_H

#include "base/arena.h"
#include "base/error.h"
#include "data/frame.h"

#include <stdbool.h>
#include <stddef.h>

struct contrast {
    bool paired; /* false: there are no two series to compare; head is the baseline then */
    size_t baseline, head;
};

/* Of the series listed, COUNT of ALL, or the first COUNT where LIST is NULL: the baseline is the
 * one called LABEL, the first if LABEL is NULL or none is called so; the head is the last that is
 * not the baseline.  With MEASURED only those with a run file are chosen, but for a LABEL. */
struct contrast contrast_among(const struct series *all, const size_t *list, size_t count,
                               const char *label, bool measured);

/* The same of all series, measured or not.  A LABEL that none has is an error with EXIT_USAGE. */
int contrast_select(const struct series *series, size_t count, const char *label,
                    struct contrast *contrast, struct error *err);

enum row_sort { SORT_NAME, SORT_VALUE, SORT_CHANGE };

bool row_sort_parse(const char *name, enum row_sort *sort);

/* The row indices of the frame in the order asked for: by id; by HEAD's value, largest first; by
 * growth from BASE to HEAD, largest first.  BASE and HEAD have a value per row, NAN where there is
 * none; both may be NULL for SORT_NAME.  Rows without a number come last, equals by id. */
size_t *contrast_sort(struct arena *a, const struct frame *frame, const double *base,
                      const double *head, enum row_sort sort);

#endif
