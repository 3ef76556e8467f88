/* dims.h - what a benchmark says of itself besides numbers: the axes of an analysis.
 *
 * The scalars among `params` and `extra_info` (not lists, objects, null, nor what pytest-benchmark
 * could not write and marked "UNSERIALIZABLE[...]"; never `extra_info.benchmem`), and from the node
 * id and group: node.group, node.module, node.func, node.class.  A name that occurs twice has the
 * value of the later: node, then params, then extra_info.
 */
#pragma once

#include "base/arena.h"

struct cJSON;

struct dim {
    const char *name;
    const char *text; /* the value as text, as Python's str() gives it */
    double number;    /* NAN if not a number */
};

/* The dims of a benchmark of a run file, in the order above; strings and array are the arena's. */
struct dim *dims_of(struct arena *a, const struct cJSON *benchmark, size_t *count);

/* The number of the param or extra_info NAME: as `extra:NAME` shows it, so a string that reads as a
 * number counts and true and false do not.  NAN if there is none. */
double dims_number(const struct cJSON *benchmark, const char *name);

/* A double as Python's repr() writes it: "10.0", "1e-05". */
const char *dims_float_text(struct arena *a, double number);
/* Text as Python's float() reads it, or NAN. */
double dims_text_number(const char *text);
