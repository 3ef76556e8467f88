/* verdict_decide.h - the rules by which a change is called less, more, same or unclear: of one
 * benchmark on two sides.
 *
 * verdict_measure() finds by what factor they differ; verdict_decide() says the verdict once the
 * family's p values are adjusted.  judge/STATISTICS.md says why.
 */
#pragma once

#include "base/arena.h"
#include "data/processes.h"
#include "judge/rank.h"
#include "judge/verdict.h"

/* What calls a change: an adjusted p (of what is called, the share expected to be false), a p
 * before adjustment (of what did not change, the share called at most, however the benchmarks of a
 * suite depend on each other), and the confidence of intervals. */
static const double VERDICT_ALPHA = 0.05, VERDICT_EACH = 0.01, VERDICT_CONFIDENCE = 0.95;

/* What counts as a change. */
struct verdict_floor {
    double relative; /* 0.02: changes up to 2 % do not */
    double absolute; /* of COUNTED ones: nor do changes up to it, in the metric's unit */
    bool one_sided;  /* disturbances only add to the values, as to times */
    double noise;    /* of the benchmark, statistics_noise() its versions; changes up to it are not
                        called */
    /* Values that do not vary between the processes of a side are compared as they are, and a
     * change counts beyond both of these; negative: this metric always varies. */
    double exact_relative, exact_absolute;
    /* Nothing but the process itself moves its value, by far less than the floor: there are no
     * chances to reckon with.  A change is one if it is beyond the floor whichever value of the one
     * side is held against whichever of the other. */
    bool counted;
};

/* How many values each side needs. */
static inline size_t verdict_fewest(const struct verdict_floor *floor)
{
    return floor->counted ? 1 : 2;
}

/* Whether the values of each of COUNT versions are all the same, as they are where there are none.
 */
bool verdict_all_exact(const struct processes *versions, size_t count);

/* Up to here values can be the same, if they differ by that much by themselves: more would be no
 * promise. */
static const double VERDICT_SAME_NOISE = 0.05;

/* Measure BASE against HEAD, both of verdict_fewest() values or more, ascending.  Where
 * disturbances only add, what lies far above both sides' values together is set aside, and the
 * slower half only counts as slower.  p, not yet adjusted, is that of no change beyond FLOOR's
 * relative: twice that of the rank test against BASE times 1 plus it, or 1 minus it.  `floor` is
 * the larger of that and the noise.  The verdict of exact and counted values is said, and p is NAN;
 * others wait for verdict_decide(). */
struct judged verdict_measure(struct arena *scratch, struct rank_tables *tables,
                              const struct processes *base, const struct processes *head,
                              const struct verdict_floor *floor);

/* What the family asks of the next change to be called: the largest p before adjustment. */
double verdict_limit(size_t called, size_t tested);

/* Say the verdict of what was measured of N and M values.  RAW is p before adjustment; LIMIT, from
 * verdict_limit(), is for the rounds that an unclear one needs; EFFECT is the floor's relative. */
void verdict_decide(struct judged *judged, double raw, double limit, double effect, size_t n,
                    size_t m);
