#include "compare/layout.h"

#include "compare/cell.h"
#include "text/unit.h"

#include <math.h>

/* A row of the table. */
struct entry {
    size_t row, series; /* of the frame */
};

/* A column while its cells are written. */
struct scaled {
    size_t column;
    struct unit_scale scale;
    double best, worst; /* NAN where nothing is ranked */
};

static bool is_sweep(const struct view *view)
{
    for (size_t i = 0; i < view->series_count; i++)
        if (view->frame->series[view->series[i]].state != SERIES_PLAIN)
            return true;
    return false;
}

static bool has_value(const struct view *view, size_t row, size_t series)
{
    for (size_t i = 0; i < view->column_count; i++)
        if (!isnan(view_value(view, view->columns[i], row, series)))
            return true;
    return false;
}

/* Benchmark by benchmark those series that have it; of a sweep all. */
static struct entry *list_entries(struct arena *a, const struct view *view,
                                  const struct group *group, size_t *count)
{
    struct entry *entries = arena_array(a, group->count, view->series_count * sizeof(struct entry));
    bool all = is_sweep(view);
    *count = 0;
    for (size_t i = 0; i < group->count; i++)
        for (size_t k = 0; k < view->series_count; k++)
            if (group_shows(group, group->rows[i]) &&
                (all || has_value(view, group->rows[i], view->series[k])))
                entries[(*count)++] = (struct entry){group->rows[i], view->series[k]};
    return entries;
}

static struct scaled scale_column(struct arena *a, const struct view *view, size_t column,
                                  const struct entry *entries, size_t count)
{
    struct scaled s = {.column = column, .best = NAN, .worst = NAN};
    double *values = arena_array(a, count, sizeof *values);
    for (size_t i = 0; i < count; i++) {
        values[i] = view_value(view, column, entries[i].row, entries[i].series);
        if (isnan(values[i]))
            continue;
        s.best = isnan(s.best) || values[i] < s.best ? values[i] : s.best;
        s.worst = isnan(s.worst) || values[i] > s.worst ? values[i] : s.worst;
    }
    enum unit unit = metric_unit(view->frame->columns[column].metric);
    bool positive = false;
    for (size_t i = 0; i < count; i++)
        positive = positive || values[i] > 0;
    s.scale = (struct unit_scale){unit == UNIT_SECONDS ? "s" : unit == UNIT_BYTES ? "B" : "", 1};
    if (unit != UNIT_SECONDS && positive)
        s.scale = unit_scale_for(unit, values, count);
    return s;
}

static const char *head_of(struct arena *a, const struct view *view, const struct scaled *s)
{
    const struct column *c = &view->frame->columns[s->column];
    if (c->metric == METRIC_EXTRA)
        return c->extra;
    const char *unit = *s->scale.name ? arena_printf(a, " (%s)", s->scale.name) : "";
    return arena_printf(a, "%s%s %s", metric_name(c->metric), unit, stat_name(c->stat));
}

/* The value over the best of its column, as pytest-benchmark writes it. */
static const char *multiplier(struct arena *a, double value, double best)
{
    enum { MOST = 1000 };
    if (!(best > 0))
        return "";
    if (value == best)
        return " (1.0)";
    double times = value / best;
    if (isinf(times))
        return " (inf)";
    return times > MOST ? " (>1000.0)" : arena_printf(a, " (%.2f)", times);
}

static void set_cell(struct arena *a, const struct view *view, struct table_row *row, size_t at,
                     const struct scaled *s, const struct entry *e, bool single)
{
    const struct column *c = &view->frame->columns[s->column];
    double value = view_value(view, s->column, e->row, e->series);
    if (isnan(value)) {
        table_set(row, at, cell_empty(view->frame, e->row, e->series), NAN, TONE_PLAIN);
        return;
    }
    bool label = c->metric == METRIC_EXTRA;
    const char *text = label ? unit_format_label(a, value)
                             : unit_format_peer(a, metric_unit(c->metric), s->scale, value);
    enum tone tone = TONE_PLAIN;
    if (!label && !single) {
        text = arena_printf(a, "%s%s", text, multiplier(a, value, s->best));
        tone = value == s->best ? TONE_BEST : value == s->worst ? TONE_WORST : TONE_PLAIN;
    }
    table_set(row, at, text, value, tone);
}

void runs_add(struct report *report, const struct view *view, const struct group *group)
{
    struct arena *a = report->arena;
    const struct frame *f = view->frame;
    size_t count;
    struct entry *entries = list_entries(a, view, group, &count);
    struct scaled *columns = arena_array(a, view->column_count, sizeof *columns);
    struct table *table = report_table(report, group->title);
    bool single = view->series_count == 1, alone = true;
    for (size_t i = 1; i < count; i++)
        alone = alone && entries[i].row == entries[0].row;

    struct table_column *name = table_column(table, "name", ALIGN_LEFT);
    name->key = name->elastic = true;
    for (size_t i = 0; i < view->column_count; i++) {
        columns[i] = scale_column(a, view, view->columns[i], entries, count);
        table_column(table, head_of(a, view, &columns[i]), ALIGN_RIGHT);
    }
    for (size_t i = 0; i < count; i++) {
        const struct entry *e = &entries[i];
        const char *label = f->series[e->series].label, *id = f->rows[e->row].id;
        struct table_row *row = table_row(table, id);
        table_set(row, 0,
                  alone ? arena_printf(a, "(%s)", label)
                        : arena_printf(a, "%s (%s)", benchmark_name(id), label),
                  NAN, TONE_PLAIN);
        for (size_t k = 0; k < view->column_count; k++)
            set_cell(a, view, row, k + 1, &columns[k], e, single);
    }
}
