/* extract.h - of one run file what is to be parsed.
 *
 * The first half of reading, which several files can go through at the same time: the file is
 * mapped, its layout checked, and each element of `benchmarks` squeezed (runfile/squeeze.h), so
 * that of nearly all of its bytes nothing is left.  Whether the file was joined of several
 * processes, and whether it has times, its first benchmark tells.  runfile/run_file.h is the other
 * half.  The keys may stand in any order.
 */
#pragma once

#include "base/arena.h"
#include "base/error.h"
#include "files/file.h"
#include "runfile/squeeze.h"

enum extract_kind {
    EXTRACT_BENCHMARK,
    EXTRACT_MACHINE, /* the value of `machine_info` */
    EXTRACT_PLACES,  /* that of `benchmem` */
    EXTRACT_OTHER,   /* another key or value, there to be checked */
};

struct extract_part {
    enum extract_kind kind;
    const char *from; /* where it begins in the file */
    size_t text, len; /* where it is in the extract's text, terminated */
};

struct extract {
    struct arena arena;
    struct file_map map; /* the file, if it was mapped */
    size_t rested;       /* so many of its bytes take no memory since they were last gone through */
    const char *start;   /* of the file's bytes; they end where `in` ends */
    struct squeeze in;
    struct extract_part *parts; /* in the file's order */
    size_t count, cap;
    size_t benchmark_count;
    bool failed; /* the file is wrong after these parts: */
    struct error err;
};

void extract_init(struct extract *x);
/* Make the extract that of the file; what it held is gone, its memory is used again.  KEEP says
 * what of a benchmark is kept.  ONLY: NULL, or texts: of the benchmarks after the first those alone
 * are taken in which one of these stands, as the file writes it; the others are only passed.
 * Errors have EXIT_USAGE and name the file. */
void extract_read(struct extract *x, const char *path, unsigned keep, const struct strv *only);
/* The same of a file's bytes, which must stay where they are; PATH is for errors. */
void extract_bytes(struct extract *x, const char *bytes, size_t len, const char *path,
                   unsigned keep, const struct strv *only);
/* Whoever goes through the file's bytes has come to AT: give back what is before, now and then,
 * since a file may be larger than the memory. */
void extract_rest_before(struct extract *x, const char *at);
/* "not JSON (line N)", for a part that cannot be parsed.  Returns -1. */
int extract_fail_json(const struct extract *x, const char *at, struct error *err);
void extract_release(struct extract *x);
