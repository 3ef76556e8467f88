/* heatmap_draw.c - the view `sweep` as a picture. */
#include "draw/figure.h"
#include "draw/font.h"
#include "draw/heading.h"
#include "draw/heatmap_layout.h"

#include <math.h>

static const struct color rule = {150, 150, 150}, empty = {245, 245, 245}, hatch = {215, 215, 215},
                          frame_line = {205, 205, 205};

static void draw_key(struct canvas *canvas, const struct heatmap_layout *l)
{
    double x = l->colors.box.x + l->colors.box.width + 70,
           middle = l->colors.box.y + l->colors.box.height / 2;
    double y = canvas_baseline(middle, HEADING_FONT);
    const struct {
        bool shown;
        const char *mark, *text;
        double width;
    } keys[] = {{l->has_missing, "—", "no value", 95},
                {l->has_failed, "✗", "failed", 80},
                {l->has_faded, "~", "may or may not differ", 165}};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (!keys[i].shown)
            continue;
        struct rect box = {floor(x), floor(middle - 8), 22, 16};
        canvas->writer->rect(canvas, box, empty);
        canvas->writer->outline(canvas, (struct rect){box.x + 0.5, box.y + 0.5, box.width - 1, 15},
                                rule);
        canvas_text(canvas, box.x + 11, y, HEADING_FONT, ANCHOR_MIDDLE, CANVAS_MUTED, keys[i].mark);
        canvas_text(canvas, box.x + 28, y, HEADING_FONT, ANCHOR_START, CANVAS_INK, keys[i].text);
        x += keys[i].width;
    }
}

/* ---- labels ---- */

static const char *series_tooltip(struct arena *a, const struct heatmap *h, size_t column)
{
    const struct heatmap_series *s = &h->series[column];
    if (!s->state)
        return arena_printf(a, "%s%s", s->label, column == h->baseline ? " (baseline)" : "");
    return s->note ? arena_printf(a, "%s: %s: %s", s->label, s->state, s->note)
                   : arena_printf(a, "%s: %s", s->label, s->state);
}

static void draw_column_label(struct canvas *canvas, const struct heatmap_layout *l, size_t column,
                              bool below)
{
    const struct column_label *label = &l->column_labels[column];
    double middle = l->grid.x + ((double)column + 0.5) * l->cell_width, font = l->column_font;
    double edge = below ? l->grid.y + l->grid.height + 6 : l->grid.y - 6;
    bool has_run = !l->heatmap->series[column].state;
    struct text_style style = {
        .size = font, .anchor = ANCHOR_MIDDLE, .color = has_run ? CANVAS_INK : CANVAS_MUTED};
    if (l->rotated) {
        style.angle = -45;
        style.anchor = below ? ANCHOR_END : ANCHOR_START;
        /* The corner of the text, not its baseline, points at the column's middle. */
        double dx = 0.25 * font, dy = below ? 0.6 * font : 0;
        canvas->writer->text(canvas, middle + dx, edge + dy, &style, label->text);
        return;
    }
    double first = below ? edge + font : label->state ? edge - 1.2 * font : edge;
    canvas->writer->text(canvas, middle, first, &style, label->text);
    if (label->state)
        canvas->writer->text(canvas, middle, first + 1.2 * font, &style, label->state);
}

static void draw_column_labels(struct canvas *canvas, const struct heatmap_layout *l)
{
    for (size_t c = 0; c < l->heatmap->columns; c++) {
        canvas->writer->group_open(canvas, series_tooltip(l->arena, l->heatmap, c));
        draw_column_label(canvas, l, c, false);
        if (l->labels_below)
            draw_column_label(canvas, l, c, true);
        canvas->writer->group_close(canvas);
    }
}

static void draw_row_label(struct canvas *canvas, const struct heatmap_layout *l, size_t i)
{
    double middle = l->grid.y + ((double)i + 0.5) * l->cell_height;
    canvas->writer->group_open(canvas, l->heatmap->rows[l->rows[i]].id);
    canvas_text(canvas, l->grid.x - 8, canvas_baseline(middle, l->row_font), l->row_font,
                ANCHOR_END, CANVAS_INK, l->row_labels[i]);
    canvas->writer->group_close(canvas);
}

/* ---- cells ---- */

static const char *cell_tooltip(struct arena *a, const struct heatmap *h, size_t row, size_t column)
{
    const char *name = h->rows[row].short_name;
    const struct cell *cell = heatmap_cell(h, row, column);
    const char *label = h->series[column].label;
    switch (cell->state) {
    case CELL_FAILED:
        return arena_printf(a, "%s · %s: failed", name, label);
    case CELL_MISSING:
        return arena_printf(a, "%s · %s: no value in this run", name, label);
    case CELL_NO_RUN:
        return arena_printf(a, "%s · %s", name, series_tooltip(a, h, column));
    case CELL_VALUE:
        break;
    }
    return arena_printf(
        a, "%s · %s: %s, %s%s%s", name, label, unit_format_ratio_short(a, cell->fold),
        unit_format_alone(a, h->unit, cell->value), *cell->verdict ? "; " : "", cell->verdict);
}

