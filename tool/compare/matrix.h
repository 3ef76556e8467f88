/* matrix.h - the layout `matrix`: a row per benchmark, a column per series.
 *
 * One table per column of the frame (metric × statistic).  Each row has one unit.  Its smallest
 * value is best and its largest worst, where they differ as shown.  With two or more measured
 * series there is a last column, the change of head against baseline, and a last row: the geometric
 * mean of each series' ratios to the baseline over the benchmarks that every measured series has
 * (so that the means compare with one another), and how many those are.
 */
#ifndef BENCHMEM_COMPARE_MATRIX_H
#define BENCHMEM_COMPARE_MATRIX_H

#include "compare/contrast.h"
#include "compare/group.h"
#include "data/frame.h"
#include "text/table.h"

/* Add the table of one column of the frame, with the rows of the group in their order; its title
 * says which group it is unless that is NULL. */
void matrix_add(struct report *report, const struct frame *frame, size_t column,
                const struct contrast *contrast, const struct group *group);

#endif
