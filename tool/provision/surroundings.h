/* surroundings.h - what a package that is built here finds around it, beside what its lock names:
 * the C library and its neighbours, the processor, compilers and build tools, variables.
 *
 * Installed files go by place, size and time of change, as of programs that are built from many
 * files nothing else can be known at once; two machines of one image have these alike.
 */
#pragma once

#include "files/facts.h"
#include "files/fingerprint.h"
#include "secret/mask.h"

/* Add "C library", "system libraries", "architecture", "processor", "processor's features",
 * "program NAME" of each program that builds, and "variable NAME" of each in ENV that counts
 * (provision/surroundings_variables.h). */
int surroundings_add(struct facts *facts, const struct mask *mask, const char *const *env,
                     struct error *err);

/* Take in where the program NAME is: wherever on PATH one is called so, since the first may be one
 * that chooses among the others, as those of ccache do.  Nothing where there is none. */
void surroundings_add_program(struct fingerprint *print, struct arena *a, const char *name);
