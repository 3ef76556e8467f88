/* rule.h - what --fail-on says: how much a metric may grow.
 *
 * FIELD:THRESHOLD, where FIELD is a metric ("peak") or a metric and a statistic ("time.median") and
 * THRESHOLD is PCT%, an absolute number with an optional unit (B KiB MiB GiB; s ms us µs ns; k M G
 * of instructions), or PCT%+ABS, which both must be exceeded.  "latest:" before it judges the last
 * series against the one before it instead of the baseline.
 */
#pragma once

#include "base/arena.h"
#include "base/error.h"
#include "data/metric.h"

struct rule {
    const char *text;  /* as it was given */
    const char *field; /* "peak", "time.median", "latest:time": lower case */
    bool latest;
    struct column column; /* of the frame; STAT_HEADLINE unless the field names a statistic */
    bool is_percent;
    double limit;    /* percent, or base units: growth up to it is allowed */
    double at_least; /* base units: a percent rule needs growth beyond this as well; of instructions
                        JUDGE_INSTRUCTIONS_LEAST unless it is said; else 0 */
};

/* An error has EXIT_USAGE and quotes the rule. */
int rule_parse(struct arena *a, const char *text, struct rule *rule, struct error *err);

/* Make of PCT%, ABS or PCT%+ABS of the metric the limits of a rule of which nothing else is set.
 * False if it is none of these. */
bool rule_parse_limits(struct arena *a, enum metric metric, const char *text, struct rule *rule);

/* Whether growth from BASE to HEAD breaks the rule.  Growth alone counts; of a zero base there is
 * no percentage, so percent rules pass it. */
bool rule_is_broken(const struct rule *rule, double base, double head);
