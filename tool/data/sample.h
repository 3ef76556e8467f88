/* sample.h - one number out of one benchmark of a run file.
 *
 * Time comes from `stats`, in seconds.  Memory comes from `extra_info.benchmem`: one flat list per
 * quantity with a value per pass (peak_bytes, total_bytes, allocations, rss_bytes).  The peer's
 * 0.2.x releases wrote one number instead of each list, the pass with the smallest peak of
 * `repeats`, and `peak_bytes_max`; of several passes, mean, median and standard deviation are not
 * known then.  With "mode": "rss" they wrote the resident size, as `gross_bytes`, and no heap.
 */
#ifndef BENCHMEM_DATA_SAMPLE_H
#define BENCHMEM_DATA_SAMPLE_H

#include "base/arena.h"
#include "data/metric.h"

#include <stddef.h>

struct cJSON;

/* What must be kept of a benchmark for these columns: an or of enum squeeze_keep. */
unsigned sample_keep(const struct column *columns, size_t count);

/* The column's value, or NAN where the benchmark does not have it.  What it allocates from SCRATCH
 * it frees. */
double sample_value(struct arena *scratch, const struct cJSON *benchmark,
                    const struct column *column);

#endif
