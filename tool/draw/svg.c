/* svg.c - a picture as SVG: real text, so that it can be searched and copied, tooltips as <title>
 * elements, no scripts, nothing loaded from elsewhere. */
#include "draw/canvas.h"

#include "text/xml.h"

#include <math.h>

struct svg {
    struct canvas canvas;
    struct str *out;
};

static struct str *out_of(struct canvas *canvas)
{
    return ((struct svg *)canvas)->out;
}

/* NAME="VALUE" with at most two decimals and no trailing zeros. */
static void add_attribute(struct str *s, const char *name, double value)
{
    double rounded = round(value * 100) / 100;
    str_addf(s, " %s=\"%.10g\"", name, rounded == 0 ? 0.0 : rounded);
}

static void add_color(struct str *s, const char *name, struct color c)
{
    str_addf(s, " %s=\"#%02x%02x%02x\"", name, (unsigned)c.red, (unsigned)c.green,
             (unsigned)c.blue);
}

static void add_rect(struct str *s, struct rect rect)
{
    str_add(s, "<rect");
    add_attribute(s, "x", rect.x);
    add_attribute(s, "y", rect.y);
    add_attribute(s, "width", rect.width);
    add_attribute(s, "height", rect.height);
}

static void svg_rect(struct canvas *canvas, struct rect rect, struct color fill)
{
    struct str *s = out_of(canvas);
    add_rect(s, rect);
    add_color(s, "fill", fill);
    str_add(s, "/>\n");
}

static void svg_outline(struct canvas *canvas, struct rect rect, struct color color)
{
    struct str *s = out_of(canvas);
    add_rect(s, rect);
    str_add(s, " fill=\"none\"");
    add_color(s, "stroke", color);
    str_add(s, " stroke-dasharray=\"2 2\"/>\n");
}

static void svg_line(struct canvas *canvas, double x1, double y1, double x2, double y2,
                     struct color color)
{
    struct str *s = out_of(canvas);
    str_add(s, "<line");
    add_attribute(s, "x1", x1);
    add_attribute(s, "y1", y1);
    add_attribute(s, "x2", x2);
    add_attribute(s, "y2", y2);
    add_color(s, "stroke", color);
    str_add(s, "/>\n");
}

static void svg_dot(struct canvas *canvas, double x, double y, double radius, struct color fill,
                    struct color edge)
{
    struct str *s = out_of(canvas);
    str_add(s, "<circle");
    add_attribute(s, "cx", x);
    add_attribute(s, "cy", y);
    add_attribute(s, "r", radius);
    add_color(s, "fill", fill);
    add_color(s, "stroke", edge);
    str_add(s, " stroke-width=\"0.7\"/>\n");
}

static void svg_path(struct canvas *canvas, const double *points, size_t count, double width,
                     struct color color, const double *dash, size_t dashes)
{
    struct str *s = out_of(canvas);
    str_add(s, "<polyline fill=\"none\" points=\"");
    for (size_t i = 0; i < count; i++)
        str_addf(s, "%s%.2f,%.2f", i ? " " : "", points[2 * i], points[2 * i + 1]);
    str_addc(s, '"');
    add_color(s, "stroke", color);
    add_attribute(s, "stroke-width", width);
    for (size_t i = 0; i < dashes; i++)
        str_addf(s, "%s%g", i ? " " : " stroke-dasharray=\"", dash[i]);
    str_add(s, dashes ? "\"/>\n" : "/>\n");
}

static void svg_text(struct canvas *canvas, double x, double y, const struct text_style *style,
                     const char *text)
{
    static const char *const anchors[] = {
        [ANCHOR_START] = "", [ANCHOR_MIDDLE] = "middle", [ANCHOR_END] = "end"};
    struct str *s = out_of(canvas);
    str_add(s, "<text");
    add_attribute(s, "x", x);
    add_attribute(s, "y", y);
    add_attribute(s, "font-size", style->size);
    if (style->anchor != ANCHOR_START)
        str_addf(s, " text-anchor=\"%s\"", anchors[style->anchor]);
    if (style->bold)
        str_add(s, " font-weight=\"bold\"");
    if (style->angle != 0)
        str_addf(s, " transform=\"rotate(%.10g %.2f %.2f)\"", style->angle, x, y);
    add_color(s, "fill", style->color);
    str_addc(s, '>');
    xml_add_text(s, text);
    str_add(s, "</text>\n");
}

static void svg_group_open(struct canvas *canvas, const char *tooltip)
{
    struct str *s = out_of(canvas);
    str_add(s, "<g><title>");
    xml_add_text(s, tooltip);
    str_add(s, "</title>");
}

static void svg_group_close(struct canvas *canvas)
{
    str_add(out_of(canvas), "</g>\n");
}

int canvas_svg(const struct picture *picture, struct str *out, struct error *err)
{
    static const struct canvas_writer writer = {
        .rect = svg_rect,
        .outline = svg_outline,
        .line = svg_line,
        .dot = svg_dot,
        .path = svg_path,
        .text = svg_text,
        .group_open = svg_group_open,
        .group_close = svg_group_close,
    };
    (void)err;
    struct svg svg = {{&writer}, out};
    double width = ceil(picture->width), height = ceil(picture->height);
    /* The widths in font.c are those of the first face; the others are narrower or the same. */
    str_addf(out,
             "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%.0f\" "
             "viewBox=\"0 0 %.0f %.0f\" xml:space=\"preserve\" "
             "font-family=\"DejaVu Sans, Verdana, Arial, sans-serif\" role=\"img\">\n<title>",
             width, height, width, height);
    xml_add_text(out, picture->title);
    str_add(out, "</title>\n");
    svg_rect(&svg.canvas, (struct rect){0, 0, width, height}, (struct color){255, 255, 255});
    picture->draw(&svg.canvas, picture->data);
    str_add(out, "</svg>\n");
    return 0;
}
