/* pager.h - long output on a terminal, shown page by page.
 *
 * The pager is what BENCHMEM_PAGER says, else PAGER, else "less": words with spaces between them,
 * which no shell sees.  "" and "cat" mean none.  LESS is FRX and LV is -c for it where they are not
 * set: colours are kept, what fits on one screen stays there, and less ends at once.
 */
#pragma once

#include "base/arena.h"
#include "base/error.h"

#include <stdio.h>

/* Write TEXT to STREAM: where that is a terminal through the pager, which is waited for.  That it
 * ends before it has read all is no error.  If one that was named cannot be started, *WHY says so
 * and the text is written without; else that is NULL. */
int pager_show(struct arena *a, FILE *stream, const char *text, size_t len, const char **why,
               struct error *err);

/* From now on there is no pager. */
void pager_disable(void);
