/* counts.h - what a benchmark's instructions are made of, as a counted pass keeps it beside the run
 * file (OUT/counts/LABEL.json, measure/count.h).
 */
#ifndef BENCHMEM_DATA_COUNTS_H
#define BENCHMEM_DATA_COUNTS_H

#include "base/arena.h"
#include "base/error.h"
#include "runfile/span.h"

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
    double rest;                  /* of all others */
    struct counts_python *python; /* none where it was not traced */
    size_t python_count;
};

/* A file of a version, whose benchmarks are read one by one. */
struct counts_file {
    const char *path;
    struct spans objects, functions, benchmarks;
};

/* Open the file in the arena, unless *FILE is open already.  Errors have EXIT_USAGE and name it: it
 * is not there, or is none. */
int counts_open(struct arena *a, const char *path, struct counts_file **file, struct error *err);

/* Read what the file has of the benchmark, in the arena.  Errors as before: there is no such one.
 */
int counts_find(struct arena *a, const struct counts_file *file, const char *id,
                struct counts *counts, struct error *err);

#endif
