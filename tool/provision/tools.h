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
};

/* Find uv, Valgrind if instructions are counted and git if it has a repository, checked against the oldest that will do, and
 * the plan's interpreter. */
int tools_find(struct tools *tools, const struct tasks *shared, const struct plan *plan,
               struct error *err);
