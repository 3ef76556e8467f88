/* summary.h - what came of a sweep, for people and for the exit status. */
#pragma once

#include "sweep/version.h"

/* One line per version, what could not be provisioned, what to type next; to standard output. */
void summary_print(const struct sweep *sweep);

/* The exit status by what the versions ended as; of a later round, by what it gave. */
int summary_exit_code(const struct sweep *sweep);
