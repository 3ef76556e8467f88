#include "compare/contrast.h"

#include "base/numbers.h"

#include <math.h>
#include <string.h>

struct contrast contrast_among(const struct series *all, const size_t *list, size_t count,
                               const char *label, bool measured)
{
    struct contrast contrast = {0};
    bool found = false;
    for (size_t i = 0; i < count && !found; i++) {
        size_t at = list ? list[i] : i;
        found = label ? strcmp(all[at].label, label) == 0 : !measured || all[at].path;
        if (found || i == 0)
            contrast.baseline = at;
    }
    contrast.head = contrast.baseline;
    for (size_t i = count; i-- > 0 && !contrast.paired;) {
        size_t at = list ? list[i] : i;
        contrast.paired = at != contrast.baseline && (!measured || all[at].path);
        if (contrast.paired)
            contrast.head = at;
    }
    return contrast;
}

int contrast_select(const struct series *series, size_t count, const char *label,
                    struct contrast *contrast, struct error *err)
{
    if (label && series_find_baseline(series, count, label, err) < 0)
        return -1;
    *contrast = contrast_among(series, NULL, count, label, false);
    return 0;
}

bool row_sort_parse(const char *name, enum row_sort *sort)
{
    static const char *const names[] = {"name", "value", "change"};
    int found = str_find(names, 3, name);
    if (found >= 0)
        *sort = (enum row_sort)found;
    return found >= 0;
}

static double growth(double base, double head)
{
    /* As the peer: a zero on either side has no growth to rank. */
    return base > 0 && head != 0 ? (head - base) / base : NAN;
}

size_t *contrast_sort(struct arena *a, const struct frame *frame, const double *base,
                      const double *head, enum row_sort sort)
{
    size_t count = frame->row_count, *rows = frame_rows_by_id(a, frame);
    if (sort == SORT_NAME)
        return rows;
    double *values = arena_array(a, count, sizeof *values);
    for (size_t i = 0; i < count; i++)
        values[i] = sort == SORT_VALUE ? head[rows[i]] : growth(base[rows[i]], head[rows[i]]);
    size_t *places = numbers_descending(a, values, count);
    for (size_t i = 0; i < count; i++)
        places[i] = rows[places[i]];
    return places;
}
