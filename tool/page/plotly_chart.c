#include "page/plotly.h"
#include "page/plotly_parts.h"

#include <math.h>

/* How Plotly's own colours for lines follow each other; pytest-benchmem's figures have them. */
static const char *const line_colors[] = {"#636efa", "#EF553B", "#00cc96", "#ab63fa", "#FFA15A",
                                          "#19d3f3", "#FF6692", "#B6E880", "#FF97FF", "#FECB52"};
static const char *const dashes[] = {"solid", "dot", "dash", "longdash", "dashdot", "longdashdot"};

/* Above so many points Plotly draws them by WebGL. */
enum { POINTS_IN_SVG = 1000 };
/* Between panels, of the whole; between rows more where they have titles. */
static const double gap_across = 0.02, gap_down = 0.03, gap_titled = 0.07;

/* ---- where panels are ---- */

/* Panels fill rows from the top; axes are numbered from the bottom row. */
struct grid {
    size_t across, down;
};

static struct grid grid_of(const struct chart *c)
{
    size_t across = c->panel_count < CHART_PANELS_ACROSS ? c->panel_count : CHART_PANELS_ACROSS;
    return (struct grid){across, (c->panel_count + CHART_PANELS_ACROSS - 1) / CHART_PANELS_ACROSS};
}

static size_t axis_of_panel(struct grid g, size_t panel)
{
    return (g.down - 1 - panel / CHART_PANELS_ACROSS) * g.across + panel % CHART_PANELS_ACROSS;
}

static const char *axis_name(struct arena *a, char letter, const char *middle, size_t axis)
{
    return axis ? arena_printf(a, "%c%s%zu", letter, middle, axis + 1)
                : arena_printf(a, "%c%s", letter, middle);
}

static double domain_start(size_t at, size_t count, double gap, double *size)
{
    *size = (1 - gap * (double)(count - 1)) / (double)count;
    return (double)at * (*size + gap);
}

/* ---- traces ---- */

/* A list of what every point has at OFFSET: numbers, or texts. */
static void add_numbers(struct json *j, const char *name, const struct chart_trace *t,
                        size_t offset)
{
    json_begin_list(j, name, JSON_TIGHT);
    for (size_t i = 0; i < t->count; i++)
        json_number(j, NULL, *(const double *)(const void *)((const char *)&t->points[i] + offset));
    json_end(j);
}

static void add_texts(struct json *j, const char *name, const struct chart_trace *t, size_t offset)
{
    json_begin_list(j, name, JSON_TIGHT);
    for (size_t i = 0; i < t->count; i++)
        json_string(j, NULL, *(const char *const *)((const char *)&t->points[i] + offset));
    json_end(j);
}

static const char *hover(struct arena *a, const struct chart *c, const struct chart_trace *t)
{
    switch (c->mark) {
    case CHART_BARS:
        return arena_printf(a, "%s%s=%%{marker.color}<br>%s=%%{y}", t->labels, c->x.title,
                            c->y.title);
    case CHART_DOTS:
        return arena_printf(
            a, "<b>%%{hovertext}</b><br><br>%s%s=%%{x}<br>%s=%%{y}<br>%s=%%{marker.color}",
            t->labels, c->x.title, c->y.title, c->color_title);
    case CHART_LINES:
        break;
    }
    return t->x_told ? arena_printf(a, "%s%s=%%{y}", t->labels, c->y.title)
                     : arena_printf(a, "%s%s=%%{x}<br>%s=%%{y}", t->labels, c->x.title, c->y.title);
}

static void add_bars(struct json *j, const struct chart *c, const struct chart_trace *t)
{
    json_string(j, "orientation", "h");
    json_string(j, "textposition", "outside");
    json_string(j, "texttemplate", c->unit == UNIT_COUNT ? "%{x:.2f}" : "%{x:.2s}");
    json_bool(j, "cliponaxis", false);
    add_numbers(j, "x", t, offsetof(struct chart_point, x));
    add_texts(j, "y", t, offsetof(struct chart_point, id));
    json_begin_object(j, "marker", JSON_SPACED);
    json_string(j, "coloraxis", "coloraxis");
    json_rawf(j, "pattern", "{\"shape\": \"\"}");
    add_numbers(j, "color", t, offsetof(struct chart_point, color));
    json_end(j);
}

