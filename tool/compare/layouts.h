/* layouts.h - a view as tables, in its layout (compare/layout.h). */
#pragma once

#include "compare/view.h"
#include "text/table.h"

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
