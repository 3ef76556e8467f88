/* beside.h - files of ours that go to where a suite runs: where they are on this machine. */
#pragma once

#include "base/arena.h"
#include "base/error.h"

enum beside {
    BESIDE_CALL, /* the library benchmem_call (call.c): calls between requests; */
    BESIDE_EVEN, /* benchmem_even (even.c): an allocator, for LD_PRELOAD; both for counting */
    BESIDE_NODE, /* the program benchmem-node (node.c) */
};

/* Its absolute path: beside the program, as in a build tree, or where it is installed, relative to
 * the program, so that both can be moved.  NULL with EXIT_USAGE where it is not: this program was
 * built without Valgrind's headers, or was moved alone. */
const char *beside_path(struct arena *a, enum beside file, struct error *err);

/* Copy it into the directory DIR, unless it is there; its path there. */
const char *beside_put(struct arena *a, enum beside file, const char *dir, struct error *err);
