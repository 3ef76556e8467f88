/* run.h - one running of the suite in an environment: which words, which variables, which plugins,
 * what came of it.
 *
 * What is the same for every kind of running is here; what is particular to one is its struct pass,
 * an entry of the table in measure/passes.h.
 */
#pragma once

#include "cluster/session.h"
#include "provision/venv.h"

struct count;
struct run;

enum { PLUGIN_MODULES = 3 };

/* A file of ours for the environment's Python (measure/plugin/NAME.py). */
struct plugin_module {
    const char *name, *text;
};

/* A pytest plugin of ours. */
struct plugin {
    const char *does; /* "watches --import-check" */
    /* Whether the run has use for it: 1, and the "NAME=value"s that it reads are in ENV; 0; or -1.
     * NULL: it has, and reads none. */
    int (*prepare)(const struct run *run, struct strv *env, struct error *err);
    struct plugin_module modules[PLUGIN_MODULES + 1]; /* it, and what it or another imports */
};

/* A kind of running the suite. */
struct pass {
    const char *name; /* tells its files in the temporary directory from others' */
    enum sweep_stage stage;
    const struct plugin *const *plugins; /* NULL-terminated; of pytest only */
    /* Append the words that follow the launcher's, by run_suite(). */
    int (*words)(const struct run *run, struct strv *argv, struct strv *env, struct error *err);
    /* Decide what came of it, after its command ended so: the task's outcome, or -1 with the reason
     * for a failure.  Not called after a signal to us. */
    int (*judge)(struct run *run, const struct child_result *result, struct error *err);
    bool fixed_addresses; /* as of struct child */
    bool any_cpu;         /* not only those that measure */
};

struct run {
    struct venv *venv;
    const struct pass *pass;
    long round;              /* its files in the temporary directory are its own */
    const char *activity;    /* for people */
    const struct strv *only; /* node ids of the tests that are run; NULL: all */
    const char *file;        /* where the run file goes if it holds benchmarks */
    const char *allocations; /* of a timed pass: where what it knows of allocations goes */
    const char *counts;      /* of a counted pass: where what it knows of functions goes, */
    struct count *count;     /* and what it left, once it has ended; NULL: nothing */

    /* Through the launcher of a cluster: */
    const char *job_name;
    const char *pinned;       /* the node that it is to run on; NULL: any */
    struct session **session; /* that of these runs, one after the other; opened where it is not
                               * ready, and for the caller to close.  NULL: one of its own */
    bool own_session;         /* which this says from then on */
    /* Where it ran, and how that was then, as far as a node tells; and what CTest gave it. */
    struct manifest_place place;
    struct host_state host;
};

/* The launcher of a cluster that the plan has, or NULL. */
const struct launcher *run_launcher(const struct plan *plan);

/* Close the sessions that runs have shared, COUNT of them or NULLs, and wait for their ends. */
void run_close(struct loop *loop, struct session *const *sessions, size_t count);

/* Whether a node sees the environment: it does nothing there.  Waits for one, as a job of that
 * name. Returns the node's name, or NULL. */
const char *run_probe(const struct venv *venv, const char *job_name, struct error *err);

/* Run them, AT_ONCE at a time; what came of each is its task's outcome. */
void run_all(struct arena *a, struct run *runs, size_t count, size_t at_once);

/* --- for passes --- */

/* DIR/PASS.ROUND.NAME: what one round leaves in the temporary directory is not found by the next.
 */
const char *run_path(const struct run *run, const char *name);

/* The run file that its command writes, and pytest's cache. */
const char *run_json(const struct run *run);
const char *run_cache(const struct run *run);

/* Append the words that run the suite: the user's own command, its places filled; or pytest with
 * OPTIONS (NULL: none), the pass's plugins and the user's arguments. */
int run_suite(const struct run *run, const struct strv *options, struct strv *argv,
              struct strv *env, struct error *err);
