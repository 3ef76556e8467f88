#include "compare/raw.h"

#include <math.h>
#include <string.h>

/* Whether a column before the I-th one shown is the same. */
static bool is_repeated(struct arena *a, const struct view *view, size_t i)
{
    const struct column *columns = view->frame->columns;
    const char *key = column_key(a, &columns[view->columns[i]]);
    for (size_t k = 0; k < i; k++)
        if (strcmp(column_key(a, &columns[view->columns[k]]), key) == 0)
            return true;
    return false;
}

struct table *raw_table(struct arena *a, const struct view *view)
{
    const struct frame *f = view->frame;
    struct report report;
    report_init(&report, a);
    struct table *table = report_table(&report, NULL);
    size_t *columns = arena_array(a, view->column_count, sizeof *columns), count = 0;
    table_column(table, "id", ALIGN_LEFT)->key = true;
    for (size_t i = 0; i < view->column_count; i++) {
        if (is_repeated(a, view, i))
            continue;
        columns[count++] = view->columns[i];
        const char *key = column_key(a, &f->columns[view->columns[i]]);
        for (size_t k = 0; k < view->series_count; k++)
            table_column(table, arena_printf(a, "%s:%s", key, f->series[view->series[k]].label),
                         ALIGN_RIGHT);
    }
    for (size_t r = 0; r < view->row_count; r++) {
        if (view->left_out && view->left_out[view->rows[r]])
            continue;
        struct table_row *row = table_row(table, f->rows[view->rows[r]].id);
        table_set(row, 0, f->rows[view->rows[r]].id, NAN, TONE_PLAIN);
        for (size_t i = 0; i < count; i++)
            for (size_t k = 0; k < view->series_count; k++)
                table_set(row, 1 + i * view->series_count + k, "",
                          view_value(view, columns[i], view->rows[r], view->series[k]), TONE_PLAIN);
    }
    return table;
}
