#include "base/numbers.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

/* Up to here insertion is faster. */
enum { FEW = 24 };

static int by_value(const void *left, const void *right)
{
    double l = *(const double *)left, r = *(const double *)right;
    if (isnan(l) || isnan(r))
        return isnan(l) - isnan(r);
    return (l > r) - (l < r);
}

static void insert_each(double *values, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        double value = values[i];
        size_t at = i;
        for (; at > 0 && (values[at - 1] > value || isnan(values[at - 1])); at--)
            values[at] = values[at - 1];
        values[at] = value;
    }
}

void numbers_sort(double *values, size_t count)
{
    if (count <= FEW)
        insert_each(values, count);
    else
        qsort(values, count, sizeof *values, by_value);
}

/* Hoare's FIND (Algorithm 65, 1961), the pivot the median of three. */
double numbers_select(double *values, size_t count, size_t index)
{
    size_t first = 0, last = count - 1;
    while (last - first > FEW) {
        double three[3] = {values[first], values[first + (last - first) / 2], values[last]};
        insert_each(three, 3);
        size_t i = first, j = last;
        for (;;) {
            while (values[i] < three[1])
                i++;
            while (values[j] > three[1])
                j--;
            if (i >= j)
                break;
            double swap = values[i];
            values[i++] = values[j];
            values[j--] = swap;
        }
        if (index <= j)
            last = j;
        else
            first = j + 1;
    }
    insert_each(values + first, last - first + 1);
    return values[index];
}

double numbers_median(const double *sorted, size_t count)
{
    size_t half = count / 2;
    return count % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

struct placed {
    double value;
    size_t place;
};

static int by_place(const void *left, const void *right)
{
    const struct placed *l = left, *r = right;
    if (l->value > r->value)
        return -1;
    int order = l->value < r->value ? 1 : isnan(l->value) - isnan(r->value);
    return order ? order : (l->place > r->place) - (l->place < r->place);
}

size_t *numbers_descending(struct arena *a, const double *values, size_t count)
{
    size_t *places = arena_array(a, count, sizeof *places);
    struct arena_mark mark = arena_mark(a);
    struct placed *placed = arena_array(a, count, sizeof *placed);
    for (size_t i = 0; i < count; i++)
        placed[i] = (struct placed){values[i], i};
    if (count)
        qsort(placed, count, sizeof *placed, by_place);
    for (size_t i = 0; i < count; i++)
        places[i] = placed[i].place;
    arena_reset(a, mark);
    return places;
}

size_t *numbers_from_ends(struct arena *a, const double *values, size_t count)
{
    size_t *descending = numbers_descending(a, values, count), above = 0, below = 0, found = 0;
    size_t *places = arena_array(a, count, sizeof *places), last = count;
    for (size_t i = 0; i < count; i++) {
        above += values[i] > 0;
        below += values[i] < 0;
        last -= isnan(values[i]) ? 1 : 0; /* those are behind the least */
    }
    for (size_t i = 0; i < above || i < below; i++) {
        if (i < above)
            places[found++] = descending[i];
        if (i < below)
            places[found++] = descending[last - 1 - i];
    }
    for (size_t i = 0; i < count; i++)
        if (!(values[i] > 0 || values[i] < 0))
            places[found++] = i;
    return places;
}
