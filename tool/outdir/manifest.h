/* manifest.h - OUT/sweep.json, the record of a sweep: what every version ended as.
 *
 * A plain value, read and written whole.  Who changes it holds the directory's lock
 * (sweep/record.h).  Strings and arrays are the arena's.  The file is JSON with
 * "benchmem_sweep": 2 at its top (1: failed_tests were ids alone, which are read too); a reader
 * refuses a larger number, and a `json` or `lock` that leads out of the manifest's directory.  Text
 * that is no UTF-8 is written with U+FFFD in its place.
 */
#pragma once

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"
#include "outdir/failures.h"
#include "system/host_state.h"

enum version_status {
    VERSION_PENDING,
    VERSION_OK,
    VERSION_PARTIAL,
    VERSION_FAILED,
    VERSION_UNAVAILABLE,
};

enum sweep_stage {
    STAGE_NONE,
    STAGE_VENV,
    STAGE_INSTALL,
    STAGE_ISOLATION,
    STAGE_RUN,
    STAGE_COUNTED, /* "count" */
    STAGE_QUEUE    /* waiting for a node of a cluster */
};
enum { STAGE_COUNT = STAGE_QUEUE + 1 };

/* Where a process measured, as far as that was given by others: NULL where it was not. */
struct manifest_place {
    const char *node, *job; /* of a cluster: the node's name, the job's number */
    const char *resources;  /* of CTest's allocation: "gpus 0,2" */
};

/* One process that measured a version. */
struct manifest_round {
    long round; /* from 1 */
    enum version_status status;
    enum sweep_stage failed_stage;
    const char *reason; /* as of an entry */
    struct failures failed_tests;
    double seconds;         /* that it took */
    const char *json;       /* its own run file, relative to the manifest; NULL if none */
    const char *digest;     /* of that file, by which it is known; or NULL */
    struct host_state host; /* when it began */
    struct manifest_place place;
};

/* The counted run of a version. */
struct manifest_count {
    enum version_status status; /* VERSION_PENDING: there was none */
    const char *reason;         /* as of an entry */
    struct failures failed;
    size_t benchmarks;  /* that were counted */
    long calls, warmup; /* as it was asked for */
    long round;         /* whose run file has the counts */
    const char *json;   /* what it knows of functions, relative to the manifest; NULL if none */
    const char *reused; /* when it was, if by an earlier sweep; or NULL */
};

struct build_record;

/* How a version ended. */
struct manifest_ending {
    enum version_status status;
    enum sweep_stage failed_stage;
    const char *reason;
};

struct manifest_entry {
    const char *version, *label, *spec;
    const char *run_id; /* of the run that last changed this entry */
    enum version_status status;
    enum sweep_stage failed_stage; /* STAGE_NONE unless failed or unavailable */
    const char *reason;            /* one line: what was tried and why it failed; or NULL */
    struct strv last_lines;        /* of the tool that failed */
    struct failures failed_tests;
    struct manifest_ending before;    /* of a pending one: in the run before, where that failed */
    const char *python;               /* "3.11.7", or NULL */
    struct strv packages;             /* "name==version", as `uv pip freeze` prints them */
    const struct build_record *build; /* of a version that is a build tree; or NULL */
    double seconds[STAGE_COUNT];      /* per stage; NAN where it did not run */
    const char *json;                 /* run file, relative to the manifest; NULL if none */
    const char *lock;                 /* lock file, relative to the manifest; NULL if none */
    const char *attempt;           /* token of the sweep that made this entry's run file; or NULL */
    const char *inputs;            /* digest of what the lock was resolved from; or NULL */
    const char *method;            /* digest of how it was measured; or NULL */
    const char *key;               /* that the results have for --reuse (reuse/key.h); or NULL */
    const char *reused;            /* when they were measured, if not in this run; or NULL */
    long rounds_wanted;            /* 0: one, without rounds */
    struct manifest_round *rounds; /* by number; those that were measured so far */
    size_t round_count;
    struct manifest_count count;
};

struct manifest {
    const char *package;
    const char *run_id;  /* of the newest run */
    const char *started; /* ISO 8601, UTC */
    const char *uv;      /* version of uv */
    long seed;           /* of the order within rounds; 0: none */
    const char *node;    /* of a cluster, that --prepare was given; or NULL */
    struct {
        const char *node, *system, *machine, *cpu;
        long cpus;
    } host;
    struct manifest_entry *entries; /* in the order of the comparison */
    size_t count, cap;              /* cap: how many there is room for; manifest_add() sees to it */
};

const char *version_status_name(enum version_status status);
const char *sweep_stage_name(enum sweep_stage stage);

/* A file that does not exist gives an empty manifest and *EXISTS false (EXISTS may be NULL: then it
 * is an error).  One that is no manifest is an error with EXIT_USAGE. */
int manifest_read(struct arena *a, const char *path, struct manifest *manifest, bool *exists,
                  struct error *err);
int manifest_write(struct arena *a, const char *path, const struct manifest *manifest,
                   struct error *err);

/* The same of a text of LEN bytes, terminated; and onto one. */
int manifest_parse(struct arena *a, const char *text, size_t len, struct manifest *manifest,
                   struct error *err);
void manifest_print(struct str *s, const struct manifest *manifest);

/* The entry with that label, or NULL; manifest_add() makes it at the end if need be: pending, its
 * lists empty, its seconds NAN.  manifest_add() may move the entries; older pointers to them end.
 */
struct manifest_entry *manifest_find(const struct manifest *manifest, const char *label);
struct manifest_entry *manifest_add(struct arena *a, struct manifest *manifest, const char *label);

/* Have the entries with these labels, all different and there, follow each other in this order, in
 * the places that they have now; the others stay. */
void manifest_arrange(struct arena *a, struct manifest *manifest, const struct strv *labels);

/* Whether the newest run changed the entry; also where it is not known which run did. */
bool manifest_is_newest(const struct manifest *manifest, const struct manifest_entry *entry);

/* The round of that number in the entry, or NULL; manifest_add_round() makes it, in its place by
 * number, if need be. */
struct manifest_round *manifest_find_round(const struct manifest_entry *entry, long round);
struct manifest_round *manifest_add_round(struct arena *a, struct manifest_entry *entry,
                                          long round);
