/* correction.h - p values of a family of tests, adjusted for how many there are. */
#ifndef BENCHMEM_JUDGE_CORRECTION_H
#define BENCHMEM_JUDGE_CORRECTION_H

#include "base/arena.h"

#include <stddef.h>

/* Benjamini & Hochberg 1995, "Controlling the false discovery rate": of what is called at an
 * adjusted p up to ALPHA, a share of at most ALPHA is expected to be false.  Adjusts P in place; a
 * NAN is no test, does not count and stays.  SCRATCH holds what it needs meanwhile. */
void correction_adjust(struct arena *scratch, double *p, size_t count);

#endif
