#include "draw/plotly_chart.h"

#include "text/json.h"

#include <math.h>
#include <string.h>

/* How Plotly's own colours for lines follow each other; pytest-benchmem's figures have them. */
static const char *const line_colors[] = {"#636efa", "#EF553B", "#00cc96", "#ab63fa", "#FFA15A",
                                          "#19d3f3", "#FF6692", "#B6E880", "#FF97FF", "#FECB52"};
static const char *const dashes[] = {"solid", "dot", "dash", "longdash", "dashdot", "longdashdot"};

/* Above so many points Plotly draws them by WebGL. */
enum { POINTS_IN_SVG = 1000 };

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

static void add_member(struct str *s, const char *name, const char *text)
{
    str_addf(s, ", \"%s\": ", name);
    json_add_string(s, text);
}

static double x_of(const struct chart_point *p)
{
    return p->x;
}

static double y_of(const struct chart_point *p)
{
    return p->y;
}

static double color_of(const struct chart_point *p)
{
    return p->color;
}

static double above_of(const struct chart_point *p)
{
    return p->above;
}

static double below_of(const struct chart_point *p)
{
    return p->below;
}

static void add_numbers(struct str *s, const struct chart_trace *t,
                        double (*number)(const struct chart_point *))
{
    str_addc(s, '[');
    for (size_t i = 0; i < t->count; i++) {
        if (i)
            str_addc(s, ',');
        json_add_number(s, number(&t->points[i]));
    }
    str_addc(s, ']');
}

static void add_texts(struct str *s, const struct chart_trace *t, bool ids)
{
    str_addc(s, '[');
    for (size_t i = 0; i < t->count; i++) {
        if (i)
            str_addc(s, ',');
        json_add_string(s, ids ? t->points[i].id : t->points[i].text);
    }
    str_addc(s, ']');
}

static void add_hover(struct str *s, const struct chart *c, const struct chart_trace *t)
{
    const char *text = "";
    switch (c->mark) {
    case CHART_BARS:
        text = arena_printf(s->arena, "%s%s=%%{marker.color}<br>%s=%%{y}", t->labels, c->x.title,
                            c->y.title);
        break;
    case CHART_DOTS:
        text = arena_printf(s->arena,
                            "<b>%%{hovertext}</b><br><br>%s%s=%%{x}<br>%s=%%{y}<br>"
                            "%s=%%{marker.color}",
                            t->labels, c->x.title, c->y.title, c->color_title);
        break;
    case CHART_LINES:
        text = t->x_told ? arena_printf(s->arena, "%s%s=%%{y}", t->labels, c->y.title)
                         : arena_printf(s->arena, "%s%s=%%{x}<br>%s=%%{y}", t->labels, c->x.title,
                                        c->y.title);
        break;
    }
    add_member(s, "hovertemplate", arena_printf(s->arena, "%s<extra></extra>", text));
}

static void add_bars(struct str *s, const struct chart *c, const struct chart_trace *t)
{
    str_addf(s,
             ", \"orientation\": \"h\", \"textposition\": \"outside\", \"texttemplate\": "
             "\"%%{x:%s}\", \"cliponaxis\": false",
             c->unit == UNIT_COUNT ? ".2f" : ".2s");
    str_add(s, ",\n\"x\": ");
    add_numbers(s, t, x_of);
    str_add(s, ",\n\"y\": ");
    add_texts(s, t, true);
    str_add(s, ",\n\"marker\": {\"coloraxis\": \"coloraxis\", \"pattern\": {\"shape\": \"\"}, "
               "\"color\": ");
    add_numbers(s, t, color_of);
    str_addc(s, '}');
}

static void add_dots(struct str *s, const struct chart_trace *t)
{
    str_add(s, ", \"mode\": \"markers\", \"orientation\": \"v\",\n\"x\": ");
    add_numbers(s, t, x_of);
    str_add(s, ",\n\"y\": ");
    add_numbers(s, t, y_of);
    str_add(s, ",\n\"hovertext\": ");
    add_texts(s, t, true);
    str_add(s, ",\n\"marker\": {\"coloraxis\": \"coloraxis\", \"symbol\": \"circle\", \"size\": 8, "
               "\"line\": {\"width\": 0.5, \"color\": \"DarkSlateGrey\"}, \"color\": ");
    add_numbers(s, t, color_of);
    str_addc(s, '}');
}

