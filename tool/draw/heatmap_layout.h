/* heatmap_layout.h - where everything of a drawn heatmap goes, computed before anything is drawn.
 *
 * From top to bottom: title, subtitle, colour scale, version labels, the grid with the benchmarks'
 * names at its left, the version labels again where the grid is tall, notes.  Positions that cells
 * hang on are whole numbers, so that edges are sharp.
 */
#pragma once

#include "draw/heading.h"
#include "draw/heatmap.h"

/* A picture holds so many rows, unless it is to have others, and never more than so many. */
enum { HEATMAP_ROWS_USUAL = 60, HEATMAP_ROWS_DRAWN = 2000 };

/* The label of a version, as it is shown. */
struct column_label {
    const char *text;  /* elided; where rotated, with the state behind it */
    const char *state; /* a second line, or NULL */
    double width;      /* of the widest of the two */
};

struct heatmap_layout {
    struct arena *arena;
    const struct heatmap *heatmap;
    double width, height;
    const char *subtitle;
    struct color_bar colors;
    struct rect grid;
    double cell_width, cell_height;
    double row_font, column_font;
    double cell_font; /* 0 where cells are too small for a text */
    size_t *rows;     /* drawn, as indices into the heatmap's rows */
    size_t row_count;
    const char **row_labels;
    struct column_label *column_labels;
    bool rotated; /* version labels stand at 45 degrees */
    bool labels_below;
    bool has_missing, has_failed, has_faded; /* what the key explains */
    struct strv notes;
    double notes_y; /* baseline of the first note */
};

enum { HEATMAP_LINE = 16 }; /* from baseline to baseline */

void heatmap_layout_make(struct arena *a, const struct heatmap *heatmap,
                         struct heatmap_layout *layout);
