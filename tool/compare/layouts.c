/* layouts.c - a view as tables, in its layout. */
#include "compare/layout.h"
#include "system/workers.h"

/* A table, or several of groups, while it is made. */
struct part {
    struct view view;
    const struct group *groups;
    size_t group_count;
    struct arena arena; /* of the report */
    struct report report;
};

/* Order the rows of the part by the I-th column shown, and put them into groups. */
static void arrange(struct arena *a, struct part *part, const struct view *view, size_t i,
                    const struct arrangement *how)
{
    bool matrix = view->layout == LAYOUT_MATRIX;
    const char *keys = how->group_by ? how->group_by : matrix ? "" : "fullname";
    part->view = *view;
    view_sort(a, &part->view, i, how->sort);
    if (how->top)
        view_keep_top(a, &part->view, i, how->top);
    if (matrix && !*keys) {
        struct group *all = arena_alloc(a, sizeof *all);
        *all = (struct group){NULL, part->view.rows, part->view.row_count, part->view.left_out};
        part->groups = all;
        part->group_count = 1;
    } else {
        part->groups = group_rows(a, &part->view, keys, how->hidden, &part->group_count);
    }
}

static void add_column(void *data, size_t column)
{
    struct part *part = (struct part *)data + column;
    for (size_t g = 0; g < part->group_count; g++)
        if (group_is_shown(&part->groups[g]))
            matrix_add(&part->report, &part->view, column, &part->groups[g]);
}

/* Add the matrix of each column; of many cells several at a time. */
static void add_matrices(struct report *report, const struct view *view,
                         const struct arrangement *how)
{
    size_t count = view->column_count;
    struct part *parts = arena_array(report->arena, count, sizeof *parts);
    for (size_t c = 0; c < count; c++) {
        arrange(report->arena, &parts[c], view, c, how);
        parts[c].report = report_new(&parts[c].arena);
    }
    size_t window = workers_window_for(view->row_count * view->series_count);
    struct workers *workers = workers_open(report->arena, count, window, add_column, parts);
    for (size_t c = 0; c < count; c++) {
        workers_wait(workers, c);
        report_take(report, &parts[c].report);
    }
    workers_close(workers);
}

void layouts_add(struct report *report, const struct view *view,
                 const struct arrangement *arrangement)
{
    struct part part;
    if (view->layout == LAYOUT_MATRIX) {
        add_matrices(report, view, arrangement);
        return;
    }
    arrange(report->arena, &part, view, 0, arrangement);
    for (size_t g = 0; g < part.group_count; g++)
        if (group_is_shown(&part.groups[g]))
            (view->layout == LAYOUT_RUNS ? runs_add : diff_add)(report, &part.view,
                                                                &part.groups[g]);
}