static void add_line(struct str *s, const struct chart *c, const struct chart_trace *t)
{
    str_addf(s,
             ", \"mode\": \"lines+markers\", \"orientation\": \"v\", \"line\": {\"color\": \"%s\", "
             "\"dash\": \"%s\"}, \"marker\": {\"symbol\": \"circle\"}",
             line_colors[t->color % (sizeof line_colors / sizeof *line_colors)],
             dashes[t->dash % (sizeof dashes / sizeof *dashes)]);
    str_add(s, ",\n\"x\": ");
    if (t->count && t->points[0].text)
        add_texts(s, t, false);
    else
        add_numbers(s, t, x_of);
    str_add(s, ",\n\"y\": ");
    add_numbers(s, t, y_of);
    if (c->whiskers) {
        str_add(s, ",\n\"error_y\": {\"array\": ");
        add_numbers(s, t, above_of);
        str_add(s, ", \"arrayminus\": ");
        add_numbers(s, t, below_of);
        str_addc(s, '}');
    }
}

static size_t count_points(const struct chart *c)
{
    size_t count = 0;
    for (size_t i = 0; i < c->frames->count; i++)
        count += c->frames->traces[i].count;
    return count;
}

static void add_trace(struct str *s, const struct chart *c, const struct chart_trace *t)
{
    size_t axis = axis_of_panel(grid_of(c), t->panel);
    bool gl = c->mark != CHART_BARS && c->frame_count == 1 && count_points(c) > POINTS_IN_SVG;
    const char *type = c->mark == CHART_BARS ? "bar" : gl ? "scattergl" : "scatter";
    str_addf(s, "{\"type\": \"%s\"", type);
    add_member(s, "name", t->name);
    add_member(s, "legendgroup", t->name);
    str_addf(s, ", \"showlegend\": %s", t->in_legend ? "true" : "false");
    add_member(s, "xaxis", axis_name(s->arena, 'x', "", axis));
    add_member(s, "yaxis", axis_name(s->arena, 'y', "", axis));
    add_hover(s, c, t);
    if (c->mark == CHART_BARS)
        add_bars(s, c, t);
    else if (c->mark == CHART_DOTS)
        add_dots(s, t);
    else
        add_line(s, c, t);
    str_addc(s, '}');
}

static void add_traces(struct str *s, const struct chart *c, const struct chart_frame *frame)
{
    str_addc(s, '[');
    for (size_t i = 0; i < frame->count; i++) {
        if (i)
            str_add(s, ",\n");
        add_trace(s, c, &frame->traces[i]);
    }
    str_addc(s, ']');
}

/* ---- layout ---- */

static void add_order(struct str *s, const struct chart_axis *axis)
{
    str_add(s, ", \"categoryorder\": \"array\", \"categoryarray\": [");
    for (size_t i = 0; i < axis->order_count; i++) {
        if (i)
            str_addc(s, ',');
        if (isnan(axis->order_numbers[i]))
            json_add_string(s, axis->order[i]);
        else
            json_add_number(s, axis->order_numbers[i]);
    }
    str_addc(s, ']');
}

