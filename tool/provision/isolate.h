/* isolate.h - the isolation directory: copies of the suite and of --copy-dir and nothing else, so
 * that nothing of the checkout can be imported instead of the installed package. */
#pragma once

#include "provision/venv.h"

/* What is not copied, as tree_copy() has it: a build tree, of whatever name, is large and changes
 * with every build. */
extern const char *const isolate_passed_over[];

/* Stage isolation: make the directory; meanwhile list the environment's packages, unless the lock
 * says them all. */
task_step isolate_copy;
