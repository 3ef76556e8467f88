/* timed.h - the timed pass: pytest-benchmark's times, and with --memory the memory.
 *
 * With --no-time it is for the memory alone: it times as little as can be, and its `stats` are
 * marked as no times. */
#pragma once

#include "measure/run.h"

/* As of struct pass. */
int timed_words(const struct run *run, struct strv *argv, struct strv *env, struct error *err);
int timed_judge(struct run *run, const struct child_result *result, struct error *err);
