/* gate.h - judges baseline against head by the rules of --fail-on.
 *
 * Lines and order are the peer's: rules as given, within a rule by benchmark id.  Unlike the peer a
 * gate that has nothing to judge never passes: two series without a benchmark in common, or a rule
 * whose metric no shared benchmark has, is an error with EXIT_NO_VERDICT.
 *
 * Where there are verdicts (judge/judge.h), a value over its threshold breaks the rule only if it
 * is told from the noise: as slower, or more, than the baseline; of a "latest:" rule, if the head
 * is where its level began.  What is over the threshold and unclear is kept apart.
 *
 * A time over its threshold by the same instructions is said to be that.  A gate that is to be
 * confirmed goes further: of a time it takes the verdict of several processes, or that of the
 * instructions; a time that both leave open is kept apart as well.
 */
#pragma once

#include "compare/rule.h"
#include "data/contrast.h"
#include "data/frame.h"
#include "judge/verdict.h"

/* A rule, and what it is about. */
struct gate_case {
    const struct rule *rule;
    size_t column; /* of the frame */
    struct contrast contrast;
    const struct verdicts *judged; /* against the contrast's baseline; NULL: by value alone */
    const struct verdicts *known;  /* the same in any case, for what instructions say of times */
    bool confirmed;
    bool later; /* what the baseline lacks is held against the first series that has it */
};

struct regression {
    const struct rule *rule;
    size_t row, reference; /* the latter is the series that it is held against */
    double base, head;
    bool later;           /* which is not the baseline */
    struct judged judged; /* of a "latest:" rule what is known of the step */
    bool same_work;       /* a time, by the same instructions */
};

struct gate {
    struct regression *regressions;
    size_t count;
    struct regression *unclear;
    size_t unclear_count;
    size_t too_few; /* of the unclear: how many no change could be told of, by so few processes */
    size_t untold;  /* the same of times that nothing could confirm */
    bool single;    /* times of one process a version were judged by value alone */
    bool elsewhere; /* there are times of two places (data/series.h), which are not judged */
};

/* Judge COUNT cases.  Returns 0 with what was found.  On -1 the error names every rule that could
 * not be judged and GATE holds what the others found. */
int gate_judge(struct arena *a, const struct frame *frame, const struct gate_case *cases,
               size_t count, struct gate *gate, struct error *err);

/* "  peak         test_x: 4.1 MiB → 5.0 MiB (+22.0%)", "(+22.0% vs 24.1.0)" of what the baseline
 * lacks; of a verdict with its 95% interval, "
 * [+20.1% to +23.4%]"; of an unclear one with the rounds that may settle it, "; 30 rounds would
 * tell"; of a time by the same instructions that it is. */
const char *gate_line(struct arena *a, const struct frame *frame,
                      const struct regression *regression);
