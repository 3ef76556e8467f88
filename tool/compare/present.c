#include "compare/present.h"

#include "compare/diff.h"
#include "compare/group.h"
#include "compare/matrix.h"
#include "compare/runs.h"

void present_tables(struct report *report, const struct view *view, const char *group_by,
                    size_t hidden)
{
    size_t count = 0;
    struct group all = {NULL, view->rows, view->row_count, view->left_out}, *groups = &all;
    const char *keys = group_by ? group_by : view->layout == LAYOUT_MATRIX ? "" : "fullname";
    if (view->layout == LAYOUT_MATRIX && !*keys)
        count = 1;
    else
        groups = group_rows(report->arena, view, keys, hidden, &count);
    for (size_t g = 0; g < count && view->layout != LAYOUT_MATRIX; g++)
        if (group_is_shown(&groups[g]))
            (view->layout == LAYOUT_RUNS ? runs_add : diff_add)(report, view, &groups[g]);
    for (size_t c = 0; c < view->column_count && view->layout == LAYOUT_MATRIX; c++)
        for (size_t g = 0; g < count; g++)
            if (group_is_shown(&groups[g]))
                matrix_add(report, view->frame, view->columns[c], &view->contrast, &groups[g]);
}
