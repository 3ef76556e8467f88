/* contrast.h - what is compared with what: the one rule of tables, pictures, page, gate and JSON.
 *
 * A series has results if it has a run file.  The baseline is the first named that has results, or
 * without one the first series that has; the head is the last with results that is not the
 * baseline.  A benchmark that the baseline lacks is held against the first series that has it.
 */
#pragma once

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"
#include "data/frame.h"

struct contrast {
    bool paired; /* false: there are no two series to compare; head is the baseline then */
    size_t baseline, head;
};

/* Of the series listed, COUNT of ALL, or the first COUNT where LIST is NULL.  NAMES are labels that
 * the baseline may have, in order of preference.  Where no series has results the first is taken
 * for the baseline. */
struct contrast contrast_choose(const struct series *all, const size_t *list, size_t count,
                                const struct strv *names);

/* That a series is called so, of every name; else the error of --baseline, with EXIT_USAGE. */
int contrast_check(const struct series *series, size_t count, const struct strv *names,
                   struct error *err);

/* The series that a row's values are held against: BASELINE, or the first that has a value where
 * that has none. */
size_t contrast_reference(const struct frame *frame, size_t column, size_t row, size_t baseline);

/* Why the baseline is not the one named, or not the first, or the head not the last: "compared: 2.0
 * with 1.1, as 1.0 has no results"; NULL where they are. */
const char *contrast_remark(struct arena *a, const struct series *series, size_t count,
                            const struct strv *names, const struct contrast *contrast);

/* The series of a sweep that would be the baseline or the head if it had been run already, NULL if
 * none is. */
const struct series *contrast_awaited(const struct series *series, size_t count,
                                      const struct strv *names, const struct contrast *contrast);

enum row_sort { SORT_NAME, SORT_VALUE, SORT_CHANGE };

bool row_sort_parse(const char *name, enum row_sort *sort);

/* The row indices of the frame in the order asked for: by id; by HEAD's value, largest first; by
 * growth from BASE to HEAD, largest first.  BASE and HEAD have a value per row, NAN where there is
 * none; both may be NULL for SORT_NAME.  Rows without a number come last, equals by id. */
size_t *contrast_sort(struct arena *a, const struct frame *frame, const double *base,
                      const double *head, enum row_sort sort);

/* The rows of the frame by growth of the column from what each is held against to the head. */
size_t *contrast_sort_changes(struct arena *a, const struct frame *frame, size_t column,
                              const struct contrast *contrast);
