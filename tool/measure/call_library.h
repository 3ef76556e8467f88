/* call_library.h - where the library benchmem_call (call.c) is. */
#ifndef BENCHMEM_MEASURE_CALL_LIBRARY_H
#define BENCHMEM_MEASURE_CALL_LIBRARY_H

#include "base/arena.h"
#include "base/error.h"

/* Its absolute path: beside the program, as in a build tree, or where it is installed, relative to
 * the program, so that both can be moved.  NULL with EXIT_USAGE where it is not: this program was
 * built without Valgrind's headers. */
const char *call_library_path(struct arena *a, struct error *err);

#endif
