/* explain_table.h - a difference as a table, as JSON, and in a few lines. */
#pragma once

#include "explain/difference.h"
#include "text/json.h"
#include "text/table.h"

/* What is explained: a benchmark, between the versions of these labels. */
struct explanation {
    const char *id, *name; /* the latter for people */
    const char *from, *to;
    enum metric metric; /* one that counts_explain() */
    struct difference difference;
};

/* What a part is called, by its addresses where it has no name, and where it is: the library, or a
 * site's file and line, "" where it has none; and where a Python function begins. */
const char *explain_name(struct arena *a, const struct difference_part *part);
const char *explain_place(struct arena *a, const struct difference_part *part);
const char *explain_python_place(struct arena *a, const struct difference_python *python);

/* Add the tables, of native and of Python functions, up to TOP each, those first that tell best
 * what it was; and notes on what they cannot say. */
void explain_add_table(struct report *report, const struct explanation *e, size_t top);

/* Add an object with up to TOP functions. */
void explain_add_json(struct json *j, const struct explanation *e, size_t top);

/* Add up to MOST lines on what accounts for the change of the metric, that only which changed the
 * way the whole did: "+3.1 M (104%) pkg/_core.so: parse", "+2 MiB (99%) pkg/core.py:41: load".
 * Where Python functions tell best what it was, these first: "+4,000 bytecodes pkg/m.py:14: step,
 * calls 100 → 300". */
void explain_add_lines(struct strv *lines, enum metric metric, const struct difference *difference,
                       size_t most);
