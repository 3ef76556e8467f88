/* largest.h - which rows are drawn where there are too many for a picture. */
#ifndef BENCHMEM_DRAW_LARGEST_H
#define BENCHMEM_DRAW_LARGEST_H

#include "base/arena.h"

#include <stddef.h>

/* The places of the *KEPT largest of the COUNT sizes, in rising order; *KEPT is MOST, or COUNT
 * where that is less.  Of equal sizes the first are taken. */
size_t *largest_places(struct arena *a, const double *sizes, size_t count, size_t most,
                       size_t *kept);

#endif
