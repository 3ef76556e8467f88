/* install_manifests.h - install_manifest*.txt of a build tree, in which CMake writes what it has
 * installed last, for the user; what we install is none of that.
 *
 * Between keeping and restoring them no other sweep installs the tree.
 */
#pragma once

#include "base/error.h"
#include "base/str.h"
#include "files/lock.h"

struct install_manifests {
    struct arena *arena;
    const char *dir;       /* the build tree */
    const char *lock_path; /* below it */
    struct lock lock;
    struct strv kept; /* name, text, name, ... */
    const volatile sig_atomic_t *stop;
    int taken; /* as of lock_try() */
    struct error err;
};

/* STOP ends waiting when it becomes nonzero. */
void install_manifests_init(struct install_manifests *m, struct arena *a, const char *dir,
                            const volatile sig_atomic_t *stop);
/* Wait until no other sweep has them; DATA is the struct.  For a thread. */
void install_manifests_wait(void *data);
/* After that: keep what is there. */
int install_manifests_keep(struct install_manifests *m, struct error *err);
/* Have the tree those again and no others, and let others go on; without effect if not kept. */
int install_manifests_restore(struct install_manifests *m, struct error *err);
