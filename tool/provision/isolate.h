/* isolate.h - the isolation directory: copies of the suite and of --copy-dir and nothing else, so
 * that nothing of the checkout can be imported instead of the installed package. */
#pragma once

#include "provision/venv.h"

/* Names, as shell patterns, that are not copied; NULL-terminated. */
extern const char *const isolate_passed_over[];

/* Stage isolation: make the directory; meanwhile list the environment's packages, unless the lock
 * says them all. */
task_step isolate_copy;
