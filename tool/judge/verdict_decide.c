#include "judge/verdict_decide.h"

#include "base/numbers.h"
#include "judge/interval.h"

#include <math.h>
#include <string.h>

/* Beyond this an estimate of rounds says no more than "not in this way". */
enum { MOST_ROUNDS = 999 };

static bool is_constant(const struct processes *side)
{
    return side->values[0] == side->values[side->count - 1];
}

bool verdict_all_exact(const struct processes *versions, size_t count)
{
    for (size_t v = 0; v < count; v++)
        if (versions[v].count && !is_constant(&versions[v]))
            return false;
    return true;
}

static double ratio_of(double base, double head)
{
    if (base == head)
        return 1;
    return base == 0 ? INFINITY : head / base;
}

/* Leave out what is so far above most values of both sides together that something else must have
 * slowed it: at most three in ten, wherever they are; a change of most of a side is not.  It
 * depends on the values alone and not on whose they are, so the test stays exact. */
static void set_aside(struct arena *scratch, struct processes *base, struct processes *head)
{
    static const double most_of_all = 0.65, far = 1.15;
    size_t count = base->count + head->count;
    struct arena_mark mark = arena_mark(scratch);
    double *all = arena_array(scratch, count, sizeof *all);
    memcpy(all, base->values, base->count * sizeof *all);
    memcpy(all + base->count, head->values, head->count * sizeof *all);
    double limit = far * numbers_select(all, count, (size_t)(most_of_all * (double)(count - 1)));
    arena_reset(scratch, mark);
    struct processes left[] = {*base, *head};
    for (size_t side = 0; side < 2; side++)
        while (left[side].count && left[side].values[left[side].count - 1] > limit)
            left[side].count--;
    if (left[0].count > 1 && left[1].count > 1) {
        *base = left[0];
        *head = left[1];
    }
}

/* How many of the smallest values count by their order. */
static size_t keep_of(const struct processes *base, const struct processes *head,
                      const struct verdict_floor *floor)
{
    return floor->one_sided ? rank_keep(base->count, head->count) : base->count + head->count;
}

static struct judged measure_exact(double base, double head, const struct verdict_floor *floor)
{
    double ratio = ratio_of(base, head), absolute = floor->exact_absolute;
    bool beyond = fabs(head - base) > absolute && fabs(ratio - 1) > floor->exact_relative;
    return (struct judged){
        .verdict = !beyond       ? VERDICT_SAME
                   : head > base ? VERDICT_MORE
                                 : VERDICT_LESS,
        .ratio = ratio,
        .low = ratio,
        .high = ratio,
        .p = NAN,
        .floor = fmax(floor->exact_relative, absolute > 0 && base > 0 ? absolute / base : 0),
    };
}

static struct judged measure_counted(const struct processes *base, const struct processes *head,
                                     const struct verdict_floor *floor)
{
    const double *x = base->values, *y = head->values;
    double middle = numbers_median(x, base->count);
    double within = fmax(floor->relative, middle > 0 ? floor->absolute / middle : 0);
    struct judged judged = {
        .verdict = VERDICT_UNCLEAR,
        .ratio = ratio_of(middle, numbers_median(y, head->count)),
        .low = ratio_of(x[base->count - 1], y[0]),
        .high = ratio_of(x[0], y[head->count - 1]),
        .p = NAN,
        .floor = within,
    };
    if (judged.low > 1 + within)
        judged.verdict = VERDICT_MORE;
    else if (judged.high < 1 - within)
        judged.verdict = VERDICT_LESS;
    else if (judged.low >= 1 - within && judged.high <= 1 + within)
        judged.verdict = VERDICT_SAME;
    return judged;
}

/* How likely values like these are if there is no change beyond the floor. */
static double test_beyond(struct rank_tables *tables, const struct processes *base,
                          const struct processes *head, double ratio,
                          const struct verdict_floor *floor)
{
    double effect = floor->relative;
    if (fabs(ratio - 1) <= effect)
        return 1;
    double factor = ratio > 1 ? 1 + effect : fmax(0, 1 - effect);
    struct rank_p p = rank_test(tables, base->values, base->count, factor, head->values,
                                head->count, keep_of(base, head, floor));
    return fmin(1, 2 * (ratio > 1 ? p.more : p.less));
}

