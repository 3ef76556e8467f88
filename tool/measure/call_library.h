/* call_library.h - where the libraries are that a counted process loads. */
#ifndef BENCHMEM_MEASURE_CALL_LIBRARY_H
#define BENCHMEM_MEASURE_CALL_LIBRARY_H

#include "base/arena.h"
#include "base/error.h"

enum call_library {
    CALL_LIBRARY_CALL, /* benchmem_call (call.c): calls between requests */
    CALL_LIBRARY_EVEN, /* benchmem_even (even.c): an allocator, for LD_PRELOAD */
};

/* Its absolute path: beside the program, as in a build tree, or where it is installed, relative to
 * the program, so that both can be moved.  NULL with EXIT_USAGE where it is not: this program was
 * built without Valgrind's headers. */
const char *call_library_path(struct arena *a, enum call_library library, struct error *err);

#endif
