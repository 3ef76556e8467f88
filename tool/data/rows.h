/* rows.h - which benchmarks of different runs are one row: those with the same id.
 *
 * Rows stand in the order in which they are met, each with the dims of the first run that has it.
 */
#pragma once

#include "base/arena.h"
#include "base/error.h"
#include "base/index.h"
#include "data/benchmark.h"

struct run_file_benchmark;

struct rows {
    struct arena *arena;
    struct benchmark *items; /* without their short names (benchmarks_shorten()) */
    size_t count, cap;
    struct index by_id;
    size_t last; /* the row of the benchmark before */
};

/* None yet; rows and what they hold are the arena's. */
struct rows rows_new(struct arena *a);

/* Find the row of the benchmark B with this ID of LEN bytes, not terminated; it gets a new one, the
 * last, if no run before had it.  Fails where B's labels cannot be read. */
int rows_find(struct rows *rows, const struct run_file_benchmark *b, const char *id, size_t len,
              size_t *row, struct error *err);
