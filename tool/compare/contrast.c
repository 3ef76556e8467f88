#include "compare/contrast.h"

#include <math.h>
#include <stdlib.h>
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

struct sort_key {
    double number; /* descending; -INFINITY last */
    const char *id;
    size_t row;
};

static int by_key(const void *left, const void *right)
{
    const struct sort_key *a = left, *b = right;
    int order = 0;
    if (a->number != b->number)
        order = a->number > b->number ? -1 : 1;
    if (order == 0)
        order = strcmp(a->id, b->id);
    return order ? order : (a->row > b->row) - (a->row < b->row);
}

static double growth(double base, double head)
{
    /* As the peer: a zero on either side has no growth to rank. */
    double ratio = base > 0 && head != 0 ? (head - base) / base : NAN;
    return isnan(ratio) ? -INFINITY : ratio;
}

size_t *contrast_sort(struct arena *a, const struct frame *frame, const double *base,
                      const double *head, enum row_sort sort)
{
    size_t count = frame->row_count;
    struct sort_key *keys = arena_array(a, count, sizeof *keys);
    for (size_t r = 0; r < count; r++) {
        keys[r] = (struct sort_key){.row = r, .id = frame->rows[r].id};
        if (sort == SORT_VALUE)
            keys[r].number = isnan(head[r]) ? -INFINITY : head[r];
        else if (sort == SORT_CHANGE)
            keys[r].number = growth(base[r], head[r]);
    }
    if (count)
        qsort(keys, count, sizeof *keys, by_key);
    size_t *order = arena_array(a, count, sizeof *order);
    for (size_t r = 0; r < count; r++)
        order[r] = keys[r].row;
    return order;
}
