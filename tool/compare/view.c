#include "compare/view.h"

#include <math.h>
#include <string.h>

double view_value(const struct view *view, size_t column, size_t row, size_t series)
{
    const struct frame *f = view->frame;
    if (column_is_label(&f->columns[column]) && !view->has_row[row * f->series_count + series])
        return NAN;
    return frame_value(f, column, row, series);
}

/* Mark where a metric has a value, the hidden one if no other has any. */
static void mark_rows(struct arena *a, struct view *view, size_t asked, size_t hidden)
{
    const struct frame *f = view->frame;
    size_t cells = f->row_count * f->series_count;
    bool any = false;
    view->has_row = arena_array(a, cells, sizeof *view->has_row);
    for (size_t c = 0; c < asked; c++)
        for (size_t i = 0; !column_is_label(&f->columns[c]) && i < cells; i++)
            if (!isnan(frame_value(f, c, i / f->series_count, i % f->series_count)))
                view->has_row[i] = any = true;
    for (size_t i = 0; i < cells; i++) {
        bool timed = !isnan(frame_value(f, hidden, i / f->series_count, i % f->series_count));
        if (view->layout == LAYOUT_MATRIX || (!any && timed))
            view->has_row[i] = true;
    }
}

static bool has_column(const struct view *view, size_t column)
{
    const struct frame *f = view->frame;
    for (size_t r = 0; r < f->row_count; r++)
        for (size_t s = 0; s < f->series_count; s++)
            if (!isnan(view_value(view, column, r, s)))
                return true;
    return false;
}

static void select_columns(struct arena *a, struct view *view, size_t asked)
{
    view->columns = arena_array(a, asked, sizeof *view->columns);
    for (size_t c = 0; c < asked; c++)
        if (has_column(view, c))
            view->columns[view->column_count++] = c;
}

static void add_series(struct view *view, size_t series)
{
    for (size_t i = 0; i < view->series_count; i++)
        if (view->series[i] == series)
            return;
    view->series[view->series_count++] = series;
}

static void select_series(struct arena *a, struct view *view, size_t hidden)
{
    const struct frame *f = view->frame;
    bool all = view->layout == LAYOUT_MATRIX;
    view->series = arena_array(a, f->series_count, sizeof *view->series);
    for (size_t s = 0; s < f->series_count; s++)
        all = all || f->series[s].state != SERIES_PLAIN;
    for (size_t s = 0; all && s < f->series_count; s++)
        add_series(view, s);
    for (size_t i = 0; i < view->column_count; i++)
        for (size_t s = 0; !column_is_label(&f->columns[view->columns[i]]) && s < f->series_count;
             s++)
            if (frame_has_series(f, view->columns[i], s))
                add_series(view, s);
    bool none = view->series_count == 0;
    for (size_t s = 0; none && s < f->series_count; s++)
        if (frame_has_series(f, hidden, s))
            add_series(view, s);
}

static bool is_shown(const struct view *view, size_t row)
{
    for (size_t i = 0; i < view->column_count; i++)
        for (size_t k = 0; k < view->series_count; k++)
            if (!isnan(view_value(view, view->columns[i], row, view->series[k])))
                return true;
    return view->layout == LAYOUT_MATRIX;
}

static void select_rows(struct arena *a, struct view *view)
{
    size_t count = view->frame->row_count;
    view->rows = arena_array(a, count, sizeof *view->rows);
    for (size_t r = 0; r < count; r++)
        if (is_shown(view, r))
            view->rows[view->row_count++] = r;
}

struct view view_select(struct arena *a, const struct frame *frame, enum layout layout,
                        size_t asked, size_t hidden, const struct strv *baselines)
{
    struct view view = {.frame = frame, .layout = layout, .asked = asked};
    mark_rows(a, &view, asked, hidden);
    select_columns(a, &view, asked);
    select_series(a, &view, hidden);
    select_rows(a, &view);
    view.contrast = contrast_choose(frame->series, view.series, view.series_count, baselines);
    return view;
}

