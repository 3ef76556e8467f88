/* cell.h - what the layouts' cells, and sentences about them, have in common. */
#pragma once

#include "data/frame.h"
#include "judge/verdict.h"

/* What stands where there is no value: "✗" if the benchmark failed there, else "—". */
const char *cell_empty(const struct frame *frame, size_t row, size_t series);

/* What stands before a value: "~" where it is unclear whether it differs from the baseline, "="
 * where it is within noise, "" otherwise. */
const char *cell_mark(enum verdict verdict);
