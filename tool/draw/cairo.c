/* cairo.c - a picture as PNG or PDF; the only file that knows cairo, and does without it where it
 * was not there at build time. */
#include "draw/canvas.h"

#ifdef BENCHMEM_CAIRO

#include "system/library.h"
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
// NOLINTBEGIN(bugprone-reserved-identifier): the names the sanitizer looks for
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
// NOLINTEND(bugprone-reserved-identifier)
#endif

/* What is used of cairo.  It is loaded when something is to be drawn by it, as it brings twenty
 * other libraries, and this program is started again for each command of a sweep. */
// clang-format off
#define EACH_FUNCTION(X) \
    X(arc) X(create) X(destroy) X(fill) X(fill_preserve) X(font_options_create) \
    X(font_options_destroy) X(font_options_set_antialias) X(font_options_set_hint_metrics) \
    X(font_options_set_hint_style) X(get_line_width) X(image_surface_create) X(line_to) \
    X(move_to) X(new_path) X(paint) X(pdf_surface_create_for_stream) X(pdf_surface_set_metadata) \
    X(rectangle) X(restore) X(rotate) X(save) X(scale) X(select_font_face) X(set_dash) \
    X(set_font_options) X(set_font_size) X(set_line_width) X(set_source_rgb) X(show_text) \
    X(status) X(status_to_string) X(stroke) X(surface_destroy) X(surface_finish) \
    X(surface_status) X(surface_write_to_png_stream) X(text_extents) X(translate)
// clang-format on

struct cairo {
// NOLINTNEXTLINE(bugprone-macro-parentheses): a member is declared
#define X(name) __typeof__(&cairo_##name) name;
    EACH_FUNCTION(X)
#undef X
};

static const char *const function_names[] = {
#define X(name) "cairo_" #name,
    EACH_FUNCTION(X)
#undef X
        NULL};

#ifdef __APPLE__
static const char library_name[] = "libcairo.2.dylib";
#else
static const char library_name[] = "libcairo.so.2";
#endif

static int load(struct cairo *lib, struct error *err)
{
    if (library_load(library_name, function_names, lib, err) == 0)
        return 0;
    err->exit_code = EXIT_USAGE;
    return error_add(err, "PNG and PDF are drawn by cairo, which is not here: install it (Debian: "
                          "libcairo2), or write an .svg");
}

struct sheet {
    struct canvas canvas;
    const struct cairo *lib;
    cairo_t *cairo;
    struct str text; /* being drawn: cairo gives up on what is no UTF-8 */
};

static struct sheet *sheet_of(struct canvas *canvas)
{
    return (struct sheet *)canvas;
}

static void set_color(const struct sheet *s, struct color color)
{
    s->lib->set_source_rgb(s->cairo, color.red / 255.0, color.green / 255.0, color.blue / 255.0);
}

static void sheet_rect(struct canvas *canvas, struct rect rect, struct color fill)
{
    struct sheet *s = sheet_of(canvas);
    set_color(s, fill);
    s->lib->rectangle(s->cairo, rect.x, rect.y, rect.width, rect.height);
    s->lib->fill(s->cairo);
}

static void sheet_outline(struct canvas *canvas, struct rect rect, struct color color)
{
    static const double dots[] = {2, 2};
    struct sheet *s = sheet_of(canvas);
    set_color(s, color);
    s->lib->set_dash(s->cairo, dots, 2, 0);
    s->lib->rectangle(s->cairo, rect.x, rect.y, rect.width, rect.height);
    s->lib->stroke(s->cairo);
    s->lib->set_dash(s->cairo, NULL, 0, 0);
}

static void sheet_line(struct canvas *canvas, double x1, double y1, double x2, double y2,
                       struct color color)
{
    struct sheet *s = sheet_of(canvas);
    set_color(s, color);
    s->lib->move_to(s->cairo, x1, y1);
    s->lib->line_to(s->cairo, x2, y2);
    s->lib->stroke(s->cairo);
}

static void sheet_dot(struct canvas *canvas, double x, double y, double radius, struct color fill,
                      struct color edge)
{
    struct sheet *s = sheet_of(canvas);
    double width = s->lib->get_line_width(s->cairo);
    s->lib->new_path(s->cairo);
    s->lib->arc(s->cairo, x, y, radius, 0, 2 * 3.14159265358979323846);
    set_color(s, fill);
    s->lib->fill_preserve(s->cairo);
    set_color(s, edge);
    s->lib->set_line_width(s->cairo, 0.7);
    s->lib->stroke(s->cairo);
    s->lib->set_line_width(s->cairo, width);
}

