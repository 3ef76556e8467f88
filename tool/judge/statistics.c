#include "judge/statistics.h"

#include "base/numbers.h"

#include <math.h>

double statistics_mean_ratio(const double *value, const double *base, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += log(base ? value[i] / base[i] : value[i]);
    return count ? exp(sum / (double)count) : NAN;
}

double statistics_percent(double base, double head)
{
    if (isnan(base) || isnan(head))
        return NAN;
    if (base == 0)
        return head == 0 ? 0 : INFINITY;
    return (head - base) / base * 100;
}

double statistics_noise(struct arena *scratch, const struct processes *sides, size_t count)
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

void statistics_adjust(struct arena *scratch, double *p, size_t count)
{
    struct arena_mark mark = arena_mark(scratch);
    const size_t *largest = numbers_descending(scratch, p, count);
    size_t tests = count;
    while (tests && isnan(p[largest[tests - 1]]))
        tests--;
    double least = 1;
    for (size_t i = 0; i < tests; i++) {
        least = fmin(least, p[largest[i]] * (double)tests / (double)(tests - i));
        p[largest[i]] = least;
    }
    arena_reset(scratch, mark);
}
