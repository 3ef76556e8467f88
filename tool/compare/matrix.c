#include "compare/layout.h"

#include "compare/cell.h"
#include "compare/doubt.h"
#include "compare/label.h"
#include "judge/overview.h"
#include "judge/statistics.h"
#include "judge/verdict_text.h"
#include "text/unit.h"

#include <math.h>
#include <string.h>

static const char missing[] = "—";

/* What of a value its rank is decided by; NAN if it has none. */
struct ranked {
    double number;
    const char *text;
};

/* One table while it is made. */
struct matrix {
    struct arena *arena;
    const struct view *view;
    const struct frame *frame;
    struct table *table;
    size_t column; /* of the frame */
    const struct group *group;
    const struct contrast *contrast;
    const struct change *changed; /* per row of the frame */
    /* columns of the table: name, unit?, series..., change?, interval?, since? */
    bool has_unit, has_interval, has_since;
    bool changes;          /* some value is different from the baseline, or nothing was judged */
    double *values;        /* of the row at hand, per series */
    struct ranked *ranked; /* the same */
    size_t *shared;        /* rows every measured series has a positive value for */
    size_t shared_count;
};

static bool is_label(const struct matrix *m)
{
    return column_is_label(&m->frame->columns[m->column]);
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

/* Mark the smallest and the largest value of a row, unless they look the same or differ by no more
 * than LIMIT percent. */
static void rank(const struct matrix *m, struct table_row *row, double limit)
{
    struct table_cell *cells = row->cells + table_column_of(m, 0);
    const struct ranked *values = m->ranked, *best = NULL, *worst = NULL;
    for (size_t i = 0; i < m->frame->series_count; i++) {
        if (isnan(values[i].number))
            continue;
        best = !best || values[i].number < best->number ? &values[i] : best;
        worst = !worst || values[i].number > worst->number ? &values[i] : worst;
    }
    if (!best || strcmp(best->text, worst->text) == 0 ||
        statistics_percent(best->number, worst->number) <= limit)
        return;
    for (size_t i = 0; i < m->frame->series_count; i++) {
        if (strcmp(values[i].text, best->text) == 0)
            cells[i].tone = TONE_BEST;
        else if (strcmp(values[i].text, worst->text) == 0)
            cells[i].tone = TONE_WORST;
    }
}

static struct judged judged_at(const struct matrix *m, size_t row, size_t series)
{
    return verdicts_at(m->view->judged, m->column, row, series);
}

/* Let the row's values rank if one is different from the baseline; where nothing is known of single
 * processes, by more than values wander. */
static void rank_row(const struct matrix *m, struct table_row *cells, size_t row)
{
    bool known = false, changed = false;
    for (size_t i = 0; m->view->judged && i < m->frame->series_count; i++) {
        changed = changed || verdict_is_change(judged_at(m, row, i).verdict);
        known = known || frame_processes(m->frame, m->column, row, i).count > 0;
    }
    if (changed || !known)
        rank(m, cells, known ? 0 : change_limit(m->frame->columns[m->column].metric));
}

/* What the row's values are held against. */
static size_t reference_of(const struct matrix *m, size_t row)
{
    return m->changed[row].reference;
}

/* Let the values rank as what is known of them: not by differences that may be none. */
static void rank_judged(const struct matrix *m, size_t row)
{
    const struct ranked *baseline = &m->ranked[reference_of(m, row)];
    for (size_t i = 0; i < m->frame->series_count; i++) {
        enum verdict verdict = judged_at(m, row, i).verdict;
        if (verdict == VERDICT_SAME)
            m->ranked[i] = *baseline;
        else if (verdict == VERDICT_UNCLEAR)
            m->ranked[i] = (struct ranked){NAN, ""};
    }
}

/* The mark of a value; where the same is shown as the baseline has, it need not be said. */
static const char *mark_at(const struct matrix *m, size_t row, size_t series, const char *text,
                           const char *baseline)
{
    enum verdict verdict = judged_at(m, row, series).verdict;
    if (doubt_at(m->view, m->column, row, series))
        return DOUBT_MARK;
    return verdict == VERDICT_SAME && strcmp(text, baseline) == 0 ? "" : cell_mark(verdict);
}

/* A change has the colour of its verdict; one that may be the machine's has none. */
static enum tone tone_of_change(const struct matrix *m, size_t row)
{
    enum verdict verdict = m->changed[row].verdict;
    if (!verdict_is_change(verdict) || m->changed[row].doubtful)
        return TONE_PLAIN;
    return verdict == VERDICT_MORE ? TONE_BAD : TONE_GOOD;
}

/* How much a row matters where there is no room for all: by its change; where that is none behind
 * all that have one. */
static double weight_of(const struct change *change)
{
    const double little = 1e-6;
    double weight = log1p(change->percent / 100);
    if (isnan(weight))
        return 0;
    return verdict_is_change(change->verdict) ? weight : weight * little;
}

static void add_change(const struct matrix *m, struct table_row *row, size_t r)
{
    size_t head = m->contrast->head, at = table_column_of(m, m->frame->series_count);
    const struct change *change = &m->changed[r];
    row->weight = weight_of(change);
    struct judged judged = judged_at(m, r, head);
    const char *text = missing;
    if (!isnan(change->percent)) {
        const char *percent = unit_format_percent(m->arena, change->percent);
        const char *mark = mark_at(m, r, head, percent, "0.0%");
        const char *against = overview_against(m->arena, m->frame, m->contrast, change);
        text =
            *mark || *against ? arena_printf(m->arena, "%s%s%s", mark, percent, against) : percent;
    }
    table_set(row, at, text, change->percent, tone_of_change(m, r));
    if (m->has_interval && judged.verdict != VERDICT_NONE)
        table_set(row, ++at, verdict_interval(m->arena, judged.low, judged.high), NAN, TONE_PLAIN);
    else
        at += m->has_interval;
    if (m->has_since && verdict_is_change(change->verdict))
        table_set(row, at + 1, m->frame->series[change->since].label, NAN, TONE_PLAIN);
}

/* The cells of the values, marked; what they rank by is left behind. */
static void add_values(struct matrix *m, struct table_row *row, size_t r, struct unit_scale scale)
{
    const struct frame *f = m->frame;
    for (size_t i = 0; i < f->series_count; i++) {
        double value = m->values[i];
        const char *text = isnan(value) ? cell_empty(f, r, i) : format_value(m, scale, value);
        m->ranked[i] = (struct ranked){value, text};
    }
    const char *baseline = m->ranked[reference_of(m, r)].text;
    for (size_t i = 0; i < f->series_count; i++) {
        const char *text = m->ranked[i].text, *mark = mark_at(m, r, i, text, baseline);
        if (*mark)
            text = arena_printf(m->arena, "%s%s", mark, text);
        table_set(row, table_column_of(m, i), text, m->values[i], TONE_PLAIN);
    }
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
    label_row(m->arena, row, 0, m->view, r, f->rows[r].short_name);
    if (m->has_unit && any)
        table_set(row, 1, scale.name, NAN, TONE_PLAIN);
    add_values(m, row, r, scale);
    rank_judged(m, r);
    if (!is_label(m))
        rank_row(m, row, r);
    if (m->contrast->paired)
        add_change(m, row, r);
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
        const char *text = isnan(ratio) ? missing : unit_format_ratio(m->arena, ratio, 2);
        table_set(row, table_column_of(m, i), text, ratio, TONE_PLAIN);
        m->ranked[i] = (struct ranked){ratio, text};
    }
    if (m->changes)
        rank(m, row, m->view->judged ? 0 : change_limit(f->columns[m->column].metric));
    table_set(row, table_column_of(m, f->series_count),
              arena_printf(m->arena, "%zu of %zu", m->shared_count, m->group->count),
              (double)m->shared_count, TONE_PLAIN);
}

