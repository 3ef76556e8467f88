/* difference.h - by how much each function, or allocation site, accounts for a change of a
 * benchmark's instructions or memory.
 *
 * What belongs together is one: a function that calls itself ("f" and "f'2"), one that a Rust
 * compiler gave another hash ("f::h0123456789abcdef"), a part or copy of a function that a compiler
 * gave another number ("f.part.0"), and all functions of a library without
 * symbols, which have addresses for names; where it has symbols on one side, those that the other
 * side does not name too.  A library is one whatever version, hash of auditwheel's
 * or tag of Python's its name has.  Lines move between versions, so the sites of a function
 * are put together in their order, where both versions have as many; else the function is one site.
 */
#pragma once

#include "data/counts.h"

struct difference_part {
    const char *object;
    const char *name; /* NULL: those of the object that have none, on one side at least */
    double line;      /* of a site, in the later version that has it; 0: none */
    double before, after;
    double allocations[2];              /* of a site: before and after */
    bool in_before, in_after;           /* among the functions that are named there */
    unsigned long long lowest, highest; /* without a name: the addresses at which they begin, in the
                                           later version that has some */
};

/* A Python function, or several of one file that are called alike (lambdas, say) where one version
 * has more of these than the other; of the two versions its line is that of the later which has it.
 */
struct difference_python {
    const char *file, *name;
    double line;
    double calls[2], bytecodes[2]; /* before and after; bytecodes NAN where they were not traced */
};

struct difference {
    double before, after;
    struct difference_part *parts; /* the one that changed most, up or down, first */
    size_t part_count;
    double rest; /* how much the functions that are not named changed together */
    struct difference_python *python; /* the one whose bytecodes, or else calls, changed most first;
                                         none where a side was not traced */
    size_t python_count;
};

/* A function that one side does not name has 0 there. */
struct difference difference_of(struct arena *a, const struct counts *before,
                                const struct counts *after);

/* Whether bytecodes are known of all Python functions. */
bool difference_has_bytecodes(const struct difference *difference);

/* Whether it is told best by the Python functions: no library of the environment accounts for half
 * of the change, and of what Python did at least a tenth of the share changed, more or less, by
 * which the whole did. */
bool difference_is_of_python(const struct difference *difference);

/* By how many bytecodes, or where they were not traced calls, it changed. */
double difference_python_change(const struct difference_python *python);

/* How much of the change the part accounts for, in percent; NAN where nothing changed. */
double difference_share(const struct difference *difference, const struct difference_part *part);
