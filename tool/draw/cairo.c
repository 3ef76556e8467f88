/* cairo.c - a picture as PNG or PDF; the only file that knows cairo, and does without it where it
 * was not there at build time. */
#include "draw/canvas.h"

#ifdef BENCHMEM_CAIRO

#include "text/utf8.h"

#include <cairo-pdf.h>
#include <cairo.h>
#include <math.h>

#ifdef __has_feature
#define HAS_ASAN __has_feature(address_sanitizer)
#elif defined(__SANITIZE_ADDRESS__)
#define HAS_ASAN 1
#else
#define HAS_ASAN 0
#endif
#if HAS_ASAN
/* fontconfig keeps its patterns by offsets, not pointers, so the leak checker does not see that its
 * cache still holds them. */
#ifdef __clang__
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wreserved-identifier" /* the names the sanitizer looks for */
#endif
const char *__lsan_default_suppressions(void);
const char *__lsan_default_options(void);

const char *__lsan_default_suppressions(void)
{
    return "leak:libfontconfig";
}

const char *__lsan_default_options(void)
{
    return "print_suppressions=0";
}
#ifdef __clang__
#pragma clang diagnostic pop
#endif
#endif

struct sheet {
    struct canvas canvas;
    cairo_t *cairo;
    struct str text; /* being drawn: cairo gives up on what is no UTF-8 */
};

static cairo_t *cairo_of(struct canvas *canvas)
{
    return ((struct sheet *)canvas)->cairo;
}

static void set_color(cairo_t *c, struct color color)
{
    cairo_set_source_rgb(c, color.red / 255.0, color.green / 255.0, color.blue / 255.0);
}

static void sheet_rect(struct canvas *canvas, struct rect rect, struct color fill)
{
    cairo_t *c = cairo_of(canvas);
    set_color(c, fill);
    cairo_rectangle(c, rect.x, rect.y, rect.width, rect.height);
    cairo_fill(c);
}

static void sheet_outline(struct canvas *canvas, struct rect rect, struct color color)
{
    static const double dots[] = {2, 2};
    cairo_t *c = cairo_of(canvas);
    set_color(c, color);
    cairo_set_dash(c, dots, 2, 0);
    cairo_rectangle(c, rect.x, rect.y, rect.width, rect.height);
    cairo_stroke(c);
    cairo_set_dash(c, NULL, 0, 0);
}

static void sheet_line(struct canvas *canvas, double x1, double y1, double x2, double y2,
                       struct color color)
{
    cairo_t *c = cairo_of(canvas);
    set_color(c, color);
    cairo_move_to(c, x1, y1);
    cairo_line_to(c, x2, y2);
    cairo_stroke(c);
}

static void sheet_dot(struct canvas *canvas, double x, double y, double radius, struct color fill,
                      struct color edge)
{
    cairo_t *c = cairo_of(canvas);
    double width = cairo_get_line_width(c);
    cairo_new_path(c);
    cairo_arc(c, x, y, radius, 0, 2 * 3.14159265358979323846);
    set_color(c, fill);
    cairo_fill_preserve(c);
    set_color(c, edge);
    cairo_set_line_width(c, 0.7);
    cairo_stroke(c);
    cairo_set_line_width(c, width);
}

static void sheet_path(struct canvas *canvas, const double *points, size_t count, double width,
                       struct color color, const double *dash, size_t dashes)
{
    cairo_t *c = cairo_of(canvas);
    double before = cairo_get_line_width(c);
    cairo_new_path(c);
    for (size_t i = 0; i < count; i++)
        cairo_line_to(c, points[2 * i], points[2 * i + 1]);
    set_color(c, color);
    cairo_set_line_width(c, width);
    cairo_set_dash(c, dash, (int)dashes, 0);
    cairo_stroke(c);
    cairo_set_dash(c, NULL, 0, 0);
    cairo_set_line_width(c, before);
}

