/* verdict_text.h - what a figure says of a value that was judged by processes. */
#ifndef BENCHMEM_PLOT_VERDICT_TEXT_H
#define BENCHMEM_PLOT_VERDICT_TEXT_H

#include "base/arena.h"
#include "judge/verdict.h"

#include <stdbool.h>

/* "slower: 1.12× (1.09× to 1.15×)"; "" where nothing was judged. */
const char *verdict_text(struct arena *a, struct judged judged, enum metric metric);

/* "since 2.2.1 +12.3% (+10.9% to +13.6%)" */
const char *verdict_step_text(struct arena *a, const struct step *step, const char *label);

/* Whether it is drawn so as not to catch the eye: it may or may not differ. */
static inline bool verdict_is_faded(struct judged judged)
{
    return judged.verdict == VERDICT_UNCLEAR;
}

#endif
