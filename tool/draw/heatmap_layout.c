#include "draw/heatmap_layout.h"

#include "draw/font.h"

#include <math.h>

static const double margin = HEADING_MARGIN, gap = 8;
static const double diagonal = 0.70710678118654752; /* of a unit square, halved */
static const double longest_row_label = 340, longest_column_label = 180;
static const double scale_width = 320, scale_height = 12;

/* ---- rows ---- */

/* Returns the width of the widest. */
static double label_rows(struct arena *a, struct heatmap_layout *l)
{
    double widest = 0;
    const char **names = arena_array(a, l->row_count, sizeof *names);
    for (size_t i = 0; i < l->row_count; i++)
        names[i] = l->heatmap->rows[l->rows[i]].short_name;
    l->row_labels = font_shorten(a, names, l->row_count, l->row_font, longest_row_label);
    for (size_t i = 0; i < l->row_count; i++)
        widest = fmax(widest, font_width(l->row_labels[i], l->row_font, false));
    return widest;
}

/* ---- columns ---- */

/* The widths cells have by their number alone. */
static double cell_width_for(size_t columns)
{
    if (columns <= 12)
        return floor(fmin(fmax(760.0 / (double)columns, 56), 96));
    return columns <= 40 ? 46 : floor(fmax(1840.0 / (double)columns, 14));
}

static double label_columns(struct arena *a, struct heatmap_layout *l)
{
    const struct heatmap *h = l->heatmap;
    double widest = 0;
    l->column_labels = arena_array(a, h->columns, sizeof *l->column_labels);
    const char **names = arena_array(a, h->columns, sizeof *names);
    for (size_t c = 0; c < h->columns; c++)
        names[c] = h->series[c].label;
    names = font_shorten(a, names, h->columns, l->column_font, longest_column_label);
    for (size_t c = 0; c < h->columns; c++) {
        struct column_label *label = &l->column_labels[c];
        label->text = names[c];
        label->state = h->series[c].state;
        label->width = font_width(label->text, l->column_font, false);
        if (label->state)
            label->width = fmax(label->width, font_width(label->state, l->column_font, false));
        widest = fmax(widest, label->width);
    }
    return widest;
}

static void rotate_labels(struct arena *a, struct heatmap_layout *l)
{
    for (size_t c = 0; c < l->heatmap->columns; c++) {
        struct column_label *label = &l->column_labels[c];
        if (label->state)
            label->text = arena_printf(a, "%s (%s)", label->text, label->state);
        label->state = NULL;
        label->width = font_width(label->text, l->column_font, false);
    }
    l->rotated = true;
}

static void size_columns(struct arena *a, struct heatmap_layout *l)
{
    size_t columns = l->heatmap->columns;
    l->cell_width = cell_width_for(columns);
    l->column_font = l->cell_width >= 40 ? 12 : l->cell_width >= 18 ? 11 : 10;
    double wanted = ceil(label_columns(a, l) + 10);
    if (wanted > l->cell_width && wanted * (double)columns <= 1100)
        l->cell_width = wanted;
    if (wanted > l->cell_width)
        rotate_labels(a, l);
}

/* How high the version labels are, all of them. */
static double column_labels_height(const struct heatmap_layout *l)
{
    double height = 0;
    for (size_t c = 0; c < l->heatmap->columns; c++) {
        const struct column_label *label = &l->column_labels[c];
        double h = l->rotated ? (label->width + l->column_font) * diagonal
                              : (label->state ? 2.2 : 1) * l->column_font;
        height = fmax(height, h);
    }
    return ceil(height);
}

/* How far rotated labels reach beyond the grid: those above to the right of it, those below to the
 * left. */
static double overhang(const struct heatmap_layout *l, bool below)
{
    double reach = 0;
    for (size_t c = 0; l->rotated && c < l->heatmap->columns; c++) {
        double inside = (double)(below ? c : l->heatmap->columns - 1 - c) * l->cell_width;
        double outside = (l->column_labels[c].width + l->column_font) * diagonal;
        reach = fmax(reach, outside - inside - l->cell_width / 2);
    }
    return ceil(reach);
}

/* ---- cells ---- */

static void survey_cells(struct arena *a, struct heatmap_layout *l)
{
    double widest = 0;
    for (size_t i = 0; i < l->row_count; i++) {
        for (size_t c = 0; c < l->heatmap->columns; c++) {
            const struct cell *cell = heatmap_cell(l->heatmap, l->rows[i], c);
            struct arena_mark mark = arena_mark(a);
            widest = fmax(widest, font_width(heatmap_cell_text(a, cell), 1, false));
            arena_reset(a, mark);
            l->has_missing =
                l->has_missing || cell->state == CELL_MISSING || cell->state == CELL_NO_RUN;
            l->has_failed = l->has_failed || cell->state == CELL_FAILED;
            l->has_faded = l->has_faded || cell->faded;
        }
    }
    double largest = fmin(HEADING_FONT, l->cell_height - 3);
    double fitting = fmin(largest, (l->cell_width - 6) / widest);
    l->cell_font = fitting >= 7.5 ? floor(fitting * 2) / 2 : 0;
}