static void add_dots(struct json *j, const struct chart_trace *t)
{
    json_string(j, "mode", "markers");
    json_string(j, "orientation", "v");
    add_numbers(j, "x", t, offsetof(struct chart_point, x));
    add_numbers(j, "y", t, offsetof(struct chart_point, y));
    add_texts(j, "hovertext", t, offsetof(struct chart_point, id));
    json_begin_object(j, "marker", JSON_SPACED);
    json_string(j, "coloraxis", "coloraxis");
    json_string(j, "symbol", "circle");
    json_count(j, "size", 8);
    json_rawf(j, "line", "{\"width\": 0.5, \"color\": \"DarkSlateGrey\"}");
    add_numbers(j, "color", t, offsetof(struct chart_point, color));
    json_end(j);
}

static void add_line(struct json *j, const struct chart *c, const struct chart_trace *t)
{
    json_string(j, "mode", "lines+markers");
    json_string(j, "orientation", "v");
    json_rawf(j, "line", "{\"color\": \"%s\", \"dash\": \"%s\"}",
              line_colors[t->color % (sizeof line_colors / sizeof *line_colors)],
              dashes[t->dash % (sizeof dashes / sizeof *dashes)]);
    json_rawf(j, "marker", "{\"symbol\": \"circle\"}");
    if (t->count && t->points[0].text)
        add_texts(j, "x", t, offsetof(struct chart_point, text));
    else
        add_numbers(j, "x", t, offsetof(struct chart_point, x));
    add_numbers(j, "y", t, offsetof(struct chart_point, y));
    if (!c->whiskers)
        return;
    json_begin_object(j, "error_y", JSON_SPACED);
    add_numbers(j, "array", t, offsetof(struct chart_point, above));
    add_numbers(j, "arrayminus", t, offsetof(struct chart_point, below));
    json_end(j);
}

static size_t count_points(const struct chart *c)
{
    size_t count = 0;
    for (size_t i = 0; i < c->frames->count; i++)
        count += c->frames->traces[i].count;
    return count;
}

static void add_trace(struct json *j, const struct chart *c, const struct chart_trace *t)
{
    struct arena *a = j->out->arena;
    size_t axis = axis_of_panel(grid_of(c), t->panel);
    bool gl = c->mark != CHART_BARS && c->frame_count == 1 && count_points(c) > POINTS_IN_SVG;
    json_begin_object(j, NULL, JSON_LINES);
    json_string(j, "type", c->mark == CHART_BARS ? "bar" : gl ? "scattergl" : "scatter");
    json_string(j, "name", t->name);
    json_string(j, "legendgroup", t->name);
    json_bool(j, "showlegend", t->in_legend);
    json_string(j, "xaxis", axis_name(a, 'x', "", axis));
    json_string(j, "yaxis", axis_name(a, 'y', "", axis));
    json_string(j, "hovertemplate", arena_printf(a, "%s<extra></extra>", hover(a, c, t)));
    if (c->mark == CHART_BARS)
        add_bars(j, c, t);
    else if (c->mark == CHART_DOTS)
        add_dots(j, t);
    else
        add_line(j, c, t);
    json_end(j);
}

static void add_traces(struct json *j, const struct chart *c, const struct chart_frame *frame)
{
    json_begin_list(j, "data", JSON_LINES);
    for (size_t i = 0; i < frame->count; i++)
        add_trace(j, c, &frame->traces[i]);
    json_end(j);
}

/* ---- layout ---- */

static void add_order(struct json *j, const struct chart_axis *axis)
{
    json_string(j, "categoryorder", "array");
    json_begin_list(j, "categoryarray", JSON_TIGHT);
    for (size_t i = 0; i < axis->order_count; i++) {
        if (isnan(axis->order_numbers[i]))
            json_string(j, NULL, axis->order[i]);
        else
            json_number(j, NULL, axis->order_numbers[i]);
    }
    json_end(j);
}

