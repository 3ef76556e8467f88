#include "data/reduce.h"

#include "base/numbers.h"
#include "runfile/spread.h"
#include "runfile/twofold.h"

#include <math.h>
#include <string.h>

static double mean(const double *values, size_t count)
{
    struct twofold sum = {0};
    for (size_t i = 0; i < count; i++)
        sum = twofold_add(sum, (struct twofold){values[i], 0});
    return sum.high / (double)count;
}

static double median(struct arena *scratch, const double *values, size_t count)
{
    struct arena_mark mark = arena_mark(scratch);
    double *sorted = arena_array(scratch, count, sizeof *sorted);
    memcpy(sorted, values, count * sizeof *sorted);
    numbers_sort(sorted, count);
    double middle = numbers_median(sorted, count);
    arena_reset(scratch, mark);
    return middle;
}

static double extreme(const double *values, size_t count, double sign)
{
    double found = values[0];
    for (size_t i = 1; i < count; i++)
        if (sign * values[i] > sign * found)
            found = values[i];
    return found;
}

double reduce(struct arena *scratch, const double *values, size_t count, enum stat stat)
{
    if (count == 0)
        return NAN;
    switch (stat) {
    case STAT_MIN:
        return extreme(values, count, -1);
    case STAT_MAX:
        return extreme(values, count, 1);
    case STAT_MEAN:
        return mean(values, count);
    case STAT_MEDIAN:
        return median(scratch, values, count);
    case STAT_STDDEV:
        return fmax(0, spread_stddev(values, count)); /* 0 also where infinities leave none */
    default:
        return NAN;
    }
}
