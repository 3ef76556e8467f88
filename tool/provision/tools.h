/* tools.h - the programs that environments are made with. */
#pragma once

#include "base/error.h"
#include "provision/plan.h"
#include "provision/task.h"

struct tools {
    const char *uv, *uv_version; /* program, "0.13.9"; the version is NULL until tools_find() */
    const char *python;          /* interpreter the environments are made of */
    const char *valgrind;        /* program; NULL without --instructions */
    const char *git;             /* program; NULL without --repository */
    struct answers *said;        /* between tools_ask() and tools_find() */
};

/* Look for uv, for Valgrind if instructions are counted and for git if there is a repository, and
 * ask them for their versions and uv for the plan's interpreter.  -1: one is not there, or cannot
 * be started. */
int tools_ask(struct tools *tools, const struct tasks *shared, const struct plan *plan,
              struct error *err);
/* Whether all that has not been answered is uv's version, which environments can be begun without.
 */
bool tools_can_begin(const struct tools *tools);
/* Wait for what they answer, and check it against the oldest that will do; once, however often it
 * is called. */
int tools_find(struct tools *tools, const struct tasks *shared, struct error *err);
