#include "judge/noise.h"

#include "base/numbers.h"

double noise_of(struct arena *scratch, const struct processes *sides, size_t count)
{
    size_t pairs = 0, used = 0;
    for (size_t s = 0; s < count; s++) {
        if (sides[s].count && !(sides[s].values[0] > 0))
            return 0;
        pairs += sides[s].count ? sides[s].count * (sides[s].count - 1) / 2 : 0;
    }
    if (pairs == 0)
        return 0;
    struct arena_mark mark = arena_mark(scratch);
    double *ratios = arena_array(scratch, pairs, sizeof *ratios);
    for (size_t s = 0; s < count; s++)
        for (size_t i = 1; i < sides[s].count; i++)
            for (size_t j = 0; j < i; j++)
                ratios[used++] = sides[s].values[i] / sides[s].values[j];
    double median = numbers_select(ratios, pairs, pairs / 2);
    arena_reset(scratch, mark);
    return median - 1;
}
