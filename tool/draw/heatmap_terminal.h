/* heatmap_terminal.h - the view `sweep` for a terminal or a CI log. */
#pragma once

#include "base/str.h"
#include "draw/heatmap.h"
#include "text/color.h"

struct heatmap_terminal {
    size_t width; /* columns; 0: no limit */
    enum color_depth color;
    bool full; /* 24-bit colours, where color is COLOR_256 */
};

/* Append the heatmap: a line per benchmark, a cell per version with its ratio on the cell's colour;
 * where versions are too many for that, a block per version.  Without colours blocks from "▁" to
 * "█" stand for the scale from its low to its high end.  Controls in texts appear as escapes. */
void heatmap_to_terminal(struct str *out, const struct heatmap *heatmap,
                         const struct heatmap_terminal *terminal);
