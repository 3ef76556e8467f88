/* amend.h - a run file with more in `extra_info.benchmem` than the run itself wrote there.
 *
 * What is not named here stays as the file has it, byte for byte.  Of each benchmark that an
 * amendment is of, by `fullname`: the members of the amendment are in `extra_info.benchmem`, in
 * the place of those of the same names.
 *
 * A file whose run timed nothing can say so: each `stats` then has every statistic of
 * pytest-benchmark as 0, `rounds` too, and no `data`.  A timed benchmark has a round at least.
 * pytest-benchmark (3.4 to 5.3) loads and compares such a file, pytest-benchmem (0.5.5) too; with
 * `stats` empty or its members null or left out one of them fails or passes over the file.
 */
#pragma once

#include "base/error.h"
#include "runfile/span.h"

#include <stdbool.h>

struct amendment {
    struct span fullname; /* as JSON has it, in quotes; compared byte for byte, as Python writes */
    struct span members;  /* a JSON object; nothing: the benchmark stays as it is, */
    bool met;             /* and whether the file has it is set */
};

/* Write the run file FROM as PATH, which may be the same and appears whole or not at all, with
 * COUNT amendments; those of benchmarks that it does not have are passed over.  NO_TIMES: it timed
 * nothing.  *AMENDED (unless NULL) is the number of benchmarks that were amended.  Errors name the
 * file. */
int amend_run_file(const char *from, struct amendment *amendments, size_t count, bool no_times,
                   const char *path, size_t *amended, struct error *err);

/* Give the run file the member NAME (ASCII), with VALUE, which is JSON, behind its others and
 * instead of one of that name.  The file appears whole or not at all; errors name it. */
int amend_run_file_member(const char *path, const char *name, struct span value, struct error *err);