static void sheet_text(struct canvas *canvas, double x, double y, const struct text_style *style,
                       const char *text)
{
    struct str *clean = &((struct sheet *)canvas)->text;
    cairo_t *c = cairo_of(canvas);
    cairo_text_extents_t extents = {0};
    clean->len = 0;
    clean->data[0] = '\0';
    utf8_add_clean(clean, text);
    cairo_save(c);
    set_color(c, style->color);
    cairo_select_font_face(c, "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL,
                           style->bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(c, style->size);
    if (style->anchor != ANCHOR_START)
        cairo_text_extents(c, clean->data, &extents);
    cairo_translate(c, x, y);
    cairo_rotate(c, style->angle * 3.14159265358979323846 / 180);
    cairo_move_to(c, -extents.x_advance * (style->anchor == ANCHOR_END ? 1 : 0.5), 0);
    cairo_show_text(c, clean->data);
    cairo_restore(c);
}

static void sheet_group_open(struct canvas *canvas, const char *tooltip)
{
    (void)canvas;
    (void)tooltip;
}

static void sheet_group_close(struct canvas *canvas)
{
    (void)canvas;
}

static cairo_status_t append(void *out, const unsigned char *data, unsigned len)
{
    str_addn(out, (const char *)data, len);
    return CAIRO_STATUS_SUCCESS;
}

/* Draw onto the surface, which is taken over. */
static int draw(const struct picture *picture, cairo_surface_t *surface, double scale, bool png,
                struct str *out, struct error *err)
{
    static const struct canvas_writer writer = {
        .rect = sheet_rect,
        .outline = sheet_outline,
        .line = sheet_line,
        .dot = sheet_dot,
        .path = sheet_path,
        .text = sheet_text,
        .group_open = sheet_group_open,
        .group_close = sheet_group_close,
    };
    struct sheet sheet = {.canvas = {&writer}, .cairo = cairo_create(surface)};
    sheet.text = str_new(out->arena);
    cairo_font_options_t *options = cairo_font_options_create();
    /* Glyphs where the layout put them, whatever the machine's screen settings are. */
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    cairo_set_font_options(sheet.cairo, options);
    cairo_font_options_destroy(options);
    cairo_scale(sheet.cairo, scale, scale);
    cairo_set_line_width(sheet.cairo, 1);
    set_color(sheet.cairo, (struct color){255, 255, 255});
    cairo_paint(sheet.cairo);
    picture->draw(&sheet.canvas, picture->data);

    cairo_status_t status = cairo_status(sheet.cairo);
    cairo_destroy(sheet.cairo);
    if (status == CAIRO_STATUS_SUCCESS && png)
        status = cairo_surface_write_to_png_stream(surface, append, out);
    cairo_surface_finish(surface);
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    if (status == CAIRO_STATUS_SUCCESS)
        return 0;
    return error_set(err, EXIT_FAILED, "drawing %.0f x %.0f: %s%s; an .svg has no such limit",
                     picture->width, picture->height, cairo_status_to_string(status),
                     status == CAIRO_STATUS_PNG_ERROR ? ", or out of memory" : "");
}

bool canvas_has_cairo(struct error *err)
{
    (void)err;
    return true;
}

int canvas_png(const struct picture *picture, struct str *out, struct error *err)
{
    /* Twice the size for sharp text on dense screens, unless that makes a huge file. */
    double scale = picture->width * picture->height <= 2e6 ? 2 : 1;
    double width = ceil(picture->width * scale), height = ceil(picture->height * scale);
    if (width > 32767 || height > 32767)
        return error_set(err, EXIT_FAILED,
                         "a picture of %.0f x %.0f pixels is too large for PNG; an .svg has no "
                         "such limit",
                         width, height);
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)width, (int)height);
    return draw(picture, surface, scale, true, out, err);
}

int canvas_pdf(const struct picture *picture, struct str *out, struct error *err)
{
    const double points = 0.75; /* per unit of 1/96 inch */
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(
        append, out, ceil(picture->width) * points, ceil(picture->height) * points);
    struct str title = str_new(out->arena);
    utf8_add_clean(&title, picture->title);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title.data);
    return draw(picture, surface, points, false, out, err);
}

#else

bool canvas_has_cairo(struct error *err)
{
    error_set(err, EXIT_USAGE,
              "this benchmem was built without cairo: install its development files (Debian: "
              "libcairo2-dev) and build again with -DPYTEST_BENCHMEM_CAIRO=ON, or write an .svg");
    return false;
}

int canvas_png(const struct picture *picture, struct str *out, struct error *err)
{
    (void)picture;
    (void)out;
    canvas_has_cairo(err);
    return -1;
}

int canvas_pdf(const struct picture *picture, struct str *out, struct error *err)
{
    return canvas_png(picture, out, err);
}

#endif
