/* overview.h - a comparison in a few lines: how many benchmarks are faster, slower and the same,
 * and which changed most, since when.
 *
 *     2.1 vs 1.0
 *       time · min: 1 faster · 1 slower · 1 the same · 1 unclear · geometric mean 0.96×
 *         slower: test_slow +20.0% (+19.4% to +20.5%) since 2.0
 *         faster: test_fast -30.3% (-30.4% to -30.1%) since 1.1
 *
 * Table, page, Markdown and CDash have the same lines.
 */
#pragma once

#include "base/arena.h"
#include "judge/change.h"

struct overview {
    struct arena *arena;
    const struct frame *frame;
    const struct contrast *contrast;
    struct overview_line {
        const char *text;
        enum verdict verdict; /* of the row that it is about, else VERDICT_NONE */
        size_t row;           /* of the frame, where there is a verdict */
    } * lines;
    size_t count, cap;
};

/* An overview with its first line. */
struct overview overview_begin(struct arena *a, const struct frame *frame,
                               const struct contrast *contrast);

/* Add the lines of a metric: the counts, then a few rows that grew most and that shrank most.
 * TITLE is the metric's. */
void overview_add(struct overview *overview, const struct changes *changes, const char *title);

/* " vs 24.1.0", behind the change of a row that is not held against the baseline; else "". */
const char *overview_against(struct arena *a, const struct frame *frame,
                             const struct contrast *contrast, const struct change *change);

/* A benchmark's name as it stands in a sentence: visible, its middle left out if it is long. */
const char *overview_name(struct arena *a, const char *name);
