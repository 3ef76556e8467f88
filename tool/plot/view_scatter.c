#include "plot/view_parts.h"

#include "draw/colors.h"

#include <math.h>

/* Keep the points whose ratio to the baseline can be drawn; LONE leaves the baseline's own out. */
static void relate(struct points *points, size_t baseline, bool lone)
{
    const struct frame *f = points->frame;
    size_t kept = 0;
    for (size_t i = 0; i < points->count; i++) {
        struct point p = points->items[i];
        double base = frame_value(f, points->column, p.row, baseline);
        if (!(base > 0) || !(p.value > 0) || (lone && p.series == baseline))
            continue;
        p.x = base;
        p.ratio = p.value / base;
        if (!(p.ratio > 0 && p.ratio < INFINITY))
            continue;
        p.change = p.value - base;
        points->items[kept++] = p;
    }
    points->count = kept;
}

/* The y axis, symmetric about 1, and the colours. */
static void scale(struct arena *a, const struct points *points, double clip, struct chart *c)
{
    double *changes = arena_array(a, points->count, sizeof *changes);
    double low = INFINITY, high = 0;
    for (size_t i = 0; i < points->count; i++) {
        low = fmin(low, points->items[i].ratio);
        high = fmax(high, points->items[i].ratio);
        changes[i] = points->items[i].change;
    }
    double bound = fmin(pow(fmax(fmax(high, 1 / low), 1.1), 1.05), CHART_REACH);
    c->y.low = 1 / bound;
    c->y.high = bound;
    c->bound = clip > 0 ? clip : colors_bound(a, changes, points->count);
}

static size_t count_rows(struct arena *a, const struct points *points)
{
    bool *seen = arena_array(a, points->frame->row_count, sizeof *seen);
    size_t count = 0;
    for (size_t i = 0; i < points->count; i++) {
        count += !seen[points->items[i].row];
        seen[points->items[i].row] = true;
    }
    return count;
}

/* A frame per series (one without animation), a trace per panel that has points. */
static void fill(struct arena *a, struct points *points, const struct view_options *o,
                 bool animated, struct chart *c)
{
    struct grouping by[] = {points_group(points, animated ? "snapshot" : NULL),
                            points_group(points, o->facet)};
    size_t *ends, from = 0;
    view_panels(a, &by[1], c);
    size_t lists = points_split(points, by, 2, &ends);
    c->frames = arena_array(a, by[0].count, sizeof *c->frames);
    for (size_t i = 0; i < lists; from = ends[i++]) {
        size_t series = by[0].of[from], panel = by[1].of[from];
        if (i == 0 || by[0].of[from - 1] != series) {
            c->frames[c->frame_count].name = by[0].texts[series];
            c->frames[c->frame_count++].traces =
                arena_array(a, by[1].count, sizeof *c->frames->traces);
        }
        struct chart_frame *frame = &c->frames[c->frame_count - 1];
        frame->traces[frame->count++] = (struct chart_trace){
            .name = "",
            .panel = panel,
            .labels = arena_printf(a, "%s%s", view_label(a, &by[0], series),
                                   view_label(a, &by[1], panel)),
            .points = view_points(a, points, o, from, ends[i]),
            .count = ends[i] - from,
        };
    }
    for (size_t f = 0; f < c->frame_count; f++)
        for (size_t t = 0; t < c->frames[f].count; t++)
            for (size_t p = 0; p < c->frames[f].traces[t].count; p++)
                c->frames[f].traces[t].points[p].base = c->frames[f].traces[t].points[p].x;
}

int view_scatter(struct arena *a, const struct frame *frame, const struct view_options *o,
                 struct chart *chart, struct error *err)
{
    struct chart c = view_begin(a, frame, "scatter", o);
    struct points points = points_of(a, frame, o->whole, view_column(o->metric, VIEW_VALUE));
    bool animated = !o->folded && frame->series_count >= 3;
    long baseline = view_baseline(frame, o);
    if (baseline < 0)
        return error_set(err, EXIT_NO_VERDICT, "%s: no run has a value; choose another --metric",
                         c.metric);
    if (view_check_dim(&points, "--facet", o->facet, err) < 0)
        return -1;
    const char *label = frame->series[baseline].label;
    relate(&points, (size_t)baseline, !animated);
    if (points.count == 0)
        return error_set(err, EXIT_NO_VERDICT,
                         "%s: no benchmark has a value above 0 in the baseline %s and in another "
                         "run; name two runs that share benchmarks",
                         c.metric, label);
    c.mark = CHART_DOTS;
    c.height = 600;
    c.x.log = c.y.log = c.x.unit = true;
    c.shown = count_rows(a, &points);
    c.title =
        arena_printf(a, "%s: candidate vs baseline (%s) — top-right = regressed", c.name, label);
    c.x.title = arena_printf(a, "baseline %s%s, log", c.name, view_unit_note(c.unit));
    c.y.title = "ratio: candidate / baseline (log)";
    c.color_title = arena_printf(a, "Δ %s%s", c.name, view_unit_note(c.unit));
    scale(a, &points, o->clip, &c);
    size_t count = points.count;
    fill(a, &points, o, animated, &c);
    if (view_check_left(a, &points, count, &o->facet, 1, &c, err) < 0)
        return -1;
    *chart = c;
    return 0;
}
