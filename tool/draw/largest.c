#include "draw/largest.h"

#include <stdlib.h>

struct sized {
    double size;
    size_t place;
};

static int by_place(const void *a, const void *b)
{
    const struct sized *x = a, *y = b;
    return (x->place > y->place) - (x->place < y->place);
}

static int by_size(const void *a, const void *b)
{
    const struct sized *x = a, *y = b;
    return x->size != y->size ? (x->size > y->size ? -1 : 1) : by_place(a, b);
}

size_t *largest_places(struct arena *a, const double *sizes, size_t count, size_t most,
                       size_t *kept)
{
    size_t *places = arena_array(a, count + 1, sizeof *places);
    struct sized *sized = arena_array(a, count + 1, sizeof *sized);
    for (size_t i = 0; i < count; i++)
        sized[i] = (struct sized){sizes[i], i};
    *kept = count < most ? count : most;
    qsort(sized, count, sizeof *sized, by_size);
    qsort(sized, *kept, sizeof *sized, by_place);
    for (size_t i = 0; i < *kept; i++)
        places[i] = sized[i].place;
    return places;
}
