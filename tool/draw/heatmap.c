#include "draw/heatmap.h"

#include "base/numbers.h"
#include "draw/choose.h"

#include <math.h>

/* By what a row changed; what is no difference is behind all that is one. */
static double change_of(const struct heatmap *heatmap, size_t row)
{
    const struct cell *cell = heatmap_cell(heatmap, row, heatmap->head);
    const double little = 1e-6;
    if (cell->state != CELL_VALUE || isnan(cell->fold))
        return NAN;
    double change = cell->fold > 0 ? cell->log2 : -INFINITY;
    return cell->same ? change * little : change;
}

size_t *heatmap_choose(struct arena *a, const struct heatmap *heatmap, size_t usual, size_t most,
                       size_t *count)
{
    struct choice choice = {heatmap->top, usual, most};
    double *changes = arena_array(a, heatmap->row_count, sizeof *changes);
    for (size_t i = 0; i < heatmap->row_count; i++)
        changes[i] = change_of(heatmap, i);
    size_t *chosen = choose_rows(a, changes, heatmap->row_count, choice, count);
    if (*count == heatmap->row_count)
        return chosen;
    double *sizes = arena_array(a, *count, sizeof *sizes);
    for (size_t i = 0; i < *count; i++)
        sizes[i] = changes[chosen[i]];
    size_t *order = numbers_descending(a, sizes, *count);
    for (size_t i = 0; i < *count; i++)
        order[i] = chosen[order[i]];
    return order;
}

const struct heatmap *heatmap_widen(struct arena *a, const struct heatmap *heatmap,
                                    const size_t *rows, size_t count)
{
    if (!heatmap->tight)
        return heatmap;
    double *logs = arena_array(a, count + 1, heatmap->columns * sizeof *logs);
    size_t changes = 0;
    for (size_t i = 0; i < count; i++) {
        for (size_t c = 0; c < heatmap->columns; c++) {
            const struct cell *cell = heatmap_cell(heatmap, rows[i], c);
            if (cell->state == CELL_VALUE && !cell->same)
                logs[changes++] = cell->log2;
        }
    }
    struct heatmap *wide = arena_alloc(a, sizeof *wide);
    *wide = *heatmap;
    if (changes)
        wide->bound = fmax(heatmap->bound, colors_bound(a, logs, changes));
    wide->tick_count = ticks_make_folds(a, wide->bound, &wide->ticks);
    return wide;
}

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
