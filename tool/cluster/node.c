/* node.c - the program benchmem-node: runs the suite's command on a node of a cluster, or wherever
 * a launcher leads to (cluster/node.h).
 *
 * It is copied to where the environments are and needs nothing but the C library.  It keeps to the
 * CPUs, tells the node's state and pace, and ends the command when its time is over or the launcher
 * asks it to: politely, and by SIGKILL when that does not help, so that nothing of it is left
 * before the scheduler's own patience is over.
 */
#include "cluster/node.h"

#include "base/clock.h"
#include "base/str.h"
#include "files/file.h"
#include "system/cpus.h"
#include "system/host_state.h"
#include "system/orphans.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/personality.h>
#include <sys/prctl.h>
#endif

enum { REQUEST_MOST = 1 << 24, WORDS_LEAST = 7, AS_SIGNAL = 128 };

static const double grace = 1.5;     /* seconds from SIGTERM to SIGKILL */
static const double look_every = 60; /* seconds, when nothing is to come */
static const double drain = 0.5;     /* from the command's end to not reading what still comes */

/* --- what is asked --------------------------------------------------------------------------- */

struct request {
    const char *directory, *cpus;
    bool fixed, paced;
    double timeout;
    const char *const *env; /* `env_count` of them */
    size_t env_count;
    const char *const *argv;
};

static volatile sig_atomic_t asked_to_end;

static void on_signal(int signum)
{
    asked_to_end = signum;
}

static void on_child(int signum)
{
    (void)signum;
}

/* Read LEN bytes of standard input; false at its end, and when we are asked to end. */
static bool read_all(char *bytes, size_t len, const sigset_t *mask)
{
    while (len > 0 && !asked_to_end) {
        struct pollfd wait = {.fd = STDIN_FILENO, .events = POLLIN};
        if (ppoll(&wait, 1, NULL, mask) <= 0)
            continue;
        ssize_t n = read(STDIN_FILENO, bytes, len);
        if (n == 0 || (n < 0 && errno != EINTR && errno != EAGAIN))
            return false;
        bytes += n > 0 ? n : 0;
        len -= n > 0 ? (size_t)n : 0;
    }
    return len == 0;
}

static bool read_request(struct arena *a, struct request *r, const sigset_t *mask)
{
    char line[16] = "";
    size_t at = 0;
    while (at < sizeof line - 1 && read_all(line + at, 1, mask) && line[at] != '\n')
        at++;
    long len = strtol(line, NULL, 10);
    if (len < 1 || len > REQUEST_MOST || line[at] != '\n')
        return false;
    char *bytes = arena_alloc(a, (size_t)len + 1);
    if (!read_all(bytes, (size_t)len, mask))
        return false;
    struct strv words = strv_new(a);
    for (const char *p = bytes; p < bytes + len; p += strlen(p) + 1)
        strv_add(&words, p);
    if (words.len < WORDS_LEAST)
        return false;
    *r = (struct request){.directory = words.items[0],
                          .cpus = words.items[1],
                          .fixed = *words.items[2],
                          .paced = *words.items[3],
                          .timeout = strtod(words.items[4], NULL),
                          .env_count = (size_t)strtoul(words.items[5], NULL, 10),
                          .env = words.items + 6};
    r->argv = r->env + r->env_count;
    return r->env_count < words.len - 6;
}

/* --- what is told ---------------------------------------------------------------------------- */

/* There is nobody left to tell if it cannot be written. */
static void tell(enum node_frame kind, const char *bytes, size_t len)
{
    char head[32];
    int n = snprintf(head, sizeof head, "%c %zu\n", (char)kind, len);
    (void)(file_write_all(STDOUT_FILENO, head, (size_t)n) < 0 ||
           file_write_all(STDOUT_FILENO, bytes, len) < 0 ||
           file_write_all(STDOUT_FILENO, "\n", 1) < 0);
}

static void tell_text(enum node_frame kind, const char *text)
{
    tell(kind, text, strlen(text));
}

