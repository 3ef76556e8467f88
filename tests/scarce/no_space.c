/* Preloaded into benchmem: the call number NO_SPACE_AT that would take room on a disk fails as on a
 * full one.  With NO_SPACE_FROM the disk is full from then on.  At its end the program writes how
 * many such calls there were to the file NO_SPACE_COUNT.  Other programs, such as the children of a
 * sweep, are left alone, and so is what goes to pipes and terminals. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static atomic_long count;
static long fail_at;
static bool fail_from;
static bool active;
static pid_t owner; /* the guards between a sweep and its children are forks */

extern char *program_invocation_short_name;

__attribute__((constructor)) static void begin(void)
{
    const char *at = getenv("NO_SPACE_AT");
    fail_at = at ? strtol(at, NULL, 10) : 0;
    fail_from = getenv("NO_SPACE_FROM") != NULL;
    active = strcmp(program_invocation_short_name, "benchmem") == 0;
    owner = getpid();
}

__attribute__((destructor)) static void end(void)
{
    const char *path = getenv("NO_SPACE_COUNT");
    long all = atomic_load(&count);
    active = false;
    FILE *f = path && owner == getpid() && all ? fopen(path, "w") : NULL;
    if (f) {
        fprintf(f, "%ld\n", all);
        fclose(f);
    }
}

/* Whether there is no room for what is about to be done.  TAKES: on a disk that stays full it fails
 * ever after; a new name for what is there seldom does. */
static bool is_full_for(bool takes)
{
    if (!active || owner != getpid())
        return false;
    long number = atomic_fetch_add(&count, 1) + 1;
    bool result = number == fail_at || (takes && fail_from && fail_at && number > fail_at);
    if (result)
        errno = ENOSPC;
    return result;
}

static bool is_full(void)
{
    return is_full_for(true);
}

static bool is_file(int fd)
{
    struct stat st;
    return fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
}

/* The function that ours stands before: ISO C knows no way from an object pointer to a function's.
 */
#define REAL(result, name, ...)                                                                    \
    result (*real)(__VA_ARGS__);                                                                   \
    void *found = dlsym(RTLD_NEXT, #name);                                                         \
    memcpy(&real, &found, sizeof real)

ssize_t write(int fd, const void *data, size_t len)
{
    REAL(ssize_t, write, int, const void *, size_t);
    return is_file(fd) && is_full() ? -1 : real(fd, data, len);
}

ssize_t pwrite(int fd, const void *data, size_t len, off_t at)
{
    REAL(ssize_t, pwrite, int, const void *, size_t, off_t);
    return is_file(fd) && is_full() ? -1 : real(fd, data, len, at);
}

int fsync(int fd)
{
    REAL(int, fsync, int);
    return is_file(fd) && is_full() ? -1 : real(fd);
}

int open(const char *path, int flags, ...)
{
    REAL(int, open, const char *, int, ...);
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = flags & O_CREAT ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    return flags & O_CREAT && is_full() ? -1 : real(path, flags, mode);
}

int openat(int dir, const char *path, int flags, ...)
{
    REAL(int, openat, int, const char *, int, ...);
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = flags & O_CREAT ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    return flags & O_CREAT && is_full() ? -1 : real(dir, path, flags, mode);
}

int mkostemp(char *path, int flags)
{
    REAL(int, mkostemp, char *, int);
    return is_full() ? -1 : real(path, flags);
}

int mkdir(const char *path, mode_t mode)
{
    REAL(int, mkdir, const char *, mode_t);
    struct stat st;
    return stat(path, &st) < 0 && is_full() ? -1 : real(path, mode);
}

int mkdirat(int dir, const char *path, mode_t mode)
{
    REAL(int, mkdirat, int, const char *, mode_t);
    return is_full() ? -1 : real(dir, path, mode);
}

int link(const char *from, const char *to)
{
    REAL(int, link, const char *, const char *);
    return is_full() ? -1 : real(from, to);
}

int rename(const char *from, const char *to)
{
    REAL(int, rename, const char *, const char *);
    return is_full_for(false) ? -1 : real(from, to);
}

int renameat(int from_dir, const char *from, int to_dir, const char *to)
{
    REAL(int, renameat, int, const char *, int, const char *);
    return is_full_for(false) ? -1 : real(from_dir, from, to_dir, to);
}
