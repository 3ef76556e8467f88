#include "plot/details.h"

#include "draw/plotly_chart.h"
#include "draw/verdict_text.h"
#include "plot/heatmap.h"
#include "text/json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct listing {
    const struct details *details;
    const struct frame *frame;
    size_t *rows;   /* of the frame, in the order of their ids */
    size_t *places; /* per row of the frame: where that is in rows */
};

/* ---- order ---- */

struct named {
    const char *id;
    size_t row;
};

static int by_id(const void *a, const void *b)
{
    const struct named *x = a, *y = b;
    return strcmp(x->id, y->id);
}

static struct listing list(struct arena *a, const struct details *details)
{
    const struct frame *f = details->frame;
    struct listing l = {.details = details, .frame = f};
    struct named *named = arena_array(a, f->row_count + 1, sizeof *named);
    l.rows = arena_array(a, f->row_count + 1, sizeof *l.rows);
    l.places = arena_array(a, f->row_count + 1, sizeof *l.places);
    for (size_t r = 0; r < f->row_count; r++)
        named[r] = (struct named){f->rows[r].id, r};
    qsort(named, f->row_count, sizeof *named, by_id);
    for (size_t i = 0; i < f->row_count; i++) {
        l.rows[i] = named[i].row;
        l.places[named[i].row] = i;
    }
    return l;
}

/* ---- where it was measured ---- */

/* The different texts, at most three of them; "" if there are none. */
static const char *distinct(struct arena *a, const struct frame *f,
                            const char *(*text)(const struct machine *machine))
{
    struct strv found;
    size_t more = 0;
    strv_init(&found, a);
    for (size_t s = 0; s < f->series_count; s++) {
        const char *one = text(&f->series[s].machine);
        if (!one || !*one || strv_has(&found, one))
            continue;
        if (found.len < 3)
            strv_add(&found, one);
        else
            more++;
    }
    return more ? arena_printf(a, "%s and %zu more", strv_join(&found, ", "), more)
                : strv_join(&found, ", ");
}

static const char *node_of(const struct machine *machine)
{
    return machine->node;
}

static const char *cpu_of(const struct machine *machine)
{
    return machine->cpu;
}

static const char *python_of(const struct machine *machine)
{
    return machine->python;
}

static const char *facts(struct arena *a, const struct frame *f)
{
    const char *node = distinct(a, f, node_of), *cpu = distinct(a, f, cpu_of),
               *python = distinct(a, f, python_of);
    struct strv facts;
    strv_init(&facts, a);
    if (*node)
        strv_addf(&facts, "measured on %s", node);
    if (*cpu)
        strv_add(&facts, cpu);
    if (*python)
        strv_addf(&facts, "Python %s", python);
    return strv_join(&facts, " · ");
}

/* ---- members ---- */

static void add_text(struct str *s, const char *name, const char *text)
{
    str_addf(s, "\"%s\": ", name);
    json_add_string(s, text);
    str_add(s, ", ");
}

static void add_series(struct str *s, const struct frame *f)
{
    str_add(s, "\"series\": [");
    for (size_t i = 0; i < f->series_count; i++) {
        const char *state = heatmap_series_state(&f->series[i]);
        str_add(s, i ? ", {" : "{");
        add_text(s, "state", state ? state : "");
        add_text(s, "note", f->series[i].note ? f->series[i].note : "");
        str_add(s, "\"label\": ");
        json_add_string(s, f->series[i].label);
        str_addc(s, '}');
    }
    str_add(s, "],\n");
}

static void add_names(struct str *s, const struct listing *l, const char *member, bool ids)
{
    str_addf(s, "\"%s\": [", member);
    for (size_t i = 0; i < l->frame->row_count; i++) {
        const struct benchmark *b = &l->frame->rows[l->rows[i]];
        str_add(s, i ? ",\n" : "");
        json_add_string(s, ids ? b->id : b->short_name);
    }
    str_add(s, "],\n");
}

static void add_failed(struct str *s, const struct listing *l)
{
    size_t count = 0;
    str_add(s, "\"failed\": {");
    for (size_t i = 0; i < l->frame->row_count; i++)
        for (size_t c = 0; c < l->frame->series_count; c++)
            if (frame_failed(l->frame, l->rows[i], c))
                str_addf(s, "%s\"%zu,%zu\": true", count++ ? ", " : "", i, c);
    str_add(s, "},\n");
}

