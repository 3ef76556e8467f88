/* doubt.h - times that moved while the instructions of the same benchmark did not.
 *
 * The code did the same work, so the machine did something else meanwhile, or what moved does not
 * show in instructions (judge/STATISTICS.md).  It takes a column of the smallest instructions in
 * the frame, shown or not.
 */
#pragma once

#include "compare/view.h"
#include "data/frame.h"
#include "judge/verdict_text.h"

/* The verdict of the row's instructions; VERDICT_NONE where there are none.  J may be NULL. */
enum verdict doubt_work(const struct frame *frame, const struct verdicts *j, size_t row,
                        size_t series);

/* Whether there are instructions by which times can be doubted. */
bool doubt_can(const struct view *view);

/* Whether a value of the view is such a time; COLUMN is of the frame. */
bool doubt_at(const struct view *view, size_t column, size_t row, size_t series);
