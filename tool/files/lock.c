#include "files/lock.h"

#include "base/clock.h"
#include "files/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

static int fail(struct error *err, const char *path)
{
    return error_set(err, EXIT_FAILED, "%s: cannot lock: %s", path, strerror(errno));
}

static void write_owner(int fd)
{
    char text[32];
    int n = snprintf(text, sizeof text, "%ld\n", (long)getpid());
    /* Only for messages: that it could not be written is no reason to fail. */
    if (ftruncate(fd, 0) != 0 || pwrite(fd, text, (size_t)n, 0) != n)
        return;
}

static long read_owner(int fd)
{
    char text[32] = "";
    ssize_t n = pread(fd, text, sizeof text - 1, 0);
    return n > 0 ? strtol(text, NULL, 10) : 0;
}

int lock_try(struct lock *lock, const char *path, long *owner, struct error *err)
{
    *lock = (struct lock){path, -1};
    for (;;) {
        int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
        if (fd < 0)
            return fail(err, path);
        if (flock(fd, LOCK_EX | LOCK_NB) < 0) {
            int code = errno;
            if (owner)
                *owner = read_owner(fd);
            close(fd);
            errno = code;
            return code == EWOULDBLOCK || code == EINTR ? 0 : fail(err, path);
        }
        if (file_is_named(fd, path)) { /* else its last owner has just removed it */
            write_owner(fd);
            lock->fd = fd;
            return 1;
        }
        close(fd);
    }
}

int lock_take(struct lock *lock, const char *path, double seconds, struct error *err)
{
    double deadline = clock_seconds() + seconds;
    for (;;) {
        long owner = 0;
        int result = lock_try(lock, path, &owner, err);
        if (result != 0)
            return result < 0 ? -1 : 0;
        if (clock_seconds() > deadline)
            return error_set(err, EXIT_FAILED,
                             "%s: held by process %ld for more than %.0f s; wait for it or end it",
                             path, owner, seconds);
        nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
    }
}

int lock_wait(struct lock *lock, const char *path, const volatile sig_atomic_t *stop,
              struct error *err)
{
    int taken = lock_try(lock, path, NULL, err);
    while (taken == 0 && !*stop)
        taken = lock_take(lock, path, 0.2, NULL) == 0;
    return taken;
}

void lock_release(struct lock *lock)
{
    if (lock->fd < 0)
        return;
    unlink(lock->path);
    close(lock->fd);
    lock->fd = -1;
}
