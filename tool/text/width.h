/* width.h - how much room text takes on a terminal, independent of the locale.
 *
 * Widths are in terminal columns: 2 for wide characters, 0 for combining ones.  Texts are UTF-8;
 * what is not is handled a byte at a time.
 */
#pragma once

#include "base/arena.h"

/* TEXT with everything that text/visible.h knows to be unsafe written as an escape: "\n", "\x1b",
 * "\u202e"; a byte that is no UTF-8 as "\xff".  TEXT itself where there is nothing to do. */
const char *text_visible(struct arena *a, const char *text);

/* Columns taken by a text that is visible. */
size_t text_width(const char *text);
/* The same of its first LEN bytes. */
size_t text_columns(const char *text, size_t len);

/* The bytes of the longest beginning of TEXT that takes at most COLUMNS. */
size_t text_head(const char *text, size_t columns);

/* TEXT (visible) in at most COLUMNS columns, its middle replaced by "…" where it is longer.
 * Combining characters stay with what they combine with. */
const char *text_elide(struct arena *a, const char *text, size_t columns);
