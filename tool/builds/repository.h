/* repository.h - the git repository of --repository: a copy of our own in the output directory,
 * from which refs are resolved and checked out.  The user's is only fetched from.
 *
 * The copy is one process's at a time while it is fetched into or cloned from; one that was left
 * half-way, or is of another repository, is made anew.  The secrets of a URL stand in no words of a
 * process, and in no file but the checkout's .git/config, for submodules beside it.
 */
#pragma once

#include "files/lock.h"
#include "provision/venv.h"

#include <signal.h>

/* Of one version. */
struct repository {
    const char *ref;
    const char *commit; /* in full; NULL: not known yet */
    const char *path;   /* our copy */
    const char *source; /* where the commit is checked out */
    bool is_unneeded;   /* it need not be */
    const char *git;    /* the program */
    const char *const *env;

    /* while it is looked for */
    enum { LOOKED_HERE, LOOKED_THERE, ASKED_BY_NAME } looked;
    bool is_resolving;  /* else it is checked out */
    const char *pinned; /* what a ref that is fetched by its name is called here */
    struct str said;    /* by git */
    struct str project; /* the pyproject.toml of the commit, once that is resolved; or empty */

    /* for the thread that waits for its turn */
    struct lock lock;
    const char *lock_path, *busy, *stamp; /* files; the last tells whose copy it is */
    const char *origin;                   /* as that one has it */
    const volatile sig_atomic_t *stop;
    bool is_new; /* there is no copy, or not any more */
    int taken;
    struct error err;
};

/* Have one for the version's ref; COMMIT is what that is, NULL: not known. */
void repository_init(struct venv *e, const char *commit);

/* These do nothing for versions that have none. */

/* Stage install: fetch, and find the commit of the ref, unless that is known, and its project. */
task_step repository_resolve;
/* Stage install: check the commit out, submodules included, unless that is unneeded; fetch if it is
 * not in the copy. */
task_step repository_checkout;
