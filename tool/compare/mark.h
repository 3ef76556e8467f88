/* mark.h - verdicts as they stand in tables and sentences. */
#ifndef BENCHMEM_COMPARE_MARK_H
#define BENCHMEM_COMPARE_MARK_H

#include "base/arena.h"
#include "judge/verdict.h"

/* What stands before a value: "~" where it is unclear whether it differs from the baseline, "="
 * where it is within noise, "" otherwise. */
const char *mark_of(enum verdict verdict);

/* The interval of a ratio as a change: "+18.9% to +21.2%", "above +3.0%" and "below +3.0%" where it
 * has one bound; "+0.6%" where both are the same; "" where it has none. */
const char *mark_interval(struct arena *a, double low, double high);

#endif