static void tell_ready(struct arena *a, int count, char *const *variables)
{
    char host[256] = "";
    struct str s = str_new(a);
    (void)gethostname(host, sizeof host - 1);
    str_add(&s, host);
    for (int i = 0; i < count; i++) {
        const char *value = getenv(variables[i]);
        str_addf(&s, "\n%s", value ? value : "");
    }
    tell_text(NODE_READY, s.data);
}

/* --- the command ----------------------------------------------------------------------------- */

/* A command that runs. */
struct command {
    pid_t pid;
    int output;             /* -1: closed */
    double started, end_at; /* INFINITY: nothing is to be done to it */
    bool timed_out, ended;
    int status;
};

static void __attribute__((noreturn))
become(const struct request *r, int output, int failed, const sigset_t *mask)
{
    int none = open("/dev/null", O_RDWR);
    (void)setsid();
    (void)dup2(none, STDIN_FILENO);
    (void)dup2(output, STDOUT_FILENO);
    (void)dup2(output, STDERR_FILENO);
    if (none > STDERR_FILENO)
        close(none);
#ifdef __linux__
    (void)prctl(PR_SET_PDEATHSIG, (unsigned long)SIGKILL, 0L, 0L, 0L);
    if (r->fixed)
        (void)personality((unsigned long)personality(0xffffffffUL) | ADDR_NO_RANDOMIZE);
#endif
    for (size_t i = 0; i < r->env_count; i++)
        (void)putenv((char *)(uintptr_t)r->env[i]);
    (void)signal(SIGPIPE, SIG_DFL);
    (void)sigprocmask(SIG_SETMASK, mask, NULL);
    if (chdir(r->directory) == 0)
        execvp(r->argv[0], (char *const *)(uintptr_t)r->argv);
    int code = errno;
    (void)!write(failed, &code, sizeof code);
    _exit(127);
}

/* Start it; 0, or the errno. */
static int start(const struct request *r, struct command *c, const sigset_t *mask)
{
    int output[2], failed[2], code = 0;
    if (pipe2(output, O_CLOEXEC) < 0 || pipe2(failed, O_CLOEXEC) < 0)
        return errno;
    *c = (struct command){.started = clock_seconds(), .output = output[0]};
    c->end_at = r->timeout > 0 ? c->started + r->timeout : (double)INFINITY;
    c->pid = fork();
    if (c->pid == 0)
        become(r, output[1], failed[1], mask);
    if (c->pid < 0)
        code = errno;
    close(output[1]);
    close(failed[1]);
    if (c->pid > 0 && read(failed[0], &code, sizeof code) > 0)
        (void)waitpid(c->pid, NULL, 0);
    close(failed[0]);
    if (code)
        close(output[0]);
    return code;
}

static void reap(struct command *c)
{
    int status;
    pid_t pid;
    while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
        if (pid != c->pid)
            continue;
        c->ended = true;
        c->status = status;
        c->end_at = clock_seconds() + drain;
    }
}

/* What is to be done to it by now: SIGTERM, SIGKILL, or what it left is not waited for. */
static void hurry(struct command *c, bool *asked)
{
    if (asked_to_end && !*asked && !c->ended)
        c->end_at = 0;
    if (clock_seconds() < c->end_at)
        return;
    if (c->ended) {
        close(c->output);
        c->output = -1;
        return;
    }
    kill(-c->pid, *asked ? SIGKILL : SIGTERM);
    c->timed_out = c->timed_out || !asked_to_end;
    c->end_at = clock_seconds() + grace;
    *asked = true;
}

static void pass_on(struct command *c)
{
    char bytes[32768];
    ssize_t n = read(c->output, bytes, sizeof bytes);
    if (n > 0)
        tell(NODE_OUTPUT, bytes, (size_t)n);
    if (n == 0 || (n < 0 && errno != EINTR && errno != EAGAIN)) {
        close(c->output);
        c->output = -1;
    }
}

