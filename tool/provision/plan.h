/* plan.h - from what the user named to what is done for each version: labels, specs, paths.
 *
 * plan_make() checks everything that can be checked before anything is run, and names all that is
 * wrong at once, with EXIT_USAGE.  What is said of versions is read in plan_versions.h, of their
 * builds in plan_builds.h.
 */
#pragma once

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"
#include "secret/mask.h"

enum { ROUNDS_MOST = 1000, ROUNDS_UNTIL_CLEAR = 30 };

/* What the command line says, as it says it. */
struct sweep_options {
    const char *package;
    struct strv versions;
    const char *suite, *out, *copy_dir, *work_dir, *tmp_prefix;
    const char *cpu;  /* list of those that measure, NULL: all */
    const char *lock; /* file of the machine's lock, "off": none, NULL: the usual one */
    const char *as_of, *import_check, *install_spec, *python;
    struct strv pins, pytest_args, launcher, command;
    const char *build_config;     /* of versions that are build trees: configuration, */
    struct strv build_components; /* what is installed; none: all, */
    const char *build_module_dir; /* where the module then is, relative to the prefix, */
    struct strv build_requirements;
    const char *repository;       /* of versions that are its refs: URL or directory, */
    struct strv install_commands; /* what builds and installs each, a command as one text, */
    long keep_builds;             /* and how many builds are kept for later; 0: none */
    bool is_remote;               /* the launcher is that of a cluster (cluster/launcher.h) */
    double timeout;               /* seconds; 0: none */
    double queue_timeout;         /* seconds that a job may wait for its node; 0: any number */
    const char *job_name;         /* of a launcher's jobs, before ".LABEL"; NULL: the package */
    bool pin_node, any_node;      /* measure all on one node, or not; neither: with rounds */
    long nodes;                   /* how many of them at once; 0: 1 */
    long jobs;                    /* 0: as many as there are processors, 8 at most */
    long rounds;                  /* 0, 1: one process a version */
    bool until_clear;             /* --rounds auto: as many of them as it takes, */
    double budget; /* but beginning none that would end later than after so many seconds */
    long round;    /* only up to this one, the environments lent to the next; 0: all at once;
                    * until_clear: 1, or 2 for all that follow */
    long seed;     /* of the order within rounds; 0: a random one */
    long count_calls, count_warmup; /* of a benchmark, counted and before that */
    bool reuse, reuse_times;        /* take results that are kept, be they times */
    const char *reuse_dir;          /* where; NULL: with the user's caches */
    long reuse_size;                /* MiB that these may have; 0: any */
    bool resume;                    /* take up what is there of this run */
    bool instructions;              /* a counted run too, */
    bool no_time;                   /* and no times: nor a timed one, but for its memory */
    bool timed_only;                /* the counted runs are another process's, */
    bool counted_only;              /* or this one: of what was timed, in its environments */
    bool profile;                   /* with memory: keep the stacks of allocations too */
    bool memory, keep_venv, locked, skip_unavailable, allow_partial, prepare;
    bool clean; /* only remove environments that were lent */
};

/* One version, decided.  Only what is called full holds the secrets of URLs: it goes to uv and to
 * the command that is run, and nowhere else. */
struct planned_version {
    const char *version, *full_version; /* as given */
    const char *label;
    const char *spec, *full_spec; /* the requirement uv gets; of a build tree "build:DIR" */
    const char *build_tree;       /* that DIR, absolute; NULL for other versions */
    const char *ref; /* of the repository, what the install commands build; NULL: they do not */
};

/* A directory to be copied into the isolation directory under its own name. */
struct planned_copy {
    const char *from; /* absolute */
    const char *name;
};

struct plan {
    const struct sweep_options *options;
    struct planned_version *versions;
    size_t count;
    const char *out;      /* absolute */
    const char *work_dir; /* absolute */
    struct planned_copy copies[2];
    size_t copy_count;
    const char *suite;       /* what pytest gets: relative to the isolation directory */
    const struct cpus *cpus; /* of --cpu; NULL: all */
    const char *repository;  /* URL with its secrets, or the absolute path of a git directory */
    bool is_local;           /* the latter */
    struct strv *commands;   /* the words of options->install_commands */
    struct strv extras; /* requirements beside the spec, with their secrets: pins and harness */
    struct mask *mask;  /* knows the secrets of all of these and of the environment */
};

int plan_make(struct arena *a, const struct sweep_options *options, struct plan *plan,
              struct error *err);

/* How many versions are provisioned at once. */
size_t plan_jobs(const struct sweep_options *options);
/* Whether versions have rounds. */
bool plan_has_rounds(const struct sweep_options *options);
/* " of 7" rounds; "" where their number is not known before. */
const char *plan_of_rounds(struct arena *a, const struct sweep_options *options);
/* Whether no other process measures a later round. */
bool plan_is_last_round(const struct sweep_options *options);
/* Whether all is to be measured on one node of a cluster. */
bool plan_pins_node(const struct sweep_options *options);
/* Whether the timed pass is run: not for no_time, which it has only for its memory. */
bool plan_has_timed_pass(const struct sweep_options *options);
/* Whether it goes on with what another process has begun. */
bool plan_goes_on(const struct sweep_options *options);
