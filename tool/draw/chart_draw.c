/* chart_draw.c - a chart as a picture: axes, marks, legend, panels. */
#include "draw/chart_layout.h"
#include "draw/figure.h"

#include <math.h>

static const struct color grid_line = {225, 225, 225}, border = {170, 170, 170},
                          edge = {47, 79, 79}, parity = {128, 128, 128};

static const struct color line_colors[] = {
    {0x63, 0x6e, 0xfa}, {0xef, 0x55, 0x3b}, {0x00, 0xa8, 0x7d}, {0xab, 0x63, 0xfa},
    {0xf0, 0x8c, 0x40}, {0x12, 0xa5, 0xc4}, {0xff, 0x66, 0x92}, {0x7a, 0xa8, 0x40},
    {0xd9, 0x5f, 0xd9}, {0xc9, 0x9a, 0x1c}};

static const struct {
    double lengths[4];
    size_t count;
} dash_styles[] = {{{0}, 0},     {{2, 3}, 2},       {{6, 4}, 2},
                   {{10, 4}, 2}, {{8, 3, 2, 3}, 4}, {{12, 3, 2, 3}, 4}};

static struct color color_of(const struct chart_trace *trace)
{
    return line_colors[trace->color % (sizeof line_colors / sizeof *line_colors)];
}

/* What is behind a point's tooltip: "; slower: 1.12× (1.09× to 1.15×)". */
static const char *verdict(struct arena *a, const struct chart_point *point)
{
    return *point->verdict ? arena_printf(a, "; %s", point->verdict) : "";
}

static struct color fill_of(const struct chart *c, const struct chart_point *point)
{
    struct color color = colors_at(point->color, c->bound, c->palette);
    return point->faded ? colors_fade(color) : color;
}

/* ---- legend ---- */

static void draw_legend(struct canvas *canvas, const struct chart_layout *l)
{
    double x = l->legend_x, y = l->legend_y + HEADING_FONT;
    struct text_style style = {.size = HEADING_FONT, .bold = true, .color = CANVAS_INK};
    if (l->legend_count == 0)
        return;
    canvas->writer->text(canvas, x, y, &style, l->chart->legend_title);
    for (size_t i = 0; i < l->legend_count; i++) {
        const struct chart_trace *t = l->legend[i].trace;
        size_t dash = t->dash % (sizeof dash_styles / sizeof *dash_styles);
        y += CHART_LEGEND_LINE;
        const double line[] = {x, y - 4, x + 26, y - 4};
        canvas->writer->group_open(canvas, t->name);
        canvas->writer->path(canvas, line, 2, 2, color_of(t), dash_styles[dash].lengths,
                             dash_styles[dash].count);
        canvas->writer->dot(canvas, x + 13, y - 4, 3, color_of(t), color_of(t));
        canvas_text(canvas, x + 34, y, HEADING_FONT, ANCHOR_START, CANVAS_INK, l->legend[i].text);
        canvas->writer->group_close(canvas);
    }
    if (l->legend_more)
        canvas_text(canvas, x, y + CHART_LEGEND_LINE, HEADING_FONT, ANCHOR_START, CANVAS_MUTED,
                    arena_printf(l->arena, "… and %zu more", l->legend_more));
}

/* ---- panels ---- */

static double x_at(const struct chart_panel *p, double value)
{
    return p->box.x + chart_place(&p->x, value) * p->box.width;
}

static double y_at(const struct chart_panel *p, double value)
{
    return p->box.y + (1 - chart_place(&p->y, value)) * p->box.height;
}

static void draw_x_axis(struct canvas *canvas, const struct chart_panel *p)
{
    double bottom = p->box.y + p->box.height;
    for (size_t i = 0; i < p->x.tick_count; i++) {
        double x = x_at(p, p->x.ticks[i].at);
        canvas->writer->line(canvas, x, p->box.y, x, bottom, grid_line);
        if (p->x_labels)
            canvas_text(canvas, x, bottom + 15, HEADING_FONT, ANCHOR_MIDDLE, CANVAS_INK,
                        p->x.ticks[i].text);
    }
}

