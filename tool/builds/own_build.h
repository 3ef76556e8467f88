/* own_build.h - a version that is a ref of a git repository, built by commands of the user's own
 * (--repository, --install-command).
 *
 * The commands run in a clean checkout, one after the other, once the environment has what the lock
 * names, and install into it.  What they have added is kept (files/sealed.h) by commit, commands,
 * lock, interpreter and what is around (provision/surroundings.h), and put into the next
 * environment for which all of that is the same; a new build goes the same way, so that it is
 * measured as it is kept. Checkout and build directory are gone before anything is measured.
 */
#pragma once

#include "builds/added.h"
#include "builds/build_requirements.h"
#include "builds/module_place.h"
#include "builds/repository.h"
#include "files/sealed.h"

struct own_build {
    enum { BUILD_WANTED, BUILD_KEPT, BUILD_UNWANTED } state;
    struct build_requirements requirements;
    const char *const *env; /* of the commands */
    const char *build;      /* the directory to build in */
    size_t done;            /* commands so far */
    struct added added;
    struct staged staged;
    struct module_place module;

    struct key key;      /* in the store; without a text nothing is kept */
    const char *content; /* sealed_content() of what was put into the environment, if it is kept */
    const char *kept;    /* what there is to keep, or was kept: a directory as the store has it */
    const char *files;   /* below that */
    const char *dir;     /* the part of paths in it that is another each time */
    struct store store;
    struct store_bound bound;
    const char *source;
    int result; /* of what a thread did */
    struct error err;
};

/* These do nothing for other versions. */

/* Stage install: begin; with a lock that is there, know its commit. */
task_step own_build_begin;
/* Stage install, the commit being known: what does the package need? */
task_step own_build_require;
/* Stage install, the lock being installed: take a build that is kept. */
task_step own_build_find;
/* Stage install, the commit being checked out: run the commands. */
task_step own_build_run;
/* Stage install: keep what they have added, and have it where Python finds it. */
task_step own_build_install;

/* What names, by content, all that the commands have put into the version's environment, or will if
 * that is not made yet; with a lock.  NULL where it is not known, as nothing is kept of it. */
const char *own_build_content(const struct venv *e);
