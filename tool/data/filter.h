/* filter.h - keep some of a frame's rows: --where KEY=VALUE and --filter GLOB. */
#pragma once

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"
#include "data/frame.h"

/* Check that each of WHERE is KEY=VALUE.  The error has EXIT_USAGE and names those that are not.
 */
int filter_check(struct arena *a, const struct strv *where, struct error *err);

/* Keep the rows that have every dim of WHERE, by its text or as a number (1000 is 1000.0), and
 * match one of GLOBS, if there is any: by the whole id, what follows its last "::", or letter for
 * letter.  A key that is a dim of no benchmark is an error with EXIT_USAGE, no row left one with
 * EXIT_NO_VERDICT. */
int filter_frame(struct arena *a, struct frame *frame, const struct strv *where,
                 const struct strv *globs, struct error *err);
