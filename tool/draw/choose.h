/* choose.h - which rows of a figure a picture holds: those that changed most, both ways. */
#pragma once

#include "base/arena.h"

/* How many rows that is. */
struct choice {
    size_t top;   /* that grew and as many that shrank; 0: USUAL of both; SIZE_MAX: all */
    size_t usual; /* with a top of 0 */
    size_t most;  /* never more */
};

/* The COUNT rows by their changes, NAN for one without: all in their order, or where there are more
 * than the choice has those that changed most, from the ends of the scale in turn; *CHOSEN is how
 * many. */
size_t *choose_rows(struct arena *a, const double *changes, size_t count, struct choice choice,
                    size_t *chosen);
