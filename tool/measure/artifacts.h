/* artifacts.h - what a run left behind: the run file it made, the tests that failed. */
#pragma once

#include "measure/run.h"

/* How its command ended: 0 well, -1 with the reason. */
int artifacts_judge(const struct run *run, const struct child_result *result, struct error *err);

/* Whether it ended otherwise than pytest does when tests have failed: another try may give more. */
bool artifacts_cut(const struct run *run, const struct child_result *result);

/* How many benchmarks the run file holds; 0 with the reason if none can be had. */
size_t artifacts_count(const struct run *run, struct error *none);

/* -1 with why there is nothing to keep: what ERR says of the command's end, if ENDED is -1, or what
 * artifacts_count() said. */
int artifacts_nothing(const struct run *run, int ended, const struct error *none,
                      struct error *err);

/* -1, and ERR, which says that there are no results, says too why tests were skipped if none
 * failed.
 */
int artifacts_add_skipped(const struct run *run, const struct failures *skipped, struct error *err);

/* Take the run file to the run's place. */
int artifacts_keep(const struct run *run, struct error *err);

/* Note in it how a build tree was built: "benchmem_build", a member of the file's object
 * (outdir/build_record.h).  artifacts_keep() does. */
int artifacts_add_build(const struct run *run, struct error *err);

/* Add which tests failed, without reasons, from pytest's own record in its cache; none if it left
 * no usable one. */
void artifacts_failed_tests(const struct run *run, struct failures *failed);
