/* judge.h - verdicts: what is different from the baseline, and what is not.
 *
 * Made of one value per process (frame_processes()), as rounds within a process are not
 * independent.  judge/STATISTICS.md says how, and why.
 */
#pragma once

#include "base/arena.h"
#include "data/frame.h"
#include "judge/verdict.h"

struct judge_options {
    double min_effect; /* of time and rss: relative change up to which nothing is called, 0.02 */
    /* Of peak, allocated and allocations: a change counts beyond both, the second in bytes and not
     * of allocations.  0 and 0: any difference is one. */
    double memory_relative, memory_bytes;
    /* Of instructions, of which one process a side is enough: relative, too. */
    double min_effect_instructions;
    size_t stride; /* judge each STRIDE-th column of the frame, from the first; 0: each */
};

/* What min_effect_instructions is unless told otherwise, and how many instructions more or less are
 * no change whatever it is, unless it is 0; judge/STATISTICS.md says why. */
#define JUDGE_INSTRUCTIONS 0.015
#define JUDGE_INSTRUCTIONS_LEAST 100

/* What the options default to. */
struct judge_options judge_defaults(void);

/* Judge every series of the frame against BASELINE (a series), by column and row, and find the
 * steps over the series in their order.  A row without a value there is judged against the first
 * series that has one (data/contrast.h), in a family apart.  J's arrays are the arena's, its
 * columns those that were judged.  Cells with fewer than two processes on a side (one, of
 * instructions), those of labels (METRIC_EXTRA) and of the standard deviation of instructions are
 * VERDICT_NONE.  Returns whether any is not. */
bool judge_frame(struct arena *a, const struct frame *frame, size_t baseline,
                 const struct judge_options *options, struct verdicts *j);
