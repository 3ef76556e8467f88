/* benchmark.h - one benchmark, whatever its values: its id, a short name, and its dims. */
#pragma once

#include "base/arena.h"
#include "data/dims.h"

struct benchmark {
    const char *id;         /* pytest node id, `fullname` in the run file */
    const char *short_name; /* what follows the last "::" before the params; more of the id where
                               that is ambiguous */
    struct dim *dims;       /* params, scalar extra_info and node.*, of the first run that has it */
    size_t dim_count;
};

/* What follows the last "::" of an id, params and all, as the peer shortens it. */
const char *benchmark_name(const char *id);

/* Where the params of the short name begin, "[1-a]", or its end. */
const char *benchmark_params(const struct benchmark *row);

/* Set `short_name` of all rows, whose ids differ: what follows the last "::" before the params;
 * where that is ambiguous the class, the file or directories before it as well. */
void benchmarks_shorten(struct arena *a, struct benchmark *rows, size_t count);
