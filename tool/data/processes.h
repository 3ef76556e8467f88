/* processes.h - one number per process that measured a benchmark.
 *
 * Rounds of one process are not independent of each other, processes are: verdicts are made of
 * these.
 */
#pragma once

#include <stddef.h>

struct processes {
    const double *values; /* in the order of the rounds; all are finite */
    size_t count;         /* 0: the run file does not say */
};
