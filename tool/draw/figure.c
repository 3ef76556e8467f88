#include "draw/figure.h"

size_t figure_picture(struct arena *a, const struct figure *figure, struct picture *picture)
{
    return figure->heatmap ? heatmap_picture(a, figure->heatmap, picture)
                           : chart_picture(a, figure->chart, picture);
}

size_t figure_rows(const struct figure *figure)
{
    return figure->heatmap ? figure->heatmap->row_count : figure->chart->shown;
}

const char *figure_extent(struct arena *a, const struct figure *figure, size_t drawn)
{
    size_t rows = figure_rows(figure);
    const char *of = drawn < rows ? arena_printf(a, "%zu of ", drawn) : "";
    if (!figure->heatmap)
        return arena_printf(a, "%s%zu %s", of, rows,
                            figure->chart->mark == CHART_LINES ? "points" : "benchmarks");
    return arena_printf(a, "%s%zu benchmarks%s x %zu versions", of, rows,
                        drawn < rows ? " (those that changed most)" : "", figure->heatmap->columns);
}
