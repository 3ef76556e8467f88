/* compare_state.h - one call of `benchmem compare`, as its parts share it. */
#pragma once

#include "command/compare_request.h"
#include "compare/gate.h"
#include "compare/view.h"
#include "data/contrast.h"
#include "data/frame.h"
#include "data/pivot.h"
#include "data/sources.h"
#include "judge/verdict.h"
#include "text/table.h"

struct compare {
    struct arena *arena;
    struct compare_request ask;
    struct sources sources;
    struct series *series; /* of the sources, or the pivot */
    size_t series_count;
    struct contrast contrast; /* of all series, which the gate judges by */
    struct frame frame;
    struct pivot pivot; /* its frame is that of the comparison */
    struct view view;
    const struct verdicts **judged; /* per series as the baseline; NULL: not judged yet */
    struct strv warnings;
    struct str told; /* for CTest, printed last */
};

/* Print the error, and tell it to CTest.  Returns its exit code. */
int compare_fail(struct compare *c, const struct error *err);

/* The verdicts against a series, made once; NULL if the runs say nothing of single processes, or
 * too few to judge anything. */
const struct verdicts *compare_verdicts(struct compare *c, size_t baseline);

/* What --fail-on says: judge, and make the lines that say so.  Returns the exit code; errors are
 * printed. */
int compare_gate(struct compare *c, struct gate *gate, struct report *lines);
