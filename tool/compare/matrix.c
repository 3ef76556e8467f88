#include "compare/matrix.h"

#include "compare/cell.h"
#include "compare/statistics.h"
#include "text/unit.h"

#include <math.h>
#include <string.h>

static const char missing[] = "—";

/* One table while it is made. */
struct matrix {
    struct arena *arena;
    const struct frame *frame;
    struct table *table;
    size_t column; /* of the frame */
    const struct group *group;
    const struct contrast *contrast;
    bool has_unit;  /* columns of the table: name, unit?, series..., change? */
    double *values; /* of the row at hand, per series */
    size_t *shared; /* rows every measured series has a positive value for */
    size_t shared_count;
};

static bool is_label(const struct matrix *m)
{
    return m->frame->columns[m->column].metric == METRIC_EXTRA;
}

static size_t table_column_of(const struct matrix *m, size_t series)
{
    return 1 + m->has_unit + series;
}

static const char *format_value(const struct matrix *m, struct unit_scale scale, double value)
{
    enum unit unit = metric_unit(m->frame->columns[m->column].metric);
    return is_label(m) ? unit_format_label(m->arena, value)
                       : unit_format(m->arena, unit, scale, value);
}

/* Mark the smallest and the largest value of a row, unless they look the same. */
static void rank(const struct matrix *m, struct table_row *row)
{
    struct table_cell *cells = row->cells + table_column_of(m, 0), *best = NULL, *worst = NULL;
    for (size_t i = 0; i < m->frame->series_count; i++) {
        if (isnan(cells[i].number))
            continue;
        best = !best || cells[i].number < best->number ? &cells[i] : best;
        worst = !worst || cells[i].number > worst->number ? &cells[i] : worst;
    }
    if (!best || strcmp(best->text, worst->text) == 0)
        return;
    for (size_t i = 0; i < m->frame->series_count; i++) {
        if (strcmp(cells[i].text, best->text) == 0)
            cells[i].tone = TONE_BEST;
        else if (strcmp(cells[i].text, worst->text) == 0)
            cells[i].tone = TONE_WORST;
    }
}

static void add_change(const struct matrix *m, struct table_row *row)
{
    double percent =
        statistics_percent(m->values[m->contrast->baseline], m->values[m->contrast->head]);
    const char *text = isnan(percent) ? missing : unit_format_percent(m->arena, percent);
    table_set(row, table_column_of(m, m->frame->series_count), text, percent, TONE_PLAIN);
}

static void add_benchmark(struct matrix *m, size_t r)
{
    const struct frame *f = m->frame;
    enum unit unit = metric_unit(f->columns[m->column].metric);
    bool any = false;
    for (size_t i = 0; i < f->series_count; i++) {
        m->values[i] = frame_value(f, m->column, r, i);
        any = any || !isnan(m->values[i]);
    }
    struct unit_scale scale = unit_scale_typical(unit, m->values, f->series_count);

    struct table_row *row = table_row(m->table, f->rows[r].id);
    table_set(row, 0, f->rows[r].short_name, NAN, TONE_PLAIN);
    if (m->has_unit && any)
        table_set(row, 1, scale.name, NAN, TONE_PLAIN);
    for (size_t i = 0; i < f->series_count; i++) {
        double value = m->values[i];
        const char *text = isnan(value) ? cell_empty(f, r, i) : format_value(m, scale, value);
        table_set(row, table_column_of(m, i), text, value, TONE_PLAIN);
    }
    if (!is_label(m))
        rank(m, row);
    if (m->contrast->paired)
        add_change(m, row);
}

/* Whether any benchmark of the series has a value in the table's column. */
static bool has_values(const struct matrix *m, size_t series)
{
    for (size_t i = 0; i < m->group->count; i++)
        if (!isnan(frame_value(m->frame, m->column, m->group->rows[i], series)))
            return true;
    return false;
}

/* Find the rows that can be compared in every series that has values at all. */
static void find_shared(struct matrix *m, const bool *counts)
{
    const struct frame *f = m->frame;
    m->shared = arena_array(m->arena, m->group->count, sizeof *m->shared);
    for (size_t k = 0; k < m->group->count; k++) {
        size_t r = m->group->rows[k];
        bool everywhere = true;
        for (size_t i = 0; i < f->series_count && everywhere; i++) {
            double value = frame_value(f, m->column, r, i);
            everywhere = !counts[i] || (value > 0 && isfinite(value));
        }
        if (everywhere)
            m->shared[m->shared_count++] = r;
    }
}

static const char *format_ratio(struct arena *a, double ratio)
{
    if (ratio < 0.095)
        return arena_printf(a, "%.2g×", ratio);
    return arena_printf(a, ratio < 99.5 ? "%.2f×" : "%.0f×", ratio);
}

static void add_mean(struct matrix *m)
{
    const struct frame *f = m->frame;
    bool *counts = arena_array(m->arena, f->series_count, sizeof *counts);
    for (size_t i = 0; i < f->series_count; i++)
        counts[i] = has_values(m, i);
    if (counts[m->contrast->baseline])
        find_shared(m, counts);

    double *base = arena_array(m->arena, m->shared_count, sizeof *base);
    double *value = arena_array(m->arena, m->shared_count, sizeof *value);
    for (size_t k = 0; k < m->shared_count; k++)
        base[k] = frame_value(f, m->column, m->shared[k], m->contrast->baseline);
    struct table_row *row = table_row(m->table, NULL);
    row->rule = true;
    table_set(row, 0, "geometric mean", NAN, TONE_PLAIN);
    for (size_t i = 0; i < f->series_count; i++) {
        double ratio = NAN;
        if (counts[i]) {
            for (size_t k = 0; k < m->shared_count; k++)
                value[k] = frame_value(f, m->column, m->shared[k], i);
            ratio = statistics_mean_ratio(value, base, m->shared_count);
        }
        const char *text = isnan(ratio) ? missing : format_ratio(m->arena, ratio);
        table_set(row, table_column_of(m, i), text, ratio, TONE_PLAIN);
    }
    rank(m, row);
    table_set(row, table_column_of(m, f->series_count),
              arena_printf(m->arena, "%zu of %zu", m->shared_count, m->group->count),
              (double)m->shared_count, TONE_PLAIN);
}

void matrix_add(struct report *report, const struct frame *frame, size_t column,
                const struct contrast *contrast, const struct group *group)
{
    struct arena *a = report->arena;
    enum metric metric = frame->columns[column].metric;
    struct matrix m = {
        .arena = a, .frame = frame, .column = column, .group = group, .contrast = contrast};
    m.has_unit = metric != METRIC_EXTRA && metric_unit(metric) != UNIT_COUNT;
    m.values = arena_array(a, frame->series_count, sizeof *m.values);
    const char *title = column_title(a, &frame->columns[column]);
    m.table = report_table(report,
                           group->title ? arena_printf(a, "%s — %s", title, group->title) : title);
    m.table->key = column_key(a, &frame->columns[column]);

    struct table_column *name = table_column(m.table, "benchmark", ALIGN_LEFT);
    name->key = name->elastic = true;
    if (m.has_unit)
        table_column(m.table, "unit", ALIGN_RIGHT)->key = true;
    for (size_t i = 0; i < frame->series_count; i++)
        table_column(m.table, frame->series[i].label, ALIGN_RIGHT);
    if (contrast->paired)
        table_column(m.table, "change", ALIGN_RIGHT);

    for (size_t i = 0; i < group->count; i++)
        if (group_shows(group, group->rows[i]))
            add_benchmark(&m, group->rows[i]);
    if (contrast->paired && !is_label(&m))
        add_mean(&m);
}