static void add_axis(struct json *j, const struct chart *c, char letter, size_t at, struct grid g)
{
    struct arena *a = j->out->arena;
    bool is_x = letter == 'x';
    const struct chart_axis *axis = is_x ? &c->x : &c->y;
    size_t column = at % g.across, row = at / g.across;
    bool outer = is_x ? row == 0 : column == 0;
    double size,
        start = is_x ? domain_start(column, g.across, gap_across, &size)
                     : domain_start(row, g.down, c->panels[0] ? gap_titled : gap_down, &size);
    json_begin_object(j, axis_name(a, letter, "axis", at), JSON_SPACED);
    json_string(j, "anchor", axis_name(a, is_x ? 'y' : 'x', "", at));
    plotly_pair(j, "domain", start, start + size);
    if (at && !axis->free)
        json_string(j, "matches", is_x ? "x" : "y");
    if (axis->free || !outer)
        json_bool(j, "showticklabels", axis->free);
    if (outer)
        plotly_text(j, "title", axis->title);
    if (axis->log || axis->category)
        json_string(j, "type", axis->log ? "log" : "category");
    if (outer && isfinite(axis->low))
        plotly_pair(j, "range", axis->log ? log10(axis->low) : axis->low,
                    axis->log ? log10(axis->high) : axis->high);
    if (outer && axis->order_count)
        add_order(j, axis);
    if (axis->to_zero)
        json_string(j, "rangemode", "tozero");
    if (axis->format)
        json_string(j, "tickformat", axis->format);
    if (axis->suffix)
        json_string(j, "ticksuffix", axis->suffix);
    json_end(j);
}

/* Titles of the panels, those of the bottom row first. */
static void add_annotations(struct json *j, const struct chart *c, struct grid g)
{
    json_begin_list(j, "annotations", JSON_LINES);
    for (size_t at = 0; at < g.across * g.down; at++) {
        size_t panel = (g.down - 1 - at / g.across) * CHART_PANELS_ACROSS + at % g.across;
        double width, height, x = domain_start(at % g.across, g.across, gap_across, &width),
                              y = domain_start(at / g.across, g.down, gap_titled, &height);
        if (panel >= c->panel_count)
            continue;
        json_begin_object(j, NULL, JSON_SPACED);
        json_bool(j, "showarrow", false);
        json_string(j, "xanchor", "center");
        json_string(j, "xref", "paper");
        json_string(j, "yanchor", "bottom");
        json_string(j, "yref", "paper");
        json_string(j, "text", c->panels[panel]);
        json_number(j, "x", x + width / 2);
        json_number(j, "y", y + height);
        json_end(j);
    }
    json_end(j);
}

static void add_coloraxis(struct json *j, const struct chart *c)
{
    plotly_begin_coloraxis(j, c->bound, c->palette);
    json_begin_object(j, "colorbar", JSON_SPACED);
    plotly_text(j, "title", c->color_title);
    json_end(j);
    if (c->mark == CHART_BARS)
        json_bool(j, "showscale", false);
    json_end(j);
}

/* The line of no change, in every panel that has points. */
static void add_parity(struct json *j, const struct chart *c, struct grid g)
{
    struct arena *a = j->out->arena;
    bool *used = arena_array(a, g.across * g.down, sizeof *used);
    for (size_t i = 0; i < c->frames->count; i++)
        used[axis_of_panel(g, c->frames->traces[i].panel)] = true;
    json_begin_list(j, "shapes", JSON_LINES);
    for (size_t at = 0; at < g.across * g.down; at++)
        if (used[at])
            json_rawf(j, NULL,
                      "{\"type\": \"line\", \"line\": {\"color\": \"grey\", \"dash\": "
                      "\"dash\"}, \"x0\": 0, \"x1\": 1, \"y0\": 1, \"y1\": 1, \"xref\": "
                      "\"%s domain\", \"yref\": \"%s\"}",
                      axis_name(a, 'x', "", at), axis_name(a, 'y', "", at));
    json_end(j);
}