static void sheet_path(struct canvas *canvas, const double *points, size_t count, double width,
                       struct color color, const double *dash, size_t dashes)
{
    struct sheet *s = sheet_of(canvas);
    double before = s->lib->get_line_width(s->cairo);
    s->lib->new_path(s->cairo);
    for (size_t i = 0; i < count; i++)
        s->lib->line_to(s->cairo, points[2 * i], points[2 * i + 1]);
    set_color(s, color);
    s->lib->set_line_width(s->cairo, width);
    s->lib->set_dash(s->cairo, dash, (int)dashes, 0);
    s->lib->stroke(s->cairo);
    s->lib->set_dash(s->cairo, NULL, 0, 0);
    s->lib->set_line_width(s->cairo, before);
}

static void sheet_text(struct canvas *canvas, double x, double y, const struct text_style *style,
                       const char *text)
{
    struct sheet *s = sheet_of(canvas);
    struct str *clean = &s->text;
    cairo_text_extents_t extents = {0};
    clean->len = 0;
    clean->data[0] = '\0';
    utf8_add_clean(clean, text);
    s->lib->save(s->cairo);
    set_color(s, style->color);
    s->lib->select_font_face(s->cairo, "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL,
                             style->bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
    s->lib->set_font_size(s->cairo, style->size);
    if (style->anchor != ANCHOR_START)
        s->lib->text_extents(s->cairo, clean->data, &extents);
    s->lib->translate(s->cairo, x, y);
    s->lib->rotate(s->cairo, style->angle * 3.14159265358979323846 / 180);
    s->lib->move_to(s->cairo, -extents.x_advance * (style->anchor == ANCHOR_END ? 1 : 0.5), 0);
    s->lib->show_text(s->cairo, clean->data);
    s->lib->restore(s->cairo);
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
static int draw(const struct cairo *lib, const struct picture *picture, cairo_surface_t *surface,
                double scale, bool png, struct str *out, struct error *err)
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
    struct sheet sheet = {.canvas = {&writer},
                          .lib = lib,
                          .cairo = lib->create(surface),
                          .text = str_new(out->arena)};
    sheet.text = str_new(out->arena);
    cairo_font_options_t *options = lib->font_options_create();
    /* Glyphs where the layout put them, whatever the machine's screen settings are. */
    lib->font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    lib->font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    lib->font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    lib->set_font_options(sheet.cairo, options);
    lib->font_options_destroy(options);
    lib->scale(sheet.cairo, scale, scale);
    lib->set_line_width(sheet.cairo, 1);
    set_color(&sheet, (struct color){255, 255, 255});
    lib->paint(sheet.cairo);
    picture->draw(&sheet.canvas, picture->data);

    cairo_status_t status = lib->status(sheet.cairo);
    lib->destroy(sheet.cairo);
    if (status == CAIRO_STATUS_SUCCESS && png)
        status = lib->surface_write_to_png_stream(surface, append, out);
    lib->surface_finish(surface);
    if (status == CAIRO_STATUS_SUCCESS)
        status = lib->surface_status(surface);
    lib->surface_destroy(surface);
    if (status == CAIRO_STATUS_SUCCESS)
        return 0;
    return error_set(err, EXIT_FAILED, "drawing %.0f x %.0f: %s%s; an .svg has no such limit",
                     picture->width, picture->height, lib->status_to_string(status),
                     status == CAIRO_STATUS_PNG_ERROR ? ", or out of memory" : "");
}

bool canvas_has_cairo(struct error *err)
{
    struct cairo lib;
    return load(&lib, err) == 0;
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
    struct cairo lib;
    if (load(&lib, err) < 0)
        return -1;
    cairo_surface_t *surface =
        lib.image_surface_create(CAIRO_FORMAT_RGB24, (int)width, (int)height);
    return draw(&lib, picture, surface, scale, true, out, err);
}

int canvas_pdf(const struct picture *picture, struct str *out, struct error *err)
{
    const double points = 0.75; /* per unit of 1/96 inch */
    struct cairo lib;
    if (load(&lib, err) < 0)
        return -1;
    cairo_surface_t *surface = lib.pdf_surface_create_for_stream(
        append, out, ceil(picture->width) * points, ceil(picture->height) * points);
    struct str title = str_new(out->arena);
    utf8_add_clean(&title, picture->title);
    lib.pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title.data);
    return draw(&lib, picture, surface, points, false, out, err);
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
