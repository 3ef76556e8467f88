#include "draw/flame.h"

#include "draw/font.h"
#include "draw/heading.h"

enum {
    WIDTH = 1200,
    ROW = 20,
    FONT = 12,
    KEY = 12,     /* a square of the key */
    PADDING = 4,  /* of a text in its cell */
    CUT_MIN = 60, /* a narrower cell has its text whole or not at all */
    KEY_TOP = HEADING_BOTTOM + 12,
    TOP = KEY_TOP + KEY + 14,
};
static const double grid = WIDTH - 2 * HEADING_MARGIN, narrowest = 0.5, gap = 1;

/* Colours of one version's functions, on which black has a contrast of 9 and more. */
static const struct color kinds[] = {{253, 205, 140}, {176, 212, 240}, {190, 222, 168},
                                     {226, 196, 232}, {250, 190, 180}, {220, 214, 170}};
static const struct color whole = {225, 225, 225};

/* What is drawn of it, and with which memory. */
struct drawing {
    const struct flame *flame;
    struct arena *arena;
};

static struct color color_of(const struct flame *f, const struct flame_cell *cell)
{
    if (f->more)
        return colors_at(cell->change, 1, f->palette);
    return cell->depth ? kinds[cell->kind % (sizeof kinds / sizeof *kinds)] : whole;
}

static bool is_drawn(const struct flame_cell *cell)
{
    return cell->width * grid >= narrowest;
}

/* What of its texts has ROOM; "" where none has, which a page fills when the cell is wider. */
static const char *text_in(struct arena *a, const struct flame_cell *cell, double room)
{
    if (room < FONT)
        return "";
    if (font_width(cell->tooltip, FONT, false) <= room)
        return cell->tooltip;
    if (room >= CUT_MIN || font_width(cell->text, FONT, false) <= room)
        return font_elide(a, cell->text, FONT, false, room);
    return "";
}

static void draw_cell(struct canvas *canvas, struct arena *a, const struct flame *f,
                      const struct flame_cell *cell)
{
    static const struct color edge = {200, 200, 200};
    struct color fill = color_of(f, cell);
    double width = cell->width * grid, space = width > 4 * gap ? gap : 0;
    struct rect box = {HEADING_MARGIN + cell->x * grid, TOP + (double)cell->depth * ROW,
                       width - space, ROW - gap};
    canvas->writer->group_open(canvas, cell->tooltip);
    canvas->writer->rect(canvas, box, fill);
    if (f->more && space > 0) /* white cells have an end too */
        canvas_border(canvas,
                      (struct rect){box.x + 0.5, box.y + 0.5, box.width - 1, box.height - 1}, 1,
                      edge);
    canvas_text(canvas, box.x + PADDING, canvas_baseline(box.y + box.height / 2, FONT), FONT,
                ANCHOR_START, colors_on(fill), text_in(a, cell, box.width - 2 * PADDING));
    canvas->writer->group_close(canvas);
}

/* What the colours say. */
static void draw_key(struct canvas *canvas, const struct flame *f)
{
    const struct {
        double change;
        const char *text;
    } keys[] = {{-1, f->less}, {0, "the same"}, {1, f->more}};
    double x = HEADING_MARGIN;
    for (size_t i = 0; f->more && i < sizeof keys / sizeof *keys; i++) {
        struct rect box = {x, KEY_TOP, KEY, KEY};
        canvas->writer->rect(canvas, box, colors_at(keys[i].change, 1, f->palette));
        canvas_border(canvas, box, 1, CANVAS_MUTED);
        canvas_text(canvas, x + KEY + 5, canvas_baseline(KEY_TOP + KEY / 2.0, HEADING_FONT),
                    HEADING_FONT, ANCHOR_START, CANVAS_INK, keys[i].text);
        x += KEY + 25 + font_width(keys[i].text, HEADING_FONT, false);
    }
}

static void draw(struct canvas *canvas, const void *data)
{
    const struct drawing *d = data;
    const struct flame *f = d->flame;
    heading_draw(canvas, d->arena, f->title, f->subtitle, WIDTH);
    draw_key(canvas, f);
    for (size_t i = 0; i < f->count; i++)
        if (is_drawn(&f->cells[i]))
            draw_cell(canvas, d->arena, f, &f->cells[i]);
}

size_t flame_picture(struct arena *a, const struct flame *flame, struct picture *picture)
{
    struct drawing *d = arena_alloc(a, sizeof *d);
    size_t deepest = 0, count = 0;
    *d = (struct drawing){flame, a};
    for (size_t i = 0; i < flame->count; i++) {
        const struct flame_cell *cell = &flame->cells[i];
        count += is_drawn(cell);
        if (is_drawn(cell) && cell->depth > deepest)
            deepest = cell->depth;
    }
    double height = TOP + (double)(deepest + 1) * ROW + HEADING_MARGIN;
    *picture = (struct picture){WIDTH, height, flame->title, draw, d};
    return count;
}
