#include "page/page_data.h"

#include "data/counts.h"
#include "draw/colors.h"
#include "judge/change.h"
#include "judge/overview.h"
#include "judge/verdict_text.h"
#include "page/page_facts.h"
#include "page/page_made.h"
#include "page/plotly.h"
#include "plot/view_parts.h"
#include "text/json.h"
#include "text/names.h"
#include "text/width.h"

#include <math.h>
#include <stdio.h>

struct listing {
    const struct frame *frame;
    const struct verdicts *judged;
    size_t *rows;   /* of the frame, in the order of their ids */
    size_t *places; /* per row of the frame: where that is in rows */
    size_t metric;  /* being written */
    size_t work;    /* the metric of instructions; the one being written if there is none */
    const struct contrast *contrast;
    struct overview overview;
    bool sweep; /* no charts, but a heatmap */
};

static struct listing list(struct arena *a, const struct figure_data *material)
{
    const struct frame *f = &material->frame;
    struct listing l = {.frame = f, .judged = material->judged, .contrast = &material->contrast};
    l.rows = frame_rows_by_id(a, f);
    l.places = arena_array(a, f->row_count + 1, sizeof *l.places);
    for (size_t i = 0; i < f->row_count; i++)
        l.places[l.rows[i]] = i;
    return l;
}

/* ---- members ---- */

static void add_series(struct json *j, const struct frame *f)
{
    json_begin_list(j, "series", JSON_SPACED);
    for (size_t i = 0; i < f->series_count; i++) {
        const struct series *s = &f->series[i];
        const char *state = view_series_state(s);
        struct strv reasons = failures_lines(j->out->arena, &s->failed);
        bool told = s->state == SERIES_PARTIAL && failures_explained(&s->failed);
        json_begin_object(j, NULL, JSON_SPACED);
        json_string(j, "state", state ? state : s->state == SERIES_PARTIAL ? "partial" : "");
        json_string(j, "note", s->note && !told ? s->note : "");
        json_strings(j, "reasons", &reasons);
        json_string(j, "label", s->label);
        json_end(j);
    }
    json_end(j);
}

static void add_names(struct json *j, const struct listing *l, const char *name, bool ids)
{
    json_begin_list(j, name, JSON_LINES);
    for (size_t i = 0; i < l->frame->row_count; i++) {
        const struct benchmark *b = &l->frame->rows[l->rows[i]];
        json_string(j, NULL, ids ? b->id : b->short_name);
    }
    json_end(j);
}

/* The names for a figure that has less room: those that fit into so many letters, but for widths
 * that the names fit into anyway. */
static void add_short_names(struct json *j, const struct listing *l)
{
    static const size_t widths[] = {60, 36, 20};
    struct arena *a = j->out->arena;
    size_t count = l->frame->row_count, longest = 0;
    const char **names = arena_array(a, count + 1, sizeof *names);
    for (size_t i = 0; i < count; i++) {
        names[i] = text_visible(a, l->frame->rows[l->rows[i]].short_name);
        size_t width = text_width(names[i]);
        longest = width > longest ? width : longest;
    }
    json_begin_list(j, "short", JSON_LINES);
    for (size_t w = 0; w < sizeof widths / sizeof *widths; w++) {
        if (longest <= widths[w])
            continue;
        const char **fitting = names_shorten_columns(a, names, count, widths[w]);
        json_begin_list(j, NULL, JSON_SPACED);
        json_count(j, NULL, widths[w]);
        json_begin_list(j, NULL, JSON_SPACED);
        for (size_t i = 0; i < count; i++)
            json_string(j, NULL, fitting[i]);
        json_end(j);
        json_end(j);
    }
    json_end(j);
}

static void add_palettes(struct json *j)
{
    size_t count;
    const struct palette *palettes = colors_palettes(&count);
    json_begin_list(j, "palettes", JSON_SPACED);
    for (size_t i = 0; i < count; i++) {
        json_begin_list(j, NULL, JSON_SPACED);
        json_string(j, NULL, palettes[i].name);
        json_string(j, NULL, palettes[i].low_name);
        json_string(j, NULL, palettes[i].high_name);
        json_end(j);
    }
    json_end(j);
}

