/* noise.h - how far apart processes that measured the same are. */
#ifndef BENCHMEM_JUDGE_NOISE_H
#define BENCHMEM_JUDGE_NOISE_H

#include "base/arena.h"
#include "data/processes.h"

#include <stddef.h>

/* The relative difference of two processes of one side, the median over all pairs of all sides
 * (0.02: half of the pairs differ by more than 2 %; up to three in ten disturbed processes do not
 * move it far).  0 where there is no pair, or a value is not positive.  Values of a side ascend. */
double noise_of(struct arena *scratch, const struct processes *sides, size_t count);

#endif
