/* venv.h - a version's environment: its temporary directory, and what is made in it on the way.
 *
 * The steps stand in the order in which they are taken: build_tree_stage (builds/build_tree.h),
 * own_build_begin (builds/own_build.h), repository_resolve (builds/repository.h),
 * own_build_require, resolve_lock (provision/resolve.h), venv_make, venv_install,
 * build_tree_install, own_build_find, repository_checkout, own_build_run, own_build_install,
 * isolate_copy (provision/isolate.h); the subject of each is a struct venv.
 */
#pragma once

#include "provision/plan.h"
#include "provision/task.h"
#include "provision/tools.h"
#include "provision/workdir.h"

struct build_record;
struct build_requirements;
struct build_tree;
struct own_build;
struct repository;
struct copying;

struct venv {
    struct task task;
    const struct plan *plan;
    const struct planned_version *planned;
    const struct tools *tools;
    struct workdir work; /* as registered */

    /* NULL until then */
    const char *dir;    /* work.path once it is made; holds all that follows */
    const char *path;   /* DIR/venv */
    const char *python; /* DIR/venv/bin/python */
    const char *cwd;    /* DIR/iso, the isolation directory */
    const char *site;   /* site-packages of the venv */
    const char *lock;   /* the label's lock file, once it is there and fits */
    const char *inputs; /* digest of what the lock is resolved from */

    const char *python_version;
    struct strv packages;          /* "name==version" or "name @ URL", masked */
    struct str freeze;             /* what `uv pip freeze` printed */
    struct copying *copying;       /* of the isolation step */
    struct build_tree *build;      /* of a version that is one, once it is installed */
    struct repository *repository; /* of a version that is a ref of one, */
    struct own_build *own;         /* and is built by commands of the user's own */
    const struct build_requirements *requirements; /* of a version that is built here, */
    const char *lock_head;                   /* and the line that its lock begins with; else "" */
    const char *remark;                      /* worth telling, though nothing failed; or NULL */
    const struct build_record *build_record; /* how that was built; also of an earlier process */
};

void venv_init(struct venv *e, const struct tasks *shared, const struct plan *plan,
               const struct planned_version *planned, const struct tools *tools);

/* Register a new temporary directory for the version. */
int venv_register(struct venv *e, struct error *err);
/* Make it, if it is not there. */
int venv_make_dir(struct venv *e, struct error *err);

/* Stage venv: an empty environment, unless it was made while the lock was resolved. */
task_step venv_make;
/* In it still: what uv asks the environment's Python before it installs, which it then knows. */
task_step venv_look_at;
/* Stage install: what the lock names. */
task_step venv_install;

/* Take up the environment that an earlier round made in e->work.  Returns whether it can be used.
 */
bool venv_adopt(struct venv *e);

/* Remove the temporary directory.  One that cannot be stays registered: the next start tries again.
 */
int venv_remove(struct venv *e, struct error *err);
