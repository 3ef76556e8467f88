/* version.h - one version on its way through a sweep, and the sweep it belongs to.
 *
 * Shared by the files of this room.  A version passes through chains of steps (version_run_all):
 * a step starts children or work for the version and is over when all of them have ended; the next
 * one follows unless the version failed.  The stage's name, its seconds and its failure are kept
 * here.
 */
#ifndef BENCHMEM_SWEEP_VERSION_H
#define BENCHMEM_SWEEP_VERSION_H

#include "base/lock.h"
#include "base/machine_lock.h"
#include "base/process.h"
#include "data/manifest.h"
#include "provision/output.h"
#include "provision/plan.h"
#include "provision/workdir.h"

#include <stdbool.h>
#include <stdio.h>

struct copying;
struct pool;
struct progress;
struct sweep_judge;
struct version;

struct sweep {
    struct arena *arena;
    const struct plan *plan;
    const struct sweep_options *options;
    struct loop *loop;
    struct progress *progress;
    const char *uv, *uv_version; /* program, "0.13.9" */
    const char *python;          /* interpreter the environments are made of */
    const char *const *env;      /* the children's environment */
    const char *run_id;
    const char *method; /* how versions are measured (sweep/history.h) */
    long seed;          /* of the order within rounds */
    const struct sweep_judge *judge;
    const struct strv *only;  /* the benchmarks that are measured; NULL: all */
    double measured;          /* seconds of all processes that measured */
    struct machine_lock turn; /* sweep/turn.h; its path is NULL if it is not used */
    struct version *versions;
    size_t count;
    bool unrecorded; /* what some version ended as could not be written down */
};

/* One entry of a chain.  Returns -1 to fail the version, 0 otherwise; a step that started nothing
 * is over at once. */
typedef int version_step(struct version *v, struct error *err);

struct version {
    struct sweep *sweep;
    const struct planned_version *planned;
    struct lock lock;    /* of the label, in the output directory */
    struct workdir work; /* its temporary directory, as registered */

    /* made on the way; NULL until then */
    const char *dir;         /* work.path once it is made; holds all that follows */
    const char *venv;        /* DIR/venv */
    const char *python;      /* DIR/venv/bin/python */
    const char *cwd;         /* DIR/iso, the isolation directory */
    const char *site;        /* site-packages of the venv */
    const char *lockfile;    /* OUT/locks/LABEL.txt */
    const char *inputs;      /* digest of what the lock is resolved from */
    bool resolved;           /* the lock file is there and fits */
    struct copying *copying; /* of the isolation step */
    struct str freeze;       /* what `uv pip freeze` printed */

    /* what will be recorded */
    enum version_status status; /* VERSION_PENDING until it has ended */
    enum sweep_stage failed_stage;
    const char *reason;
    struct strv last_lines, failed_tests, packages;
    const char *python_version;
    size_t benchmarks;
    double seconds[STAGE_COUNT];
    bool has_run_file;

    /* the rounds (sweep/history.h) */
    struct manifest_entry history; /* of which only the rounds are used: those so far */
    struct strv history_lines;     /* last lines of the newest that was not ok */
    long round;                    /* the one at hand, 0 between them */
    double spent_before;           /* seconds of all stages before it */
    bool lent;                     /* `work` is an environment that an earlier round lent us */
    bool provisioned;              /* there is an environment to measure in */
    bool is_out;                   /* could not be provisioned for the first round */
    bool is_lost;                  /* the same for a round it still wants */
    bool recorded;                 /* the manifest says what it ended as */
    bool kept;                     /* that was told, and recorded if it could be, round by round */

    /* the step at hand */
    struct pool *pool;
    version_step *const *chain;
    enum sweep_stage stage;
    const char *activity;
    double stage_started;
    size_t pending; /* children and work of the step that have not ended */
    struct output output;
};

/* A command of a version.  FINISH (NULL: a nonzero exit fails the version) looks at how it ended
 * and returns -1 to fail the version; it may start more. */
struct version_command {
    const char *const *argv;
    const char *cwd;
    const char *const *env;
    const struct cpus *cpus; /* as of struct child */
    struct str *capture; /* standard output goes here, bounded; NULL: to the log with the rest */
    int (*finish)(struct version *v, const struct child_result *result, struct error *err);
};

void version_init(struct version *v, struct sweep *sweep, const struct planned_version *planned);

/* Enter a stage: its seconds begin to count.  ACTIVITY says what is done in it, for people. */
void version_enter(struct version *v, enum sweep_stage stage, const char *activity);

/* The environment of children: ours without what would let another Python or package in, and the
 * "NAME=value"s of SET. */
const char *const *version_environment(struct arena *a, const struct strv *set);

int version_command(struct version *v, const struct version_command *command, struct error *err);
/* WORK on a thread; it must not touch the arena.  FINISH as above, with a NULL result. */
int version_work(struct version *v, void (*work)(void *data), void *data,
                 int (*finish)(struct version *v, const struct child_result *result,
                               struct error *err),
                 struct error *err);

/* Fill ERR with how a command ended, "uv pip sync ... exited with 2", or return 0 if it exited
 * with 0. */
int version_judge(const struct child_result *result, const char *what, struct error *err);

/* The version ends here, at the stage it is in. */
void version_fail(struct version *v, const struct error *err);

/* Take the versions that have not ended through the CHAIN (NULL-terminated), JOBS at a time. */
void version_run_all(struct sweep *sweep, struct version **versions, size_t count,
                     version_step *const *chain, size_t jobs);

#endif
