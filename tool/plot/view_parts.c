#include "plot/view_parts.h"

#include "judge/verdict_text.h"

#include <math.h>
#include <string.h>

const char *view_unit_note(enum unit unit)
{
    return unit == UNIT_SECONDS ? " (seconds)" : unit == UNIT_BYTES ? " (bytes)" : "";
}

const char *view_metric(const struct column *column)
{
    return column->metric == METRIC_EXTRA ? column->extra : metric_name(column->metric);
}

const char *view_metric_title(const struct column *column)
{
    return column->metric == METRIC_EXTRA ? column->extra : metric_title(column->metric);
}

const char *view_series_state(const struct series *series)
{
    switch (series->state) {
    case SERIES_FAILED:
        return "failed";
    case SERIES_UNAVAILABLE:
        return "unavailable";
    case SERIES_ABSENT:
        return "not run";
    case SERIES_PLAIN:
    case SERIES_OK:
    case SERIES_PARTIAL:
        break;
    }
    return series->path ? NULL : "no run file";
}

struct chart view_begin(struct arena *a, const struct frame *frame, const char *view,
                        const struct view_options *o)
{
    const struct column *column = &frame->columns[view_column(o->metric, VIEW_VALUE)];
    struct chart c = {
        .view = view,
        .metric = view_metric(column),
        .name = view_metric_title(column),
        .unit = metric_unit(column->metric),
        .palette = colors_palette(o->palette),
        .top = o->top,
        .judged = o->judged != NULL,
        .x = {.low = NAN, .high = NAN, .free = o->free_x},
        .y = {.low = NAN, .high = NAN, .free = o->free_y},
        .panel_count = 1,
    };
    c.panels = arena_array(a, 1, sizeof *c.panels);
    c.notes = strv_new(a);
    return c;
}

long view_baseline(const struct frame *frame, const struct view_options *o)
{
    size_t column = view_column(o->metric, VIEW_VALUE), s = 0;
    if (o->baseline >= 0)
        return o->baseline;
    while (s < frame->series_count && !frame_has_series(frame, column, s))
        s++;
    return s < frame->series_count ? (long)s : -1;
}

int view_check_dim(const struct points *points, const char *option, const char *name,
                   struct error *err)
{
    if (!name || points_has_dim(points, name))
        return 0;
    return error_set(err, EXIT_USAGE,
                     "%s: no benchmark with a value has a param or extra_info called '%s'; there "
                     "is %s",
                     option, name, axis_names(points->arena, points->whole));
}

int view_check_left(struct arena *a, const struct points *points, size_t count,
                    const char *const *dims, size_t dim_count, struct chart *chart,
                    struct error *err)
{
    struct strv names = strv_new(a);
    for (size_t i = 0; i < dim_count; i++)
        if (dims[i] && strcmp(dims[i], "snapshot") != 0) /* which every point has */
            strv_add(&names, dims[i]);
    if (points->count == 0)
        return error_set(err, EXIT_NO_VERDICT,
                         "%s: no benchmark left has %s, by which they would be told apart; "
                         "choose others by --facet and --color",
                         chart->metric, strv_join(&names, " and "));
    if (points->count < count)
        strv_add(&chart->notes,
                 arena_printf(a, "%zu of %zu points left out, which lack %s", count - points->count,
                              count, strv_join(&names, " or ")));
    return 0;
}

void view_panels(struct arena *a, const struct grouping *facet, struct chart *chart)
{
    chart->panel_count = facet->count;
    chart->panels = arena_array(a, facet->count, sizeof *chart->panels);
    for (size_t i = 0; i < facet->count; i++)
        chart->panels[i] =
            facet->name ? arena_printf(a, "%s=%s", facet->name, facet->texts[i]) : NULL;
}

const char *view_label(struct arena *a, const struct grouping *grouping, size_t at)
{
    return grouping->name ? arena_printf(a, "%s=%s<br>", grouping->name, grouping->texts[at]) : "";
}

struct chart_point *view_points(struct arena *a, const struct points *points,
                                const struct view_options *o, size_t from, size_t to)
{
    struct chart_point *list = arena_array(a, to - from + 1, sizeof *list);
    enum metric metric = points->frame->columns[points->column].metric;
    for (size_t i = from; i < to; i++) {
        const struct point *p = &points->items[i];
        const struct benchmark *b = &points->frame->rows[p->row];
        struct judged judged = {0};
        if (o)
            judged = verdicts_at(o->judged, o->metric, p->row, p->series);
        list[i - from] = (struct chart_point){
            .id = b->id,
            .short_name = b->short_name,
            .row = p->row,
            .x = p->x,
            .y = p->ratio,
            .color = p->change,
            .series = points->frame->series[p->series].label,
            .value = p->value,
            .verdict = verdict_text(a, judged, metric),
            .faded = verdict_is_faded(judged),
        };
    }
    return list;
}
