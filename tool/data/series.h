/* series.h - one thing that sits beside others: a run file, or a version of a sweep. */
#pragma once

#include "base/arena.h"
#include "base/error.h"
#include "outdir/failures.h"

/* What the sweep says of a series; SERIES_PLAIN when it came as a run file by itself. */
enum series_state {
    SERIES_PLAIN,
    SERIES_OK,
    SERIES_PARTIAL,     /* some benchmarks failed: `failed` names them */
    SERIES_FAILED,      /* the run gave no benchmark */
    SERIES_UNAVAILABLE, /* could not be installed or isolated */
    SERIES_ABSENT,      /* not run (yet) in this sweep */
};

/* What a run file says of where it was measured, as far as times depend on it; "" where it does not
 * say. */
struct machine {
    const char *node, *cpu, *python;
    const char *place; /* what it was given of a cluster, or by CTest (runfile/places.h) */
};

/* What says who counted instructions. */
enum counter_part { COUNTER_VALGRIND, COUNTER_PROCESSOR, COUNTER_MALLOC, COUNTER_PARTS };

/* Who counted its instructions: valgrind's version, the processor's model, whose allocator the
 * process had ("even" or "own"); "" where no benchmark says. */
struct counter {
    const char *parts[COUNTER_PARTS];
};

struct series {
    const char *label;
    const char *path; /* of the run file; NULL if the state has none */
    enum series_state state;
    const char *stage;         /* of the sweep, where it failed: "install"; or NULL */
    const char *note;          /* why there is no run file, or not all in it, one line; or NULL */
    const char *reused;        /* when it was measured, if not by the sweep itself; or NULL */
    const char *counts_reused; /* the same of its counts, where only these are of an earlier one */
    struct failures failed;    /* tests */
    struct counter counter;    /* of the first benchmark that says, if instructions were read */
    struct machine machine;    /* NULLs before frame_load(), and where there is no run file */
};

/* Whether times of the two can be held against each other: what they were given is the same, with
 * rounds the same in each. */
bool series_same_place(const struct series *left, const struct series *right);

/* The member of `counted` that says it: "valgrind", "processor", "malloc". */
const char *counter_part_name(enum counter_part part);

/* Whether anything is said. */
bool counter_said(const struct counter *counter);

/* The state for programs: "plain", "ok", "partial", "failed", "unavailable", "absent". */
const char *series_state_name(enum series_state state);

/* Why there is no run file, for people: "failed: WHY", "unavailable at STAGE: WHY", "not run yet".
 * NULL where the state has one. */
const char *series_lack(struct arena *a, const struct series *series);

/* The labels of those that say the same as the I-th, "2.0.1, 2.2.1", of the TEXTS that each says;
 * NULL if one before it says that. */
const char *series_alike(struct arena *a, const struct series *series, const char *const *texts,
                         size_t count, size_t i);

/* "2.0.1 (2026-11-20), 2.2.1 (2026-11-21)" of those that were reused; "" if none was. */
const char *series_reused(struct arena *a, const struct series *series, size_t count);
/* "2.0.1, 2.2.1: reused results of 2026-11-20; 2.4.0: reused counts of 2026-11-21" of those whose
 * results, or whose counts, were; "" if none was.  What is in series_reused() is left out if it is
 * TOLD already. */
const char *series_reused_line(struct arena *a, const struct series *series, size_t count,
                               bool told);

/* The index of the series with that label, or -1; the second fills the error of the OPTION that
 * names it, with EXIT_USAGE, which says what there is. */
int series_find(const struct series *series, size_t count, const char *label);
int series_find_for(const char *option, const struct series *series, size_t count,
                    const char *label, struct error *err);
