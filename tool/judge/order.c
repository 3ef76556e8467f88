#include "judge/order.h"

#include <stdlib.h>

/* Up to here insertion is faster. */
enum { FEW = 24 };

static int compare(const void *left, const void *right)
{
    double l = *(const double *)left, r = *(const double *)right;
    return (l > r) - (l < r);
}

static void insert_each(double *values, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        double value = values[i];
        size_t at = i;
        for (; at > 0 && values[at - 1] > value; at--)
            values[at] = values[at - 1];
        values[at] = value;
    }
}

void order_sort(double *values, size_t count)
{
    if (count <= FEW)
        insert_each(values, count);
    else
        qsort(values, count, sizeof *values, compare);
}

/* Hoare's FIND (Algorithm 65, 1961), the pivot the median of three. */
double order_select(double *values, size_t count, size_t index)
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
