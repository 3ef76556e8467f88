/* environment.h - the environment of children, and what was hidden in ours. */
#ifndef BENCHMEM_BASE_ENVIRONMENT_H
#define BENCHMEM_BASE_ENVIRONMENT_H

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"

/* The environment: ours without the names in UNSET (NULL-terminated), with the "NAME=value"s of
 * SET, which come after and win.  A NULL-terminated list in the arena. */
const char *const *environment_make(struct arena *a, const char *const *unset,
                                    const struct strv *set);

/* Put back in our environment what lines "environment NAME=VALUE" of TEXT say, where the variable's
 * value has "***" in it; others are left as they are.  Before any thread is started. */
int environment_restore(struct arena *a, const char *text, struct error *err);

#endif
