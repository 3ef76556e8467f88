/* counts.h - what a benchmark's instructions or memory are made of, as passes keep it beside the
 * run file: functions in OUT/counts/LABEL.json (measure/count_record.h), allocation sites in
 * OUT/allocations/LABEL.json (measure/allocations.h).
 */
#pragma once

#include "base/arena.h"
#include "base/error.h"
#include "base/index.h"
#include "data/metric.h"
#include "outdir/outdir.h"
#include "runfile/span.h"

/* A function and its own instructions, in one counted call; or an allocation site. */
struct counts_part {
    const char *object; /* the library or program; of a site the file, "" where it has none */
    const char *name;
    double amount;      /* instructions, bytes, or allocations: of the metric asked for */
    double line;        /* of a site; 0: none */
    double allocations; /* of a site */
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

/* A frame of the stacks in which memory was allocated; that which called it stands before it. */
struct counts_frame {
    size_t parent; /* its place; its own where there is none */
    const char *object, *name;
    double line, bytes, allocations; /* what it allocated itself */
};

struct counts_stacks {
    double bytes, allocations; /* of all, the few included that have no frames here */
    struct counts_frame *frames;
    size_t count;
};

/* A file of a version, whose benchmarks are read one by one. */
struct counts_file {
    const char *path;
    struct spans objects, functions, benchmarks;
    struct index places; /* of benchmarks, by their ids */
};

/* Of which metrics something is kept: instructions, peak, allocated, allocations; and in which file
 * of a version. */
bool counts_explain(enum metric metric);
enum outdir_file counts_kept_in(enum metric metric);

/* Open the file at PATH in the arena, unless *FILE is open already; METRIC is what is asked for.
 * Errors have EXIT_USAGE and name it: it is not there, or is none. */
int counts_open(struct arena *a, const char *path, enum metric metric, struct counts_file **file,
                struct error *err);

/* The same from the file's TEXT, which stays; PATH is what it is called. */
int counts_parse(struct arena *a, const char *path, const char *text, size_t len,
                 struct counts_file **file, struct error *err);

/* Read what the file has of the benchmark's METRIC, in the arena.  Errors as before: there is no
 * such one. */
int counts_find(struct arena *a, const struct counts_file *file, const char *id, enum metric metric,
                struct counts *counts, struct error *err);
/* The same for the stacks of a metric of memory; ID NULL: the file's first benchmark. */
int counts_find_stacks(struct arena *a, const struct counts_file *file, const char *id,
                       enum metric metric, struct counts_stacks *stacks, struct error *err);
