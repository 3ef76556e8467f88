/* label.h - what rows and columns of a table are called, and what may be left out of it.
 *
 * Where a terminal is narrow the series in the middle go first, those that were not measured before
 * all others; the baseline and the head never.
 */
#pragma once

#include "compare/view.h"
#include "text/table.h"

/* Ranks of other columns: they go after all series that may. */
enum { LABEL_RANK_INTERVAL = 1, LABEL_RANK_SINCE, LABEL_RANK_SERIES };

/* Add the column of a series of the frame. */
struct table_column *label_series(struct table *table, const struct view *view, size_t series);

/* Set a cell to the row's name, TEXT; of one with params its function is a section. */
void label_row(struct arena *a, struct table_row *cells, size_t column, const struct view *view,
               size_t row, const char *text);
