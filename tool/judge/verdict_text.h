/* verdict_text.h - what is said of a value that was judged by processes. */
#pragma once

#include "base/arena.h"
#include "judge/verdict.h"

/* "slower: 1.12× (1.09× to 1.15×)"; "" where nothing was judged. */
const char *verdict_text(struct arena *a, struct judged judged, enum metric metric);

/* "since 2.2.1 +12.3% (+10.9% to +13.6%)" */
const char *verdict_step_text(struct arena *a, const struct step *step, const char *label);

/* The interval of a ratio as a change: "+18.9% to +21.2%", "above +3.0%" and "below +3.0%" where it
 * has one bound; "+0.6%" where both are the same; "" where it has none. */
const char *verdict_interval(struct arena *a, double low, double high);

/* What stands before a time that moved by the same instructions, and what is said of it. */
#define DOUBT_MARK "?"
#define DOUBT_REASON "the same instructions: machine or cache"

/* Whether it is drawn so as not to catch the eye: it may or may not differ. */
static inline bool verdict_is_faded(struct judged judged)
{
    return judged.verdict == VERDICT_UNCLEAR;
}
