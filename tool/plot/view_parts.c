#include "plot/view_parts.h"

#include <math.h>
#include <string.h>

const char *view_unit_note(enum unit unit)
{
    return unit == UNIT_SECONDS ? " (seconds)" : unit == UNIT_BYTES ? " (bytes)" : "";
}

const char *view_unit_suffix(enum unit unit)
{
    return unit == UNIT_SECONDS ? "s" : unit == UNIT_BYTES ? "B" : "";
}

struct chart view_begin(struct arena *a, const struct frame *frame, const char *view,
                        const struct view_options *o)
{
    const struct column *column = &frame->columns[0];
    bool extra = column->metric == METRIC_EXTRA;
    struct chart c = {
        .view = view,
        .metric = extra ? column->extra : metric_name(column->metric),
        .name = extra ? column->extra : metric_title(column->metric),
        .unit = metric_unit(column->metric),
        .kind = column->metric,
        .judged = o->judged != NULL,
        .x = {.low = NAN, .high = NAN, .free = o->free_x},
        .y = {.low = NAN, .high = NAN, .free = o->free_y},
        .panel_count = 1,
    };
    c.panels = arena_array(a, 1, sizeof *c.panels);
    strv_init(&c.notes, a);
    return c;
}

long view_baseline(const struct points *points, const struct view_options *o)
{
    if (points->count == 0)
        return -1;
    return o->baseline >= 0 ? o->baseline : (long)points->items[0].series;
}

int view_check_dim(const struct points *points, const char *option, const char *name,
                   struct error *err)
{
    if (!name || points_has_dim(points, name))
        return 0;
    return error_set(err, STATUS_USAGE,
                     "%s: no benchmark with a value has a param or extra_info called '%s'; there "
                     "is %s",
                     option, name, axis_names(points->arena, points->whole));
}

int view_check_left(struct arena *a, const struct points *points, size_t count,
                    const char *const *dims, size_t dim_count, struct chart *chart,
                    struct error *err)
{
    struct strv names;
    strv_init(&names, a);
    for (size_t i = 0; i < dim_count; i++)
        if (dims[i] && strcmp(dims[i], "snapshot") != 0) /* which every point has */
            strv_add(&names, dims[i]);
    if (points->count == 0)
        return error_set(err, STATUS_NO_VERDICT,
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
    for (size_t i = from; i < to; i++) {
        const struct point *p = &points->items[i];
        const struct benchmark *b = &points->frame->rows[p->row];
        list[i - from] = (struct chart_point){
            .id = b->id,
            .short_name = b->short_name,
            .row = p->row,
            .x = p->x,
            .y = p->ratio,
            .color = p->change,
            .series = points->frame->series[p->series].label,
            .value = p->value,
            .judged =
                verdicts_at(o ? o->judged : NULL, o ? o->judged_column : 0, p->row, p->series),
        };
    }
    return list;
}
