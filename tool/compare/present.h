/* present.h - a view as tables, in any of the layouts. */
#ifndef BENCHMEM_COMPARE_PRESENT_H
#define BENCHMEM_COMPARE_PRESENT_H

#include "compare/view.h"
#include "text/table.h"

#include <stddef.h>

/* Add the view's tables: per column of the matrix, per group of the other layouts.  GROUP_BY are
 * keys that group_check() passed; NULL for the layout's own, which is one group for the matrix and
 * one for every id otherwise.  HIDDEN is as in view_select(). */
void present_tables(struct report *report, const struct view *view, const char *group_by,
                    size_t hidden);

#endif
