/* runs.h - the layout `runs`: a row per benchmark and series, a column per metric and statistic.
 *
 * Numbers, units and multipliers are the peer's: a column of bytes has the unit that suits its
 * smallest positive value; "(N.NN)" is the value over the smallest of its column, which has
 * "(1.0)"; a single series, and a label, have none.
 */
#ifndef BENCHMEM_COMPARE_RUNS_H
#define BENCHMEM_COMPARE_RUNS_H

#include "compare/group.h"
#include "compare/view.h"
#include "text/table.h"

/* Add the table of one group. */
void runs_add(struct report *report, const struct view *view, const struct group *group);

#endif