static void add_axis(struct str *s, const struct chart *c, char letter, size_t at, struct grid g)
{
    const struct chart_axis *axis = letter == 'x' ? &c->x : &c->y;
    size_t column = at % g.across, row = at / g.across;
    bool outer = letter == 'x' ? row == 0 : column == 0;
    double size, start = letter == 'x'
                             ? domain_start(column, g.across, 0.02, &size)
                             : domain_start(row, g.down, c->panels[0] ? 0.07 : 0.03, &size);
    str_addf(s, ",\n\"%s\": {\"anchor\": \"%s\", \"domain\": [",
             axis_name(s->arena, letter, "axis", at),
             axis_name(s->arena, letter == 'x' ? 'y' : 'x', "", at));
    json_add_number(s, start);
    str_addc(s, ',');
    json_add_number(s, start + size);
    str_addc(s, ']');
    if (at && !axis->free)
        str_addf(s, ", \"matches\": \"%c\"", letter);
    if (axis->free)
        str_add(s, ", \"showticklabels\": true");
    else if (!outer)
        str_add(s, ", \"showticklabels\": false");
    if (outer) {
        str_add(s, ", \"title\": {\"text\": ");
        json_add_string(s, axis->title);
        str_addc(s, '}');
    }
    if (axis->log)
        str_add(s, ", \"type\": \"log\"");
    else if (axis->category)
        str_add(s, ", \"type\": \"category\"");
    if (outer && isfinite(axis->low)) {
        str_add(s, ", \"range\": [");
        json_add_number(s, axis->log ? log10(axis->low) : axis->low);
        str_addc(s, ',');
        json_add_number(s, axis->log ? log10(axis->high) : axis->high);
        str_addc(s, ']');
    }
    if (outer && axis->order_count)
        add_order(s, axis);
    if (axis->to_zero)
        str_add(s, ", \"rangemode\": \"tozero\"");
    if (axis->format)
        add_member(s, "tickformat", axis->format);
    if (axis->suffix)
        add_member(s, "ticksuffix", axis->suffix);
    str_addc(s, '}');
}

/* Titles of the panels, those of the bottom row first. */
static void add_annotations(struct str *s, const struct chart *c, struct grid g)
{
    size_t count = 0;
    str_add(s, ",\n\"annotations\": [");
    for (size_t at = 0; at < g.across * g.down; at++) {
        size_t panel = (g.down - 1 - at / g.across) * CHART_PANELS_ACROSS + at % g.across;
        double width, height, x = domain_start(at % g.across, g.across, 0.02, &width),
                              y = domain_start(at / g.across, g.down, 0.07, &height);
        if (panel >= c->panel_count)
            continue;
        str_addf(s,
                 "%s{\"showarrow\": false, \"xanchor\": \"center\", \"xref\": \"paper\", "
                 "\"yanchor\": \"bottom\", \"yref\": \"paper\", \"text\": ",
                 count++ ? ",\n" : "");
        json_add_string(s, c->panels[panel]);
        str_add(s, ", \"x\": ");
        json_add_number(s, x + width / 2);
        str_add(s, ", \"y\": ");
        json_add_number(s, y + height);
        str_addc(s, '}');
    }
    str_addc(s, ']');
}

static void add_coloraxis(struct str *s, const struct chart *c)
{
    str_add(s, ",\n\"coloraxis\": {\"autocolorscale\": false, \"cmid\": 0, \"cmin\": ");
    json_add_number(s, -c->bound);
    str_add(s, ", \"cmax\": ");
    json_add_number(s, c->bound);
    const struct palette *p = c->palette ? c->palette : scale_palette(NULL);
    str_addf(s, ", \"colorscale\": [[0, \"%s\"], [0.5, \"white\"], [1, \"%s\"]], ", p->low_name,
             p->high_name);
    str_add(s, "\"colorbar\": {\"title\": {\"text\": ");
    json_add_string(s, c->color_title);
    str_addf(s, "}}%s}", c->mark == CHART_BARS ? ", \"showscale\": false" : "");
}

/* The line of no change, in every panel that has points. */
static void add_parity(struct str *s, const struct chart *c, struct grid g)
{
    bool *used = arena_array(s->arena, g.across * g.down, sizeof *used);
    size_t count = 0;
    for (size_t i = 0; i < c->frames->count; i++)
        used[axis_of_panel(g, c->frames->traces[i].panel)] = true;
    str_add(s, ",\n\"shapes\": [");
    for (size_t at = 0; at < g.across * g.down; at++) {
        if (!used[at])
            continue;
        str_addf(s,
                 "%s{\"type\": \"line\", \"line\": {\"color\": \"grey\", \"dash\": \"dash\"}, "
                 "\"x0\": 0, \"x1\": 1, \"y0\": 1, \"y1\": 1, \"xref\": \"%s domain\", \"yref\": "
                 "\"%s\"}",
                 count++ ? ",\n" : "", axis_name(s->arena, 'x', "", at),
                 axis_name(s->arena, 'y', "", at));
    }
    str_addc(s, ']');
}

