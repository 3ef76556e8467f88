#include "compare/layouts.h"

#include "base/workers.h"
#include "compare/layout.h"

/* The matrices of the columns, each made apart from the others. */
struct matrices {
    const struct view *view;
    const struct group *groups;
    size_t group_count;
    struct arena *arenas; /* per column of the view */
    struct report *reports;
};

static void add_column(void *data, size_t column)
{
    struct matrices *m = data;
    const struct view *view = m->view;
    for (size_t g = 0; g < m->group_count; g++)
        if (group_is_shown(&m->groups[g]))
            matrix_add(&m->reports[column], view, view->columns[column], &m->groups[g]);
}

/* Add the matrix of each column; of many cells several at a time. */
static void add_matrices(struct report *report, const struct view *view, const struct group *groups,
                         size_t group_count)
{
    size_t count = view->column_count;
    struct matrices m = {.view = view, .groups = groups, .group_count = group_count};
    m.arenas = arena_array(report->arena, count, sizeof *m.arenas);
    m.reports = arena_array(report->arena, count, sizeof *m.reports);
    for (size_t c = 0; c < count; c++) {
        arena_init(&m.arenas[c]);
        report_init(&m.reports[c], &m.arenas[c]);
    }
    size_t window = workers_window_for(view->row_count * view->series_count);
    struct workers *workers = workers_open(report->arena, count, window, add_column, &m);
    for (size_t c = 0; c < count; c++) {
        workers_wait(workers, c);
        report_take(report, &m.reports[c]);
    }
    workers_close(workers);
}

void layouts_add(struct report *report, const struct view *view, const char *group_by,
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
    if (view->layout == LAYOUT_MATRIX)
        add_matrices(report, view, groups, count);
}
