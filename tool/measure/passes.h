/* passes.h - the kinds of running a suite.  A new one is a file as measure/timed.c and an entry. */
#ifndef BENCHMEM_MEASURE_PASSES_H
#define BENCHMEM_MEASURE_PASSES_H

#include "measure/run.h"

enum { PASS_TIMED, PASS_COUNTED, PASSES };

extern const struct pass passes[PASSES];

#endif
