/* matrix.h - the layout `matrix`: a row per benchmark, a column per series.
 *
 * One table per column of the frame (metric × statistic).  Each row has one unit.  Its smallest
 * value is best and its largest worst, where they differ as shown.  With two or more measured
 * series there is a last column, the change of head against baseline, and a last row: the geometric
 * mean of each series' ratios to the baseline over the benchmarks that every measured series has
 * (so that the means compare with one another), and how many those are.
 *
 * Where the view has verdicts, a value that is not told from the baseline's has a mark before it
 * (compare/cell.h).  What is the same ranks as the baseline does, what is unclear not at all; the
 * means rank only if something is different.  Columns after the change show its interval if asked
 * for, and of three or more series the one with which the head's level began.  Rows without a
 * difference have no best and no worst.
 */
#ifndef BENCHMEM_COMPARE_MATRIX_H
#define BENCHMEM_COMPARE_MATRIX_H

#include "compare/group.h"
#include "compare/view.h"
#include "text/table.h"

/* Add the table of one column of the frame, with the rows of the group in their order; its title
 * says which group it is unless that is NULL. */
void matrix_add(struct report *report, const struct view *view, size_t column,
                const struct group *group);

#endif
