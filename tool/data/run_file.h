/* run_file.h - one pytest-benchmark JSON file, read a benchmark at a time.
 *
 * The file is mapped; each element of `benchmarks` is squeezed (data/squeeze.h: white space, the
 * rounds, which are nearly all of the file's bytes, and members nobody reads go) and parsed by
 * itself, so that memory does not grow with the file.  The keys may stand in any order.  What is
 * kept, and everything outside `benchmarks`, must be JSON as Python reads it: NaN, Infinity and a
 * byte order mark are taken.
 */
#ifndef BENCHMEM_DATA_RUN_FILE_H
#define BENCHMEM_DATA_RUN_FILE_H

#include "base/arena.h"
#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

struct cJSON;

/* Called for each benchmark, an object with the members SQUEEZE_BENCHMARK keeps; freed after the
 * call.  Returns 0, or -1 with ERR
 * filled to end the reading. */
typedef int run_file_visit(const struct cJSON *item, void *data, struct error *err);

/* Read the benchmarks of the file in order.  Errors name the file and what is wrong with it; their
 * status is STATUS_USAGE.  Those at the file's end come after its benchmarks were visited. */
int run_file_read(const char *path, run_file_visit *visit, void *data, struct error *err);
/* The same; MACHINE (may be NULL) is called for the value of `machine_info` too, where that comes:
 * pytest-benchmark writes it before the benchmarks. */
int run_file_read_all(const char *path, run_file_visit *visit, run_file_visit *machine, void *data,
                      struct error *err);

/* How many benchmarks the file holds; an error if it is not a run file. */
int run_file_count(const char *path, size_t *count, struct error *err);

/* The member NAME of an object, the last of several as in Python; NULL if there is none. */
const struct cJSON *run_file_member(const struct cJSON *object, const char *name);

/* Whether ITEM is a number; ask this instead of cJSON, which cannot hold NaN.  *NUMBER is its
 * value, *TEXT (unless TEXT is NULL) how the file writes it, NULL where that was not kept: it is
 * kept for the members of `params` and `extra_info`. */
bool run_file_number(const struct cJSON *item, double *number, const char **text);
/* The text of a string, or NULL if ITEM is none. */
const char *run_file_string(const struct cJSON *item);

#endif
