/* passes.h - the kinds of running a suite.  A new one is a file as measure/timed.c and an entry. */
#pragma once

#include "measure/run.h"

enum { PASS_TIMED, PASS_COUNTED, PASSES };

extern const struct pass passes[PASSES];
