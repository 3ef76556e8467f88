#include "system/guard_watch.h"

#include "base/error.h"
#include "system/orphans.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/personality.h>
#include <sys/prctl.h>
#endif

const char *const guard_names[GUARD_KINDS] = {"benchmem-guard", "benchmem-guard-fixed",
                                              "benchmem-guard-remote"};

enum {
    ASKED_MS = 2500,  /* from a remote child's SIGTERM to its SIGKILL */
    CANCEL_MS = 4000, /* for the command that cancels */
    CANCEL_WORDS = 15 /* of it */
};

/* --- the child ------------------------------------------------------------------------------- */

static const int ignored[] = {SIGINT,  SIGTERM, SIGHUP,  SIGPIPE, SIGQUIT,
                              SIGTSTP, SIGTTIN, SIGTTOU, SIGUSR1, SIGUSR2};
enum { IGNORED_COUNT = sizeof ignored / sizeof *ignored };

static void set_signals(void (*handler)(int))
{
    for (size_t i = 0; i < IGNORED_COUNT; i++)
        (void)signal(ignored[i], handler);
}

/* The program that this process becomes has the same addresses each time.  Containers may forbid
 * it; who must know looks at /proc/self/personality. */
static void fix_addresses(void)
{
#ifdef __linux__
    int now = personality(0xffffffffUL);
    if (now >= 0)
        (void)personality((unsigned long)now | ADDR_NO_RANDOMIZE);
#endif
}

/* Become the child: the program, in a session of its own. */
static void __attribute__((noreturn))
become(char *const *argv, bool fixed, int failed, pid_t guard, const sigset_t *mask)
{
    (void)setsid();
#ifdef __linux__
    (void)prctl(PR_SET_PDEATHSIG, (unsigned long)SIGKILL, 0L, 0L, 0L);
#endif
    if (getppid() != guard)
        _exit(127);
    if (fixed)
        fix_addresses();
    set_signals(SIG_DFL);
    (void)sigprocmask(SIG_SETMASK, mask, NULL);
    execvp(argv[0], argv);
    int code = errno;
    (void)!write(failed, &code, sizeof code);
    _exit(127);
}

/* Start the child; -1 with errno if it cannot be. */
static pid_t start(char *const *argv, bool fixed, const sigset_t *mask)
{
    int ends[2], code = 0;
    if (pipe(ends) < 0)
        return -1;
    (void)fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    (void)fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    pid_t guard = getpid(), pid = fork();
    if (pid == 0)
        become(argv, fixed, ends[1], guard, mask);
    if (pid < 0)
        code = errno;
    close(ends[1]);
    /* Nothing to read: the program runs, and its start has closed the pipe. */
    if (pid > 0 && read(ends[0], &code, sizeof code) > 0)
        (void)waitpid(pid, NULL, 0);
    close(ends[0]);
    errno = code;
    return code ? -1 : pid;
}

/* --- cancelling ------------------------------------------------------------------------------ */

static void pause_ms(long ms)
{
    nanosleep(&(struct timespec){.tv_nsec = ms * 1000000}, NULL);
}

/* What we know of the child beside its process. */
struct watched {
    pid_t pid;
    bool remote, stopped; /* it was not left to end by itself */
    unsigned char bytes[2 * GUARD_CANCEL_BYTES];
    size_t len; /* of what came in and was not taken yet */
    char cancel[GUARD_CANCEL_BYTES];
    size_t cancel_len; /* 0: there is nothing to be cancelled */
};

/* Run the command that cancels.  If it does not manage to, that is said: nobody else knows. */
static void cancel(const struct watched *w)
{
    char *argv[CANCEL_WORDS + 1] = {NULL};
    char words[GUARD_CANCEL_BYTES];
    size_t count = 0;
    if (!w->cancel_len || !w->stopped)
        return;
    memcpy(words, w->cancel, w->cancel_len);
    for (size_t at = 0; at < w->cancel_len && count < CANCEL_WORDS; at += strlen(words + at) + 1)
        argv[count++] = words + at;
    pid_t pid = fork();
    if (pid == 0) {
        set_signals(SIG_DFL);
        execvp(argv[0], argv);
        _exit(127);
    }
    int status = -1;
    for (long ms = 0; pid > 0 && ms < CANCEL_MS && waitpid(pid, &status, WNOHANG) == 0; ms += 10)
        pause_ms(10);
    if (status == 0)
        return;
    if (pid > 0)
        kill(pid, SIGKILL);
    (void)dprintf(GUARD_STDERR, "benchmem: it may be running still; cancel it by hand:");
    for (size_t i = 0; i < count; i++)
        (void)dprintf(GUARD_STDERR, " %s", argv[i]);
    (void)dprintf(GUARD_STDERR, "\n");
}

/* --- the watch ------------------------------------------------------------------------------- */

static void on_child(int signum)
{
    (void)signum;
}

/* Take up what has ended.  1 if PID has, with its STATUS; 0 not yet. */
static int reap(pid_t pid, int *status)
{
    int one;
    pid_t ended;
    while ((ended = waitpid(-1, &one, WNOHANG)) > 0) {
        if (ended == pid) {
            *status = one;
            return 1;
        }
    }
    return 0;
}