static void add_animation(struct str *s, int milliseconds)
{
    str_addf(s,
             "{\"frame\": {\"duration\": %d, \"redraw\": false}, \"mode\": \"immediate\", "
             "\"fromcurrent\": true, \"transition\": {\"duration\": %d, \"easing\": \"linear\"}}",
             milliseconds, milliseconds);
}

static void add_controls(struct str *s, const struct chart *c)
{
    str_add(s, ",\n\"updatemenus\": [{\"buttons\": [{\"label\": \"&#9654;\", \"method\": "
               "\"animate\", \"args\": [null, ");
    add_animation(s, 500);
    str_add(s, "]}, {\"label\": \"&#9724;\", \"method\": \"animate\", \"args\": [[null], ");
    add_animation(s, 0);
    str_add(s, "]}], \"direction\": \"left\", \"pad\": {\"r\": 10, \"t\": 70}, \"showactive\": "
               "false, \"type\": \"buttons\", \"x\": 0.1, \"xanchor\": \"right\", \"y\": 0, "
               "\"yanchor\": \"top\"}],\n\"sliders\": [{\"active\": 0, \"currentvalue\": "
               "{\"prefix\": \"snapshot=\"}, \"len\": 0.9, \"pad\": {\"b\": 10, \"t\": 60}, "
               "\"x\": 0.1, \"xanchor\": \"left\", \"y\": 0, \"yanchor\": \"top\", \"steps\": [");
    for (size_t i = 0; i < c->frame_count; i++) {
        str_addf(s, "%s{\"method\": \"animate\", \"label\": ", i ? ",\n" : "");
        json_add_string(s, c->frames[i].name);
        str_add(s, ", \"args\": [[");
        json_add_string(s, c->frames[i].name);
        str_add(s, "], ");
        add_animation(s, 0);
        str_add(s, "]}");
    }
    str_add(s, "]}]");
}

static void add_layout(struct str *s, const struct chart *c)
{
    struct grid g = grid_of(c);
    str_add(s, "{\"title\": {\"text\": ");
    json_add_string(s, c->title);
    str_addf(s, "},\n\"height\": %zu,\n\"legend\": {\"tracegroupgap\": 0", c->height);
    if (c->legend_title) {
        str_add(s, ", \"title\": {\"text\": ");
        json_add_string(s, c->legend_title);
        str_addc(s, '}');
    }
    str_addc(s, '}');
    for (size_t at = 0; at < g.across * g.down; at++) {
        add_axis(s, c, 'x', at, g);
        add_axis(s, c, 'y', at, g);
    }
    if (c->panels[0])
        add_annotations(s, c, g);
    if (c->mark != CHART_LINES)
        add_coloraxis(s, c);
    if (c->mark == CHART_BARS)
        str_add(s, ",\n\"barmode\": \"relative\", \"showlegend\": false");
    if (c->mark == CHART_DOTS)
        add_parity(s, c, g);
    if (c->frame_count > 1)
        add_controls(s, c);
    str_addc(s, '}');
}

void plotly_chart(struct str *json, const struct chart *chart)
{
    str_add(json, "{\"data\": ");
    add_traces(json, chart, &chart->frames[0]);
    str_add(json, ",\n\"layout\": ");
    add_layout(json, chart);
    if (chart->frame_count > 1) {
        str_add(json, ",\n\"frames\": [");
        for (size_t i = 0; i < chart->frame_count; i++) {
            str_add(json, i ? ",\n{\"name\": " : "{\"name\": ");
            json_add_string(json, chart->frames[i].name);
            str_add(json, ", \"data\": ");
            add_traces(json, chart, &chart->frames[i]);
            str_addc(json, '}');
        }
        str_addc(json, ']');
    }
    str_add(json, "}\n");
}
