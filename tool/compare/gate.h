/* gate.h - judges baseline against head by the rules of --fail-on.
 *
 * Lines and order are the peer's: rules as given, within a rule by benchmark id.  Unlike the peer a
 * gate that has nothing to judge never passes: baseline and head without a benchmark in common, or
 * a rule whose metric no shared benchmark has, is an error with STATUS_NO_VERDICT.
 */
#ifndef BENCHMEM_COMPARE_GATE_H
#define BENCHMEM_COMPARE_GATE_H

#include "compare/contrast.h"
#include "compare/rule.h"
#include "data/frame.h"

struct regression {
    const struct rule *rule;
    size_t row;
    double base, head;
};

struct gate {
    struct regression *regressions;
    size_t count;
};

/* Judge COUNT rules; rule i reads the frame's column FIRST_COLUMN + i.  Returns 0 with the
 * regressions found.  On -1 the error names every rule that could not be judged and GATE holds what
 * the others found. */
int gate_judge(struct arena *a, const struct frame *frame, const struct contrast *contrast,
               const struct rule *rules, size_t count, size_t first_column, struct gate *gate,
               struct error *err);

/* "  peak         test_x: 4.1 MiB → 5.0 MiB (+22.0%)" */
const char *gate_line(struct arena *a, const struct frame *frame,
                      const struct regression *regression);

#endif
