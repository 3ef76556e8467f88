#include "judge/correction.h"

#include <math.h>
#include <stdlib.h>

struct test {
    double p;
    size_t index;
};

static int by_p(const void *left, const void *right)
{
    const struct test *l = left, *r = right;
    return (l->p > r->p) - (l->p < r->p);
}

void correction_adjust(struct arena *scratch, double *p, size_t count)
{
    struct arena_mark mark = arena_mark(scratch);
    struct test *tests = arena_array(scratch, count, sizeof *tests);
    size_t used = 0;
    for (size_t i = 0; i < count; i++)
        if (!isnan(p[i]))
            tests[used++] = (struct test){p[i], i};
    if (used)
        qsort(tests, used, sizeof *tests, by_p);
    double least = 1;
    for (size_t rank = used; rank > 0; rank--) {
        least = fmin(least, tests[rank - 1].p * (double)used / (double)rank);
        p[tests[rank - 1].index] = least;
    }
    arena_reset(scratch, mark);
}
