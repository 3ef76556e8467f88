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

/* A Python function, and what it did in one call of the benchmark, traced. */
struct counts_python {
    const char *file, *name;
    double line, calls, bytecodes; /* the latter NAN where there were too many to trace */
};

struct counts {
    double total;
    struct counts_part *parts; /* those that make up nearly all of it, in the file's order */
    size_t part_count;
    double rest; /* of all others */
    struct counts_python *python; /* none where it was not traced */
    size_t python_count;
};

/* Read those of the benchmark, in the arena.  Errors have EXIT_USAGE and name the file: it is not
 * there, is none, or has no such benchmark. */
int counts_read(struct arena *a, const char *path, const char *id, struct counts *counts,
                struct error *err);

#endif