struct judged verdict_measure(struct arena *scratch, struct rank_tables *tables,
                              const struct processes *base, const struct processes *head,
                              const struct verdict_floor *floor)
{
    if (floor->exact_relative >= 0 && is_constant(base) && is_constant(head))
        return measure_exact(base->values[0], head->values[0], floor);
    if (floor->counted)
        return measure_counted(base, head, floor);
    struct judged judged = {.verdict = VERDICT_UNCLEAR, .high = INFINITY};
    struct processes x = *base, y = *head;
    if (floor->one_sided)
        set_aside(scratch, &x, &y);
    if (x.values[0] > 0 && y.values[0] > 0) {
        struct interval interval = interval_of(scratch, tables, x.values, x.count, y.values,
                                               y.count, keep_of(&x, &y, floor), VERDICT_CONFIDENCE);
        judged.ratio = interval.ratio;
        judged.low = interval.low;
        judged.high = interval.high;
    } else { /* ratios of single values say nothing */
        judged.ratio =
            ratio_of(numbers_median(x.values, x.count), numbers_median(y.values, y.count));
    }
    judged.p = test_beyond(tables, &x, &y, judged.ratio, floor);
    judged.floor = fmax(floor->relative, floor->noise);
    return judged;
}

/* ---- the verdict ---- */

double verdict_limit(size_t called, size_t tested)
{
    double limit =
        VERDICT_ALPHA * (double)(called + 1) / (double)(tested > called ? tested : called + 1);
    return fmin(limit, VERDICT_EACH);
}

/* Where the normal distribution leaves P on both sides together: Abramowitz & Stegun 26.2.23, to
 * 0.00045. */
static double normal_quantile(double p)
{
    double t = sqrt(-2 * log(p / 2));
    return t - (2.515517 + t * (0.802853 + t * 0.010328)) /
                   (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
}

/* As rounds grow the test's z grows with their root; and even values that do not overlap at all
 * must be many enough. */
static double rounds_to_call(double raw, double limit, size_t n)
{
    double z = normal_quantile(fmin(raw, 0.9)), needed = normal_quantile(limit);
    double rounds = fmax((double)n + 1, ceil((double)n * pow(needed / z, 2) - 0.01));
    while (rounds <= MOST_ROUNDS && rank_least_p((size_t)rounds, (size_t)rounds) > limit)
        rounds++;
    return rounds;
}

/* What a change is called the same within: not the whole floor where noise makes that wide. */
static double same_within(const struct judged *judged, double effect)
{
    return fmin(judged->floor, fmax(effect, VERDICT_SAME_NOISE));
}

/* As rounds grow the interval shrinks with their root. */
static double rounds_to_settle(const struct judged *judged, double effect, size_t n)
{
    double room = log1p(same_within(judged, effect)) - fabs(log(judged->ratio));
    double half = fmax(log(judged->high / judged->ratio), log(judged->ratio / judged->low));
    if (!isfinite(half) || !(room > 0))
        return room > 0 ? (double)n + 1 : INFINITY;
    return fmax((double)n + 1, ceil((double)n * pow(half / room, 2)));
}

static size_t rounds_needed(const struct judged *judged, double raw, double limit, double effect,
                            size_t n)
{
    static const double fewest = 5; /* with fewer on both sides nothing can be called */
    double change = fabs(judged->ratio - 1), rounds;
    if (!isfinite(judged->ratio) || judged->ratio <= 0)
        return 0;
    if (change > judged->floor)
        rounds = rounds_to_call(raw, limit, n);
    else if (raw <= VERDICT_EACH) /* a change, but smaller than processes differ by themselves */
        return 0;
    else
        rounds = rounds_to_settle(judged, effect, n);
    rounds = fmax(rounds, fewest);
    return rounds <= MOST_ROUNDS ? (size_t)rounds : 0;
}

void verdict_decide(struct judged *judged, double raw, double limit, double effect, size_t n,
                    size_t m)
{
    double change = judged->ratio - 1, within = same_within(judged, effect);
    bool sure = raw <= VERDICT_EACH && judged->p <= VERDICT_ALPHA;
    if (sure && fabs(change) > judged->floor)
        judged->verdict = change > 0 ? VERDICT_MORE : VERDICT_LESS;
    else if (raw > VERDICT_EACH && judged->low >= 1 - within && judged->high <= 1 + within)
        judged->verdict = VERDICT_SAME;
    else
        judged->verdict = VERDICT_UNCLEAR;
    judged->rounds_needed = judged->verdict == VERDICT_UNCLEAR
                                ? rounds_needed(judged, raw, limit, effect, n < m ? n : m)
                                : 0;
}
