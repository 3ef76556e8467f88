/* summary.h - a comparison in a line: how many benchmarks are better, worse and unchanged.
 *
 * A time or an RSS counts as changed beyond 5 percent, as it wanders from run to run; counts and
 * sizes of allocations are exact, and any difference counts.  Where the runs say what each process
 * measured, it is the verdicts that are counted (judge/judge.h).
 */
#ifndef BENCHMEM_COMPARE_SUMMARY_H
#define BENCHMEM_COMPARE_SUMMARY_H

#include "base/arena.h"
#include "base/str.h"
#include "compare/view.h"
#include "text/color.h"

#include <stdbool.h>
#include <stddef.h>

/* What one metric says, by its first statistic. */
struct summary {
    size_t column; /* of the frame */
    double limit;  /* percent: up to it a benchmark is unchanged */
    size_t better, worse, unchanged;
    size_t worst;             /* row of the frame with the largest growth; if worse > 0 */
    double percent;           /* its growth */
    size_t since;             /* the first series after the baseline from which on it was worse */
    bool is_judged;           /* by processes: LIMIT is of no account, and */
    size_t unclear, unjudged; /* the latter measured by too few processes */
    struct step step;         /* the largest up to the head by which the worst grew, its series is
                                 SINCE; the whole growth where no step was found */
};

/* One per metric of the view; none where it is not paired. */
struct summary *summary_of(struct arena *a, const struct view *view, size_t *count);

/* "verdict: time · min: 3 better, 1 worse, 8 unchanged (within 5%), worst test_x +12.3%
 * since 2.2.1; peak · min: ..."
 * "verdict: time · min: 3 faster, 1 slower, 7 same, 1 unclear, worst test_x +12.3% since 2.2.1 (95%
 * interval +11.0% to +13.5%, p 0.001); peak · min: ..." */
const char *summary_line(struct arena *a, const struct view *view, const struct summary *summaries,
                         size_t count, enum tone *tone);

/* How many processes the view's baseline and head have at most, where these are too few to tell any
 * change of a metric that varies; *ENOUGH is how many could.  0 where nothing stands in the way. */
size_t summary_too_few(const struct view *view, size_t *enough);

/* The same of instructions: "valgrind differs: 3.19.0 (1.0), 3.22.0 (2.0)", Python, the processor,
 * the allocator. */
struct strv summary_counters(struct arena *a, const struct view *view);

/* What makes times of the view's series incomparable: "CPU differs: X (1.0, 1.1), Y (2.0)", one
 * line for each of CPU, machine name and Python; empty if nothing does. */
struct strv summary_machines(struct arena *a, const struct view *view);

#endif