static void add_values(struct str *s, const struct listing *l, const char *name, size_t column)
{
    str_addf(s, "\"%s\": [", name);
    for (size_t i = 0; i < l->frame->row_count; i++) {
        str_add(s, i ? ",\n[" : "[");
        for (size_t c = 0; c < l->frame->series_count; c++) {
            if (c)
                str_addc(s, ',');
            json_add_number(s, frame_value(l->frame, column, l->rows[i], c));
        }
        str_addc(s, ']');
    }
    str_add(s, "],\n");
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

/* The rows of a chart's points, by frame and trace. */
static void add_points(struct str *s, const struct listing *l, const struct chart *chart)
{
    str_add(s, "\"points\": [");
    for (size_t f = 0; f < chart->frame_count; f++) {
        str_add(s, f ? ", [" : "[");
        for (size_t t = 0; t < chart->frames[f].count; t++) {
            const struct chart_trace *trace = &chart->frames[f].traces[t];
            str_add(s, t ? ", [" : "[");
            for (size_t i = 0; i < trace->count; i++)
                str_addf(s, "%s%zu", i ? "," : "", l->places[trace->points[i].row]);
            str_addc(s, ']');
        }
        str_addc(s, ']');
    }
    str_add(s, "],\n");
}

/* ---- verdicts ---- */

static bool is_changed(struct judged judged)
{
    return verdict_is_change(judged.verdict);
}

/* The cells of which IS is true, by "row,column". */
static void add_cells(struct str *s, const struct listing *l, size_t metric, const char *name,
                      bool (*is)(struct judged judged))
{
    size_t count = 0;
    str_addf(s, "\"%s\": {", name);
    for (size_t i = 0; i < l->frame->row_count; i++)
        for (size_t c = 0; c < l->frame->series_count; c++)
            if (is(verdicts_at(l->details->judged, metric, l->rows[i], c)))
                str_addf(s, "%s\"%zu,%zu\": true", count++ ? ", " : "", i, c);
    str_add(s, "},\n");
}

/* How far a step goes, up or down, to sort by; one from nothing, which is infinite, farthest. */
static double step_size(const struct step *step)
{
    return fmin(fabs(log(step->ratio)), 1000);
}

static void add_steps(struct str *s, const struct listing *l, size_t metric)
{
    size_t count = 0;
    str_add(s, "\"steps\": [");
    for (size_t i = 0; i < l->frame->row_count; i++) {
        struct steps steps = verdicts_steps(l->details->judged, metric, l->rows[i]);
        for (size_t k = 0; k < steps.count; k++) {
            const struct step *step = &steps.items[k];
            const char *label = l->frame->series[step->series].label;
            str_addf(s, "%s[%zu, %.4g, ", count++ ? ",\n" : "", i, step_size(step));
            json_add_string(s, verdict_step_text(s->arena, step, label));
            str_addc(s, ']');
        }
    }
    str_add(s, "],\n");
}

static void add_verdicts(struct str *s, const struct listing *l, size_t metric)
{
    enum metric kind = l->frame->columns[metric * DETAILS_COLUMNS].metric;
    str_add(s, "\"verdicts\": [");
    for (size_t i = 0; i < l->frame->row_count; i++) {
        str_add(s, i ? ",\n[" : "[");
        for (size_t c = 0; c < l->frame->series_count; c++) {
            struct judged judged = verdicts_at(l->details->judged, metric, l->rows[i], c);
            str_add(s, c ? "," : "");
            json_add_string(s, verdict_text(s->arena, judged, kind));
        }
        str_addc(s, ']');
    }
    str_add(s, "],\n");
    add_cells(s, l, metric, "faded", verdict_is_faded);
    add_cells(s, l, metric, "changed", is_changed);
    add_steps(s, l, metric);
}

/* ---- */

/* What is said of a chart's points, as [text, faded], by frame and trace as the points are. */
static void add_said(struct str *s, const struct chart *chart)
{
    str_add(s, "\"said\": [");
    for (size_t f = 0; f < chart->frame_count; f++) {
        str_add(s, f ? ", [" : "[");
        for (size_t t = 0; t < chart->frames[f].count; t++) {
            const struct chart_trace *trace = &chart->frames[f].traces[t];
            str_add(s, t ? ", [" : "[");
            for (size_t i = 0; i < trace->count; i++) {
                struct judged judged = trace->points[i].judged;
                str_add(s, i ? ",[" : "[");
                json_add_string(s, verdict_text(s->arena, judged, chart->kind));
                str_add(s, verdict_is_faded(judged) ? ",true]" : ",false]");
            }
            str_addc(s, ']');
        }
        str_addc(s, ']');
    }
    str_add(s, "],\n");
}

static void add_metric(struct str *s, const struct listing *l, size_t metric)
{
    size_t first = metric * DETAILS_COLUMNS;
    const struct column *column = &l->frame->columns[first];
    const struct chart *chart = l->details->charts ? l->details->charts[metric] : NULL;
    bool extra = column->metric == METRIC_EXTRA;
    enum unit unit = metric_unit(column->metric);
    str_add(s, metric ? ",\n{" : "{");
    add_text(s, "name", extra ? column->extra : metric_title(column->metric));
    add_values(s, l, "values", first + DETAILS_VALUE);
    if (!same_columns(l->frame, first + DETAILS_VALUE, first + DETAILS_LOW))
        add_values(s, l, "low", first + DETAILS_LOW);
    if (!extra && !same_columns(l->frame, first + DETAILS_VALUE, first + DETAILS_HIGH)) {
        add_values(s, l, "high", first + DETAILS_HIGH);
        add_text(s, "spread",
                 column->metric == METRIC_TIME ? "up to the median of the rounds"
                                               : "from the smallest to the largest pass");
    }
    if (l->details->judged)
        add_verdicts(s, l, metric);
    if (chart) {
        add_points(s, l, chart);
        if (chart->judged)
            add_said(s, chart);
        if (metric > 0) {
            str_add(s, "\"figure\": ");
            plotly_chart(s, chart);
            str_add(s, ", ");
        }
    }
    str_addf(s, "\"label\": %s, \"unit\": \"%s\"}", extra ? "true" : "false",
             unit == UNIT_SECONDS ? "s"
             : unit == UNIT_BYTES ? "B"
                                  : "");
}

void details_add(struct str *json, const struct details *details)
{
    struct listing l = list(json->arena, details);
    str_addc(json, '{');
    add_text(json, "view", details->view);
    add_text(json, "package", details->package);
    add_text(json, "facts", facts(json->arena, details->frame));
    str_addf(json, "\"baseline\": %zu, ", details->baseline);
    if (details->head < 0)
        str_add(json, "\"head\": null,\n");
    else
        str_addf(json, "\"head\": %ld,\n", details->head);
    add_series(json, details->frame);
    add_names(json, &l, "ids", true);
    add_names(json, &l, "names", false);
    add_failed(json, &l);
    str_add(json, "\"metrics\": [");
    for (size_t m = 0; m < details->frame->column_count / DETAILS_COLUMNS; m++)
        add_metric(json, &l, m);
    str_add(json, "]}\n");
}
