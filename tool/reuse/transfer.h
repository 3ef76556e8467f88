/* transfer.h - what was counted of a version, from one run file into another. */
#pragma once

#include "base/arena.h"
#include "base/error.h"

/* Give the benchmarks of the run file TO what those of FROM have of the same `fullname`: the
 * members `instructions` and `counted` of `extra_info.benchmem` (measure/count_record.h).  TO
 * appears whole or not at all.  *AMENDED is how many got something. */
int transfer_counts(struct arena *a, const char *from, const char *to, size_t *amended,
                    struct error *err);
