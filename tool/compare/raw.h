/* raw.h - the numbers of a comparison in base units: a row per benchmark, a column per metric,
 * statistic and series ("time:min:2.0.1"), as the peer's CSV has them.  Of a matrix with verdicts
 * those follow, five columns per metric, statistic and series that was judged:
 * "time:min:2.0.1:verdict" and the same with ratio, low, high and p. */
#ifndef BENCHMEM_COMPARE_RAW_H
#define BENCHMEM_COMPARE_RAW_H

#include "base/arena.h"
#include "compare/view.h"
#include "text/table.h"

/* A table of the view's rows in their order; a column asked for twice comes once. */
struct table *raw_table(struct arena *a, const struct view *view);

#endif
