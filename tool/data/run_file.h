/* run_file.h - one pytest-benchmark JSON file, read a benchmark at a time.
 *
 * The file is mapped; one string-aware pass drops white space and empties the flat `data` arrays
 * inside `stats` (nearly all of its bytes) and replaces the NaN and Infinity that Python writes;
 * then each element of `benchmarks` is parsed by itself, so that memory does not grow with the
 * file.  A layout the pass does not expect falls back to parsing the whole.
 */
#ifndef BENCHMEM_DATA_RUN_FILE_H
#define BENCHMEM_DATA_RUN_FILE_H

#include "base/arena.h"
#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

struct cJSON;

/* Called for each benchmark; ITEM is freed after the call.  Returns 0, or -1 with ERR filled to end
 * the reading. */
typedef int run_file_visit(const struct cJSON *item, void *data, struct error *err);

/* Read the benchmarks of the file in order.  Errors name the file and what is wrong with it. */
int run_file_read(const char *path, run_file_visit *visit, void *data, struct error *err);

/* How many benchmarks the file holds; an error if it is not a run file. */
int run_file_count(const char *path, size_t *count, struct error *err);

#endif
