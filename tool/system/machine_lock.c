#include "system/machine_lock.h"

#include "files/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

static bool everybody_may_write(const char *dir)
{
    struct stat st;
    return stat(dir, &st) == 0 && S_ISDIR(st.st_mode) && (st.st_mode & S_IWOTH) != 0;
}

const char *machine_lock_path(struct arena *a)
{
    const char *named = getenv("BENCHMEM_LOCK");
    if (named)
        return *named && strcmp(named, "off") != 0 ? arena_strdup(a, named) : NULL;
    return everybody_may_write("/run/lock") ? "/run/lock/benchmem.lock" : "/tmp/benchmem.lock";
}

static int fail(struct error *err, const char *path)
{
    return error_set(err, EXIT_FAILED, "%s: cannot be the machine's lock: %s", path,
                     errno == ELOOP ? "it is a link" : strerror(errno));
}

/* The file, made if need be.  O_CREAT stands only with O_EXCL: for a file of another user's in a
 * directory like /tmp the kernel may refuse it otherwise (fs.protected_regular). */
static int open_file(const char *path)
{
    enum { FLAGS = O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK };
    for (int attempt = 0; attempt < 10; attempt++) {
        int fd = open(path, FLAGS);
        if (fd >= 0 || errno != ENOENT)
            return fd;
        fd = open(path, FLAGS | O_CREAT | O_EXCL, 0644);
        if (fd >= 0) {
            (void)fchmod(fd, 0644); /* whatever our umask says, others must be able to open it */
            return fd;
        }
        if (errno != EEXIST)
            return -1;
    }
    return -1;
}

int machine_lock_try(struct machine_lock *lock, bool alone, struct error *err)
{
    struct stat st;
    lock->fd = -1;
    int fd = open_file(lock->path);
    if (fd < 0)
        return fail(err, lock->path);
    if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode)) {
        close(fd);
        return error_set(err, EXIT_FAILED, "%s: cannot be the machine's lock: not a regular file",
                         lock->path);
    }
    int taken = flock(fd, (alone ? LOCK_EX : LOCK_SH) | LOCK_NB), code = errno;
    if (taken == 0 && file_is_named(fd, lock->path)) {
        lock->fd = fd;
        return 1;
    }
    close(fd);
    errno = code;
    return taken == 0 || code == EWOULDBLOCK || code == EINTR ? 0 : fail(err, lock->path);
}

void machine_lock_release(struct machine_lock *lock)
{
    if (lock->fd >= 0)
        close(lock->fd);
    lock->fd = -1;
}

/* --- whose it is ----------------------------------------------------------------------------- */

/* The process in a line of /proc/locks ("1: FLOCK  ADVISORY  WRITE 123 fe:00:4711 0 EOF") if it
 * has that file locked, else 0. */
static long holder_in(const char *line, const struct stat *st)
{
    long pid;
    unsigned major_number, minor_number;
    unsigned long inode;
    if (sscanf(line, "%*d: FLOCK ADVISORY %*s %ld %x:%x:%lu", &pid, &major_number, &minor_number,
               &inode) != 4)
        return 0;
    return inode == st->st_ino && major_number == major(st->st_dev) &&
                   minor_number == minor(st->st_dev) && pid > 0
               ? pid
               : 0;
}

/* The words of a process's command line. */
static void read_words(struct arena *a, long pid, struct strv *words)
{
    size_t len;
    const char *path = arena_printf(a, "/proc/%ld/cmdline", pid);
    const char *text = path_exists(path) ? file_read(a, path, &len, NULL) : NULL;
    for (const char *p = text; p && p < text + len; p += strlen(p) + 1)
        strv_add(words, p);
}

long machine_lock_holder(const struct machine_lock *lock, struct strv *words)
{
    struct stat st;
    struct arena *a = words->arena;
    const char *text = path_exists("/proc/locks") ? file_read(a, "/proc/locks", NULL, NULL) : NULL;
    if (!text || stat(lock->path, &st) < 0)
        return 0;
    struct strv lines = strv_parts(a, text, '\n');
    for (size_t i = 0; i < lines.len; i++) {
        long pid = holder_in(lines.items[i], &st);
        if (pid) {
            read_words(a, pid, words);
            return pid;
        }
    }
    return 0;
}
