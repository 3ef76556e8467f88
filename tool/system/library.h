/* library.h - a shared library that is loaded when it is needed. */
#pragma once

#include "base/error.h"

/* Load the library that the system finds under the name FILE, which then stays; the addresses of
 * the functions NAMES (NULL-terminated) go, in this order, to FUNCTIONS, which points to as many
 * pointers. Fails with EXIT_FAILED if it, or one of them, is not there. */
int library_load(const char *file, const char *const *names, void *functions, struct error *err);
