/* count_record.h - what counting left, read: what came of a counted pass, and what is kept of that.
 *
 * Counting itself is done by the plugin (plugin/_benchmem_count.py, whose head has the format).  It
 * leaves a record, one line an event, and callgrind a dump for each counted call, in files
 * PREFIX.1, PREFIX.2 and so on.  Out of them come
 *
 *   - for the run file, of each benchmark, members of `extra_info.benchmem` (runfile/amend.h):
 *       "instructions": [N, ...]   of each counted call, in order; the smallest is the value
 *       "counted": {"valgrind": "3.19.0", "calls": 3, "warmup": 12, "processor": TEXT,
 *                   "malloc": "even", "hash_seed": "0", "randomised": false,
 *                   "threads": {VARIABLE: TEXT, ...}, "saw": [...]}
 *     `saw` is there where the call did what counting is not meant for: "threads" (of the process
 *     there were several, or it started some, whose instructions are counted too), "processes" (it
 *     started some, whose instructions are not);
 *
 *   - OUT/counts/LABEL.json: of each benchmark the functions that make up COUNT_SHARE thousandths
 *     of its smallest count, the rest summed.  Names stand once, numbers are places from 0:
 *       {"format": 1, "objects": [TEXT, ...], "functions": [[OBJECT, NAME], ...],
 *        "benchmarks": [{"fullname": ID, "instructions": N,
 *                        "functions": [FUNCTION, N, FUNCTION, N, ...],
 *                        "rest": {"functions": COUNT, "instructions": N},
 *                        "python": [[FILE, LINE, NAME, CALLS, BYTECODES], ...]}, ...]}
 *     The latter where one more call could be traced (plugin/_benchmem_trace.py).
 *     An object of the environment is called as it is below site-packages, or where else Python
 *     finds modules, or the environment itself, any other by its last name, so that it is the same
 *     in another environment.
 */
#pragma once

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"
#include "outdir/failures.h"
#include "runfile/amend.h"
#include "runfile/span.h"

#include <stdint.h>

enum { COUNT_SHARE = 999 };

struct count_part {
    size_t function; /* its place among the count's */
    uint64_t instructions;
};

/* A benchmark that was counted. */
struct count_benchmark {
    struct span fullname;     /* as JSON has it, in quotes */
    uint64_t *instructions;   /* by counted call */
    size_t calls;             /* at least 1 */
    uint64_t least;           /* the smallest of them, */
    struct count_part *parts; /* and what it is made of, most first */
    size_t part_count;
    uint64_t rest; /* instructions of the functions that are no part */
    size_t rest_count;
    bool saw_threads, saw_processes;
    struct span python; /* which Python functions a call runs, as the record has it; or nothing */
};

struct count_function {
    size_t object;
    const char *name;
};

struct count {
    const char *conditions; /* a JSON object; "{}" where the record has none */
    const char *valgrind;   /* its version; "" if no dump says it */
    struct count_benchmark *benchmarks;
    size_t benchmark_count;
    struct failures failed;  /* of whose dumps none can be read */
    struct failures skipped; /* that are in the run file all the same; by counted_judge() */
    struct strv objects;
    struct count_function *functions;
    size_t function_count;
};

/* Read the record and the dumps it names, in the arena.  A dump that is missing, cut or another's
 * takes that call away; a benchmark of which none is left has failed.  Of one that was counted
 * again, since it was run again, the last counts.  Fails only if there is no record. */
int count_record_read(struct arena *a, const char *record, const char *prefix, struct count *count,
                      struct error *err);

/* What the benchmarks get in the run file, as many as there are. */
struct amendment *count_record_amendments(struct arena *a, const struct count *count);

/* The text of OUT/counts/LABEL.json. */
void count_record_print(struct str *out, const struct count *count);
