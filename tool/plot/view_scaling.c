#include "plot/view_parts.h"

#include "data/dims.h"

#include <math.h>
#include <string.h>

/* Which dim is what. */
struct roles {
    const char *x, *color, *facet, *dash;
};

/* ---- roles ---- */

static bool is_numeric(const struct points *points, const char *name)
{
    const struct key *keys = points_keys(points, name);
    bool any = false;
    for (size_t i = 0; i < points->count; i++) {
        if (!keys[i].missing && isnan(keys[i].number))
            return false;
        any = any || !keys[i].missing;
    }
    return any;
}

static int choose_x(const struct points *points, const struct strv *dims, struct roles *roles,
                    struct error *err)
{
    struct strv numeric = strv_new(points->arena);
    for (size_t i = 0; i < dims->len; i++)
        if (is_numeric(points, dims->items[i]))
            strv_add(&numeric, dims->items[i]);
    if (numeric.len == 1) {
        roles->x = numeric.items[0];
        return 0;
    }
    if (numeric.len == 0)
        return error_set(
            err, EXIT_NO_VERDICT,
            "scaling needs a numeric param or extra_info for its x axis, and no benchmark has one; "
            "name another by --x, two values to compare by --pivot, or more runs");
    return error_set(err, EXIT_USAGE,
                     "scaling: there is more than one numeric dim for the x axis (%s); choose by "
                     "--x",
                     strv_join(&numeric, ", "));
}

static bool is_key(const struct points *points, const char *name)
{
    return strcmp(name, "snapshot") == 0 || strcmp(name, "id") == 0 || points_has_dim(points, name);
}

/* What the options name, and x. */
static int choose_roles(const struct points *points, const struct view_options *o,
                        struct roles *roles, struct error *err)
{
    struct strv dims = strv_new(points->arena);
    points_dims(points, &dims);
    *roles = (struct roles){o->x, o->color, o->facet, NULL};
    if (view_check_dim(points, "--x", o->x, err) < 0 ||
        (o->color && !is_key(points, o->color) &&
         view_check_dim(points, "--color", o->color, err) < 0) ||
        (o->facet && !is_key(points, o->facet) &&
         view_check_dim(points, "--facet", o->facet, err) < 0))
        return -1;
    return roles->x ? 0 : choose_x(points, &dims, roles, err);
}

/* The roles left, of what the points that have x have. */
static void choose_others(const struct points *points, const char *series, struct roles *roles)
{
    struct strv dims = strv_new(points->arena);
    points_dims(points, &dims);
    if (!roles->color)
        roles->color = series;
    for (size_t i = 0; i < dims.len; i++) {
        const char *dim = dims.items[i];
        if ((roles->x && strcmp(dim, roles->x) == 0) ||
            (roles->color && strcmp(dim, roles->color) == 0))
            continue;
        if (!roles->color)
            roles->color = dim;
        else if (!roles->facet)
            roles->facet = dim;
    }
    bool told = series && ((roles->color && strcmp(series, roles->color) == 0) ||
                           (roles->facet && strcmp(series, roles->facet) == 0));
    roles->dash = series && !told ? series : NULL;
}

/* ---- points ---- */

/* Keep the points that have x, with its number. */
static void place(struct points *points, const char *x, bool *texts, bool *positive)
{
    size_t kept = 0;
    *texts = false;
    *positive = true;
    const struct key *keys = points_keys(points, x);
    for (size_t i = 0; i < points->count; i++) {
        if (keys[i].missing)
            continue;
        bool text = isnan(keys[i].number);
        double number = text ? dims_text_number(keys[i].text) : keys[i].number;
        *texts = *texts || text;
        *positive = *positive && number > 0;
        points->items[i].x = number;
        points->items[kept++] = points->items[i];
    }
    points->count = kept;
}

static double over(double more, double less)
{
    return more > less ? more - less : 0; /* nothing where either is missing */
}

/* The passes' spread about each point; whether there is any. */
static bool spread(const struct points *points, size_t metric, const struct point *p,
                   struct chart_point *to)
{
    const struct frame *f = points->frame;
    size_t low = view_column(metric, VIEW_LOW), high = view_column(metric, VIEW_HIGH);
    if (high >= f->column_count || f->columns[high].stat != STAT_MAX)
        return false;
    to->above = over(frame_value(f, high, p->row, p->series), p->value);
    to->below = over(p->value, frame_value(f, low, p->row, p->series));
    return to->above + to->below > 0;
}

static const char *trace_name(struct arena *a, const struct grouping *color,
                              const struct grouping *dash, size_t at)
{
    if (!color->name)
        return dash->name ? dash->texts[dash->of[at]] : "";
    return dash->name
               ? arena_printf(a, "%s, %s", color->texts[color->of[at]], dash->texts[dash->of[at]])
               : color->texts[color->of[at]];
}