/* What a button or a step of the slider does: go to the frame FRAME (JSON) in so much time. */
static void add_animation(struct json *j, const char *label, const char *frame, int milliseconds)
{
    json_begin_object(j, NULL, JSON_SPACED);
    json_string(j, "label", label);
    json_string(j, "method", "animate");
    json_rawf(j, "args",
              "[%s, {\"frame\": {\"duration\": %d, \"redraw\": false}, \"mode\": \"immediate\", "
              "\"fromcurrent\": true, \"transition\": {\"duration\": %d, \"easing\": \"linear\"}}]",
              frame, milliseconds, milliseconds);
    json_end(j);
}

/* Begin what stands below the panels. */
static void begin_control(struct json *j, const char *name, const char *x_anchor, const char *pad)
{
    json_begin_list(j, name, JSON_SPACED);
    json_begin_object(j, NULL, JSON_SPACED);
    json_number(j, "x", 0.1);
    json_string(j, "xanchor", x_anchor);
    json_count(j, "y", 0);
    json_string(j, "yanchor", "top");
    json_rawf(j, "pad", "%s", pad);
}

static void add_controls(struct json *j, const struct chart *c)
{
    begin_control(j, "updatemenus", "right", "{\"r\": 10, \"t\": 70}");
    json_string(j, "direction", "left");
    json_bool(j, "showactive", false);
    json_string(j, "type", "buttons");
    json_begin_list(j, "buttons", JSON_LINES);
    add_animation(j, "&#9654;", "null", 500);
    add_animation(j, "&#9724;", "[null]", 0);
    json_end(j);
    json_end(j);
    json_end(j);
    begin_control(j, "sliders", "left", "{\"b\": 10, \"t\": 60}");
    json_count(j, "active", 0);
    json_rawf(j, "currentvalue", "{\"prefix\": \"snapshot=\"}");
    json_number(j, "len", 0.9);
    json_begin_list(j, "steps", JSON_LINES);
    for (size_t i = 0; i < c->frame_count; i++) {
        struct str name = str_new(j->out->arena);
        json_add_string(&name, c->frames[i].name);
        add_animation(j, c->frames[i].name, arena_printf(name.arena, "[%s]", name.data), 0);
    }
    json_end(j);
    json_end(j);
    json_end(j);
}

static void add_layout(struct json *j, const struct chart *c)
{
    struct grid g = grid_of(c);
    json_begin_object(j, "layout", JSON_LINES);
    plotly_text(j, "title", c->title);
    json_count(j, "height", c->height);
    json_begin_object(j, "legend", JSON_SPACED);
    json_count(j, "tracegroupgap", 0);
    if (c->legend_title)
        plotly_text(j, "title", c->legend_title);
    json_end(j);
    for (size_t at = 0; at < g.across * g.down; at++) {
        add_axis(j, c, 'x', at, g);
        add_axis(j, c, 'y', at, g);
    }
    if (c->panels[0])
        add_annotations(j, c, g);
    if (c->mark != CHART_LINES)
        add_coloraxis(j, c);
    if (c->mark == CHART_BARS) {
        json_string(j, "barmode", "relative");
        json_bool(j, "showlegend", false);
    }
    if (c->mark == CHART_DOTS)
        add_parity(j, c, g);
    if (c->frame_count > 1)
        add_controls(j, c);
    json_end(j);
}

void plotly_chart(struct json *j, const char *name, const struct chart *chart)
{
    json_begin_object(j, name, JSON_LINES);
    add_traces(j, chart, &chart->frames[0]);
    add_layout(j, chart);
    if (chart->frame_count > 1) {
        json_begin_list(j, "frames", JSON_LINES);
        for (size_t i = 0; i < chart->frame_count; i++) {
            json_begin_object(j, NULL, JSON_LINES);
            json_string(j, "name", chart->frames[i].name);
            add_traces(j, chart, &chart->frames[i]);
            json_end(j);
        }
        json_end(j);
    }
    json_end(j);
}
