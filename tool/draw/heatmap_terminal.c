#include "draw/heatmap_terminal.h"

#include "text/names.h"
#include "text/width.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

struct page {
    struct str *out;
    const struct heatmap *heatmap;
    const struct heatmap_terminal *terminal;
    size_t name_width, cell_width;
    size_t *rows; /* of the heatmap, that are shown */
    size_t row_count;
    size_t *columns; /* the same */
    size_t count;
    bool blocks; /* a cell is one block, without its ratio */
};

/* ---- colours ---- */

/* The level of the 256 colours' cube that is nearest to a channel, and what it is. */
static int cube_level(int channel, int *value)
{
    static const int levels[] = {0, 95, 135, 175, 215, 255};
    int best = 0;
    for (int i = 1; i < 6; i++)
        if (abs(levels[i] - channel) < abs(levels[best] - channel))
            best = i;
    *value = levels[best];
    return best;
}

/* The colour as an argument of SGR after 38; or 48; - 16 colours have only their names. */
static void add_sgr(struct page *p, struct color color, bool background)
{
    int at = background ? 48 : 38;
    if (p->terminal->full) {
        str_addf(p->out, "\x1b[%d;2;%d;%d;%dm", at, color.red, color.green, color.blue);
        return;
    }
    int red, green, blue;
    int code = 16 + 36 * cube_level(color.red, &red);
    code += 6 * cube_level(color.green, &green);
    code += cube_level(color.blue, &blue);
    str_addf(p->out, "\x1b[%d;5;%dm", at, code);
}

/* Begin the colours of a cell that has a value; of 16, red and green as the terminal has them, for
 * what is beyond half of the scale. */
static void begin_color(struct page *p, const struct cell *cell)
{
    double value = heatmap_cell_shade(cell), half = p->heatmap->bound / 2;
    if (p->terminal->color == COLOR_256) {
        struct color fill = heatmap_cell_color(p->heatmap, cell);
        add_sgr(p, fill, true);
        add_sgr(p, colors_on(fill), false);
    } else if (p->terminal->color != COLOR_NONE) {
        str_add(p->out, value > half ? "\x1b[31m" : value < -half ? "\x1b[32m" : "");
    }
}

/* ---- cells ---- */