static bool is_same(const struct column *a, const struct column *b)
{
    if (a->metric != b->metric || a->stat != b->stat)
        return false;
    return a->metric != METRIC_EXTRA || strcmp(a->extra, b->extra) == 0;
}

bool view_is_repeated(const struct view *view, size_t i)
{
    const struct column *columns = view->frame->columns;
    for (size_t k = 0; k < i; k++)
        if (is_same(&columns[view->columns[k]], &columns[view->columns[i]]))
            return true;
    return false;
}

bool view_is_headline(const struct view *view, size_t i)
{
    const struct column *columns = view->frame->columns;
    bool first = columns[view->columns[i]].metric != METRIC_EXTRA;
    for (size_t k = 0; k < i; k++)
        first = first && columns[view->columns[k]].metric != columns[view->columns[i]].metric;
    return first;
}

bool view_is_judged(const struct view *view, size_t column, size_t series)
{
    for (size_t r = 0; view->judged && r < view->frame->row_count; r++)
        if (verdicts_at(view->judged, column, r, series).verdict != VERDICT_NONE)
            return true;
    return false;
}

void view_judge(struct arena *a, struct view *view, const struct verdicts *judged)
{
    struct changes *changes = arena_array(a, view->column_count, sizeof *changes);
    for (size_t i = 0; i < view->column_count; i++) {
        size_t column = view->columns[i];
        const struct change_judged by = change_judged_of(view->frame, judged, column);
        changes[i] = changes_of(a, view->frame, column, &view->contrast, &by);
    }
    view->judged = judged;
    view->changes = changes;
}

/* The rows of the frame in the order asked for; but for the matrix the peer's, which holds nothing
 * against another series than the baseline. */
static const size_t *order_of(struct arena *a, const struct view *view, size_t i,
                              enum row_sort sort)
{
    const struct frame *f = view->frame;
    size_t column = view->column_count ? view->columns[i] : 0;
    if (sort == SORT_CHANGE && view->layout == LAYOUT_MATRIX)
        return contrast_sort_changes(a, f, column, &view->contrast);
    double *base = arena_array(a, f->row_count, sizeof *base);
    double *head = arena_array(a, f->row_count, sizeof *head);
    for (size_t r = 0; r < f->row_count; r++) {
        base[r] = view_value(view, column, r, view->contrast.baseline);
        head[r] = view_value(view, column, r, view->contrast.head);
    }
    return contrast_sort(a, f, base, head, sort);
}

void view_sort(struct arena *a, struct view *view, size_t i, enum row_sort sort)
{
    size_t count = view->frame->row_count, kept = 0;
    view->by_name = sort == SORT_NAME;
    bool *shown = arena_array(a, count, sizeof *shown);
    size_t *rows = arena_array(a, count, sizeof *rows);
    for (size_t k = 0; k < view->row_count; k++)
        shown[view->rows[k]] = true;
    const size_t *order = order_of(a, view, i, sort);
    for (size_t k = 0; k < count; k++)
        if (shown[order[k]])
            rows[kept++] = order[k];
    view->rows = rows;
}

size_t view_keep_top(struct arena *a, struct view *view, size_t i, size_t most)
{
    const struct change *changes = view->changes[i].rows;
    size_t count = view->frame->row_count, column = view->column_count ? view->columns[i] : 0;
    size_t left_out = 0, grew = 0, shrank = 0;
    const size_t *order = contrast_sort_changes(a, view->frame, column, &view->contrast);
    bool *keeps = arena_array(a, count, sizeof *keeps);
    view->left_out = arena_array(a, count, sizeof *view->left_out);
    for (size_t k = 0; k < count && grew < most; k++)
        if (changes[order[k]].percent > 0)
            keeps[order[k]] = ++grew;
    for (size_t k = count; k-- > 0 && shrank < most;)
        if (changes[order[k]].percent < 0)
            keeps[order[k]] = ++shrank;
    for (size_t k = 0; k < view->row_count; k++) {
        bool *is = &view->left_out[view->rows[k]];
        *is = !keeps[view->rows[k]];
        left_out += *is;
    }
    return left_out;
}
