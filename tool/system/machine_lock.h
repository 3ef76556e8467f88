/* machine_lock.h - who may disturb whom on this machine: a lock of the kernel's (flock) that any
 * number of processes of all users share, or one has alone.  A crash frees it.
 *
 * Its file is only a name.  It stays empty, is opened for reading, never through a link, and only
 * made where there is none, so that it can lie in a directory that everybody may write to.  Who has
 * the lock is told by the kernel (Linux: /proc/locks), not by the file.
 */
#pragma once

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"

struct machine_lock {
    const char *path;
    int fd; /* -1: not held */
};

/* Where the lock is, the same for all users of the machine: BENCHMEM_LOCK if it is set, else
 * /run/lock/benchmem.lock where everybody may write to /run/lock, else /tmp/benchmem.lock.  NULL if
 * BENCHMEM_LOCK is "off" or empty. */
const char *machine_lock_path(struct arena *a);

/* Take the lock, ALONE or shared, if nobody is in the way: 1 taken, 0 not, -1 the file cannot be
 * used. */
int machine_lock_try(struct machine_lock *lock, bool alone, struct error *err);
void machine_lock_release(struct machine_lock *lock);

/* A process that has the lock, and its command line (empty if it may not be seen); 0 if none is
 * known. */
long machine_lock_holder(const struct machine_lock *lock, struct strv *words);
