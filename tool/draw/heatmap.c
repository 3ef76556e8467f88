#include "draw/heatmap.h"

#include <math.h>

const char *heatmap_cell_text(struct arena *a, const struct cell *cell)
{
    if (cell->state != CELL_VALUE)
        return cell->state == CELL_FAILED ? "✗" : "—";
    const char *text = unit_format_ratio_short(a, cell->fold);
    return cell->faded ? arena_printf(a, "~%s", text) : text;
}

double heatmap_cell_shade(const struct cell *cell)
{
    return cell->same || isnan(cell->fold) ? 0 : cell->fold > 0 ? cell->log2 : -INFINITY;
}

struct color heatmap_cell_color(const struct heatmap *heatmap, const struct cell *cell)
{
    struct color fill = colors_at(heatmap_cell_shade(cell), heatmap->bound, heatmap->palette);
    return cell->faded ? colors_fade(fill) : fill;
}
