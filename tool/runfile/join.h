/* join.h - one run file out of several processes' run files of the same version.
 *
 * The joined file has pytest-benchmark's format, so that everything that reads one reads it.  What
 * is not named here is as the first file has it, byte for byte.  Of each benchmark, by `fullname`
 * (of several in one file the last):
 *
 *   stats.data            the samples of all processes, as they are written, in order of round
 *   stats.min ... total   of those samples, by runfile/spread.h; where a process has no usable
 *                         `data`, of the processes' figures: the least min, the largest max, the
 *                         sums of rounds and total, else the median
 *   stats.processes       {"round": [1, 2], "rounds": [20, 20], "passes": [1, 1], "min": [..],
 *                         "max": [..], "mean": [..], "median": [..], "iqr": [..],
 *                         "stddev": [..]}: one element per process that has the benchmark;
 *                         `rounds`: samples in `data` of that process (0: none usable); `passes`:
 *                         memory passes; with `instructions` in any `calls`, how many of those;
 *                         times in seconds, as the process wrote them, null where it did not
 *   extra_info.benchmem   each list of it, the processes' after one another; each number of
 *                         `peak_bytes`, `total_bytes`, `allocations` and `rss_bytes`, which the
 *                         peer's 0.2.x wrote, as a list of the processes' numbers
 *
 * The file's own `benchmem` (runfile/places.h) has the processes of all files.
 *
 * `stats` of processes that timed nothing (runfile/amend.h) stay as the first has them, but for
 * `processes`.
 *
 * pytest-benchmark (5.2.3) and pytest-benchmem (0.5.5) pass over `processes`.
 */
#pragma once

#include "base/error.h"

#include <stddef.h>

/* A file to be joined: of one process, in the round with that number, from 1. */
struct join_source {
    const char *path;
    long round;
};

/* Join COUNT files, at least one, in this order into the file PATH, which appears whole or not at
 * all; *BENCHMARKS is how many it holds.  Beside the mapped files it takes memory for one
 * benchmark's samples at a time.  Errors name the file. */
int join_run_files(const struct join_source *sources, size_t count, const char *path,
                   size_t *benchmarks, struct error *err);
