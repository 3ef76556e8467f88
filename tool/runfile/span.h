/* span.h - the parts of a JSON text where they stand, none copied.
 *
 * For texts that are put together anew.  Checked is what is needed to find where a part begins and
 * ends, nothing inside of it.
 */
#pragma once

#include "base/arena.h"

#include <stdbool.h>

struct span {
    const char *at; /* NULL: there is none */
    size_t len;
};

struct spans {
    struct span *names; /* of members, with their quotes; NULL for a list's elements */
    struct span *values;
    size_t count;
};

/* The one value that TEXT holds, without the white space around it (and a byte order mark before
 * it); none if it holds more or less. */
struct span span_trim(struct span text);

/* Elements of a list, or members of an object, in the arena.  Returns false if VALUE is none, or
 * its parts cannot be told apart. */
bool span_elements(struct arena *a, struct span value, struct spans *out);
bool span_members(struct arena *a, struct span value, struct spans *out);

/* The I-th member, from its name to the end of its value. */
static inline struct span span_whole_member(const struct spans *members, size_t i)
{
    const char *from = members->names[i].at;
    return (struct span){from, (size_t)(members->values[i].at + members->values[i].len - from)};
}

/* The value of the member NAME (ASCII), the last of several as in Python. */
struct span span_member(const struct spans *members, const char *name);
/* Whether the quoted name says NAME. */
bool span_is(struct span quoted, const char *name);

/* Whether the value begins so: '{', '[' or '"'. */
static inline bool span_begins(struct span value, char c)
{
    return value.at && value.len && value.at[0] == c;
}

/* A number, as JSON or Python writes it; *NUMBER is its value. */
bool span_number(struct span value, double *number);