static void draw_y_axis(struct canvas *canvas, const struct chart_panel *p)
{
    double right = p->box.x + p->box.width;
    for (size_t i = 0; i < p->y.tick_count; i++) {
        double y = y_at(p, p->y.ticks[i].at);
        canvas->writer->line(canvas, p->box.x, y, right, y, grid_line);
        if (p->y_labels)
            canvas_text(canvas, p->box.x - 6, canvas_baseline(y, HEADING_FONT), HEADING_FONT,
                        ANCHOR_END, CANVAS_INK, p->y.ticks[i].text);
    }
}

static void draw_panel(struct canvas *canvas, const struct chart_panel *p)
{
    draw_x_axis(canvas, p);
    if (!p->bars)
        draw_y_axis(canvas, p);
    canvas_border(canvas, p->box, 1, border);
    if (!p->title)
        return;
    struct text_style style = {
        .size = HEADING_FONT, .anchor = ANCHOR_MIDDLE, .bold = true, .color = CANVAS_INK};
    canvas->writer->text(canvas, p->box.x + p->box.width / 2, p->box.y - 6, &style, p->title);
}

/* The titles of the axes, once for all panels. */
static void draw_titles(struct canvas *canvas, const struct chart_layout *l)
{
    const struct rect *first = &l->panels[0].box;
    double right = 0, bottom = 0;
    for (size_t p = 0; p < l->panel_count; p++) {
        right = fmax(right, l->panels[p].box.x + l->panels[p].box.width);
        bottom = fmax(bottom, l->panels[p].box.y + l->panels[p].box.height);
    }
    canvas_text(canvas, (first->x + right) / 2, bottom + 36, HEADING_FONT + 1, ANCHOR_MIDDLE,
                CANVAS_INK, l->chart->x.title);
    if (l->chart->mark == CHART_BARS)
        return;
    struct text_style style = {
        .size = HEADING_FONT + 1, .anchor = ANCHOR_MIDDLE, .angle = -90, .color = CANVAS_INK};
    canvas->writer->text(canvas, HEADING_MARGIN + 8, (first->y + bottom) / 2, &style,
                         l->chart->y.title);
}

/* ---- dots ---- */

static void draw_dots(struct canvas *canvas, const struct chart_layout *l,
                      const struct chart_panel *p, const struct chart_trace *t)
{
    const struct chart *c = l->chart;
    double y = y_at(p, 1);
    const double line[] = {p->box.x, y, p->box.x + p->box.width, y}, dash[] = {6, 4};
    canvas->writer->path(canvas, line, 2, 1, parity, dash, 2);
    for (size_t i = 0; i < t->count; i++) {
        const struct chart_point *point = &t->points[i];
        const char *tip =
            arena_printf(l->arena, "%s · %s: %.3g× of %s, %s%s", point->id, point->series, point->y,
                         chart_amount(l->arena, c, point->base),
                         chart_change(l->arena, c, point->color), verdict(l->arena, point));
        canvas->writer->group_open(canvas, tip);
        canvas->writer->dot(canvas, x_at(p, point->x), y_at(p, point->y), 4.5, fill_of(c, point),
                            point->faded ? border : edge);
        canvas->writer->group_close(canvas);
    }
}

/* ---- lines ---- */

static void draw_whisker(struct canvas *canvas, const struct chart_panel *p,
                         const struct chart_point *point, double x, struct color color)
{
    double high = y_at(p, point->y + point->above), low = y_at(p, point->y - point->below);
    if (isnan(low))
        low = p->box.y + p->box.height;
    if (!(point->above + point->below > 0) || isnan(high))
        return;
    canvas->writer->line(canvas, x, low, x, high, color);
    canvas->writer->line(canvas, x - 4, high, x + 4, high, color);
    canvas->writer->line(canvas, x - 4, low, x + 4, low, color);
}

static void draw_trace(struct canvas *canvas, const struct chart_layout *l,
                       const struct chart_panel *p, const struct chart_trace *t)
{
    const struct chart *c = l->chart;
    size_t count = 0, dash = t->dash % (sizeof dash_styles / sizeof *dash_styles);
    double *points = arena_array(l->arena, 2 * t->count + 2, sizeof *points);
    for (size_t i = 0; i < t->count; i++) {
        double x = x_at(p, chart_x(&p->x, &t->points[i])), y = y_at(p, t->points[i].y);
        if (isnan(x) || isnan(y))
            continue;
        points[2 * count] = x;
        points[2 * count++ + 1] = y;
    }
    if (count > 1)
        canvas->writer->path(canvas, points, count, 2, color_of(t), dash_styles[dash].lengths,
                             dash_styles[dash].count);
    for (size_t i = 0; i < t->count; i++) {
        const struct chart_point *point = &t->points[i];
        double x = x_at(p, chart_x(&p->x, point)), y = y_at(p, point->y);
        if (isnan(x) || isnan(y))
            continue;
        canvas->writer->group_open(canvas,
                                   arena_printf(l->arena, "%s · %s: %s", point->id, point->series,
                                                chart_amount(l->arena, c, point->value)));
        if (c->whiskers)
            draw_whisker(canvas, p, point, x, color_of(t));
        canvas->writer->dot(canvas, x, y, 3.5, color_of(t), color_of(t));
        canvas->writer->group_close(canvas);
    }
}

