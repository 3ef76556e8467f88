/* diff.h - the layout `diff`: a row per benchmark and metric; the baseline's value, then the change
 * of each other series against it in percent, as the peer has it. */
#ifndef BENCHMEM_COMPARE_DIFF_H
#define BENCHMEM_COMPARE_DIFF_H

#include "compare/group.h"
#include "compare/view.h"
#include "text/table.h"

/* Add the table of one group.  The view must be paired. */
void diff_add(struct report *report, const struct view *view, const struct group *group);

#endif
