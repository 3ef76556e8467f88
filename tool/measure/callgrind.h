/* callgrind.h - what callgrind dumps, read: which functions executed how many instructions.
 *
 * A dump is text: a header of "key: value" lines; then, by function, the lines "ob=", "fl=", "fn="
 * that name it (each name once, as "(7) name", afterwards as "(7)") and what its source lines cost;
 * last, "totals:".  A line of costs that follows "calls=" is what was executed in a function that
 * was called, which stands there by itself as well, and is passed over.  Parts of a file inlined
 * into a function ("fi=", "fe=") are the function's own.  Source: "Callgrind Format Specification"
 * in Valgrind's manual, and callgrind/dump.c, which writes no totals before all else is written.
 *
 * A dump may be anything: cut off, of another tool, with names of any length and bytes.  What is
 * read of it is whole or refused.
 */
#pragma once

#include "base/arena.h"
#include "base/error.h"

#include <stdint.h>

/* Longer names are cut there, and end with a digest of the whole. */
enum { CALLGRIND_NAME_MAX = 1000 };

/* One function of one object file; the levels of a recursion ("f", "f'2") are one. */
struct callgrind_function {
    const char *object;    /* path of the program or library, "???" where it is not known */
    const char *file;      /* of its source, "???" where it is not known */
    const char *name;      /* as the compiler or the language has it, or an address */
    uint64_t instructions; /* that it executed itself, not what it called; over 0 */
};

struct callgrind {
    const char *creator; /* "callgrind-3.19.0"; "" if it is not said */
    long number;         /* the number it was asked for with (call.c), -1 if none */
    uint64_t total;      /* instructions of all functions: the sum of theirs */
    /* By instructions, most first; the same number: by name, object and file. */
    struct callgrind_function *functions;
    size_t count;
};

/* Read the dump.  Strings are in the arena, in which it needs room for each function once.  Errors
 * have EXIT_FAILED and say what is wrong, in callgrind_parse() without the path. */
int callgrind_read(struct arena *a, const char *path, struct callgrind *dump, struct error *err);
int callgrind_parse(struct arena *a, const char *text, size_t len, struct callgrind *dump,
                    struct error *err);

/* How many of its first functions make up at least PER_MILLE thousandths of the total. */
size_t callgrind_most(const struct callgrind *dump, unsigned per_mille);
