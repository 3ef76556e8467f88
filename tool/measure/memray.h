/* memray.h - a record of memray, read by an interpreter that has memray: the format is its own. */
#pragma once

#include "base/arena.h"
#include "base/error.h"

/* What is kept of memory passes (measure/allocations.h), with stacks, of the file RECORD, which
 * pytest-benchmem or memray has made: *TEXT, *LEN bytes, in the arena.  PYTHON is a path, or a name
 * on PATH.  Errors have EXIT_USAGE where it cannot read the record, and say why. */
int memray_read(struct arena *a, const char *python, const char *record, char **text, size_t *len,
                struct error *err);
