/* join_row.h - one benchmark of a joined run file, as runfile/join.h has it. */
#pragma once

#include "base/arena.h"
#include "files/file.h"
#include "runfile/span.h"

/* Put the benchmark of which ITEMS are what COUNT processes wrote, in the rounds of those numbers;
 * an item that is not there is of a process that did not measure it, and there is one at least.
 * Memory comes from SCRATCH. */
void join_row_put(struct arena *scratch, struct file_writer *out, const struct span *items,
                  const long *rounds, size_t count);
