#include "judge/statistics.h"

#include <math.h>

double statistics_mean_ratio(const double *value, const double *base, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += log(value[i] / base[i]);
    return count ? exp(sum / (double)count) : NAN;
}

double statistics_geometric_mean(const double *value, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += log(value[i]);
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
