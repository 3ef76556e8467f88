/* counts.h - what a benchmark's instructions are made of, as a counted pass keeps it beside the run
 * file (OUT/counts/LABEL.json, measure/count.h).
 */
#ifndef BENCHMEM_DATA_COUNTS_H
#define BENCHMEM_DATA_COUNTS_H

#include "base/arena.h"
#include "base/error.h"

#include <stddef.h>

/* A function and its own instructions, in one counted call. */
struct counts_part {
    const char *object, *name;
    double instructions;
};

struct counts {
    double total;
    struct counts_part *parts; /* those that make up nearly all of it, in the file's order */
    size_t part_count;
    double rest; /* of all others */
};

/* Read those of the benchmark, in the arena.  Errors have EXIT_USAGE and name the file: it is not
 * there, is none, or has no such benchmark. */
int counts_read(struct arena *a, const char *path, const char *id, struct counts *counts,
                struct error *err);

#endif
