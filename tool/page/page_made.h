/* page_made.h - what the steps of a metric are made of, for the page's panel.
 *
 *     "made": {"steps": [[row, from, to, 1 if Python functions tell best what it was,
 *                         [name, before, after, ...],
 *                         [name, calls before, after, bytecodes before, after, ...]], ...],
 *              "names": [[function, where it is], ...]}
 *
 * of native and of Python functions those PAGE_MADE_MOST that changed most.  from and to are
 * series, null stands for what is not known; a name is a place in names.
 */
#pragma once

#include "data/frame.h"
#include "judge/verdict.h"
#include "text/json.h"

enum { PAGE_MADE_MOST = 5 };

struct page_made {
    const struct frame *frame;
    const struct verdicts *judged;
    const size_t *rows;   /* of the frame, in the page's order */
    size_t metric, value; /* the verdicts' column, and the frame's */
};

/* Add the member, with the steps of which something was kept; nothing where that is none. */
void page_made_add(struct json *j, const struct page_made *what);
