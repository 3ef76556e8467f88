/* view_parts.h - what the views with axes have in common. */
#pragma once

#include "plot/points.h"
#include "plot/views.h"

/* A chart with the column's words, the axes' ranges open, and one panel without a title. */
struct chart view_begin(struct arena *a, const struct frame *frame, const char *view,
                        const struct view_options *o);

/* " (seconds)", " (bytes)", "" */
const char *view_unit_note(enum unit unit);

/* A column's metric: "peak" for options and file names, "peak memory" for people. */
const char *view_metric(const struct column *column);
const char *view_metric_title(const struct column *column);

/* "unavailable", "failed", "not run", "no run file"; NULL for a series that has a run. */
const char *view_series_state(const struct series *series);

/* That points are left of the COUNT there were, after points_split() by DIMS (NULLs count for
 * nothing); the chart's notes say how many are not. */
int view_check_left(struct arena *a, const struct points *points, size_t count,
                    const char *const *dims, size_t dim_count, struct chart *chart,
                    struct error *err);

/* That NAME, of the option, is a dim; else an error that names those there are. */
int view_check_dim(const struct points *points, const char *option, const char *name,
                   struct error *err);

/* Titles for the panels: a value of the facet each. */
void view_panels(struct arena *a, const struct grouping *facet, struct chart *chart);

/* "kind=list<br>" */
const char *view_label(struct arena *a, const struct grouping *grouping, size_t at);

/* Points of the list, without x, y and the rest that a view fills; with O's verdicts unless that is
 * NULL. */
struct chart_point *view_points(struct arena *a, const struct points *points,
                                const struct view_options *o, size_t from, size_t to);