static void draw_cell(struct canvas *canvas, const struct heatmap_layout *l, size_t i,
                      size_t column)
{
    const struct cell *cell = heatmap_cell(l->heatmap, l->rows[i], column);
    struct rect box = {l->grid.x + (double)column * l->cell_width,
                       l->grid.y + (double)i * l->cell_height, l->cell_width - 1,
                       l->cell_height - 1};
    struct color text = CANVAS_MUTED;
    canvas->writer->group_open(canvas, cell_tooltip(l->arena, l->heatmap, l->rows[i], column));
    if (cell->state == CELL_VALUE) {
        struct color fill = heatmap_cell_color(l->heatmap, cell);
        canvas->writer->rect(canvas, box, fill);
        text = colors_on(fill);
    } else if (cell->state != CELL_NO_RUN) {
        canvas->writer->rect(canvas, box, empty);
        canvas->writer->outline(
            canvas, (struct rect){box.x + 0.5, box.y + 0.5, box.width - 1, box.height - 1}, rule);
    }
    if (l->cell_font > 0)
        canvas_text(canvas, box.x + box.width / 2,
                    canvas_baseline(box.y + box.height / 2, l->cell_font), l->cell_font,
                    ANCHOR_MIDDLE, text, heatmap_cell_text(l->arena, cell));
    canvas->writer->group_close(canvas);
}

/* Lines at 45 degrees over the whole rectangle, clipped to it. */
static void draw_hatch(struct canvas *canvas, struct rect box)
{
    const double step = 8;
    int lines = (int)((box.width + box.height) / step);
    for (int i = 1; i <= lines; i++) {
        double at = i * step - box.width;
        double from = fmax(0, -at), to = fmin(box.width, box.height - at);
        if (from < to)
            canvas->writer->line(canvas, box.x + from, box.y + at + from, box.x + to,
                                 box.y + at + to, hatch);
    }
}

/* A version without a run: one hatched column behind its cells' dashes. */
static void draw_column_without_run(struct canvas *canvas, const struct heatmap_layout *l,
                                    size_t column)
{
    struct rect box = {l->grid.x + (double)column * l->cell_width + 0.5, l->grid.y + 0.5,
                       l->cell_width - 2, l->grid.height - 2};
    canvas->writer->group_open(canvas, series_tooltip(l->arena, l->heatmap, column));
    canvas->writer->rect(canvas, box, empty);
    draw_hatch(canvas, box);
    canvas->writer->outline(canvas, box, rule);
    canvas->writer->group_close(canvas);
}

static void draw_grid(struct canvas *canvas, const struct heatmap_layout *l)
{
    for (size_t c = 0; c < l->heatmap->columns; c++)
        if (l->heatmap->series[c].state)
            draw_column_without_run(canvas, l, c);
    for (size_t i = 0; i < l->row_count; i++) {
        draw_row_label(canvas, l, i);
        for (size_t c = 0; c < l->heatmap->columns; c++)
            draw_cell(canvas, l, i, c);
    }
    /* Cells near 1× are white, and so is the page. */
    const struct rect grid = {l->grid.x - 0.5, l->grid.y - 0.5, l->grid.width, l->grid.height};
    canvas_border(canvas, grid, 1, frame_line);
}

static void draw_notes(struct canvas *canvas, const struct heatmap_layout *l)
{
    for (size_t i = 0; i < l->notes.len; i++) {
        const char *note = font_elide(l->arena, l->notes.items[i], HEADING_FONT, false,
                                      l->width - 2 * HEADING_MARGIN);
        canvas->writer->group_open(canvas, l->notes.items[i]);
        canvas_text(canvas, HEADING_MARGIN, l->notes_y + (double)i * HEATMAP_LINE, HEADING_FONT,
                    ANCHOR_START, CANVAS_MUTED, note);
        canvas->writer->group_close(canvas);
    }
}

static void draw(struct canvas *canvas, const void *data)
{
    const struct heatmap_layout *l = data;
    heading_draw(canvas, l->arena, l->heatmap->title, l->subtitle, l->width);
    color_bar_draw(canvas, &l->colors);
    draw_key(canvas, l);
    draw_column_labels(canvas, l);
    draw_grid(canvas, l);
    draw_notes(canvas, l);
}

size_t heatmap_picture(struct arena *a, const struct heatmap *heatmap, struct picture *picture)
{
    struct heatmap_layout *l = arena_alloc(a, sizeof *l);
    heatmap_layout_make(a, heatmap, l);
    *picture = (struct picture){l->width, l->height, heatmap->title, draw, l};
    return l->row_count;
}
