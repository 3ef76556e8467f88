/* task.h - the work on one version: chains of steps, for several versions at once.
 *
 * A step starts commands, or work on a thread, and is over when all of them have ended; the next
 * one follows unless the task failed.  Kept here: the stage it is in and the seconds of each, what
 * the tools printed, how the chain ended.
 */
#pragma once

#include "outdir/failures.h"
#include "outdir/manifest.h"
#include "provision/output.h"
#include "system/process.h"

struct pool;
struct task;

enum { TASK_LAST_LINES = 15 }; /* that are kept of what a tool printed */

/* What something came to: a chain, a round, a version. */
struct outcome {
    enum version_status status;    /* VERSION_PENDING until it has ended */
    enum sweep_stage failed_stage; /* STAGE_NONE unless failed or unavailable */
    const char *reason;            /* why it is not ok; or NULL */
    const char *hint;              /* with which the reason ends: what to do next; or NULL */
    struct strv last_lines;        /* of the tool that failed */
    bool has_lines;                /* what these are is settled, be it none */
    struct failures failed_tests;
    size_t benchmarks; /* that have results */
    bool cut;          /* what ran was ended, or may have been, before it had done all */
};

void outcome_init(struct outcome *outcome, struct arena *a);
/* Whether there is a run file. */
bool outcome_has_results(const struct outcome *outcome);

/* What the tasks of a sweep share. */
struct tasks {
    struct arena *arena;
    struct loop *loop;
    const struct mask *mask; /* of what they print */
    const char *const *env;  /* task_environment() of the children */
    double timeout;          /* seconds for a task's stages since `spent_before`; 0: none */
    void (*entered)(void *data, const struct task *task);              /* a stage began, */
    void (*left)(void *data, const struct task *task, double seconds); /* or ended */
    void *data;
};

/* One entry of a chain.  Returns -1 to fail the task, 0 otherwise; a step that started nothing is
 * over at once. */
typedef int task_step(struct task *task, struct error *err);

struct task {
    const struct tasks *shared;
    const char *label;
    int held; /* descriptor that the children inherit, as of struct child */
    struct output output;
    double seconds[STAGE_COUNT]; /* NAN where it was not entered */
    double spent_before;         /* of these, what the timeout does not count */

    /* the chain at hand */
    void *subject; /* whom its steps are about */
    struct outcome outcome;
    enum sweep_stage stage;
    const char *activity; /* what is done in the stage, for people */
    double stage_started;
    task_step *const *chain;
    size_t pending; /* children, work and the branch of the step that have not ended */
    struct pool *pool;
    struct task *branch, *trunk; /* of a step that has a branch: one of the other; or NULL */
};

/* A command of a task.  FINISH (NULL: a nonzero exit fails the task) looks at how it ended and
 * returns -1 to fail the task; it may start more. */
struct task_command {
    const char *const *argv;
    const char *cwd;
    const char *const *env;  /* NULL: the shared one */
    const struct cpus *cpus; /* as of struct child */
    bool fixed_addresses;    /* the same */
    struct str *capture; /* standard output goes here, bounded; NULL: to the log with the rest */
    int (*finish)(struct task *task, const struct child_result *result, struct error *err);
};

void task_init(struct task *task, const struct tasks *shared, const char *label);

/* The environment of children: ours without what would let another Python or package in, and the
 * "NAME=value"s of SET. */
const char *const *task_environment(struct arena *a, const struct strv *set);

/* Take the tasks, whose subjects are set, through the CHAIN (NULL-terminated), AT_ONCE at a time;
 * afterwards each outcome is that of this chain: pending where nothing went wrong. */
void task_run_all(struct task **tasks, size_t count, task_step *const *chain, size_t at_once);

/* --- for steps --- */

/* Enter a stage: its seconds begin to count. */
void task_enter(struct task *task, enum sweep_stage stage, const char *activity);

int task_command(struct task *task, const struct task_command *command, struct error *err);
/* WORK on a thread; it must not touch the arena.  FINISH as above, with a NULL result. */
int task_work(struct task *task, void (*work)(void *data), void *data,
              int (*finish)(struct task *task, const struct child_result *result,
                            struct error *err),
              struct error *err);

/* Take a chain of its own for the same subject, as a part of the step, which may have one.  Its
 * stages, its log and its failure are the task's when the step is over. */
void task_branch(struct task *task, task_step *const *chain);

/* The step waits for something else as well, until it is released: with the error that fails the
 * task, or NULL. */
void task_hold(struct task *task);
void task_release(struct task *task, const struct error *err);

/* Seconds that are left of the task's time, that in the queue not counted; 0: it has no limit. */
double task_time_left(const struct task *task);

/* Fill ERR with how a command ended, "uv pip sync ... exited with 2", or return 0 if it exited
 * with 0. */
int task_judge(const struct child_result *result, const char *what, struct error *err);
/* The same, with what the command, the task's newest, said of it. */
int task_judge_said(struct task *task, const struct child_result *result, const char *what,
                    struct error *err);

/* What ERR says, masked, becomes the reason; the last lines of the newest command are kept, unless
 * the outcome has_lines. */
void task_explain(struct task *task, const struct error *err);