/* ---- around the grid ---- */

static const char *make_subtitle(struct arena *a, const struct heatmap_layout *l)
{
    const struct heatmap *h = l->heatmap;
    struct str s = str_new(a);
    str_addf(&s, "%zu benchmark%s × %zu versions", h->row_count, h->row_count == 1 ? "" : "s",
             h->columns);
    if (l->row_count < h->row_count)
        str_addf(&s, ", the %zu that changed most are drawn, %zu are not", l->row_count,
                 h->row_count - l->row_count);
    if (h->later)
        str_addf(&s, "; %zu that the baseline lacks against their first version", h->later);
    if (h->left_out)
        str_addf(&s, "; %zu in one version alone left out", h->left_out);
    return s.data;
}

/* Why a version has no run: its state, and more if the sweep knows more. */
static void add_note(struct strv *notes, const struct heatmap_series *s)
{
    if (s->note && str_starts(s->note, s->state))
        strv_addf(notes, "%s: %s", s->label, s->note);
    else
        strv_addf(notes, "%s: %s%s%s", s->label, s->state, s->note ? ": " : "",
                  s->note ? s->note : "");
}

static void make_notes(struct arena *a, struct heatmap_layout *l)
{
    enum { MOST = 8 };
    size_t more = 0;
    l->notes = strv_new(a);
    for (size_t c = 0; c < l->heatmap->columns; c++) {
        const struct heatmap_series *s = &l->heatmap->series[c];
        if (s->state && l->notes.len < MOST)
            add_note(&l->notes, s);
        else
            more += s->state != NULL;
    }
    if (more)
        strv_addf(&l->notes, "… and %zu more without a run", more);
}

static double top_of_grid(struct heatmap_layout *l)
{
    const struct heatmap *h = l->heatmap;
    struct rect box = {margin + 60, HEADING_BOTTOM + 16, scale_width, scale_height};
    l->colors =
        (struct color_bar){box, h->bound, h->palette, h->ticks, h->tick_count, h->less, h->more};
    return ceil(box.y + scale_height + 4 + HEADING_FONT + 14 + column_labels_height(l) + gap);
}

/* How wide what stands above the grid is: the key's entries are longest with both states. */
static double width_of_head(const struct heatmap_layout *l)
{
    double title = font_width(l->heatmap->title, HEADING_TITLE_FONT, true);
    double subtitle = font_width(l->subtitle, HEADING_FONT, false);
    double scale = 60 + scale_width + 60;
    double key = (l->has_missing ? 130 : 0) + (l->has_failed ? 80 : 0) + (l->has_faded ? 200 : 0);
    return fmax(fmin(title, 900), fmax(subtitle, scale + key));
}

void heatmap_layout_make(struct arena *a, const struct heatmap *heatmap,
                         struct heatmap_layout *layout)
{
    struct heatmap_layout l = {.arena = a, .heatmap = heatmap};
    l.rows = heatmap_choose(a, heatmap, HEATMAP_ROWS_USUAL, HEATMAP_ROWS_DRAWN, &l.row_count);
    l.heatmap = heatmap = heatmap_widen(a, heatmap, l.rows, l.row_count);
    l.cell_height = l.row_count <= 60 ? 24 : l.row_count <= 300 ? 18 : 12;
    l.row_font = l.row_count <= 60 ? 12 : l.row_count <= 300 ? 11 : 9;
    size_columns(a, &l);
    survey_cells(a, &l);
    l.subtitle = make_subtitle(a, &l);
    make_notes(a, &l);
    l.labels_below = l.row_count > 30;

    double left = ceil(margin + label_rows(a, &l) + gap);
    if (l.labels_below)
        left = fmax(left, overhang(&l, true) + gap);
    l.grid = (struct rect){left, top_of_grid(&l), l.cell_width * (double)heatmap->columns,
                           l.cell_height * (double)l.row_count};
    l.width = l.grid.x + l.grid.width + fmax(margin, overhang(&l, false) + gap);
    l.width = ceil(fmax(l.width, width_of_head(&l) + 2 * margin));
    double bottom = l.grid.y + l.grid.height;
    if (l.labels_below)
        bottom += gap + column_labels_height(&l);
    l.notes_y = bottom + gap + HEATMAP_LINE;
    if (l.notes.len)
        bottom = l.notes_y + (double)(l.notes.len - 1) * HEATMAP_LINE;
    l.height = ceil(bottom + margin);
    *layout = l;
}
