/* explain_table.h - a difference as a table, as JSON, and in a few lines. */
#ifndef BENCHMEM_EXPLAIN_EXPLAIN_TABLE_H
#define BENCHMEM_EXPLAIN_EXPLAIN_TABLE_H

#include "explain/difference.h"
#include "text/json.h"
#include "text/table.h"

/* What is explained: a benchmark, between the versions of these labels. */
struct explanation {
    const char *id, *name; /* the latter for people */
    const char *from, *to;
    struct difference difference;
};

/* Add the table, with up to TOP functions, and notes on what it cannot say. */
void explain_add_table(struct report *report, const struct explanation *e, size_t top);

/* Add an object with up to TOP functions. */
void explain_add_json(struct json *j, const struct explanation *e, size_t top);

/* Add up to MOST lines on the functions that account for the change, those only that changed the
 * way the whole did: "+3.1 M (104%) pkg/_core.so: parse". */
void explain_add_lines(struct strv *lines, const struct difference *difference, size_t most);

#endif
