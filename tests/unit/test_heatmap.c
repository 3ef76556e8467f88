/* The heatmap: its numbers, its figure, its pictures, its page. */
#include "unit_test.h"

#include "draw/figure.h"
#include "draw/font.h"
#include "draw/heatmap_layout.h"
#include "page/page.h"
#include "page/plotly.h"
#include "plot/views.h"
#include "plot_frame.h"

#include <stdio.h>
#include <string.h>

static const char *const three[] = {"a", "b", "c"};
static const char *const ids[] = {"b::y", "a::x", "e::q", "c::z", "d::w"};
static const double sample[] = {
    1.0, 1.5, 1.005, //
    2.0, 0.5, 8.0,   //
    NAN, 3.0, NAN,   //
    0.0, 1.0, NAN,   //
    4.0, NAN, 0.0,
};

static struct heatmap make(struct arena *a, struct frame *frame, double clip)
{
    const struct view_options o = {.clip = clip, .palette = "green-red"};
    struct heatmap h;
    struct error err;
    assert_int_equal(view_sweep(a, frame, &o, &h, &err), 0);
    return h;
}

/* That there is nothing to draw, with this exit code and text. */
static void assert_none(struct arena *a, const struct frame *frame, long baseline, int exit_code,
                        const char *text)
{
    const struct view_options o = {.baseline = baseline};
    struct heatmap h;
    struct error err;
    assert_int_equal(view_sweep(a, frame, &o, &h, &err), -1);
    assert_int_equal(err.exit_code, exit_code);
    assert_non_null(strstr(err.text, text));
}

static struct frame sample_frame(struct arena *a)
{
    return plot_frame(a, METRIC_TIME, 5, ids, 3, three, sample);
}

static void rows_are_sorted(void **state)
{
    struct arena *a = *state;
    struct frame frame = sample_frame(a);
    frame.failed[4 * 3 + 1] = true;
    struct heatmap h = make(a, &frame, 0);
    assert_int_equal(h.row_count, 4);
    assert_int_equal(h.later, 0);
    assert_int_equal(h.left_out, 1);
    assert_string_equal(h.rows[0].id, "a::x");
    assert_string_equal(h.rows[3].id, "d::w");
    assert_true(heatmap_cell(&h, 0, 1)->log2 == -2);
    assert_true(heatmap_cell(&h, 0, 2)->value == 8);
    assert_true(h.bound == 2);
    assert_string_equal(h.title, "time fold-change vs baseline (a)");
    assert_true(isnan(heatmap_cell(&h, 2, 0)->fold));
    assert_true(isinf(heatmap_cell(&h, 2, 1)->fold));
    assert_true(isnan(heatmap_cell(&h, 3, 2)->log2));
    assert_int_equal(heatmap_cell(&h, 2, 2)->state, CELL_MISSING);
    assert_int_equal(heatmap_cell(&h, 3, 1)->state, CELL_FAILED);
    h = make(a, &frame, 8);
    assert_true(h.bound == 3);
}

