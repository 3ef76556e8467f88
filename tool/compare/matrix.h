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
#include "data/frame.h"
#include "text/table.h"

/* Add the table of one column of the frame; ORDER holds the frame's rows as they are to come. */
void matrix_add(struct report *report, const struct frame *frame, size_t column,
                const struct contrast *contrast, const size_t *order);

/* Add what the tables cannot show: why a version has no numbers, which tests failed, which
 * benchmarks are new or gone between baseline and head. */
void matrix_add_notes(struct report *report, const struct frame *frame,
                      const struct contrast *contrast);

#endif
