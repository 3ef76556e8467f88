/* shuffle.h - in which order the versions of a round are measured: shuffled by a seed. */
#pragma once

#include <stddef.h>

/* Fill ORDER with a permutation of 0 ... COUNT-1 that depends on nothing but COUNT, SEED and ROUND:
 * the shuffle of Fisher and Yates (TAOCP 2, 3.4.2, algorithm P), by numbers of splitmix64 (Steele,
 * Lea and Flood, "Fast splittable pseudorandom number generators", 2014), whose state begins as
 * SEED × 2^32 xor ROUND.  Every permutation is as likely: numbers that would favour some are drawn
 * again. */
void shuffle(size_t *order, size_t count, long seed, long round);
