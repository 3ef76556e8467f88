#include "draw/heading.h"

#include "draw/font.h"

#include <string.h>

void heading_draw(struct canvas *canvas, struct arena *a, const char *title, const char *subtitle,
                  double width)
{
    struct text_style style = {.size = HEADING_TITLE_FONT, .bold = true, .color = CANVAS_INK};
    double room = width - 2 * HEADING_MARGIN;
    canvas->writer->group_open(canvas, title);
    canvas->writer->text(canvas, HEADING_MARGIN, HEADING_MARGIN + HEADING_TITLE_FONT, &style,
                         font_elide(a, title, style.size, true, room));
    canvas->writer->group_close(canvas);
    canvas->writer->group_open(canvas, subtitle);
    canvas_text(canvas, HEADING_MARGIN, HEADING_BOTTOM, HEADING_FONT, ANCHOR_START, CANVAS_MUTED,
                font_elide(a, subtitle, HEADING_FONT, false, room));
    canvas->writer->group_close(canvas);
}

/* ---- the colour bar ---- */

enum { TICK_FONT = HEADING_FONT - 1 };

static void draw_tick(struct canvas *canvas, const struct color_bar *bar, double x,
                      const char *text)
{
    double bottom = bar->box.y + bar->box.height;
    canvas->writer->line(canvas, x, bottom - 3, x, bottom + 2, CANVAS_INK);
    canvas_text(canvas, x, bottom + 3 + TICK_FONT, TICK_FONT, ANCHOR_MIDDLE, CANVAS_INK, text);
}

/* Ticks from the middle outwards, in pairs, as far as their texts have room and differ. */
static void draw_ticks(struct canvas *canvas, const struct color_bar *bar)
{
    double middle = bar->box.x + bar->box.width / 2, unit = bar->box.width / 2 / bar->bound;
    size_t zero = bar->tick_count / 2;
    const char *last = bar->ticks[zero].text;
    double taken = font_width(last, TICK_FONT, false) / 2;
    draw_tick(canvas, bar, middle, last);
    for (size_t i = 1; i <= zero; i++) {
        const struct tick *low = &bar->ticks[zero - i], *high = &bar->ticks[zero + i];
        double half = font_width(low->text, TICK_FONT, false) / 2, offset = high->at * unit;
        if (offset - half < taken + 4 || strcmp(high->text, last) == 0)
            continue;
        draw_tick(canvas, bar, middle - offset, low->text);
        draw_tick(canvas, bar, middle + offset, high->text);
        taken = offset + half;
        last = high->text;
    }
}

void color_bar_draw(struct canvas *canvas, const struct color_bar *bar)
{
    enum { SLICES = 64 };
    struct rect slice = {bar->box.x, bar->box.y, bar->box.width / SLICES, bar->box.height};
    for (int i = 0; i < SLICES; i++) {
        double part = (i + 0.5) / SLICES * 2 - 1;
        slice.x = bar->box.x + i * slice.width;
        canvas->writer->rect(canvas, slice, colors_at(part * bar->bound, bar->bound, bar->palette));
    }
    double y = canvas_baseline(bar->box.y + bar->box.height / 2, HEADING_FONT);
    canvas_text(canvas, bar->box.x - 10, y, HEADING_FONT, ANCHOR_END, CANVAS_INK, bar->less);
    canvas_text(canvas, bar->box.x + bar->box.width + 10, y, HEADING_FONT, ANCHOR_START, CANVAS_INK,
                bar->more);
    draw_ticks(canvas, bar);
}
