/* version.h - one version on its way through a sweep, and the sweep it belongs to: what the files
 * of this room share. */
#pragma once

#include "files/lock.h"
#include "outdir/manifest.h"
#include "outdir/outdir.h"
#include "provision/venv.h"
#include "reuse/key.h"
#include "sweep/place.h"
#include "system/machine_lock.h"

struct progress;
struct reuse;
struct sweep_judge;

struct sweep {
    struct arena *arena;
    const struct plan *plan;
    const struct sweep_options *options;
    struct loop *loop;
    struct progress *progress;
    struct tasks tasks; /* what those of the versions share */
    struct tools tools;
    const char *run_id;
    const char *method;  /* how versions are measured (sweep/resume.h) */
    long seed;           /* of the order within rounds */
    struct reuse *reuse; /* sweep/reuse.h; NULL without */
    const struct sweep_judge *judge;
    const struct strv *only;  /* the benchmarks that are measured; NULL: all */
    double measured;          /* seconds of all processes that measured */
    const char *pinned;       /* the node where all is measured, once it is known; NULL: anywhere */
    struct machine_lock turn; /* sweep/machine_turn.h; its path is NULL if it is not used */
    struct version *versions;
    size_t count;
    size_t lost;          /* versions that could not be provisioned for what they wanted */
    bool told_randomised; /* that addresses are random where they should not be */
    bool unrecorded;      /* what some version ended as could not be written down */
};

struct version {
    struct sweep *sweep;
    const struct planned_version *planned;
    enum place place;
    struct lock lock; /* of the label, in the output directory */
    struct venv venv;
    struct outcome outcome; /* what is recorded: of all its rounds */

    /* the rounds (sweep/history.h) */
    struct manifest_entry history; /* of which only rounds and count are used: those so far */
    struct strv history_lines;     /* last lines of the newest that was not ok */
    long round;                    /* the one at hand, 0 between them */

    /* --reuse (sweep/reuse.h) */
    struct key key;        /* of its results; its text is NULL where they are not for that */
    const char *reused;    /* when they were measured, if not in this run; else NULL */
    const char *taken_key; /* under which another process measured some of them; NULL: none did */
    bool mixed;            /* which is not the same key */
    bool cut;              /* a process that measured did not end by itself */
};

void version_init(struct version *v, struct sweep *sweep, const struct planned_version *planned);

/* Move to a place that place_may() allows; any other is an error of the program and ends it. */
void version_move(struct version *v, enum place to);

/* What a launcher's job is called: for WHAT, a label or a step of the sweep. */
const char *version_job_of(const struct sweep *sweep, const char *what);

/* A file of the version (outdir/outdir.h), absolute; ROUND 0: without one. */
const char *version_file(const struct version *v, enum outdir_file file, long round);
/* The same by its NAME in the manifest. */
const char *version_in_out(const struct version *v, const char *name);

/* outdir_settle() as its place says; without effect where its label is not ours. */
int version_settle(const struct version *v, struct error *err);
