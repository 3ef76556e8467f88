/* squeeze.h - JSON text made small before it is parsed: one pass, aware of strings.
 *
 * White space goes, and of a benchmark what nobody asked for, the rounds above all.  The result is
 * for cJSON, so what cJSON cannot hold is put otherwise: a number that needs its text, and the NaN
 * and Infinity that Python writes, become a string of SQUEEZE_NUMBER and the number as written; no
 * other string begins with that byte.  A zero byte or half a surrogate pair in a string becomes
 * U+FFFD.
 *
 * Words, numbers and strings are checked by JSON's grammar; structure is left to the parser.  What
 * is left out is only checked for where it ends.
 */
#pragma once

#include "base/str.h"
#include "runfile/scan.h"

enum { SQUEEZE_NUMBER = 1 };

/* What is kept of a benchmark, or-ed together; its `fullname` always is. */
enum squeeze_keep {
    /* `group`, `params` and `extra_info` without `benchmem`: scalars with the text of numbers;
     * lists and objects become "[]". */
    KEEP_LABELS = 1 << 0,
    /* Each statistic of `stats`. */
    KEEP_MIN = 1 << 1,
    KEEP_MAX = 1 << 2,
    KEEP_MEAN = 1 << 3,
    KEEP_MEDIAN = 1 << 4,
    KEEP_IQR = 1 << 5,
    KEEP_STDDEV = 1 << 6,
    KEEP_STATS = KEEP_MIN | KEEP_MAX | KEEP_MEAN | KEEP_MEDIAN | KEEP_IQR | KEEP_STDDEV,
    /* Each quantity of `extra_info.benchmem`; with any of them what data/sample.h says is needed to
     * make sense of it. */
    KEEP_PEAK = 1 << 7,
    KEEP_ALLOCATED = 1 << 8,
    KEEP_ALLOCATIONS = 1 << 9,
    KEEP_RSS = 1 << 10,
    KEEP_MEMORY = KEEP_PEAK | KEEP_ALLOCATED | KEEP_ALLOCATIONS | KEEP_RSS,
    /* Of `stats.processes` what belongs to the statistics and quantities that are kept.  A run file
     * joined of several has it in each benchmark: the first tells (runfile/extract.h). */
    KEEP_PROCESSES = 1 << 11,
    /* `instructions` of `extra_info.benchmem`, and of `counted` there who counted. */
    KEEP_INSTRUCTIONS = 1 << 12,
    /* `stats.rounds`: none, and the statistics are no times.  A run timed all or nothing: the first
     * benchmark of a file tells. */
    KEEP_ROUNDS = 1 << 13,
    KEEP_EVERYTHING =
        KEEP_LABELS | KEEP_STATS | KEEP_MEMORY | KEEP_PROCESSES | KEEP_INSTRUCTIONS | KEEP_ROUNDS,
};

struct squeeze {
    const char *at, *end; /* what is left to read; where it stopped after a failure */
    struct str text;      /* values are appended to it */
};

/* The next character that is not white space, without taking it; 0 at the end. */
static inline char squeeze_peek(struct squeeze *s)
{
    s->at = scan_solid(s->at, s->end);
    return s->at == s->end ? '\0' : *s->at;
}

/* Take the value at `at`, which follows white space if any, and append it whole. */
enum scan_result squeeze_value(struct squeeze *s);

/* The same for a benchmark, of which KEEP says what is appended; what is no object is appended
 * whole. */
enum scan_result squeeze_benchmark(struct squeeze *s, unsigned keep);

/* Whether the string of LEN bytes, with its quotes and as JSON writes it, says NAME, which is
 * ASCII.
 */
bool squeeze_is_string(const char *text, size_t len, const char *name);