/* Whether any point has a spread. */
static bool fill(struct arena *a, struct points *points, const struct view_options *o,
                 const struct roles *roles, bool texts, struct chart *c)
{
    struct grouping by[] = {points_group(points, roles->color), points_group(points, roles->dash),
                            points_group(points, roles->facet)};
    size_t *ends, from = 0;
    bool any = false;
    struct strv names = strv_new(a);
    view_panels(a, &by[2], c);
    size_t lists = points_split(points, by, 3, &ends);
    const struct key *keys = points_keys(points, roles->x);
    c->frames = arena_alloc(a, sizeof *c->frames);
    c->frame_count = 1;
    c->frames->name = "";
    c->frames->traces = arena_array(a, lists + 1, sizeof *c->frames->traces);
    for (size_t i = 0; i < lists; from = ends[i++]) {
        struct chart_trace *t = &c->frames->traces[c->frames->count++];
        const char *labels[3];
        bool told = false;
        for (size_t g = 0; g < 3; g++) {
            bool is_x = by[g].name && strcmp(by[g].name, roles->x) == 0;
            told = told || is_x;
            labels[g] = is_x ? arena_printf(a, "%s=%%{x}<br>", roles->x)
                             : view_label(a, &by[g], by[g].of[from]);
        }
        /* A facet by the colour's dim says nothing new. */
        bool again = by[2].name && by[0].name && strcmp(by[2].name, by[0].name) == 0;
        *t = (struct chart_trace){
            .name = trace_name(a, &by[0], &by[1], from),
            .color = by[0].of[from],
            .dash = by[1].of[from],
            .panel = by[2].of[from],
            .labels = arena_printf(a, "%s%s%s", labels[0], labels[1], again ? "" : labels[2]),
            .x_told = told,
            .points = view_points(a, points, NULL, from, ends[i]),
            .count = ends[i] - from,
        };
        t->in_legend = *t->name && !strv_has(&names, t->name);
        strv_add(&names, t->name);
        for (size_t p = 0; p < t->count; p++) {
            const struct point *point = &points->items[from + p];
            t->points[p].y = point->value;
            if (texts)
                t->points[p].text = keys[from + p].text;
            any = spread(points, o->metric, point, &t->points[p]) || any;
        }
    }
    return any;
}

/* The order of the x axis where x is another role as well. */
static void order_x(struct arena *a, const struct points *points, const struct roles *roles,
                    struct chart_axis *axis)
{
    const char *const others[] = {roles->color, roles->dash, roles->facet};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (!others[i] || strcmp(others[i], roles->x) != 0)
            continue;
        struct grouping by = points_group(points, roles->x);
        const struct key *keys = points_keys(points, roles->x);
        axis->order = by.texts;
        axis->order_numbers = arena_array(a, by.count + 1, sizeof *axis->order_numbers);
        axis->order_count = by.count;
        for (size_t p = 0; p < points->count; p++)
            axis->order_numbers[by.of[p]] = keys[p].number;
    }
}

/* ---- words ---- */

static const char *legend_title(struct arena *a, const struct roles *roles)
{
    if (roles->color && roles->dash)
        return arena_printf(a, "%s, %s", roles->color, roles->dash);
    return roles->color ? roles->color : roles->dash;
}

/* The labels of the series that have a point, in order. */
static const char *series_names(struct arena *a, const struct points *points)
{
    struct strv labels = strv_new(a);
    for (size_t i = 0; i < points->count; i++) {
        const char *label = points->frame->series[points->items[i].series].label;
        if (i == 0 || points->items[i].series != points->items[i - 1].series)
            strv_add(&labels, label);
    }
    return strv_join(&labels, ", ");
}

static bool choose_log(int axis, int both, bool positive)
{
    return axis >= 0 ? axis > 0 : both >= 0 ? both > 0 : positive;
}

static bool all_positive(const struct points *points)
{
    bool positive = true;
    for (size_t i = 0; i < points->count; i++)
        positive = positive && points->items[i].value > 0;
    return positive;
}

static size_t height_for(const struct grouping *facet)
{
    size_t panels = 0;
    for (size_t i = 0; i < facet->count; i++)
        panels += !facet->missing[i];
    size_t height = (panels + 2) / 3 * 350;
    return height > 400 ? height : 400;
}

int view_scaling(struct arena *a, const struct frame *frame, const struct view_options *o,
                 struct chart *chart, struct error *err)
{
    struct chart c = view_begin(a, frame, "scaling", o);
    struct points points = points_of(a, frame, o->whole, view_column(o->metric, VIEW_VALUE));
    const char *series = frame->series_count > 1 ? "snapshot" : NULL;
    struct roles roles;
    bool texts, positive;
    if (points.count == 0)
        return error_set(err, EXIT_NO_VERDICT, "%s: no run has a value; choose another --metric",
                         c.metric);
    if (choose_roles(&points, o, &roles, err) < 0)
        return -1;
    const char *runs = series_names(a, &points);
    place(&points, roles.x, &texts, &positive);
    if (points.count == 0)
        return error_set(err, EXIT_NO_VERDICT, "%s: no benchmark left has the dim %s", c.metric,
                         roles.x);
    choose_others(&points, series, &roles);
    points_sort(&points, (const char *const[]){"snapshot", roles.facet, roles.color, roles.x}, 4);
    struct grouping facet = points_group(&points, roles.facet);
    c.mark = CHART_LINES;
    c.shown = points.count;
    c.height = height_for(&facet);
    c.title = arena_printf(a, "Scaling: %s vs %s (%s)", c.name, roles.x, runs);
    c.x.title = roles.x;
    c.x.log = choose_log(o->log_x, o->log_log, positive);
    c.x.category = texts && !c.x.log;
    c.y.title = arena_printf(a, "%s%s", c.name, view_unit_note(c.unit));
    c.y.log = choose_log(o->log_y, o->log_log, all_positive(&points));
    c.y.unit = true;
    c.y.to_zero = !c.y.log && o->y_zero != 0;
    c.legend_title = legend_title(a, &roles);
    order_x(a, &points, &roles, &c.x);
    bool wanted = o->band != BAND_NONE && frame->columns[points.column].metric != METRIC_TIME;
    bool any = fill(a, &points, o, &roles, texts, &c);
    const char *const dims[] = {roles.color, roles.dash, roles.facet};
    if (view_check_left(a, &points, c.shown, dims, 3, &c, err) < 0)
        return -1;
    c.whiskers = wanted && (any || o->band == BAND_MINMAX);
    *chart = c;
    return 0;
}
