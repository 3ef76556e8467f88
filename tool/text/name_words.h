/* name_words.h - what a list of names has in common and can do without. */
#pragma once

#include "base/arena.h"

/* Take from before a parameter a class, "UnstructureStrategy.", that every name of the same
 * function has before this parameter; that of a function which has one name only if it was taken
 * from another function's.  Different names stay different. */
void names_drop_classes(struct arena *a, const char **names, size_t count);

/* Take whole words that all names begin or end with from all of them; brackets stay in pairs.
 * Different names stay different. */
void names_drop_shared(struct arena *a, const char **names, size_t count);
