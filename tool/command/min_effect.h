/* min_effect.h - the options that say what counts as a change, as compare, plot and sweep have
 * them. */
#pragma once

#include "base/arena.h"
#include "base/error.h"
#include "judge/judge.h"

#define MIN_EFFECT_TIME_HELP                                                                       \
    "relative change of a time or of rss up to which it is not called faster or slower; default "  \
    "2%"
#define MIN_EFFECT_MEMORY_HELP                                                                     \
    "the same of peak, allocated and allocations, as 1%, 64KiB or 1%+64KiB (both exceeded); "      \
    "default 0: any difference is one"

#define MIN_EFFECT_INSTRUCTIONS_HELP                                                               \
    "the same of instructions, where one process a version is enough; default 1.5%, and 100 "      \
    "instructions unless it is 0"

/* --min-effect, --min-effect-memory, --min-effect-instructions. */
enum min_effect {
    MIN_EFFECT_TIME,
    MIN_EFFECT_MEMORY,
    MIN_EFFECT_INSTRUCTIONS,
    MIN_EFFECTS,
};

/* Read their values into the options.  A TEXT is NULL: it was not given, what they are stays.  All
 * that are wrong are told at once. */
int min_effects_read(struct arena *a, const char *const texts[MIN_EFFECTS],
                     struct judge_options *options, struct error *err);
