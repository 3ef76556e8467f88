/* layout.h - one table of a view: the layouts matrix, runs and diff, and the numbers by themselves.
 *
 * matrix: a row per benchmark, a column per series; one table per column of the frame (metric ×
 * statistic).  Each row has one unit.  Its smallest value is best and its largest worst, where
 * they differ as shown and by more than values of the same code do.  With two or more measured
 * series there is a last column, "HEAD vs BASELINE", the change of each row (judge/change.h), and a
 * last row: the geometric mean of each series' ratios to the baseline over the benchmarks that
 * every measured series has (so that the means compare with one another), and how many those are.
 *
 * Where the view has verdicts, a value that is not told from the baseline's has a mark before it
 * (compare/cell.h).  What is the same ranks as the baseline does, what is unclear not at all; the
 * means rank only if something is different.  Columns after the change show its interval if asked
 * for, and of three or more series the one with which the head's level began.  Rows without a
 * difference have no best and no worst.
 *
 * runs: a row per benchmark and series, a column per metric and statistic.  Numbers, units and
 * multipliers are the peer's: a column of bytes has the unit that suits its smallest positive
 * value; "(N.NN)" is the value over the smallest of its column, which has "(1.0)"; a single series,
 * and a label, have none.
 *
 * diff: a row per benchmark and metric; the baseline's value, then the change of each other series
 * against it in percent, as the peer has it.
 */
#pragma once

#include "compare/group.h"
#include "compare/view.h"
#include "text/table.h"

/* The numbers in base units, the view's rows in their order: a row per benchmark, a column per
 * metric, statistic and series ("time:min:2.0.1"), as the peer's CSV has them; a column asked for
 * twice comes once.  Of a matrix with verdicts those follow, five columns per metric, statistic and
 * series that was judged: "time:min:2.0.1:verdict" and the same with ratio, low, high and p. */
struct table *csv_table(struct arena *a, const struct view *view);

/* Add the table of the I-th column of the view, which view_judge() has seen, with the rows of the
 * group in their order; its title says which group it is unless that is NULL. */
void matrix_add(struct report *report, const struct view *view, size_t i,
                const struct group *group);

/* Add the table of one group. */
void runs_add(struct report *report, const struct view *view, const struct group *group);
/* The same; the view must be paired. */
void diff_add(struct report *report, const struct view *view, const struct group *group);

/* How the rows of each table are chosen and ordered. */
struct arrangement {
    enum row_sort sort;
    size_t top;           /* that many which grew most and which shrank most; 0: all */
    const char *group_by; /* keys that group_check() passed; NULL for the layout's own, which is one
                             group for the matrix and one for every id otherwise */
    size_t hidden;        /* as in view_select() */
};

/* Add the view's tables: per column of the matrix, each in an order of its own; per group of the
 * other layouts, in that of the first column.  The view must be judged. */
void layouts_add(struct report *report, const struct view *view,
                 const struct arrangement *arrangement);
