#include "compare/label.h"

#include <math.h>
#include <string.h>

static size_t distance(size_t a, size_t b)
{
    return a > b ? a - b : b - a;
}

struct table_column *label_series(struct table *table, const struct view *view, size_t series)
{
    const struct frame *f = view->frame;
    struct table_column *column = table_column(table, f->series[series].label, ALIGN_RIGHT);
    column->named = true;
    if (series == view->contrast.baseline || series == view->contrast.head)
        return column;
    size_t from = distance(series, view->contrast.baseline);
    size_t to = distance(series, view->contrast.head), away = from < to ? from : to;
    column->rank =
        (unsigned)(LABEL_RANK_SERIES + away + (f->series[series].path ? 0 : f->series_count));
    return column;
}

void label_row(struct arena *a, struct table_row *cells, size_t column, const struct view *view,
               size_t row, const char *text)
{
    table_set(cells, column, text, NAN, TONE_PLAIN);
    const struct benchmark *benchmark = &view->frame->rows[row];
    const char *params = benchmark_params(benchmark);
    size_t len = strlen(params);
    if (!view->by_name || params == benchmark->short_name || len < 2 || params[len - 1] != ']')
        return;
    cells->section =
        arena_strndup(a, benchmark->short_name, (size_t)(params - benchmark->short_name));
    cells->inside = arena_strndup(a, params + 1, len - 2);
}
