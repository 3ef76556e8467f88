/* tools.h - the programs that environments are made with. */
#pragma once

#include "base/error.h"
#include "provision/plan.h"
#include "provision/task.h"

struct tools {
    const char *uv, *uv_version; /* program, "0.13.9" */
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
/* Wait for what they answer, and check it against the oldest that will do. */
int tools_find(struct tools *tools, const struct tasks *shared, struct error *err);
