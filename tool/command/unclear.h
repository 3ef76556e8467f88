/* unclear.h - for `benchmem sweep --rounds auto`: which benchmarks need more rounds. */
#ifndef BENCHMEM_COMMAND_UNCLEAR_H
#define BENCHMEM_COMMAND_UNCLEAR_H

#include "sweep/sweep.h"

/* A sweep's judge (sweep/sweep.h), without data: by the verdicts that `benchmem compare OUT` gives
 * on time, and on the peak where memory is measured, against the first version of the directory
 * that has results. */
extern const struct sweep_judge unclear_judge;

#endif
