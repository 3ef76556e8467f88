/* kept_files.h - what passes have kept beside run files: of two of them put together, each file
 * opened once.
 */
#pragma once

#include "data/frame.h"
#include "explain/difference.h"

struct kept_files {
    struct arena *arena;
    const struct series *series;
    struct counts_file *
        *files; /* two per series, of functions and of allocations; NULL: not open */
};

/* Nothing is opened yet.  Files that are stay in the arena. */
void kept_files_init(struct kept_files *kept, struct arena *a, const struct series *series,
                     size_t count);

/* The last series before TO that has a value of the row, TO if there is none: what a change that
 * came with TO is held against. */
size_t kept_before(const struct frame *frame, size_t column, size_t row, size_t to);

/* What the change of the benchmark's METRIC, one that counts_explain(), between two of the series
 * is made of, in the arena A, which may be another.  Errors have EXIT_USAGE and name the file: it
 * is not there, or does not have it; or the series has no run file. */
int kept_files_difference(struct kept_files *kept, struct arena *a, enum metric metric,
                          const char *id, size_t from, size_t to, struct difference *difference,
                          struct error *err);
