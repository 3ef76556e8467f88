/* surroundings_variables.h - which variables of the environment can change what is built or
 * measured.
 *
 * All can: a suite, a library, the linker and the compiler read what they like.  Left out are those
 * that say who works where and in which window, those by which CI and batch systems tell one job
 * from the next, and what names a secret.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Whether the variable whose name has LEN bytes counts. */
bool surroundings_variable_counts(const char *name, size_t len);
