/* names.h - a list of names made short so that no two of them look the same.
 *
 * Names that fit are left as they are.  Where some do not, what all of them share is dropped from
 * all: words they begin or end with ("test_"), and before the parameters of one function a class
 * that all of these have ("UnstructureStrategy.").  Of a name that is still too long the parts are
 * left out, "…" in their place, that no other name differs in: whole words first, then single
 * characters.  Where even that cannot tell two apart they end in an ordinal: "test_x…#2".
 *
 * Names are visible texts (text/width.h) in the words of pytest: "test_x[A.B-1]".  Equal ones are
 * one name.  Two that are written differently and look the same are told apart too.
 */
#pragma once

#include "base/arena.h"

/* How wide texts are, in any unit. */
struct name_ruler {
    double (*width)(const void *data, const char *text, size_t len);
    const void *data;
};

/* The COUNT names, each at most ROOM wide; one that has no room for its ordinal is the ordinal. */
const char **names_shorten(struct arena *a, const char *const *names, size_t count, double room,
                           const struct name_ruler *ruler);

/* The same in columns of a terminal. */
const char **names_shorten_columns(struct arena *a, const char *const *names, size_t count,
                                   size_t columns);
