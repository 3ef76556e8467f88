/* What the mathematics of tool/compare give, for a program that compares them with another's.
 *
 * Reads cases from standard input, a line each, and prints the answer of each on a line:
 *
 *   rank KEEP N M X... Y...        the one-sided p of less and of more, the two-sided p
 *   interval KEEP N M X... Y...    ratio, low and high of 95 % confidence
 *   adjust N P...                  the adjusted p
 *   least N M                      the smallest p there can be
 *
 * KEEP 0 is rank_keep().
 */
#include "judge/statistics.h"
#include "base/numbers.h"
#include "judge/interval.h"
#include "judge/rank.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static size_t read_size(void)
{
    size_t size = 0;
    if (scanf("%zu", &size) != 1) {
        fputs("a size was expected\n", stderr);
        exit(2);
    }
    return size;
}

static double *read_values(struct arena *a, size_t count)
{
    double *values = arena_array(a, count, sizeof *values);
    for (size_t i = 0; i < count; i++)
        if (scanf("%lf", &values[i]) != 1) {
            fputs("a number was expected\n", stderr);
            exit(2);
        }
    return values;
}

static double *read_side(struct arena *a, size_t count)
{
    double *values = read_values(a, count);
    numbers_sort(values, count);
    return values;
}

static void answer_pair(struct arena *a, struct rank_tables *tables, int interval)
{
    size_t keep = read_size(), n = read_size(), m = read_size();
    const double *x = read_side(a, n), *y = read_side(a, m);
    if (keep == 0)
        keep = rank_keep(n, m);
    if (interval) {
        struct interval i = interval_of(a, tables, x, n, y, m, keep, 0.95);
        printf("%.17g %.17g %.17g\n", i.ratio, i.low, i.high);
    } else {
        struct rank_p p = rank_test(tables, x, n, 1, y, m, keep);
        printf("%.17g %.17g %.17g\n", p.less, p.more, p.both);
    }
}

static void answer_adjust(struct arena *a)
{
    size_t count = read_size();
    double *p = read_values(a, count);
    statistics_adjust(a, p, count);
    for (size_t i = 0; i < count; i++)
        printf("%.17g%c", p[i], i + 1 < count ? ' ' : '\n');
}

int main(void)
{
    char word[16];
    struct arena kept = {0}, scratch = {0};
    struct rank_tables *tables = rank_tables_new(&kept);
    while (scanf("%15s", word) == 1) {
        struct arena_mark mark = arena_mark(&scratch);
        if (strcmp(word, "adjust") == 0) {
            answer_adjust(&scratch);
        } else if (strcmp(word, "least") == 0) {
            size_t n = read_size();
            printf("%.17g\n", rank_least_p(n, read_size()));
        } else {
            answer_pair(&scratch, tables, strcmp(word, "interval") == 0);
        }
        arena_reset(&scratch, mark);
    }
    arena_release(&scratch);
    arena_release(&kept);
    return 0;
}
