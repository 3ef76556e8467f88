/* contrast.h - which two series a change is between, and in which order rows come. */
#ifndef BENCHMEM_COMPARE_CONTRAST_H
#define BENCHMEM_COMPARE_CONTRAST_H

#include "base/arena.h"
#include "base/error.h"
#include "data/frame.h"

#include <stdbool.h>
#include <stddef.h>

struct contrast {
    bool paired; /* false: there are no two series to compare; the indices are 0 then */
    size_t baseline, head;
};

/* The baseline is the series called LABEL, the first if LABEL is NULL; the head is the last series
 * that is not the baseline.  A LABEL that no series has is an error with STATUS_USAGE. */
int contrast_select(const struct series *series, size_t count, const char *label,
                    struct contrast *contrast, struct error *err);

/* The same among the series that have a run file, for tables: a version that could not be installed
 * leaves a column but nothing to compare with.  A baseline that was NAMED stays as it is. */
struct contrast contrast_measured(const struct series *series, size_t count,
                                  const struct contrast *contrast, bool named);

enum row_sort { SORT_NAME, SORT_VALUE, SORT_CHANGE };

bool row_sort_parse(const char *name, enum row_sort *sort);

/* The row indices of the frame in the order asked for: by id; by COLUMN's value in the head,
 * largest first; by its growth from baseline to head, largest first.  Rows without a number come
 * last, equals in the frame's order. */
size_t *contrast_sort(struct arena *a, const struct frame *frame, const struct contrast *contrast,
                      size_t column, enum row_sort sort);

#endif
