/* environment.h - the environment of children. */
#pragma once

#include "base/arena.h"
#include "base/str.h"

/* The environment: ours without the names in UNSET (NULL-terminated), with the "NAME=value"s of
 * SET, which come after and win.  A NULL-terminated list in the arena. */
const char *const *environment_make(struct arena *a, const char *const *unset,
                                    const struct strv *set);
