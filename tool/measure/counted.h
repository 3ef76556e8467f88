/* counted.h - the counted pass: pytest under Valgrind's callgrind, each benchmark's call counted in
 * instructions.
 *
 * Nothing in it is decided by a clock, so it needs no quiet: versions are counted side by side.  It
 * is without memory tracing.  What is not set by the user is set so that counts are the same each
 * time: Python's hash seed, one thread for numeric libraries, addresses that are not random.
 */
#pragma once

#include "measure/run.h"

/* Has the suite's calls counted; and has one more call traced, for which that asks it. */
extern const struct plugin counted_plugin, traced_plugin;

/* As of struct pass.  Counts go into run->file, where the timed pass has put its run file; with
 * no timed pass, the pass's own run file goes there, its `stats` marked as no times.  run->count is
 * what was counted, with the reasons of what was not; the outcome's failed tests are these, and its
 * number of benchmarks is that of the counted. */
int counted_words(const struct run *run, struct strv *argv, struct strv *env, struct error *err);
int counted_judge(struct run *run, const struct child_result *result, struct error *err);

/* Whether addresses were random all the same. */
bool counted_randomised(const struct run *run);