static const char *block_for(const struct heatmap *h, const struct cell *cell)
{
    static const char *const blocks[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    enum { COUNT = sizeof blocks / sizeof *blocks };
    double value = heatmap_cell_shade(cell);
    double part = fmax(-1, fmin(1, value / h->bound));
    return blocks[(size_t)fmin(COUNT - 1, floor((part + 1) / 2 * COUNT))];
}

static void add_padded(struct page *p, const char *text, size_t width, bool right)
{
    size_t have = text_width(text), pad = have < width ? width - have : 0;
    str_repeat(p->out, " ", right ? pad : 0);
    str_add(p->out, text);
    str_repeat(p->out, " ", right ? 0 : pad);
}

static void add_cell(struct page *p, size_t row, size_t column)
{
    const struct heatmap *h = p->heatmap;
    const struct cell *cell = heatmap_cell(h, row, column);
    const char *text = heatmap_cell_text(p->out->arena, cell);
    bool value = cell->state == CELL_VALUE, filled = value && p->terminal->color == COLOR_256;
    bool colored = value && p->terminal->color != COLOR_NONE;
    if (value && p->blocks)
        text = filled ? " " : block_for(h, cell);
    else if (value && !colored)
        text = arena_printf(p->out->arena, "%s %s", text, block_for(h, cell));
    if (colored)
        begin_color(p, cell);
    add_padded(p, text, p->cell_width - !p->blocks, true);
    /* What is filled is so to its right edge. */
    const char *gap = p->blocks ? "" : " ", *reset = colored ? "\x1b[0m" : "";
    str_add(p->out, filled ? gap : reset);
    str_add(p->out, filled ? reset : gap);
}

/* ---- lines ---- */

/* A line of its own, its middle left out where it is too long. */
static void add_line(struct page *p, const char *text)
{
    size_t width = p->terminal->width;
    str_addf(p->out, "%s\n", width ? text_elide(p->out->arena, text, width) : text);
}

/* Names that fit, no two of them alike. */
static const char **shorten(struct page *p, const char **names, size_t count, size_t width)
{
    struct arena *a = p->out->arena;
    for (size_t i = 0; i < count; i++)
        names[i] = text_visible(a, names[i]);
    return names_shorten_columns(a, names, count, width);
}

static void add_rows(struct page *p)
{
    const struct heatmap *h = p->heatmap;
    const char **names = arena_array(p->out->arena, p->row_count, sizeof *names);
    for (size_t r = 0; r < p->row_count; r++)
        names[r] = h->rows[p->rows[r]].short_name;
    names = shorten(p, names, p->row_count, p->name_width);
    for (size_t r = 0; r < p->row_count; r++) {
        str_addc(p->out, ' ');
        add_padded(p, names[r], p->name_width, false);
        str_addc(p->out, ' ');
        for (size_t c = 0; c < p->count; c++)
            add_cell(p, p->rows[r], p->columns[c]);
        str_addc(p->out, '\n');
    }
}

/* The first and the last version above blocks, to the left of them where they are few. */
static void add_ends(struct page *p)
{
    const struct heatmap *h = p->heatmap;
    struct arena *a = p->out->arena;
    size_t left = p->name_width + 2, right = left + p->count;
    const char *ends = arena_printf(a, "%s … %s", text_visible(a, h->series[0].label),
                                    text_visible(a, h->series[h->columns - 1].label));
    ends = text_elide(a, ends, right < p->terminal->width ? right : p->terminal->width);
    size_t width = text_width(ends);
    str_repeat(p->out, " ", width <= p->count ? left : right > width ? right - width : 0);
    str_addf(p->out, "%s\n", ends);
}

static void add_heads(struct page *p)
{
    const struct heatmap *h = p->heatmap;
    struct arena *a = p->out->arena;
    if (p->blocks) {
        add_ends(p);
        return;
    }
    str_repeat(p->out, " ", p->name_width + 2);
    const char **labels = arena_array(a, p->count, sizeof *labels);
    for (size_t c = 0; c < p->count; c++)
        labels[c] = h->series[p->columns[c]].label;
    labels = shorten(p, labels, p->count, p->cell_width - 1);
    for (size_t c = 0; c < p->count; c++) {
        add_padded(p, labels[c], p->cell_width - 1, true);
        str_addc(p->out, ' ');
    }
    str_addc(p->out, '\n');
}

/* How wide the legend is with all its ticks. */
static size_t legend_width(const struct page *p)
{
    const struct heatmap *h = p->heatmap;
    size_t mark = p->terminal->color == COLOR_256 ? 2 : 4;
    size_t width = 3 + text_width(h->less) + text_width(h->more);
    for (size_t i = 0; i < h->tick_count; i++)
        width += mark + text_width(h->ticks[i].text);
    return width;
}

static void add_legend(struct page *p)
{
    const struct heatmap *h = p->heatmap;
    bool all = p->terminal->width == 0 || legend_width(p) <= p->terminal->width;
    str_addf(p->out, " %s ", h->less);
    for (size_t i = 0; i < h->tick_count; i++) {
        struct cell cell = {.fold = exp2(h->ticks[i].at), .log2 = h->ticks[i].at};
        bool many = p->terminal->color == COLOR_256;
        if (!all && i > 0 && i + 1 < h->tick_count)
            continue;
        begin_color(p, &cell);
        str_addf(p->out, " %s%s%s ", many ? "" : block_for(h, &cell), many ? "" : " ",
                 h->ticks[i].text);
        if (p->terminal->color != COLOR_NONE)
            str_add(p->out, "\x1b[0m");
    }
    str_addf(p->out, " %s\n", h->more);
}

static size_t distance(size_t a, size_t b)
{
    return a > b ? a - b : b - a;
}

/* Show at most MOST columns: those in the middle go first, never the baseline and the last. */
static void choose_columns(struct page *p, size_t most)
{
    size_t last = p->heatmap->columns - 1, baseline = p->heatmap->baseline;
    while (p->count > most && p->count > 2) {
        size_t worst = 0, farthest = 0;
        for (size_t i = 0; i < p->count; i++) {
            size_t from = distance(p->columns[i], baseline), to = distance(p->columns[i], last);
            size_t away = from < to ? from : to;
            if (away > farthest) {
                farthest = away;
                worst = i;
            }
        }
        p->count--;
        for (size_t i = worst; i < p->count; i++)
            p->columns[i] = p->columns[i + 1];
    }
}

static void measure(struct page *p)
{
    const struct heatmap *h = p->heatmap;
    p->columns = arena_array(p->out->arena, h->columns, sizeof *p->columns);
    while (p->count < h->columns) {
        p->columns[p->count] = p->count;
        p->count++;
    }
    struct arena *a = p->out->arena;
    size_t names = 1, width = p->terminal->width;
    p->cell_width = p->terminal->color == COLOR_NONE ? 10 : 8;
    p->rows = heatmap_choose(a, h, SIZE_MAX, SIZE_MAX, &p->row_count);
    p->heatmap = h = heatmap_widen(a, h, p->rows, p->row_count);
    for (size_t r = 0; r < p->row_count; r++) {
        size_t one = text_width(text_visible(a, h->rows[p->rows[r]].short_name));
        names = one > names ? one : names;
    }
    for (size_t c = 0; c < h->columns; c++) {
        size_t one = text_width(text_visible(a, h->series[c].label)) + 1;
        one = one < 16 ? one : 16;
        p->cell_width = one > p->cell_width ? one : p->cell_width;
    }
    p->name_width = names < 60 ? names : 60;
    if (width == 0)
        return;
    size_t least = names < 20 ? names : 20;
    if (least + 3 + h->columns * p->cell_width > width) {
        p->blocks = true;
        p->cell_width = 1;
        choose_columns(p, least + 3 < width ? width - least - 3 : 1);
    }
    size_t taken = p->count * p->cell_width + 3;
    size_t room = taken < width ? width - taken : least;
    if (p->name_width > room)
        p->name_width = room > least ? room : least;
}

void heatmap_to_terminal(struct str *out, const struct heatmap *heatmap,
                         const struct heatmap_terminal *terminal)
{
    struct page p = {.out = out, .heatmap = heatmap, .terminal = terminal};
    measure(&p);
    add_line(&p, text_visible(out->arena, heatmap->title));
    add_legend(&p);
    add_heads(&p);
    add_rows(&p);
    if (p.row_count < heatmap->row_count)
        add_line(&p, arena_printf(out->arena, " %zu benchmarks that changed less not shown",
                                  heatmap->row_count - p.row_count));
    if (p.count < heatmap->columns)
        add_line(&p, arena_printf(out->arena, " %zu versions in the middle not shown",
                                  heatmap->columns - p.count));
    for (size_t c = 0; c < heatmap->columns; c++) {
        const struct heatmap_series *s = &heatmap->series[c];
        if (s->state)
            add_line(&p, arena_printf(out->arena, " %s: %s", text_visible(out->arena, s->label),
                                      s->state));
    }
}
