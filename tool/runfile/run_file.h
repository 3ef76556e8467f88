/* run_file.h - pytest-benchmark JSON files, read a benchmark at a time.
 *
 * Each element of `benchmarks` is squeezed (runfile/squeeze.h: white space, the rounds, which are
 * nearly all of the file's bytes, and members nobody asks for go) and parsed by itself, so that
 * memory does not grow with the rounds.  What is kept, and everything outside `benchmarks`, must be
 * JSON as Python reads it: NaN, Infinity and a byte order mark are taken.  Several files are
 * squeezed at the same time, on threads; they are parsed and visited in their order, on the
 * caller's.
 */
#pragma once

#include "base/error.h"
#include "runfile/squeeze.h"

struct cJSON;

/* A benchmark being visited. */
struct run_file_benchmark;

/* What is called for what a file holds, in the order in which it holds it. */
struct run_file_visitor {
    /* What is kept of each benchmark: an or of enum squeeze_keep. */
    unsigned keep;
    /* NULL, or which benchmarks are visited but for the first (runfile/extract.h). */
    const struct strv *only;
    /* Called for each benchmark; FILE is the index of the file.  Returns 0, or -1 with ERR filled
     * to end the reading. */
    int (*visit_benchmark)(const struct run_file_benchmark *b, size_t file, void *data,
                           struct error *err);
    /* Called with the value of `machine_info`, which may be of any type; NULL: nobody asks. */
    void (*visit_machine)(const struct cJSON *info, size_t file, void *data);
    /* The same with that of `benchmem` (runfile/places.h). */
    void (*visit_places)(const struct cJSON *value, size_t file, void *data);
    void *data;
};

/* Read the files, in order.  Errors name the file and what is wrong with it; their exit code is
 * EXIT_USAGE, or EXIT_FAILED where there is no memory.  Those at a file's end come after its
 * benchmarks were visited. */
int run_file_read(const char *const *paths, size_t count, const struct run_file_visitor *visitor,
                  struct error *err);

/* What is kept of the benchmark, squeezed and terminated, and its length (unless LEN is NULL); it
 * need not be JSON. */
const char *run_file_text(const struct run_file_benchmark *b, size_t *len);
/* The same parsed; and the benchmark with KEEP_LABELS, whatever is kept.  An object, which the
 * caller frees with run_file_free(); NULL with ERR filled if it is not JSON or no object. */
struct cJSON *run_file_parse(const struct run_file_benchmark *b, struct error *err);
struct cJSON *run_file_labels(const struct run_file_benchmark *b, struct error *err);
/* Its place among the benchmarks of its file that are visited, from 1. */
size_t run_file_place(const struct run_file_benchmark *b);
void run_file_free(struct cJSON *item);

/* How many benchmarks the file holds; an error if it is not a run file, judged by all of it that
 * may be asked for. */
int run_file_count(const char *path, size_t *count, struct error *err);

/* The member NAME of an object, the last of several as in Python; NULL if there is none. */
const struct cJSON *run_file_member(const struct cJSON *object, const char *name);

/* Whether ITEM is a number; ask this instead of cJSON, which cannot hold NaN.  *NUMBER is its
 * value, *TEXT (unless TEXT is NULL) how the file writes it, NULL where that was not kept: it is
 * kept for the members of `params` and `extra_info`. */
bool run_file_number(const struct cJSON *item, double *number, const char **text);
/* The text of a string, or NULL if ITEM is none. */
const char *run_file_string(const struct cJSON *item);
