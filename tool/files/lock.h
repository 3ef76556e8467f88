/* lock.h - one process at a time, by a lock file that a crash frees.
 *
 * The lock is the kernel's (flock), the file only its name: it holds the owner's process id for
 * messages and is removed on release.
 */
#pragma once

#include "base/error.h"

#include <signal.h>

struct lock {
    const char *path;
    int fd; /* -1: not held */
};

/* Take the lock if it is free: 1 taken, 0 held by another process (*OWNER, if not NULL, is its
 * process id or 0), -1 on error. */
int lock_try(struct lock *lock, const char *path, long *owner, struct error *err);

/* Take the lock, waiting at most SECONDS for it: for short sections only. */
int lock_take(struct lock *lock, const char *path, double seconds, struct error *err);

/* Take the lock, however long others have it, until STOP becomes nonzero: as lock_try(). */
int lock_wait(struct lock *lock, const char *path, const volatile sig_atomic_t *stop,
              struct error *err);

/* Release it if it is held. */
void lock_release(struct lock *lock);