/* Whether a value of the group is different from its baseline, as far as any was judged. */
static bool has_changes(const struct matrix *m)
{
    bool judged = false;
    for (size_t i = 0; i < m->group->count; i++) {
        for (size_t s = 0; s < m->frame->series_count; s++) {
            enum verdict verdict = judged_at(m, m->group->rows[i], s).verdict;
            if (verdict_is_change(verdict))
                return true;
            judged = judged || verdict != VERDICT_NONE;
        }
    }
    return !judged;
}

/* Whether there are enough measured series for one of them to have begun something. */
static bool has_history(const struct frame *frame)
{
    size_t count = 0;
    for (size_t i = 0; i < frame->series_count; i++)
        count += frame->series[i].path != NULL;
    return count > 2;
}

void matrix_add(struct report *report, const struct view *view, size_t i, const struct group *group)
{
    struct arena *a = report->arena;
    const struct frame *frame = view->frame;
    const struct contrast *contrast = &view->contrast;
    size_t column = view->columns[i];
    enum metric metric = frame->columns[column].metric;
    struct matrix m = {.arena = a,
                       .view = view,
                       .frame = frame,
                       .column = column,
                       .group = group,
                       .contrast = contrast,
                       .changed = view->changes[i].rows};
    m.has_unit = metric != METRIC_EXTRA && metric_unit(metric) != UNIT_COUNT;
    bool judged = contrast->paired && view_is_judged(view, column, contrast->head);
    m.has_interval = judged && view->intervals;
    m.has_since = judged && has_history(frame);
    m.changes = !view->judged || has_changes(&m);
    m.values = arena_array(a, frame->series_count, sizeof *m.values);
    m.ranked = arena_array(a, frame->series_count, sizeof *m.ranked);
    const char *title = column_title(a, &frame->columns[column]);
    m.table = report_table(report,
                           group->title ? arena_printf(a, "%s — %s", title, group->title) : title);
    m.table->key = column_key(a, &frame->columns[column]);
    m.table->whole = true;
    m.table->kept = "those that changed most";

    struct table_column *name = table_column(m.table, "benchmark", ALIGN_LEFT);
    name->key = name->elastic = true;
    if (m.has_unit)
        table_column(m.table, "unit", ALIGN_RIGHT)->key = true;
    for (size_t s = 0; s < frame->series_count; s++)
        label_series(m.table, view, s);
    if (contrast->paired)
        table_column(m.table,
                     arena_printf(a, "%s vs %s", frame->series[contrast->head].label,
                                  frame->series[contrast->baseline].label),
                     ALIGN_RIGHT);
    if (m.has_interval)
        table_column(m.table, "95% interval", ALIGN_RIGHT)->rank = LABEL_RANK_INTERVAL;
    if (m.has_since)
        table_column(m.table, "since", ALIGN_RIGHT)->rank = LABEL_RANK_SINCE;

    for (size_t k = 0; k < group->count; k++)
        if (group_shows(group, group->rows[k]))
            add_benchmark(&m, group->rows[k]);
    if (contrast->paired && !is_label(&m))
        add_mean(&m);
}
