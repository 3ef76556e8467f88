/* beside.h - files of ours that the program needs beside itself: where they are. */
#pragma once

#include "base/arena.h"
#include "base/error.h"

enum beside {
    BESIDE_CALL,  /* the library benchmem_call (measure/call.c, trace.c): calls between requests; */
    BESIDE_EVEN,  /* benchmem_even (measure/even.c): an allocator; both for counting */
    BESIDE_NODE,  /* the program benchmem-node (cluster/node.c) */
    BESIDE_GUARD, /* the program benchmem-guard (system/guard_main.c) */
};

/* Its absolute path: beside the program, as in a build tree, or where it is installed, relative to
 * the program, so that both can be moved.  NULL where it is not. */
const char *beside_find(struct arena *a, enum beside file);

/* The same of a file that is needed.  NULL with EXIT_USAGE where it is not: this program was built
 * without Valgrind's headers, or was moved alone. */
const char *beside_path(struct arena *a, enum beside file, struct error *err);

/* Copy it into the directory DIR, unless it is there; its path there. */
const char *beside_put(struct arena *a, enum beside file, const char *dir, struct error *err);
