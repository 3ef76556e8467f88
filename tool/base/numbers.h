/* numbers.h - lists of doubles: sorted, and what stands in the middle. */
#pragma once

#include "base/arena.h"

/* Sort in place, ascending, NaN after all numbers; a few values faster than qsort() does. */
void numbers_sort(double *values, size_t count);

/* The value that would be at INDEX were the array sorted, no NaN among them; moves the others
 * about. */
double numbers_select(double *values, size_t count, size_t index);

/* The indices of VALUES, the largest first, equals in their order, NaN last; in the arena. */
size_t *numbers_descending(struct arena *a, const double *values, size_t count);

/* The indices of VALUES from both ends in turn: the largest above 0, the least below 0, the second
 * largest; where one end is used up the rest of the other; then zeros and NaN, in their order. */
size_t *numbers_from_ends(struct arena *a, const double *values, size_t count);

/* The median of COUNT values that are sorted, at least one. */
double numbers_median(const double *sorted, size_t count);
