/* layouts.h - a view as tables, in its layout (compare/layout.h). */
#ifndef BENCHMEM_COMPARE_LAYOUTS_H
#define BENCHMEM_COMPARE_LAYOUTS_H

#include "compare/view.h"
#include "text/table.h"

/* Add the view's tables: per column of the matrix, per group of the other layouts.  GROUP_BY are
 * keys that group_check() passed; NULL for the layout's own, which is one group for the matrix and
 * one for every id otherwise.  HIDDEN is as in view_select(). */
void layouts_add(struct report *report, const struct view *view, const char *group_by,
                 size_t hidden);

#endif