/* The cells of which IS is true, by "row,column". */
static void add_cells(struct json *j, const struct listing *l, const char *name,
                      bool (*is)(const struct listing *l, size_t row, size_t series))
{
    char place[48];
    json_begin_object(j, name, JSON_SPACED);
    for (size_t i = 0; i < l->frame->row_count; i++) {
        for (size_t c = 0; c < l->frame->series_count; c++) {
            if (!is(l, l->rows[i], c))
                continue;
            snprintf(place, sizeof place, "%zu,%zu", i, c);
            json_bool(j, place, true);
        }
    }
    json_end(j);
}

/* Why benchmarks that failed did, "" where that is not known. */
static void add_failed(struct json *j, const struct listing *l)
{
    char place[48];
    json_begin_object(j, "failed", JSON_SPACED);
    for (size_t i = 0; i < l->frame->row_count; i++) {
        for (size_t c = 0; c < l->frame->series_count; c++) {
            if (!frame_failed(l->frame, l->rows[i], c))
                continue;
            const struct failure *failure =
                failures_find(&l->frame->series[c].failed, l->frame->rows[l->rows[i]].id);
            snprintf(place, sizeof place, "%zu,%zu", i, c);
            json_string(j, place, failure ? text_visible(j->out->arena, failure->reason) : "");
        }
    }
    json_end(j);
}

static void add_values(struct json *j, const struct listing *l, const char *name, size_t column)
{
    json_begin_list(j, name, JSON_LINES);
    for (size_t i = 0; i < l->frame->row_count; i++) {
        json_begin_list(j, NULL, JSON_TIGHT);
        for (size_t c = 0; c < l->frame->series_count; c++)
            json_number(j, NULL, frame_value(l->frame, column, l->rows[i], c));
        json_end(j);
    }
    json_end(j);
}

static bool same_columns(const struct frame *f, size_t one, size_t other)
{
    for (size_t r = 0; r < f->row_count; r++) {
        for (size_t c = 0; c < f->series_count; c++) {
            double x = frame_value(f, one, r, c), y = frame_value(f, other, r, c);
            if (x != y && !(isnan(x) && isnan(y)))
                return false;
        }
    }
    return true;
}

/* ---- the points of a chart ---- */

static void add_place(struct json *j, const struct listing *l, const struct chart_point *point)
{
    json_count(j, NULL, l->places[point->row]);
}

static void add_said(struct json *j, const struct listing *l, const struct chart_point *point)
{
    (void)l;
    json_begin_list(j, NULL, JSON_TIGHT);
    json_string(j, NULL, point->verdict);
    json_bool(j, NULL, point->faded);
    json_end(j);
}

/* What ADD adds for each point, by frame and trace. */
static void
add_points(struct json *j, const struct listing *l, const char *name, const struct chart *chart,
           void (*add)(struct json *, const struct listing *, const struct chart_point *))
{
    json_begin_list(j, name, JSON_SPACED);
    for (size_t f = 0; f < chart->frame_count; f++) {
        json_begin_list(j, NULL, JSON_SPACED);
        for (size_t t = 0; t < chart->frames[f].count; t++) {
            const struct chart_trace *trace = &chart->frames[f].traces[t];
            json_begin_list(j, NULL, JSON_TIGHT);
            for (size_t i = 0; i < trace->count; i++)
                add(j, l, &trace->points[i]);
            json_end(j);
        }
        json_end(j);
    }
    json_end(j);
}

/* ---- verdicts ---- */

static bool is_faded(const struct listing *l, size_t row, size_t series)
{
    return verdict_is_faded(verdicts_at(l->judged, l->metric, row, series));
}

static bool is_changed(const struct listing *l, size_t row, size_t series)
{
    return verdict_is_change(verdicts_at(l->judged, l->metric, row, series).verdict);
}

/* How far a step goes, up or down, to sort by; one from nothing, which is infinite, farthest. */
static double step_size(const struct step *step)
{
    return fmin(fabs(log(step->ratio)), 1000);
}

static void add_steps(struct json *j, const struct listing *l)
{
    json_begin_list(j, "steps", JSON_LINES);
    for (size_t i = 0; i < l->frame->row_count; i++) {
        struct steps steps = verdicts_steps(l->judged, l->metric, l->rows[i]);
        for (size_t k = 0; k < steps.count; k++) {
            const struct step *step = &steps.items[k];
            const char *label = l->frame->series[step->series].label;
            json_begin_list(j, NULL, JSON_SPACED);
            json_count(j, NULL, i);
            json_rawf(j, NULL, "%.4g", step_size(step));
            json_string(j, NULL, verdict_step_text(j->out->arena, step, label));
            json_end(j);
        }
    }
    json_end(j);
}

