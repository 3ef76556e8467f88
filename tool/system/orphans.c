#include "system/orphans.h"

#include "base/clock.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#ifdef __linux__

struct process {
    pid_t pid, parent;
};

struct table {
    struct process *items;
    size_t len, cap;
};

/* The parent in "PID (NAME) STATE PPID ...", where NAME can hold anything; -1 if unreadable. */
static pid_t parent_of(const char *pid)
{
    char path[64], text[512];
    snprintf(path, sizeof path, "/proc/%.20s/stat", pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return -1;
    ssize_t n = read(fd, text, sizeof text - 1);
    close(fd);
    if (n <= 0)
        return -1;
    text[n] = '\0';
    const char *p = strrchr(text, ')');
    return p && strlen(p) > 4 ? (pid_t)strtol(p + 4, NULL, 10) : -1;
}

static int by_pid(const void *a, const void *b)
{
    const struct process *x = a, *y = b;
    return (x->pid > y->pid) - (x->pid < y->pid);
}

static void read_processes(struct table *t)
{
    t->len = 0;
    DIR *d = opendir("/proc");
    struct dirent *entry;
    while (d && (entry = readdir(d)) != NULL) {
        char *end;
        long pid = strtol(entry->d_name, &end, 10);
        if (*end || pid <= 0)
            continue;
        if (t->len == t->cap) {
            size_t cap = t->cap ? t->cap * 2 : 512;
            struct process *items = realloc(t->items, cap * sizeof *items);
            if (!items)
                break;
            t->items = items;
            t->cap = cap;
        }
        t->items[t->len++] = (struct process){(pid_t)pid, parent_of(entry->d_name)};
    }
    if (d)
        closedir(d);
    if (t->len)
        qsort(t->items, t->len, sizeof *t->items, by_pid);
}

/* There may be thousands, as where nobody waits for those that have ended. */
static const struct process *find(const struct table *t, pid_t pid)
{
    const struct process wanted = {.pid = pid};
    return t->len ? bsearch(&wanted, t->items, t->len, sizeof wanted, by_pid) : NULL;
}

/* Whether P descends from us, but neither is nor descends from one of KNOWN. */
static bool is_orphan(const struct table *t, const struct process *p, const pid_t *known,
                      size_t count)
{
    pid_t self = getpid();
    for (int depth = 0; p && depth < 1000; depth++) {
        for (size_t i = 0; i < count; i++)
            if (p->pid == known[i])
                return false;
        if (p->parent == self)
            return true;
        p = find(t, p->parent);
    }
    return false;
}

void orphans_adopt(void)
{
    prctl(PR_SET_CHILD_SUBREAPER, 1L, 0L, 0L, 0L);
}

/* Without children there are no descendants, as these become our children when theirs end; looking
 * at all processes of a large machine takes a while. */
static bool has_children(void)
{
    siginfo_t info;
    return waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0;
}

void orphans_kill(const pid_t *known, size_t count)
{
    struct table t = {0};
    double deadline = clock_seconds() + 2.0;
    bool found = has_children();
    while (found && clock_seconds() < deadline) {
        read_processes(&t);
        found = false;
        for (size_t i = 0; i < t.len; i++) {
            const struct process *p = &t.items[i];
            if (p->pid == getpid() || !is_orphan(&t, p, known, count))
                continue;
            found = true;
            kill(p->pid, SIGKILL);
            if (p->parent == getpid())
                waitpid(p->pid, NULL, WNOHANG);
        }
        if (found)
            nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
    }
    free(t.items);
}

#else

void orphans_adopt(void)
{
}

void orphans_kill(const pid_t *known, size_t count)
{
    (void)known;
    (void)count;
}

#endif
