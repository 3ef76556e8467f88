#include "compare/layout.h"

#include <math.h>

/* A column of the frame and a series that have verdicts. */
struct pair {
    size_t column, series;
};

static struct pair *list_judged(struct arena *a, const struct view *view, const size_t *columns,
                                size_t column_count, size_t *count)
{
    struct pair *pairs = arena_array(a, column_count, view->series_count * sizeof *pairs);
    *count = 0;
    for (size_t i = 0; i < column_count && view->layout == LAYOUT_MATRIX; i++)
        for (size_t k = 0; k < view->series_count; k++)
            if (view_is_judged(view, columns[i], view->series[k]))
                pairs[(*count)++] = (struct pair){columns[i], view->series[k]};
    return pairs;
}

enum { VERDICT_COLUMNS = 5 };

static void add_verdict_heads(struct table *table, const struct view *view, const struct pair *pair)
{
    static const char *const names[VERDICT_COLUMNS] = {"verdict", "ratio", "low", "high", "p"};
    const struct frame *f = view->frame;
    for (int i = 0; i < VERDICT_COLUMNS; i++)
        table_column(table,
                     arena_printf(table->arena, "%s:%s:%s",
                                  column_key(table->arena, &f->columns[pair->column]),
                                  f->series[pair->series].label, names[i]),
                     i ? ALIGN_RIGHT : ALIGN_LEFT);
}

static void set_verdict(struct table_row *cells, size_t at, const struct view *view, size_t row,
                        const struct pair *pair)
{
    struct judged judged = verdicts_at(view->judged, pair->column, row, pair->series);
    enum metric metric = view->frame->columns[pair->column].metric;
    if (judged.verdict == VERDICT_NONE)
        return;
    const double numbers[] = {judged.ratio, judged.low, judged.high, judged.p};
    table_set(cells, at, verdict_word(judged.verdict, metric), NAN, TONE_PLAIN);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        table_set(cells, at + 1 + i, "", numbers[i], TONE_PLAIN);
}

struct table *csv_table(struct arena *a, const struct view *view)
{
    const struct frame *f = view->frame;
    struct report report = report_new(a);
    struct table *table = report_table(&report, NULL);
    size_t *columns = arena_array(a, view->column_count, sizeof *columns), count = 0;
    table_column(table, "id", ALIGN_LEFT)->key = true;
    for (size_t i = 0; i < view->column_count; i++) {
        if (view_is_repeated(view, i))
            continue;
        columns[count++] = view->columns[i];
        const char *key = column_key(a, &f->columns[view->columns[i]]);
        for (size_t k = 0; k < view->series_count; k++)
            table_column(table, arena_printf(a, "%s:%s", key, f->series[view->series[k]].label),
                         ALIGN_RIGHT);
    }
    size_t first = table->column_count, pair_count;
    struct pair *pairs = list_judged(a, view, columns, count, &pair_count);
    for (size_t i = 0; i < pair_count; i++)
        add_verdict_heads(table, view, &pairs[i]);
    for (size_t r = 0; r < view->row_count; r++) {
        if (view->left_out && view->left_out[view->rows[r]])
            continue;
        struct table_row *row = table_row(table, f->rows[view->rows[r]].id);
        table_set(row, 0, f->rows[view->rows[r]].id, NAN, TONE_PLAIN);
        for (size_t i = 0; i < count; i++)
            for (size_t k = 0; k < view->series_count; k++)
                table_set(row, 1 + i * view->series_count + k, "",
                          view_value(view, columns[i], view->rows[r], view->series[k]), TONE_PLAIN);
        for (size_t i = 0; i < pair_count; i++)
            set_verdict(row, first + i * VERDICT_COLUMNS, view, view->rows[r], &pairs[i]);
    }
    return table;
}