/* Whether we have descendants, as far as they have become ours. */
static bool has_children(void)
{
    pid_t ended;
    while ((ended = waitpid(-1, NULL, WNOHANG)) > 0)
        ;
    return ended == 0;
}

/* Whoever started us is gone: stay until all that is left has ended, so that what we hold is free
 * only then. */
static void __attribute__((noreturn)) end_all(struct watched *w)
{
    int status;
    if (w->remote && !w->stopped) {
        kill(-w->pid, SIGTERM);
        for (long ms = 0; ms < ASKED_MS && !reap(w->pid, &status); ms += 10)
            pause_ms(10);
    }
    w->stopped = true;
    while (has_children()) {
        kill(-w->pid, SIGKILL);
        orphans_kill(NULL, 0);
        pause_ms(5);
    }
    cancel(w);
    _exit(EXIT_FAILED);
}

/* Do what came in: signals to be passed on, the command that cancels. */
static void take(struct watched *w)
{
    size_t at = 0;
    while (at < w->len) {
        const unsigned char *p = w->bytes + at;
        size_t left = w->len - at, size = 1;
        if (p[0]) {
            w->stopped = true;
            kill(-w->pid, p[0]);
        } else {
            size_t words = left < 3 ? sizeof w->cancel : (size_t)(p[1] << 8 | p[2]);
            size = 3 + words;
            if (words >= sizeof w->cancel || left < size)
                break; /* the rest is on its way */
            memcpy(w->cancel, p + 3, words);
            w->cancel_len = words;
        }
        at += size;
    }
    w->len -= at;
    memmove(w->bytes, w->bytes + at, w->len);
}

/* Watch over the child until it has ended; its status. */
static int watch(struct watched *w, const sigset_t *mask)
{
    int status = 0;
    while (!reap(w->pid, &status)) {
        struct pollfd wait = {.fd = GUARD_SOCKET, .events = POLLIN};
        /* SIGCHLD comes only in here. */
        if (ppoll(&wait, 1, NULL, mask) <= 0)
            continue;
        ssize_t n = recv(GUARD_SOCKET, w->bytes + w->len, sizeof w->bytes - w->len, MSG_DONTWAIT);
        if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
            end_all(w);
        w->len += n > 0 ? (size_t)n : 0;
        take(w);
    }
    return status;
}

/* End as the child did. */
static void __attribute__((noreturn)) end_as(int status)
{
    if (!WIFSIGNALED(status))
        _exit(WEXITSTATUS(status));
#ifdef __linux__
    (void)prctl(PR_SET_DUMPABLE, 0L, 0L, 0L, 0L); /* the core is the child's to leave */
#endif
    sigset_t none;
    sigemptyset(&none);
    (void)signal(WTERMSIG(status), SIG_DFL);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
    raise(WTERMSIG(status));
    _exit(128 + WTERMSIG(status));
}

/* GUARD_KINDS: none. */
static size_t kind_of(char *const *argv)
{
    size_t kind = 0;
    while (kind < GUARD_KINDS && strcmp(argv[0], guard_names[kind]) != 0)
        kind++;
    return kind;
}

bool guard_is_asked(int argc, char *const *argv)
{
    struct stat st;
    return argc > 1 && kind_of(argv) < GUARD_KINDS && fstat(GUARD_SOCKET, &st) == 0 &&
           S_ISSOCK(st.st_mode);
}

void guard_main(char *const *argv)
{
    sigset_t mask, with_child;
    struct sigaction action = {.sa_handler = on_child};
    for (int fd = GUARD_SOCKET; fd <= GUARD_STDERR; fd++)
        (void)fcntl(fd, F_SETFD, FD_CLOEXEC);
    sigemptyset(&with_child);
    sigaddset(&with_child, SIGCHLD);
    (void)sigprocmask(SIG_BLOCK, &with_child, &mask);
    sigdelset(&mask, SIGCHLD);
    sigemptyset(&action.sa_mask);
    (void)sigaction(SIGCHLD, &action, NULL);
    set_signals(SIG_IGN);
    orphans_adopt();

    size_t kind = kind_of(argv);
    pid_t pid = start(argv + 1, kind == GUARD_FIXED, &mask);
    int answer = pid < 0 ? errno : 0;
    bool told = send(GUARD_SOCKET, &answer, sizeof answer, MSG_NOSIGNAL) == sizeof answer;
    if (pid < 0)
        _exit(127);
    struct watched w = {.pid = pid, .remote = kind == GUARD_REMOTE};
    /* The child's streams close with the child. */
    for (int fd = STDOUT_FILENO; fd <= STDERR_FILENO; fd++)
        (void)dup2(STDIN_FILENO, fd);
    if (!told)
        end_all(&w);
    int status = watch(&w, &mask);
    kill(-pid, SIGKILL);
    if (has_children())
        orphans_kill(NULL, 0);
    cancel(&w);
    end_as(status);
}
