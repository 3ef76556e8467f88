/* squeeze.h - JSON text made small before it is parsed: one pass, aware of strings.
 *
 * White space goes, and of a benchmark what no reader asks for, the rounds above all.  The result
 * is for cJSON, so what cJSON cannot hold is put otherwise: a number that needs its text, and the
 * NaN and Infinity that Python writes, become a string of SQUEEZE_NUMBER and the number as written;
 * no other string begins with that byte.  A zero byte or half a surrogate pair in a string becomes
 * U+FFFD.
 *
 * Words, numbers and strings are checked by JSON's grammar; structure is left to the parser.  What
 * is left out is only checked for its strings and for where it ends.
 */
#ifndef BENCHMEM_DATA_SQUEEZE_H
#define BENCHMEM_DATA_SQUEEZE_H

#include "base/str.h"

#include <stdbool.h>

enum { SQUEEZE_NUMBER = 1 };

struct squeeze {
    const char *at, *end; /* what is left to read; where it stopped after a failure */
    struct str text;      /* the last value, squeezed */
};

enum squeeze_keep {
    SQUEEZE_ALL,
    /* Of an object, `fullname`, `group`, `params`, `extra_info` and `stats`, and of the last the
     * statistics that are columns; numbers directly in `params` and `extra_info` keep their text.
     */
    SQUEEZE_BENCHMARK,
};

enum squeeze_result {
    SQUEEZE_DONE,
    SQUEEZE_CUT, /* the text ends within the value */
    SQUEEZE_BAD, /* not JSON, at `at` */
};

/* The next character that is not white space, without taking it; 0 at the end. */
char squeeze_peek(struct squeeze *s);

/* Take the value at `at`, which follows white space if any, into `text`. */
enum squeeze_result squeeze_value(struct squeeze *s, enum squeeze_keep keep);

#endif