/* Whether it is a time that moved by the same instructions. */
static bool is_doubtful(const struct listing *l, size_t row, size_t series)
{
    const struct change_judged by = {l->judged, l->metric, l->work};
    return change_is_doubtful(l->frame, view_column(l->metric, VIEW_VALUE), row, series,
                              l->contrast->baseline, &by);
}

static void add_verdicts(struct json *j, const struct listing *l)
{
    enum metric metric = l->frame->columns[view_column(l->metric, VIEW_VALUE)].metric;
    json_begin_list(j, "verdicts", JSON_LINES);
    for (size_t i = 0; i < l->frame->row_count; i++) {
        json_begin_list(j, NULL, JSON_TIGHT);
        for (size_t c = 0; c < l->frame->series_count; c++) {
            struct judged judged = verdicts_at(l->judged, l->metric, l->rows[i], c);
            json_string(j, NULL, verdict_text(j->out->arena, judged, metric));
        }
        json_end(j);
    }
    json_end(j);
    add_cells(j, l, "faded", is_faded);
    add_cells(j, l, "changed", is_changed);
    if (metric == METRIC_TIME && l->work != l->metric)
        add_cells(j, l, "doubtful", is_doubtful);
    add_steps(j, l);
    if (counts_explain(metric)) {
        const struct page_made made = {l->frame, l->judged, l->rows, l->metric,
                                       view_column(l->metric, VIEW_VALUE)};
        page_made_add(j, &made);
    }
}

/* ---- what changed ---- */

/* Per row [percent, verdict, the series it is held against, since which it changed]. */
static void add_changes(struct json *j, const struct listing *l, const struct changes *changes)
{
    enum metric metric = l->frame->columns[changes->column].metric;
    json_begin_list(j, "changes", JSON_LINES);
    for (size_t i = 0; i < l->frame->row_count; i++) {
        const struct change *change = &changes->rows[l->rows[i]];
        json_begin_list(j, NULL, JSON_TIGHT);
        if (isinf(change->percent))
            json_string(j, NULL, "inf");
        else
            json_number(j, NULL, change->percent);
        json_string(j, NULL, verdict_word(change->verdict, metric));
        json_count(j, NULL, change->reference);
        if (verdict_is_change(change->verdict))
            json_count(j, NULL, change->since);
        else
            json_null(j, NULL);
        json_end(j);
    }
    json_end(j);
}

static void add_order(struct json *j, const struct listing *l, size_t column)
{
    const size_t *order = contrast_sort_changes(j->out->arena, l->frame, column, l->contrast);
    json_begin_list(j, "order", JSON_TIGHT);
    for (size_t i = 0; i < l->frame->row_count; i++)
        json_count(j, NULL, l->places[order[i]]);
    json_end(j);
}

/* Those of the metric, for the table and the overview. */
static void tell_changes(struct json *j, struct listing *l, const struct column *column)
{
    struct arena *a = j->out->arena;
    size_t value = view_column(l->metric, VIEW_VALUE);
    const struct change_judged by = {l->judged, l->metric, l->work};
    struct changes changes = changes_of(a, l->frame, value, l->contrast, &by);
    add_changes(j, l, &changes);
    add_order(j, l, value);
    if (column->metric != METRIC_EXTRA)
        overview_add(&l->overview, &changes, column_title(a, column));
}

/* The lines of the overview with their verdicts' words, "", "less", "more", and the row of those
 * that have one. */
static void add_overview(struct json *j, const struct listing *l)
{
    const struct overview *o = &l->overview;
    json_begin_list(j, "overview", JSON_LINES);
    for (size_t i = 0; i < o->count && o->count > 1; i++) {
        const struct overview_line *line = &o->lines[i];
        json_begin_list(j, NULL, JSON_TIGHT);
        json_string(j, NULL, line->text);
        json_string(j, NULL, verdict_word(line->verdict, METRIC_PEAK));
        if (line->verdict == VERDICT_NONE)
            json_null(j, NULL);
        else
            json_count(j, NULL, l->places[line->row]);
        json_end(j);
    }
    json_end(j);
}

/* ---- */

