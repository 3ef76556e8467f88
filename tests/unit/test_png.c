/* The pixels of a PNG, read back with cairo.  Built only where there is cairo. */
#include "unit_test.h"

#include "draw/figure.h"
#include "draw/heatmap_layout.h"
#include "plot/views.h"
#include "plot_frame.h"

#include <cairo.h>
#include <string.h>

struct reader {
    const char *data;
    size_t left;
};

static cairo_status_t take(void *data, unsigned char *to, unsigned len)
{
    struct reader *r = data;
    if (len > r->left)
        return CAIRO_STATUS_READ_ERROR;
    memcpy(to, r->data, len);
    r->data += len;
    r->left -= len;
    return CAIRO_STATUS_SUCCESS;
}

/* 0xRRGGBB at a place of the picture, which is drawn at twice its size. */
static unsigned pixel(cairo_surface_t *surface, double x, double y)
{
    uint32_t value;
    const unsigned char *row = cairo_image_surface_get_data(surface) +
                               (size_t)(2 * y) * (size_t)cairo_image_surface_get_stride(surface);
    memcpy(&value, row + (size_t)(2 * x) * sizeof value, sizeof value);
    return value & 0xFFFFFF;
}

static void cells_have_their_colors(void **state)
{
    struct arena *a = *state;
    static const char *const ids[] = {"a", "b"}, *const labels[] = {"1", "2", "3"};
    const double values[] = {1, 4, 0.25, 1, 1, 2};
    struct frame frame = plot_frame(a, METRIC_TIME, 2, ids, 3, labels, values);
    frame.failed[5] = true;
    frame.values[5] = NAN;
    struct heatmap h;
    struct heatmap_layout l;
    struct picture picture;
    struct error err;
    struct str png = str_new(a);
    assert_int_equal(view_sweep(a, &frame, &(struct view_options){0}, &h, &err), 0);
    heatmap_layout_make(a, &h, &l);
    heatmap_picture(a, &h, &picture);
    assert_int_equal(canvas_png(&picture, &png, &err), 0);
    struct reader reader = {png.data, png.len};
    cairo_surface_t *surface = cairo_image_surface_create_from_png_stream(take, &reader);
    assert_int_equal(cairo_surface_status(surface), CAIRO_STATUS_SUCCESS);

    /* Near a cell's left edge, where no text is. */
    double x = l.grid.x + 4, y = l.grid.y + l.cell_height / 2;
    assert_int_equal(pixel(surface, 2, 2), 0xFFFFFF);
    assert_int_equal(pixel(surface, x, y), 0xFFFFFF);
    assert_int_equal(pixel(surface, x + l.cell_width, y), 0xFF0000);
    assert_int_equal(pixel(surface, x + 2 * l.cell_width, y), 0x008000);
    assert_int_equal(pixel(surface, x + l.cell_width, y + l.cell_height), 0xFFFFFF);
    assert_int_equal(pixel(surface, x + 2 * l.cell_width, y + l.cell_height), 0xF5F5F5);
    assert_int_equal(pixel(surface, l.colors.box.x + 1, l.colors.box.y + 4), 0x048204);
    cairo_surface_destroy(surface);
}

/* 5,000 benchmarks of 30 versions, a few of which doubled. */
static void a_large_sweep_is_a_small_file(void **state)
{
    enum { ROWS = 5000, COLUMNS = 30 };
    const size_t count = (size_t)ROWS * COLUMNS;
    struct arena *a = *state;
    const char **names = arena_array(a, ROWS, sizeof *names);
    const char **labels = arena_array(a, COLUMNS, sizeof *labels);
    double *values = arena_array(a, count, sizeof *values);
    for (size_t r = 0; r < ROWS; r++)
        names[r] = arena_printf(a, "test_a_function[parameters-%zu]", r);
    for (size_t c = 0; c < COLUMNS; c++)
        labels[c] = arena_printf(a, "%zu.0", c);
    for (size_t i = 0; i < count; i++) {
        bool doubled = i / COLUMNS % 100 == 7 && i % COLUMNS > 20;
        values[i] = (1 + (double)(i * 7919 % 101) / 5000) * (doubled ? 2 : 1);
    }
    struct frame frame = plot_frame(a, METRIC_TIME, ROWS, names, COLUMNS, labels, values);
    struct heatmap h;
    struct picture picture;
    struct error err;
    struct str png = str_new(a);
    assert_int_equal(view_sweep(a, &frame, &(struct view_options){0}, &h, &err), 0);
    assert_int_equal(heatmap_picture(a, &h, &picture), HEATMAP_ROWS_USUAL);
    assert_int_equal(canvas_png(&picture, &png, &err), 0);
    assert_true(png.len < 2 << 20);
    assert_true(picture.height < 2000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {arena_test(cells_have_their_colors),
                                       arena_test(a_large_sweep_is_a_small_file)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
