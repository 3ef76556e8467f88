#include "plot/view_parts.h"

#include "draw/colors.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct sides {
    size_t a, b;
};

/* The baseline and the next series that has a value. */
static int choose_sides(const struct points *points, const struct view_options *o,
                        struct sides *sides, struct error *err)
{
    const struct frame *f = points->frame;
    long baseline = view_baseline(f, o);
    if (baseline < 0)
        return error_set(err, EXIT_NO_VERDICT, "no run has a value; choose another --metric");
    for (size_t i = 0; i < points->count; i++) {
        if ((long)points->items[i].series != baseline) {
            *sides = (struct sides){(size_t)baseline, points->items[i].series};
            return 0;
        }
    }
    if (o->folded)
        return error_set(err, EXIT_NO_VERDICT,
                         "--pivot %s: compare needs two of its values, there is only %s", o->pivot,
                         f->series[baseline].label);
    return error_set(err, EXIT_NO_VERDICT,
                     "compare needs two runs with values, only %s has any; name two runs, or "
                     "--pivot DIM to compare the values of a dim",
                     f->series[baseline].label);
}

/* Keep one point per benchmark that both sides have, and say how many only one has. */
static void pair(struct arena *a, struct points *points, struct sides sides, struct chart *c)
{
    const struct frame *f = points->frame;
    size_t kept = 0, only_a = 0, only_b = 0;
    for (size_t r = 0; r < f->row_count; r++) {
        double base = frame_value(f, points->column, r, sides.a),
               value = frame_value(f, points->column, r, sides.b);
        only_a += !isnan(base) && isnan(value);
        only_b += isnan(base) && !isnan(value);
        if (isnan(value - base))
            continue;
        points->items[kept++] = (struct point){
            .row = r, .series = sides.b, .value = value, .x = value - base, .change = value - base};
    }
    points->count = kept;
    if (only_a || only_b)
        strv_add(&c->notes,
                 arena_printf(a, "%zu only in %s, %zu only in %s; in both: %zu", only_a,
                              f->series[sides.a].label, only_b, f->series[sides.b].label, kept));
}

struct ranked {
    struct point point;
    const char *id;
};

static int by_change(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    if (x->point.change != y->point.change)
        return x->point.change < y->point.change ? -1 : 1;
    return strcmp(x->id, y->id);
}

static void rank(struct points *points)
{
    struct ranked *ranked = arena_array(points->arena, points->count + 1, sizeof *ranked);
    for (size_t i = 0; i < points->count; i++)
        ranked[i] = (struct ranked){points->items[i], points->frame->rows[points->items[i].row].id};
    qsort(ranked, points->count, sizeof *ranked, by_change);
    for (size_t i = 0; i < points->count; i++)
        points->items[i] = ranked[i].point;
}

static void fill(struct arena *a, struct points *points, const struct view_options *o,
                 struct sides sides, struct chart *c)
{
    struct grouping by = points_group(points, o->facet);
    size_t *ends, from = 0;
    view_panels(a, &by, c);
    size_t lists = points_split(points, &by, 1, &ends);
    c->frames = arena_alloc(a, sizeof *c->frames);
    c->frame_count = 1;
    c->frames->name = points->frame->series[sides.b].label;
    c->frames->traces = arena_array(a, lists + 1, sizeof *c->frames->traces);
    for (size_t i = 0; i < lists; from = ends[i++]) {
        struct chart_trace *t = &c->frames->traces[c->frames->count++];
        *t = (struct chart_trace){
            .name = "",
            .panel = by.of[from],
            .labels = view_label(a, &by, by.of[from]),
            .points = view_points(a, points, o, from, ends[i]),
            .count = ends[i] - from,
        };
        for (size_t p = 0; p < t->count; p++)
            t->points[p].base = t->points[p].value - t->points[p].x;
    }
}

static double bound_of(struct arena *a, const struct points *points)
{
    double *changes = arena_array(a, points->count + 1, sizeof *changes);
    for (size_t i = 0; i < points->count; i++)
        changes[i] = points->items[i].change;
    return colors_bound(a, changes, points->count);
}

int view_compare(struct arena *a, const struct frame *frame, const struct view_options *o,
                 struct chart *chart, struct error *err)
{
    struct chart c = view_begin(a, frame, "compare", o);
    struct points points = points_of(a, frame, o->whole, view_column(o->metric, VIEW_VALUE));
    struct sides sides = {0};
    if (view_check_dim(&points, "--facet", o->facet, err) < 0)
        return -1;
    if (choose_sides(&points, o, &sides, err) < 0)
        return error_add(err, "%s", c.metric);
    const char *from = frame->series[sides.a].label, *to = frame->series[sides.b].label;
    pair(a, &points, sides, &c);
    if (points.count == 0)
        return error_set(err, EXIT_NO_VERDICT, "%s: %s and %s share no benchmark", c.metric, from,
                         to);
    if (!o->folded && frame->series_count > 2)
        strv_add(&c.notes, arena_printf(a, "%s and %s are compared, of %zu runs", from, to,
                                        frame->series_count));
    rank(&points);
    bool scaled = c.unit != UNIT_COUNT;
    c.mark = CHART_BARS;
    c.shown = points.count;
    c.height = points.count * 22 > 500 ? points.count * 22 : 500;
    c.title = arena_printf(a, "%s change (absolute): %s → %s — positive = %s", c.name, from, to,
                           c.unit == UNIT_SECONDS ? "slower"
                           : c.unit == UNIT_LARGE ? "more work"
                                                  : "more memory");
    c.color_title = c.x.title = arena_printf(a, "Δ %s%s", c.name, view_unit_note(c.unit));
    c.x.format = scaled ? ".2s" : NULL;
    c.x.suffix = scaled ? unit_symbol(c.unit) : " ";
    c.x.unit = true;
    c.y.title = "";
    c.y.category = true;
    c.bound = o->clip > 0 ? o->clip : bound_of(a, &points);
    fill(a, &points, o, sides, &c);
    if (view_check_left(a, &points, c.shown, &o->facet, 1, &c, err) < 0)
        return -1;
    *chart = c;
    return 0;
}