/* The colours of a heatmap of the metric. */
static void add_scale(struct json *j, const struct listing *l)
{
    const struct view_options o = {
        .metric = l->metric, .baseline = (long)l->contrast->baseline, .judged = l->judged};
    struct tick *ticks;
    double bound;
    size_t count = view_sweep_scale(j->out->arena, l->frame, &o, &bound, &ticks);
    json_number(j, "bound", bound);
    json_begin_list(j, "ticks", JSON_SPACED);
    for (size_t i = 0; i < count; i++) {
        json_begin_list(j, NULL, JSON_SPACED);
        json_number(j, NULL, ticks[i].at);
        json_string(j, NULL, ticks[i].text);
        json_end(j);
    }
    json_end(j);
}

/* OTHER: the chart is not the page's figure. */
static void add_metric(struct json *j, struct listing *l, const struct chart *chart, bool other)
{
    const struct frame *f = l->frame;
    size_t value = view_column(l->metric, VIEW_VALUE), low = view_column(l->metric, VIEW_LOW),
           high = view_column(l->metric, VIEW_HIGH);
    const struct column *column = &f->columns[value];
    bool extra = column->metric == METRIC_EXTRA;
    enum unit unit = metric_unit(column->metric);
    json_begin_object(j, NULL, JSON_LINES);
    json_string(j, "name", view_metric_title(column));
    json_number(j, "limit", change_limit(column->metric));
    json_string(j, "less", verdict_word(VERDICT_LESS, column->metric));
    json_string(j, "more", verdict_word(VERDICT_MORE, column->metric));
    add_values(j, l, "values", value);
    if (!same_columns(f, value, low))
        add_values(j, l, "low", low);
    if (!extra && !same_columns(f, value, high)) {
        add_values(j, l, "high", high);
        json_string(j, "spread",
                    column->metric == METRIC_TIME ? "up to the median of the rounds"
                    : column->metric == METRIC_INSTRUCTIONS
                        ? "from the smallest to the largest call"
                        : "from the smallest to the largest pass");
    }
    if (l->contrast->paired)
        tell_changes(j, l, column);
    if (l->judged)
        add_verdicts(j, l);
    if (chart) {
        add_points(j, l, "points", chart, add_place);
        if (chart->judged)
            add_points(j, l, "said", chart, add_said);
        if (other)
            plotly_chart(j, "figure", chart);
    }
    if (other && l->sweep)
        add_scale(j, l);
    json_bool(j, "label", extra);
    json_string(j, "unit", unit_symbol(unit));
    if (unit == UNIT_LARGE)
        json_bool(j, "large", true);
    json_end(j);
}

/* The metric of instructions, or OTHERWISE if no run has any. */
static size_t find_work(const struct figure_data *m, size_t otherwise)
{
    for (size_t i = 0; i < m->metric_count; i++)
        if (m->frame.columns[view_column(m->metrics[i], VIEW_VALUE)].metric == METRIC_INSTRUCTIONS)
            return m->metrics[i];
    return otherwise;
}

void page_data_add(struct str *json, const struct page_data *details)
{
    const struct figure_data *m = details->material;
    struct listing l = list(json->arena, m);
    l.sweep = !details->charts;
    l.overview = overview_begin(json->arena, l.frame, l.contrast);
    struct json j = json_new(json);
    json_begin_object(&j, NULL, JSON_LINES);
    json_string(&j, "view", details->view);
    json_string(&j, "package", m->package);
    add_palettes(&j);
    json_string(&j, "facts", page_facts(json->arena, l.frame));
    json_count(&j, "baseline", m->contrast.baseline);
    if (m->contrast.paired)
        json_count(&j, "head", m->contrast.head);
    else
        json_null(&j, "head");
    add_series(&j, l.frame);
    add_names(&j, &l, "ids", true);
    add_names(&j, &l, "names", false);
    add_short_names(&j, &l);
    add_failed(&j, &l);
    json_begin_list(&j, "metrics", JSON_LINES);
    for (size_t i = 0; i < m->metric_count; i++) {
        l.metric = m->metrics[i];
        l.work = find_work(m, l.metric);
        add_metric(&j, &l, details->charts ? details->charts[i] : NULL, i > 0);
    }
    json_end(&j);
    add_overview(&j, &l);
    json_end(&j);
    str_addc(json, '\n');
}