static void cells_say_their_fold(void **state)
{
    struct arena *a = *state;
    const struct {
        double fold;
        const char *text;
    } cases[] = {{1, "1.00×"},      {1.475, "1.48×"}, {99.99, "99.99×"},  {99.999, "100×"},
                 {0.004, "<0.01×"}, {0, "0.00×"},     {1234.5, "1.23k×"}, {2.5e6, "2.5M×"},
                 {INFINITY, "∞×"},  {NAN, "0"},       {1e300, ">1000M×"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct cell cell = {.value = 1, .fold = cases[i].fold};
        assert_string_equal(heatmap_cell_text(a, &cell), cases[i].text);
        cell.faded = true;
        assert_string_equal(heatmap_cell_text(a, &cell), arena_printf(a, "~%s", cases[i].text));
    }
    assert_string_equal(heatmap_cell_text(a, &(struct cell){.state = CELL_FAILED}), "✗");
    assert_string_equal(heatmap_cell_text(a, &(struct cell){.state = CELL_NO_RUN}), "—");
}

static void nothing_to_draw_is_told_apart(void **state)
{
    struct arena *a = *state;
    struct frame frame = sample_frame(a);
    double values[15] = {0};
    for (int i = 0; i < 15; i++)
        values[i] = i % 3 == 1 ? 1.0 : NAN;
    frame.values = values;
    assert_int_equal(view_baseline(&frame, &(struct view_options){.baseline = -1}), 1);
    assert_none(a, &frame, 1, EXIT_NO_VERDICT, "only b has values");
    for (int i = 0; i < 15; i++)
        values[i] = i % 3 ? 1.0 : NAN;
    assert_int_equal(make(a, &frame, 0).later, 5);
    for (int i = 0; i < 3; i++)
        frame.series[i] = (struct series){.label = three[i], .state = SERIES_UNAVAILABLE};
    assert_none(a, &frame, 0, EXIT_SKIP, "no version has a run file");
}

/* ---- the figure ---- */

static void figure_has_the_peers_numbers(void **state)
{
    struct arena *a = *state;
    struct frame frame = sample_frame(a);
    struct heatmap h = make(a, &frame, 0);
    struct str s = str_new(a);
    struct json j = json_new(&s);
    plotly_heatmap(&j, NULL, &h);
    assert_non_null(strstr(s.data, "\"x\": [\"a\",\"b\",\"c\"]"));
    assert_non_null(strstr(s.data, "\"y\": [\"a::x\",\"b::y\",\"c::z\",\"d::w\"]"));
    assert_non_null(strstr(s.data, "\"z\": [[0,-2,2],\n[0,0.5849625007211562,"));
    assert_non_null(strstr(s.data, "[null,null,null],\n[0,null,null]]"));
    /* 1.005 is a little below that, and rounds down as with NumPy. */
    assert_non_null(strstr(s.data, "\"text\": [[1,0.25,4],\n[1,1.5,1],"));
    assert_non_null(strstr(s.data, "\"customdata\": [[2,0.5,8],\n[1,1.5,1.005],"));
    assert_non_null(strstr(s.data, "time: %{customdata:.4g}s"));
    assert_non_null(strstr(s.data, "\"cmin\": -2, \"cmax\": 2,"));
    assert_non_null(strstr(s.data, "\"tickvals\": [-2,-1,0,1,2], \"ticktext\": [\"1/4×\""));
    assert_non_null(strstr(s.data, "\"height\": 500"));
    assert_non_null(strstr(s.data, "[2, 1, \"∞×\", 2]"));
}

static void a_version_without_a_run_keeps_its_column(void **state)
{
    struct arena *a = *state;
    struct frame frame = sample_frame(a);
    frame.series[1] =
        (struct series){.label = "b", .state = SERIES_UNAVAILABLE, .note = "no <such> release"};
    for (size_t row = 0; row < 5; row++)
        frame.values[row * 3 + 1] = NAN;
    struct heatmap h = make(a, &frame, 0);
    struct picture picture;
    struct error err;
    struct str s = str_new(a);
    struct str svg = str_new(a);
    struct json j = json_new(&s);
    plotly_heatmap(&j, NULL, &h);
    assert_non_null(strstr(s.data, "\"b\\u003cbr>(unavailable)\""));
    assert_int_equal(heatmap_cell(&h, 0, 1)->state, CELL_NO_RUN);
    heatmap_picture(a, &h, &picture);
    assert_int_equal(canvas_svg(&picture, &svg, &err), 0);
    assert_non_null(strstr(svg.data, ">unavailable</text>"));
    assert_non_null(strstr(svg.data, "<title>b: unavailable: no &lt;such&gt; release</title>"));
    assert_non_null(strstr(svg.data, ">b: unavailable: no &lt;such&gt; release</text>"));
}

/* ---- hostile ids ---- */

static const char *const hostile[] = {
    "t[</script><script>alert(1)</script>]", "t[<!-- <script>]",
    "t[\xE2\x80\xA8\xE2\x80\xA9]",           "t[\"'&<b>]",
    "t[\xF0\x9F\x98\x80 \xD9\x85\xD8\xB1]",  "t[\xFF\x01\n]",
};
enum { HOSTILE = sizeof hostile / sizeof *hostile };

static struct heatmap make_hostile(struct arena *a, struct frame *frame)
{
    static double values[(HOSTILE + 1) * 2];
    const char **names = arena_array(a, HOSTILE + 1, sizeof *names);
    memcpy(names, hostile, sizeof hostile);
    char *giant = arena_alloc(a, 10001);
    names[HOSTILE] = memset(giant, 'x', 10000);
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        values[i] = (double)i + 1;
    *frame = plot_frame(a, METRIC_PEAK, HOSTILE + 1, names, 2, hostile, values);
    return make(a, frame, 0);
}

static void no_id_breaks_out_of_the_page(void **state)
{
    struct arena *a = *state;
    struct frame frame;
    struct heatmap h = make_hostile(a, &frame);
    struct str figure = str_new(a);
    struct str page = str_new(a);
    struct json j = json_new(&figure);
    plotly_heatmap(&j, NULL, &h);
    page_add(&page, h.title, figure.data, "{}", PLOTLYJS_CDN);
    const char *start = strstr(page.data, "id=\"figure\">") + strlen("id=\"figure\">");
    const char *end = strstr(start, "</script>");
    for (const char *p = start; p < end; p++)
        assert_false(*p == '<' || *p == '>' || *p == '&' || strncmp(p, "\xE2\x80\xA8", 3) == 0 ||
                     strncmp(p, "\xE2\x80\xA9", 3) == 0);
    assert_true(str_starts(end, "</script>\n<script type=\"application/json\" id=\"details\">"));
    assert_non_null(strstr(start, "t[\\u003c/script\\u003e\\u003cscript\\u003ealert(1)"));
    assert_non_null(strstr(start, "t[\\u2028\\u2029]"));
    assert_non_null(strstr(start, "t[\\\"'\\u0026\\u003cb\\u003e]"));
    assert_non_null(strstr(start, "t[\xF0\x9F\x98\x80 \xD9\x85\xD8\xB1]"));
    assert_null(strstr(page.data, "alert(1)</script>"));
}

static void hostile_ids_fit_into_pictures(void **state)
{
    struct arena *a = *state;
    struct frame frame;
    struct heatmap h = make_hostile(a, &frame);
    struct picture picture;
    struct error err;
    struct str svg = str_new(a);
    heatmap_picture(a, &h, &picture);
    assert_true(picture.width < 1500 && picture.height < 700);
    assert_int_equal(canvas_svg(&picture, &svg, &err), 0);
    assert_null(strstr(svg.data, "<script"));
    assert_non_null(strstr(svg.data, "&lt;/script&gt;"));
    assert_non_null(strstr(svg.data, "t[\xEF\xBF\xBD\xEF\xBF\xBD ]"));
}

/* ---- pictures ---- */

static void texts_are_elided_between_characters(void **state)
{
    struct arena *a = *state;
    assert_string_equal(font_elide(a, "test_loads[400]", 12, false, 200), "test_loads[400]");
    assert_string_equal(font_elide(a, "abcdefghijklmnop", 10, false, 50), "abc…nop");
    /* e with a combining acute accent, as often as fits, whole */
    const char *text = font_elide(a,
                                  "e\xCC\x81"
                                  "e\xCC\x81"
                                  "e\xCC\x81"
                                  "e\xCC\x81"
                                  "e\xCC\x81",
                                  10, false, 25);
    assert_string_equal(text, "e\xCC\x81…e\xCC\x81");
    assert_string_equal(font_elide(a, "abcdef", 10, false, 1), "…");
    assert_true(font_width("test_loads[400]", 12, false) > 90);
    assert_true(font_width("test_loads[400]", 12, false) < 110);
}

/* A frame of ROWS x COLUMNS whose fold changes are spread around 1. */
static struct frame grid_frame(struct arena *a, size_t rows, size_t columns)
{
    const char **names = arena_array(a, rows, sizeof *names),
               **labels = arena_array(a, columns, sizeof *labels);
    double *values = arena_array(a, rows * columns, sizeof *values);
    for (size_t r = 0; r < rows; r++)
        names[r] = arena_printf(a, "test_%05zu", r);
    for (size_t c = 0; c < columns; c++)
        labels[c] = arena_printf(a, "%zu.0.1", c);
    for (size_t i = 0; i < rows * columns; i++)
        values[i] = i % columns ? 1 + (double)(i * 7919 % 101) / 100 : 1;
    return plot_frame(a, METRIC_TIME, rows, names, columns, labels, values);
}

static void layout_follows_the_size(void **state)
{
    struct arena *a = *state;
    struct heatmap_layout l;
    struct frame frame = grid_frame(a, 3, 3);
    struct heatmap h = make(a, &frame, 0);
    heatmap_layout_make(a, &h, &l);
    assert_false(l.rotated);
    assert_true(l.cell_font == 11);
    frame = grid_frame(a, 60, 12);
    h = make(a, &frame, 0);
    heatmap_layout_make(a, &h, &l);
    assert_false(l.rotated);
    assert_true(l.cell_font >= 10 && l.row_font == 12);
    frame = grid_frame(a, 5, 200);
    h = make(a, &frame, 0);
    heatmap_layout_make(a, &h, &l);
    assert_true(l.rotated);
    assert_true(l.cell_font == 0);
}

/* 500 rows, of which 40 grew and 40 shrank in the last version, each by its own. */
static struct heatmap make_large(struct arena *a, struct frame *frame)
{
    *frame = grid_frame(a, 500, 3);
    for (size_t r = 0; r < 500; r++) {
        size_t nth = r / 6 + 1;
        double *row = frame->values + r * 3;
        row[1] = 100; /* as in no row at the end */
        row[2] = r % 6 || nth > 80 ? 1
                 : nth % 2         ? 1 + (double)nth / 10
                                   : 1 / (1 + (double)nth / 10);
    }
    return make(a, frame, 0);
}

static void the_rows_that_changed_most_are_drawn(void **state)
{
    struct arena *a = *state;
    struct heatmap_layout l;
    struct frame frame;
    struct heatmap h = make_large(a, &frame);
    heatmap_layout_make(a, &h, &l);
    assert_int_equal(l.row_count, 60);
    double least = INFINITY, before = INFINITY;
    size_t grew = 0;
    for (size_t i = 0; i < l.row_count; i++) {
        double log = heatmap_cell(&h, l.rows[i], 2)->log2;
        assert_true(log <= before);
        before = log;
        grew += log > 0;
        least = fmin(least, fabs(log));
    }
    assert_int_equal(grew, 30);
    assert_true(least >= log2(1 + 21 / 10.0)); /* ten of either end are left out */
    assert_non_null(strstr(l.subtitle, "500 benchmarks × 3 versions, the 60 that changed most are "
                                       "drawn, 440 are not"));
}

static void how_many_rows_are_drawn_can_be_said(void **state)
{
    struct arena *a = *state;
    struct heatmap_layout l;
    struct frame frame;
    struct heatmap h = make_large(a, &frame);
    h.top = 2;
    heatmap_layout_make(a, &h, &l);
    assert_int_equal(l.row_count, 4);
    assert_int_equal(l.rows[0], 78 * 6);
    assert_int_equal(l.rows[1], 76 * 6);
    assert_int_equal(l.rows[2], 77 * 6);
    assert_int_equal(l.rows[3], 79 * 6);
    h.top = 45; /* more than grew and than shrank: nothing that did neither */
    heatmap_layout_make(a, &h, &l);
    assert_int_equal(l.row_count, 80);
    h.top = SIZE_MAX;
    heatmap_layout_make(a, &h, &l);
    assert_int_equal(l.row_count, 500);
    assert_int_equal(l.rows[499], 499); /* by name */
    frame = grid_frame(a, 2500, 2);
    h = make(a, &frame, 0);
    h.top = SIZE_MAX;
    heatmap_layout_make(a, &h, &l);
    assert_int_equal(l.row_count, 2000);
}

/* Where all but a few values are the same the colours are for those few. */
static void colors_do_not_end_within_noise(void **state)
{
    struct arena *a = *state;
    struct heatmap_layout l;
    struct frame frame = grid_frame(a, 500, 3);
    for (size_t i = 0; i < frame.row_count * 3; i++)
        frame.values[i] = i < 9 && i % 3 == 2 ? 4 : 1 + (double)(i % 7) / 500;
    struct heatmap h = make(a, &frame, 0);
    assert_true(h.bound < 0.1);
    heatmap_layout_make(a, &h, &l);
    assert_true(l.heatmap->bound > 1.9 && l.colors.bound == l.heatmap->bound);
    h = make(a, &frame, 1.05); /* as was asked for */
    heatmap_layout_make(a, &h, &l);
    assert_true(l.heatmap->bound < 0.1);
}

/* A file that other programs look at: $BENCHMEM_TEST_SVG, if set. */
static void svg_has_text_and_tooltips(void **state)
{
    struct arena *a = *state;
    struct frame frame;
    struct heatmap h = make_hostile(a, &frame);
    struct picture picture;
    struct error err;
    frame = sample_frame(a);
    const char *path = getenv("BENCHMEM_TEST_SVG");
    struct str svg = str_new(a);
    heatmap_picture(a, &h, &picture);
    canvas_svg(&picture, &svg, &err);
    if (path) {
        FILE *f = fopen(path, "w");
        assert_non_null(f);
        assert_int_equal(fwrite(svg.data, 1, svg.len, f), svg.len);
        assert_int_equal(fclose(f), 0);
    }
    h = make(a, &frame, 0);
    svg = str_new(a);
    heatmap_picture(a, &h, &picture);
    assert_int_equal(canvas_svg(&picture, &svg, &err), 0);
    assert_non_null(strstr(svg.data, ">4.00×</text>"));
    assert_non_null(strstr(svg.data, "<title>a::x · c: 4.00×, 8s</title>"));
    assert_non_null(strstr(svg.data, "<title>a::x</title>"));
    assert_non_null(strstr(svg.data, "fill=\"#ff0000\""));
    assert_non_null(strstr(svg.data, "fill=\"#008000\""));
    assert_non_null(strstr(svg.data, ">1/4×</text>"));
}

static void png_and_pdf_are_what_they_say(void **state)
{
    struct arena *a = *state;
    struct frame frame = sample_frame(a);
    struct heatmap h = make(a, &frame, 0);
    struct picture picture;
    struct error err;
    struct str png = str_new(a);
    struct str pdf = str_new(a);
    struct str again = str_new(a);
    heatmap_picture(a, &h, &picture);
    if (!canvas_has_cairo(&err)) {
        assert_int_equal(canvas_png(&picture, &png, &err), -1);
        assert_non_null(strstr(err.text, "libcairo2-dev"));
        return;
    }
    assert_int_equal(canvas_png(&picture, &png, &err), 0);
    assert_memory_equal(png.data, "\x89PNG\r\n\x1A\n", 8);
    const unsigned char *size = (const unsigned char *)png.data + 16;
    assert_int_equal(size[2] * 256 + size[3], 2 * (int)picture.width);
    assert_int_equal(size[6] * 256 + size[7], 2 * (int)picture.height);
    assert_int_equal(canvas_png(&picture, &again, &err), 0);
    assert_int_equal(again.len, png.len);
    assert_memory_equal(again.data, png.data, png.len);
    assert_int_equal(canvas_pdf(&picture, &pdf, &err), 0);
    assert_memory_equal(pdf.data, "%PDF-", 5);
    picture.height = 40000;
    assert_int_equal(canvas_png(&picture, &png, &err), -1);
    assert_non_null(strstr(err.text, "too large"));
}

/* Rows and versions whose names are too long for a picture look different all the same. */
static void names_can_be_told_apart(void **state)
{
    static const char *const long_ids[] = {
        "b.py::test_unstructure_attrs_lists[UnstructureStrategy.AS_DICT-very_long_name-"
        "BaseConverter]",
        "b.py::test_unstructure_attrs_maps[UnstructureStrategy.AS_DICT-very_long_name-"
        "BaseConverter]",
        "b.py::test_unstructure_attrs_maps[UnstructureStrategy.AS_TUPLE-very_long_name-Converter]",
    };
    static const char *const labels[] = {"1.0", "feature-branch-with-a-long-label-of-its-own-1",
                                         "feature-branch-with-a-long-label-of-its-own-2"};
    static const double values[] = {1, 2, 3, 1, 2, 3, 1, 2, 3};
    struct arena *a = *state;
    struct frame frame = plot_frame(a, METRIC_TIME, 3, long_ids, 3, labels, values);
    for (size_t i = 0; i < 3; i++)
        frame.rows[i].short_name = strstr(long_ids[i], "test_");
    struct heatmap h = make(a, &frame, 0);
    struct heatmap_layout l;
    heatmap_layout_make(a, &h, &l);
    for (size_t i = 0; i < 3; i++) {
        assert_true(font_width(l.row_labels[i], l.row_font, false) <= 340);
        for (size_t k = 0; k < i; k++) {
            assert_string_not_equal(l.row_labels[i], l.row_labels[k]);
            assert_string_not_equal(l.column_labels[i].text, l.column_labels[k].text);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(rows_are_sorted),
        arena_test(names_can_be_told_apart),
        arena_test(cells_say_their_fold),
        arena_test(nothing_to_draw_is_told_apart),
        arena_test(figure_has_the_peers_numbers),
        arena_test(a_version_without_a_run_keeps_its_column),
        arena_test(no_id_breaks_out_of_the_page),
        arena_test(hostile_ids_fit_into_pictures),
        arena_test(texts_are_elided_between_characters),
        arena_test(layout_follows_the_size),
        arena_test(the_rows_that_changed_most_are_drawn),
        arena_test(how_many_rows_are_drawn_can_be_said),
        arena_test(colors_do_not_end_within_noise),
        arena_test(svg_has_text_and_tooltips),
        arena_test(png_and_pdf_are_what_they_say),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
