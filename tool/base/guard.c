#include "base/guard.h"

#include "base/error.h"
#include "base/file.h"
#include "base/orphans.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <uv.h>
#ifdef __linux__
#include <sys/personality.h>
#include <sys/prctl.h>
#endif

/* The first word of a guard. */
static const char guard_name[] = "benchmem-guard", guard_name_fixed[] = "benchmem-guard-fixed";

enum { START_MS = 30000 /* for the guard to come up on a machine that is busy swapping */ };

/* --- our side -------------------------------------------------------------------------------- */

const char *guard_program(struct arena *a)
{
    char path[PATH_MAX];
    size_t len = sizeof path;
    /* A program that was replaced while it runs is still there under the second name. */
    if (uv_exepath(path, &len) == 0 && path_is_file(path))
        return arena_strdup(a, path);
    return "/proc/self/exe";
}

const char *const *guard_words(struct arena *a, const char *const *argv, bool fixed_addresses)
{
    size_t count = 0;
    while (argv[count])
        count++;
    const char **words = arena_array(a, count + 2, sizeof *words);
    words[0] = fixed_addresses ? guard_name_fixed : guard_name;
    memcpy(words + 1, argv, count * sizeof *words);
    return words;
}

int guard_socket(int ends[2])
{
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) < 0)
        return errno;
    for (int i = 0; i < 2; i++)
        (void)fcntl(ends[i], F_SETFD, FD_CLOEXEC);
    return 0;
}

int guard_started(int end)
{
    int answer = ECHILD;
    struct pollfd wait = {.fd = end, .events = POLLIN};
    int ready;
    do {
        ready = poll(&wait, 1, START_MS);
    } while (ready < 0 && errno == EINTR);
    if (ready == 0)
        return 0; /* how it comes out will be seen by its end */
    return recv(end, &answer, sizeof answer, 0) == sizeof answer ? answer : ECHILD;
}

void guard_signal(int end, int signum)
{
    char byte = (char)signum;
    /* A guard that is gone needs no signal any more. */
    (void)!send(end, &byte, 1, MSG_NOSIGNAL | MSG_DONTWAIT);
}

/* --- its side: the child --------------------------------------------------------------------- */

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

/* --- its side: the watch --------------------------------------------------------------------- */

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
static void __attribute__((noreturn)) end_all(pid_t pid)
{
    while (has_children()) {
        kill(-pid, SIGKILL);
        orphans_kill(NULL, 0);
        nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
    }
    _exit(EXIT_FAILED);
}

/* Pass signals on until the child has ended; its status. */
static int watch(pid_t pid, const sigset_t *mask)
{
    int status = 0;
    while (!reap(pid, &status)) {
        struct pollfd wait = {.fd = GUARD_SOCKET, .events = POLLIN};
        /* SIGCHLD comes only in here. */
        if (ppoll(&wait, 1, NULL, mask) <= 0)
            continue;
        char bytes[16];
        ssize_t n = recv(GUARD_SOCKET, bytes, sizeof bytes, MSG_DONTWAIT);
        if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
            end_all(pid);
        for (ssize_t i = 0; i < n; i++)
            kill(-pid, bytes[i]);
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

static bool is_fixed(char *const *argv)
{
    return strcmp(argv[0], guard_name_fixed) == 0;
}

bool guard_is_asked(int argc, char *const *argv)
{
    struct stat st;
    return argc > 1 && (strcmp(argv[0], guard_name) == 0 || is_fixed(argv)) &&
           fstat(GUARD_SOCKET, &st) == 0 && S_ISSOCK(st.st_mode);
}

void guard_main(char *const *argv)
{
    sigset_t mask, with_child;
    struct sigaction action = {.sa_handler = on_child};
    for (int fd = GUARD_SOCKET; fd <= GUARD_HELD; fd++)
        (void)fcntl(fd, F_SETFD, FD_CLOEXEC);
    sigemptyset(&with_child);
    sigaddset(&with_child, SIGCHLD);
    (void)sigprocmask(SIG_BLOCK, &with_child, &mask);
    sigdelset(&mask, SIGCHLD);
    sigemptyset(&action.sa_mask);
    (void)sigaction(SIGCHLD, &action, NULL);
    set_signals(SIG_IGN);
    orphans_adopt();

    pid_t pid = start(argv + 1, is_fixed(argv), &mask);
    int answer = pid < 0 ? errno : 0;
    bool told = send(GUARD_SOCKET, &answer, sizeof answer, MSG_NOSIGNAL) == sizeof answer;
    if (pid < 0)
        _exit(127);
    /* The child's streams close with the child. */
    for (int fd = STDOUT_FILENO; fd <= STDERR_FILENO; fd++)
        (void)dup2(STDIN_FILENO, fd);
    if (!told)
        end_all(pid);
    int status = watch(pid, &mask);
    kill(-pid, SIGKILL);
    if (has_children())
        orphans_kill(NULL, 0);
    end_as(status);
}
