/* rounds_auto.h - for `benchmem sweep --rounds auto`: which benchmarks need more rounds. */
#pragma once

#include "judge/judge.h"
#include "sweep/sweep_judge.h"

/* A sweep's judge (sweep/sweep_judge.h): by the verdicts that `benchmem compare OUT` with these
 * OPTIONS gives on time, and on the peak where memory is measured, against the first version of the
 * directory that has results. */
struct sweep_judge rounds_auto_judge(const struct judge_options *options);
