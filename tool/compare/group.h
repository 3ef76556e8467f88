/* group.h - rows in groups, a table each: --group-by. */
#pragma once

#include "base/arena.h"
#include "base/error.h"
#include "compare/view.h"

struct group {
    const char *title; /* "comparison" where nothing is grouped */
    const size_t *rows;
    size_t count;
    const bool *left_out; /* as in the view */
};

/* Whether the row of the frame is to be in the group's table; whether any is. */
bool group_shows(const struct group *group, size_t row);
bool group_is_shown(const struct group *group);

/* Check KEYS: fullname, name, func, group, module, class and param:NAME, separated by commas; ""
 * for no groups.  The error has EXIT_USAGE and names every other word. */
int group_check(struct arena *a, const char *keys, struct error *err);

/* Put the rows of the view into groups by KEYS, checked before; the groups by their keys, the rows
 * of each in the view's order.  Where no metric asked for has a value, HIDDEN stands in: the column
 * decides how numbers among the params are written (data/axis.h). */
struct group *group_rows(struct arena *a, const struct view *view, const char *keys, size_t hidden,
                         size_t *count);