/* ---- bars ---- */

static void draw_bar(struct canvas *canvas, const struct chart_layout *l,
                     const struct chart_panel *p, size_t i)
{
    const struct chart_point *point = &p->trace->points[p->bars[i]];
    double zero = x_at(p, 0), end = x_at(p, point->x), top = p->box.y + (double)i * l->bar_height;
    double middle = canvas_baseline(top + l->bar_height / 2, l->bar_font);
    struct rect box = {fmin(zero, end), top + 2, fabs(end - zero), l->bar_height - 4};
    const char *tip = arena_printf(
        l->arena, "%s: %s → %s, %s%s", point->id, chart_amount(l->arena, l->chart, point->base),
        chart_amount(l->arena, l->chart, point->value), chart_change(l->arena, l->chart, point->x),
        verdict(l->arena, point));
    canvas->writer->group_open(canvas, tip);
    canvas->writer->rect(canvas, box, fill_of(l->chart, point));
    canvas_border(canvas, box, 0.5, border);
    canvas_text(canvas, p->box.x - 8, middle, l->bar_font, ANCHOR_END, CANVAS_INK,
                p->bar_labels[i]);
    canvas_text(canvas, end + (point->x < 0 ? -5 : 5), middle, l->bar_font - 1,
                point->x < 0 ? ANCHOR_END : ANCHOR_START, CANVAS_INK,
                chart_change(l->arena, l->chart, point->x));
    canvas->writer->group_close(canvas);
}

static void draw_bars(struct canvas *canvas, const struct chart_layout *l,
                      const struct chart_panel *p)
{
    double zero = x_at(p, 0);
    canvas->writer->line(canvas, zero, p->box.y, zero, p->box.y + p->box.height, CANVAS_INK);
    for (size_t i = 0; p->bars && i < p->bar_count; i++)
        draw_bar(canvas, l, p, i);
}

/* ---- all ---- */

static void draw_marks(struct canvas *canvas, const struct chart_layout *l, size_t panel)
{
    const struct chart_panel *p = &l->panels[panel];
    if (l->chart->mark == CHART_BARS) {
        draw_bars(canvas, l, p);
        return;
    }
    for (size_t t = 0; t < l->frame->count; t++) {
        if (l->frame->traces[t].panel != p->number)
            continue;
        if (l->chart->mark == CHART_DOTS)
            draw_dots(canvas, l, p, &l->frame->traces[t]);
        else
            draw_trace(canvas, l, p, &l->frame->traces[t]);
    }
}

static void draw(struct canvas *canvas, const void *data)
{
    const struct chart_layout *l = data;
    heading_draw(canvas, l->arena, l->chart->title, l->subtitle, l->width);
    if (l->colors.box.width > 0) {
        const struct rect *box = &l->colors.box;
        color_bar_draw(canvas, &l->colors);
        canvas_text(canvas, box->x + box->width + 52,
                    canvas_baseline(box->y + box->height / 2, HEADING_FONT), HEADING_FONT,
                    ANCHOR_START, CANVAS_MUTED, l->chart->color_title);
    }
    for (size_t p = 0; p < l->panel_count; p++) {
        draw_panel(canvas, &l->panels[p]);
        draw_marks(canvas, l, p);
    }
    draw_titles(canvas, l);
    draw_legend(canvas, l);
}

size_t chart_picture(struct arena *a, const struct chart *chart, struct picture *picture)
{
    struct chart_layout *l = arena_alloc(a, sizeof *l);
    chart_layout_make(a, chart, l);
    *picture = (struct picture){l->width, l->height, chart->title, draw, l};
    return l->drawn;
}
