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

/* Read the value of --min-effect, and of --min-effect-memory and --min-effect-instructions, into
 * the options.  TEXT NULL: it was not given, what they are stays. */
int min_effect_read_time(struct arena *a, const char *text, struct judge_options *options,
                         struct error *err);
int min_effect_read_memory(struct arena *a, const char *text, struct judge_options *options,
                           struct error *err);
int min_effect_read_instructions(struct arena *a, const char *text, struct judge_options *options,
                                 struct error *err);
