/* comparable.h - whether runs compare: on which machines they were measured, by whom counted, in
 * how many processes, and when. */
#pragma once

#include "base/arena.h"
#include "base/str.h"
#include "compare/view.h"

/* How many processes the view's baseline and head have at most, where these are too few to tell any
 * change of a metric that varies; *ENOUGH is how many could.  0 where nothing stands in the way. */
size_t comparable_too_few(const struct view *view, size_t *enough);

/* The node where all series were measured, as far as a cluster or CTest gave it; "" if none did, or
 * they differ. */
const char *comparable_place(const struct view *view);

/* Of the view's series those whose times were measured by an earlier sweep, as of series_reused().
 */
const char *comparable_reused(struct arena *a, const struct view *view);
/* The same as of series_reused_line(). */
const char *comparable_reused_line(struct arena *a, const struct view *view, bool told);

/* Append what makes times of the view's series incomparable: "times may not compare: CPU differs: X
 * (1.0, 1.1), Y (2.0)", one for each of CPU, machine name, place and Python that does. */
void comparable_machines(struct strv *warnings, const struct view *view);
/* The same of instructions: "valgrind differs: 3.19.0 (1.0), 3.22.0 (2.0)", Python, the processor,
 * the allocator. */
void comparable_counters(struct strv *warnings, const struct view *view);
