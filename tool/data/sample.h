/* sample.h - one number out of one benchmark of a run file.
 *
 * Time comes from `stats`, in seconds.  Memory comes from `extra_info.benchmem`: one flat list per
 * quantity with a value per pass (peak_bytes, total_bytes, allocations, rss_bytes), and
 * `instructions`, a count per counted call, with `counted`, who counted.  The peer's
 * 0.2.x releases wrote one number instead of each list, the pass with the smallest peak of
 * `repeats`, and `peak_bytes_max`; of several passes, mean, median and standard deviation are not
 * known then.  With "mode": "rss" they wrote the resident size, as `gross_bytes`, and no heap.
 *
 * A run file joined of several processes says in `stats.processes` what each of them measured, in
 * lists with an element per process: its statistics, and `passes`, how many of each memory list's
 * values are its own (they stand in the order of the processes); `calls` says that of instructions.
 * Without it one process counted, as in a file that was not joined.
 *
 * `stats` whose `rounds` are 0 are no times (runfile/amend.h): there is none then.
 */
#pragma once

#include "base/arena.h"
#include "data/metric.h"
#include "data/processes.h"
#include "data/series.h"

struct cJSON;

/* The values of one quantity, one per pass. */
struct passes {
    double *values;
    size_t count;
};

/* Who counted instructions: text as the file has it, not terminated; NULL where it does not say. */
struct sample_counter {
    const char *parts[COUNTER_PARTS];
    size_t lens[COUNTER_PARTS];
};

/* What of a benchmark the columns are made of. */
struct sample {
    const char *id; /* its `fullname`, ID_LEN bytes, not terminated; NULL if it has none */
    size_t id_len;
    double stats[STAT_STDDEV + 1]; /* NAN where there is none */
    struct passes passes[METRIC_COUNT];
    bool has_processes; /* there may be something about single processes: the following */
    struct passes process_stats[STAT_STDDEV + 1], process_passes, process_calls;
    struct sample_counter counter;
    const struct cJSON *item;   /* where labels are; NULL: nobody asked for them */
    const struct cJSON *single; /* memory as numbers instead of lists; NULL: it is in the lists */
};

/* What must be kept of a benchmark for these columns: an or of enum squeeze_keep. */
unsigned sample_keep(const struct column *columns, size_t count);

/* Make a sample of squeezed text (LEN bytes, terminated) without a parser.  Returns false, and
 * nothing is to be said of *S, for text that is not as pytest-benchmark and the memory pass of
 * today write it: plain `fullname`, numbers, flat lists.  The sample is good as long as text and
 * scratch are. */
bool sample_scan(struct sample *s, struct arena *scratch, const char *text, size_t len);
/* Make a sample of a parsed benchmark of any shape; good as long as item and scratch are. */
void sample_take(struct sample *s, struct arena *scratch, const struct cJSON *item);

/* The column's value, or NAN where the benchmark does not have it.  What it allocates from SCRATCH
 * it frees. */
double sample_value(struct arena *scratch, const struct sample *s, const struct column *column);

/* The column's value of each process, in their order, without those that have none or an infinite
 * one; none where the benchmark says nothing of processes, or what it says does not fit its passes.
 * Instructions have one in any case.
 * The array is A's, which is not SCRATCH; what is allocated from that is freed. */
struct processes sample_processes(struct arena *a, struct arena *scratch, const struct sample *s,
                                  const struct column *column);
