#include "runfile/spread.h"

#include "base/numbers.h"
#include "runfile/twofold.h"

static void quartiles(const double *data, size_t n, double *q1, double *q3)
{
    size_t quarter = n / 4;
    if (n == 1) {
        *q1 = *q3 = data[0];
    } else if (n % 2 == 0) {
        *q1 = numbers_median(data, n / 2);
        *q3 = numbers_median(data + n / 2, n / 2);
    } else if (n % 4 == 1) {
        *q1 = 0.25 * data[quarter - 1] + 0.75 * data[quarter];
        *q3 = 0.75 * data[3 * quarter] + 0.25 * data[3 * quarter + 1];
    } else {
        *q1 = 0.75 * data[quarter] + 0.25 * data[quarter + 1];
        *q3 = 0.25 * data[3 * quarter + 1] + 0.75 * data[3 * quarter + 2];
    }
}

static struct twofold sum_of(const double *data, size_t n)
{
    struct twofold sum = {0, 0};
    for (size_t i = 0; i < n; i++)
        sum = twofold_add(sum, (struct twofold){data[i], 0});
    return sum;
}

double spread_stddev(const double *data, size_t n)
{
    if (n < 2)
        return 0;
    struct twofold sum = {0, 0}, minus = twofold_negate(twofold_divide(sum_of(data, n), (double)n));
    for (size_t i = 0; i < n; i++) {
        struct twofold d = twofold_add((struct twofold){data[i], 0}, minus);
        sum = twofold_add(sum, twofold_multiply(d, d));
    }
    struct twofold variance = twofold_divide(sum, (double)(n - 1));
    double root = sqrt(variance.high);
    if (!(root > 0) || isinf(root))
        return root;
    /* one step of Newton's, for the last digit */
    struct twofold rest = twofold_add(variance, twofold_negate(twofold_product(root, root)));
    return root + rest.high / (2 * root);
}

static double count_beyond(const double *data, size_t n, double low, double high)
{
    double count = 0;
    for (size_t i = 0; i < n; i++)
        count += data[i] < low || data[i] > high;
    return count;
}

struct spread spread_of(double *data, size_t n)
{
    numbers_sort(data, n);
    struct spread s = {.rounds = (double)n, .min = data[0], .max = data[n - 1]};
    struct twofold sum = sum_of(data, n), mean = twofold_divide(sum, (double)n);
    s.total = sum.high;
    s.mean = mean.high;
    s.stddev = spread_stddev(data, n);
    s.median = numbers_median(data, n);
    quartiles(data, n, &s.q1, &s.q3);
    s.iqr = s.q3 - s.q1;
    s.ops = s.total != 0 ? (double)n / s.total : 0;
    double low = s.q1 - 1.5 * s.iqr, high = s.q3 + 1.5 * s.iqr;
    size_t first = 0, last = n - 1;
    while (first < last && data[first] < low)
        first++;
    while (last > 0 && data[last] > high)
        last--;
    s.ld15iqr = data[first];
    s.hd15iqr = data[last];
    s.iqr_outliers = count_beyond(data, n, low, high);
    s.stddev_outliers = count_beyond(data, n, s.mean - s.stddev, s.mean + s.stddev);
    return s;
}
