/* cell.h - texts that the layouts share. */
#ifndef BENCHMEM_COMPARE_CELL_H
#define BENCHMEM_COMPARE_CELL_H

#include "data/frame.h"

/* What stands where there is no value: "✗" if the benchmark failed there, else "—". */
const char *cell_empty(const struct frame *frame, size_t row, size_t series);

/* What follows the last "::" of an id, as the peer shortens it. */
const char *cell_name(const char *id);

#endif
