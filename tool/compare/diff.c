#include "compare/layout.h"

#include "compare/cell.h"
#include "compare/label.h"
#include "text/unit.h"

#include <math.h>

static bool is_one_stat(const struct view *view)
{
    const struct column *first = NULL;
    for (size_t c = 0; c < view->asked; c++) {
        const struct column *column = &view->frame->columns[c];
        if (column->metric == METRIC_EXTRA)
            continue;
        if (first && column->stat != first->stat)
            return false;
        first = column;
    }
    return true;
}

/* "peak", "peak median", the name of a label. */
static const char *stem_of(struct arena *a, const struct view *view, size_t column)
{
    const struct column *c = &view->frame->columns[column];
    if (c->metric == METRIC_EXTRA)
        return c->extra;
    return is_one_stat(view) ? metric_name(c->metric)
                             : arena_printf(a, "%s %s", metric_name(c->metric), stat_name(c->stat));
}

static const char *format_value(struct arena *a, const struct column *c, double value)
{
    return c->metric == METRIC_EXTRA ? unit_format_label(a, value)
                                     : unit_format_alone(a, metric_unit(c->metric), value);
}

static void set_change(struct arena *a, const struct view *view, struct table_row *row, size_t at,
                       size_t column, size_t r, size_t series)
{
    double base = view_value(view, column, r, view->contrast.baseline);
    double value = view_value(view, column, r, series);
    if (isnan(value) || isnan(base) || base <= 0) {
        const char *text = isnan(value) ? cell_empty(view->frame, r, series) : "—";
        table_set(row, at, text, NAN, TONE_PLAIN);
        return;
    }
    double percent = (value - base) / base * 100;
    enum tone tone = value > base ? TONE_BAD : value < base ? TONE_GOOD : TONE_PLAIN;
    table_set(row, at, unit_format_percent(a, percent), percent, tone);
}

/* The name as the peer has it, or one that nothing else in the table has. */
static const char *name_of(const struct benchmark *row, bool literal)
{
    return literal ? benchmark_name(row->id) : row->short_name;
}

static void add_row(struct table *table, const struct view *view, size_t r, size_t i, bool literal)
{
    struct arena *a = table->arena;
    const struct frame *f = view->frame;
    size_t column = view->columns[i], at = 0, baseline = view->contrast.baseline;
    double base = view_value(view, column, r, baseline);
    struct table_row *row = table_row(table, f->rows[r].id);
    label_row(a, row, at++, view, r, i == 0 ? name_of(&f->rows[r], literal) : "");
    if (view->column_count > 1)
        table_set(row, at++, stem_of(a, view, column), NAN, TONE_PLAIN);
    table_set(row, at++,
              isnan(base) ? cell_empty(f, r, baseline) : format_value(a, &f->columns[column], base),
              base, TONE_PLAIN);
    for (size_t k = 0; k < view->series_count; k++)
        if (view->series[k] != baseline)
            set_change(a, view, row, at++, column, r, view->series[k]);
}

void diff_add(struct report *report, const struct view *view, const struct group *group)
{
    struct arena *a = report->arena;
    struct table *table = report_table(report, group->title);
    bool multi = view->column_count > 1;
    table->whole = true;
    struct table_column *name = table_column(table, "name", ALIGN_LEFT);
    name->key = name->elastic = true;
    if (multi)
        table_column(table, "metric", ALIGN_LEFT)->key = true;
    table_column(table,
                 multi ? "base" : arena_printf(a, "%s base", stem_of(a, view, view->columns[0])),
                 ALIGN_RIGHT);
    for (size_t k = 0; k < view->series_count; k++)
        if (view->series[k] != view->contrast.baseline)
            label_series(table, view, view->series[k]);
    for (size_t i = 0; i < group->count; i++)
        for (size_t c = 0; c < view->column_count && group_shows(group, group->rows[i]); c++)
            add_row(table, view, group->rows[i], c, report->literal);
}
