/* facts.h - what something depends on, in lines that people can read: the text of a key under which
 * it is kept, so that it is found again only if every line is the same.
 *
 *     variable CFLAGS: 5b1f...
 *
 * A line's name says in which respect two differ if it is not.
 */
#pragma once

#include "base/arena.h"
#include "base/str.h"

struct fact {
    const char *name;  /* for people: "interpreter" */
    const char *value; /* one line */
};

/* An empty one is {.arena = a}. */
struct facts {
    struct fact *items;
    size_t count, cap;
    struct arena *arena;
};

/* The value becomes its fingerprint where it is no short line of print. */
void facts_add(struct facts *facts, const char *name, const char *value);
/* Append their lines. */
void facts_text(const struct facts *facts, struct str *out);

/* "suite, variable LANG and 2 more": the names of the lines in which two texts differ; *COUNT is
 * how many (unless NULL). */
const char *facts_difference(struct arena *a, const char *one, const char *other, size_t *count);