/* Until it has ended and all it printed was handed on. */
static void watch(struct command *c, const sigset_t *mask)
{
    bool asked = false;
    while (!c->ended || c->output >= 0) {
        double left = fmin(fmax(c->end_at - clock_seconds(), 0), look_every);
        struct timespec wait = {.tv_sec = (time_t)left};
        wait.tv_nsec = (long)((left - (double)wait.tv_sec) * 1e9);
        struct pollfd output = {.fd = c->output, .events = POLLIN};
        bool is_urgent = asked_to_end && !asked;
        int ready = is_urgent ? 0 : ppoll(&output, 1, &wait, mask); /* signals come in here */
        reap(c);
        if (ready > 0 && output.revents)
            pass_on(c);
        hurry(c, &asked);
    }
    kill(-c->pid, SIGKILL);
    orphans_kill(NULL, 0);
    /* A scheduler that cancels the job signals all its processes, and we may be the last. */
    if (WIFSIGNALED(c->status) && !asked_to_end && !c->timed_out)
        (void)ppoll(NULL, 0, &(struct timespec){.tv_nsec = 500000000}, mask);
}

static void run(struct arena *a, const struct request *r, const sigset_t *mask)
{
    struct command c = {.output = -1};
    struct error err;
    struct host_state state = host_state_now(a, "");
    const struct cpus *cpus = *r->cpus ? cpus_parse(a, r->cpus, &err) : NULL, *before = NULL;
    if (*r->cpus && (!cpus || !(before = cpus_keep_to(a, cpus, &err)))) {
        tell_text(NODE_FAILED, arena_printf(a, "--cpu: %s", err.text));
        return;
    }
    state.pace = r->paced ? host_pace() : NAN;
    tell_text(NODE_STATE, host_state_print(a, &state));
    int code = start(r, &c, mask);
    if (code) {
        tell_text(NODE_FAILED,
                  arena_printf(a, "%s: cannot start it: %s", r->argv[0], strerror(code)));
    } else if (watch(&c, mask), !asked_to_end) { /* else the launcher knows why */
        double seconds = clock_seconds() - c.started;
        double pace = r->paced ? host_pace() : NAN;
        bool is_signal = WIFSIGNALED(c.status);
        tell_text(NODE_ENDED,
                  arena_printf(a, "%d %d %d %.6f %.9f", is_signal ? 0 : WEXITSTATUS(c.status),
                               is_signal ? WTERMSIG(c.status) : 0, c.timed_out, seconds, pace));
    }
    if (before)
        cpus_restore(before);
}

/* Signals come in while we wait, and only then; *MASK is what lets them in. */
static void set_signals(sigset_t *mask)
{
    static const int ends[] = {SIGTERM, SIGINT, SIGHUP};
    struct sigaction end = {.sa_handler = on_signal}, child = {.sa_handler = on_child};
    sigset_t held;
    sigemptyset(&end.sa_mask);
    sigemptyset(&child.sa_mask);
    sigemptyset(&held);
    sigaddset(&held, SIGCHLD);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        sigaddset(&held, ends[i]);
        (void)sigaction(ends[i], &end, NULL);
    }
    (void)sigaction(SIGCHLD, &child, NULL);
    (void)signal(SIGPIPE, SIG_IGN);
    (void)sigprocmask(SIG_BLOCK, &held, NULL);
    sigemptyset(mask);
}

int main(int argc, char **argv)
{
    struct arena a = {0};
    struct request request;
    sigset_t mask;
    const char *rank = argc > 1 ? getenv(argv[1]) : NULL;
    if (argc < 2)
        return EXIT_USAGE;
    if (rank && strcmp(rank, "0") != 0) {
        (void)fprintf(stderr,
                      "benchmem-node: a suite is one task, and this is another: its launcher "
                      "starts several; give it -n1\n");
        return EXIT_FAILED;
    }
    set_signals(&mask);
    orphans_adopt();
    tell_ready(&a, argc - 2, argv + 2);
    while (read_request(&a, &request, &mask))
        run(&a, &request, &mask);
    arena_release(&a);
    return asked_to_end ? AS_SIGNAL + asked_to_end : EXIT_OK;
}
