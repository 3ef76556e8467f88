#include "draw/choose.h"

#include "base/numbers.h"

#include <stdint.h>

size_t *choose_rows(struct arena *a, const double *changes, size_t count, struct choice choice,
                    size_t *chosen)
{
    size_t each = choice.top && choice.top < choice.most ? choice.top : SIZE_MAX;
    size_t limit = each < SIZE_MAX ? 2 * each : choice.top ? choice.most : choice.usual;
    size_t above = 0, below = 0;
    limit = limit < choice.most ? limit : choice.most;
    *chosen = 0;
    if (count <= limit) {
        size_t *all = arena_array(a, count, sizeof *all);
        for (; *chosen < count; ++*chosen)
            all[*chosen] = *chosen;
        return all;
    }
    size_t *rows = numbers_from_ends(a, changes, count);
    for (size_t i = 0; i < count && *chosen < limit; i++) {
        double change = changes[rows[i]];
        if (each < SIZE_MAX && !(change > 0 ? above < each : change < 0 && below < each))
            continue;
        above += change > 0;
        below += change < 0;
        rows[(*chosen)++] = rows[i];
    }
    return rows;
}
