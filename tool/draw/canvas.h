/* canvas.h - what a picture is made of: rectangles, lines, dots, texts, tooltips.
 *
 * A figure is drawn once through this interface; each writer (svg.c, cairo.c) turns the calls into
 * its own format.  Lengths are in units of 1/96 inch (a CSS px), the origin is the top left corner,
 * y grows downwards, angles are degrees clockwise.  Texts are UTF-8 on one line in a sans-serif
 * face; y is their baseline.  Drawing does not fail: a writer reports trouble when it is finished.
 */
#pragma once

#include "base/error.h"
#include "base/str.h"

struct color {
    unsigned char red, green, blue;
};

struct rect {
    double x, y, width, height;
};

enum anchor { ANCHOR_START, ANCHOR_MIDDLE, ANCHOR_END };

struct text_style {
    double size; /* of the font */
    enum anchor anchor;
    double angle; /* about the point the text is anchored at */
    bool bold;
    struct color color;
};

struct canvas {
    const struct canvas_writer *writer;
};

struct canvas_writer {
    void (*rect)(struct canvas *canvas, struct rect rect, struct color fill);
    /* A dotted line around the rectangle. */
    void (*outline)(struct canvas *canvas, struct rect rect, struct color color);
    void (*line)(struct canvas *canvas, double x1, double y1, double x2, double y2,
                 struct color color);
    /* A filled disc with a thin line around it. */
    void (*dot)(struct canvas *canvas, double x, double y, double radius, struct color fill,
                struct color edge);
    /* A line through the points, x and y in turn; DASH is the length of strokes and gaps in turn,
     * DASHES of them, 0 for a solid line. */
    void (*path)(struct canvas *canvas, const double *points, size_t count, double width,
                 struct color color, const double *dash, size_t dashes);
    void (*text)(struct canvas *canvas, double x, double y, const struct text_style *style,
                 const char *text);
    /* What is drawn until the matching group_close() shows TOOLTIP where the format can. */
    void (*group_open)(struct canvas *canvas, const char *tooltip);
    void (*group_close)(struct canvas *canvas);
};

static const struct color CANVAS_INK = {26, 26, 26}, CANVAS_MUTED = {90, 90, 90};

/* A text whose font has no more to it than its size. */
static inline void canvas_text(struct canvas *canvas, double x, double y, double size,
                               enum anchor anchor, struct color color, const char *text)
{
    struct text_style style = {.size = size, .anchor = anchor, .color = color};
    canvas->writer->text(canvas, x, y, &style, text);
}

/* A solid line around the rectangle. */
static inline void canvas_border(struct canvas *canvas, struct rect box, double width,
                                 struct color color)
{
    double right = box.x + box.width, bottom = box.y + box.height;
    const double around[] = {box.x,  box.y, right,  box.y, right,
                             bottom, box.x, bottom, box.x, box.y};
    canvas->writer->path(canvas, around, 5, width, color, NULL, 0);
}

/* Where a font of this size has its baseline so that digits are centred on Y. */
static inline double canvas_baseline(double y, double size)
{
    return y + 0.36 * size;
}

/* A picture that can be drawn as often as there are writers. */
struct picture {
    double width, height;
    const char *title;
    void (*draw)(struct canvas *canvas, const void *data);
    const void *data;
};

/* Append the picture's file to OUT.  canvas_png() and canvas_pdf() fail with EXIT_USAGE where the
 * program was built without cairo, saying how to get it, and with EXIT_FAILED where the picture
 * is larger than cairo can draw or there is no memory for it. */
int canvas_svg(const struct picture *picture, struct str *out, struct error *err);
int canvas_png(const struct picture *picture, struct str *out, struct error *err);
int canvas_pdf(const struct picture *picture, struct str *out, struct error *err);

/* Whether the program was built with cairo; if not, ERR says how to get it. */
bool canvas_has_cairo(struct error *err);
