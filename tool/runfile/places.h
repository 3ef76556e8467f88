/* places.h - where the processes of a run file measured, as far as that was given by others: its
 * member `benchmem`,
 *
 *     {"processes": [{"round": 1, "node": "node1", "job": "12", "resources": "gpus 0"}]}
 *
 * with an element per process, in order of round, and null for what is not known.  pytest-benchmark
 * (5.2.3) and pytest-benchmem (0.5.5) pass over it.
 */
#pragma once

#include "base/arena.h"
#include "base/error.h"
#include "runfile/span.h"

struct cJSON;

struct place {
    long round;            /* from 1 */
    const char *node;      /* of a cluster */
    const char *job;       /* of its scheduler */
    const char *resources; /* of CTest's allocation */
};

/* Have the run file PATH, of one process, say so. */
int places_write(const char *path, const struct place *place, struct error *err);

/* Among the members of a run file's object the elements of the list, without its brackets; nothing
 * if there are none. */
struct span places_of(struct arena *a, const struct spans *members);

/* The member's value, as one text: "node1" where all are the same, else "node1 (rounds 1, 3), node2
 * (round 2)"; with resources "node1, gpus 0"; "" where nothing is known. */
const char *places_text(struct arena *a, const struct cJSON *value);
