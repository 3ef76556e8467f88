#include "compare/matrix.h"

#include "compare/statistics.h"
#include "text/unit.h"

#include <math.h>
#include <string.h>

static const char missing[] = "—", failed[] = "✗";

/* How many names a note lists before it only counts. */
enum { LISTED_MOST = 40 };

/* One table while it is made. */
struct matrix {
    struct arena *arena;
    const struct frame *frame;
    struct table *table;
    size_t column; /* of the frame */
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

/* What stands where there is no value. */
static const char *empty_cell(const struct frame *frame, size_t row, size_t series)
{
    return frame_failed(frame, row, series) ? failed : missing;
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
        const char *text = isnan(value) ? empty_cell(f, r, i) : format_value(m, scale, value);
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
    for (size_t r = 0; r < m->frame->row_count; r++)
        if (!isnan(frame_value(m->frame, m->column, r, series)))
            return true;
    return false;
}

/* Find the rows that can be compared in every series that has values at all. */
static void find_shared(struct matrix *m, const bool *counts)
{
    const struct frame *f = m->frame;
    m->shared = arena_array(m->arena, f->row_count, sizeof *m->shared);
    for (size_t r = 0; r < f->row_count; r++) {
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
    struct table_row *row = table_row(m->table, NULL);
    row->rule = true;
    table_set(row, 0, "geometric mean", NAN, TONE_PLAIN);
    for (size_t i = 0; i < f->series_count; i++) {
        double ratio = NAN;
        if (counts[i]) {
            for (size_t k = 0; k < m->shared_count; k++) {
                base[k] = frame_value(f, m->column, m->shared[k], m->contrast->baseline);
                value[k] = frame_value(f, m->column, m->shared[k], i);
            }
            ratio = statistics_mean_ratio(value, base, m->shared_count);
        }
        const char *text = isnan(ratio) ? missing : format_ratio(m->arena, ratio);
        table_set(row, table_column_of(m, i), text, ratio, TONE_PLAIN);
    }
    rank(m, row);
    table_set(row, table_column_of(m, f->series_count),
              arena_printf(m->arena, "%zu of %zu", m->shared_count, f->row_count),
              (double)m->shared_count, TONE_PLAIN);
}

void matrix_add(struct report *report, const struct frame *frame, size_t column,
                const struct contrast *contrast, const size_t *order)
{
    struct arena *a = report->arena;
    enum metric metric = frame->columns[column].metric;
    struct matrix m = {.arena = a, .frame = frame, .column = column, .contrast = contrast};
    m.has_unit = metric != METRIC_EXTRA && metric_unit(metric) != UNIT_COUNT;
    m.values = arena_array(a, frame->series_count, sizeof *m.values);
    m.table = report_table(report, column_title(a, &frame->columns[column]));

    struct table_column *name = table_column(m.table, "benchmark", ALIGN_LEFT);
    name->key = name->elastic = true;
    if (m.has_unit)
        table_column(m.table, "unit", ALIGN_RIGHT)->key = true;
    for (size_t i = 0; i < frame->series_count; i++)
        table_column(m.table, frame->series[i].label, ALIGN_RIGHT);
    if (contrast->paired)
        table_column(m.table, "change", ALIGN_RIGHT);

    for (size_t r = 0; r < frame->row_count; r++)
        add_benchmark(&m, order[r]);
    if (contrast->paired && !is_label(&m))
        add_mean(&m);
}

/* The first few of the names, and how many more there are. */
static const char *list(struct arena *a, const struct strv *names)
{
    struct strv few;
    strv_init(&few, a);
    for (size_t i = 0; i < names->len && i < LISTED_MOST; i++)
        strv_add(&few, names->items[i]);
    if (names->len > LISTED_MOST)
        strv_addf(&few, "and %zu more", names->len - LISTED_MOST);
    return strv_join(&few, ", ");
}

static void note_state(struct report *report, const struct series *s)
{
    struct arena *a = report->arena;
    const char *why = s->note ? arena_printf(a, ": %s", s->note) : "";
    const char *at = s->stage ? arena_printf(a, " at %s", s->stage) : "";
    switch (s->state) {
    case SERIES_PARTIAL:
        report_note(report, TONE_PLAIN, "%s: partial: %zu test%s failed%s%s", s->label,
                    s->failed.len, s->failed.len == 1 ? "" : "s", s->failed.len ? ": " : "",
                    list(a, &s->failed));
        break;
    case SERIES_FAILED:
        report_note(report, TONE_PLAIN, "%s: failed%s", s->label, why);
        break;
    case SERIES_UNAVAILABLE:
        report_note(report, TONE_PLAIN, "%s: unavailable%s%s", s->label, at, why);
        break;
    case SERIES_ABSENT:
        report_note(report, TONE_PLAIN, "%s: not in this run%s", s->label, why);
        break;
    case SERIES_PLAIN:
    case SERIES_OK:
        break;
    }
}

/* List the benchmarks that are measured by another series but are not in this one. */
static void note_missing_from(struct report *report, const struct frame *frame, size_t series,
                              const char *what)
{
    struct strv names;
    strv_init(&names, report->arena);
    for (size_t r = 0; r < frame->row_count; r++)
        if (!frame->measured[r * frame->series_count + series] && !frame_failed(frame, r, series))
            strv_add(&names, frame->rows[r].short_name);
    if (names.len)
        report_note(report, TONE_PLAIN, "%s, not in %s: %s", what, frame->series[series].label,
                    list(report->arena, &names));
}

void matrix_add_notes(struct report *report, const struct frame *frame,
                      const struct contrast *contrast)
{
    for (size_t i = 0; i < frame->series_count; i++)
        note_state(report, &frame->series[i]);
    if (!contrast->paired)
        return;
    if (frame->series[contrast->baseline].path)
        note_missing_from(report, frame, contrast->baseline, "new");
    if (frame->series[contrast->head].path)
        note_missing_from(report, frame, contrast->head, "gone");
}
