/* stopwatch.c - stands in the place of a program, runs it, and notes when it ran.
 *
 * For overhead.py, which takes the time of uv and pytest out of what a sweep takes.  A link to this
 * program, called NAME, runs NAME.real beside it with the same words; the file $STOPWATCH_LOG gets
 * a line "BEGIN END PROGRAM", the two in nanoseconds of CLOCK_MONOTONIC.  After `uv venv ... DIR`
 * the environment's python is such a link too.  Ends as the program ended.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void __attribute__((noreturn)) fail(const char *what, const char *which)
{
    (void)fprintf(stderr, "stopwatch: %s %s: %s\n", what, which, strerror(errno));
    exit(125);
}

static long long now(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

/* Run the program with the words of this one, argv[0] too: by that it finds its files.  Its status.
 */
static int run(const char *path, char **argv)
{
    char program[PATH_MAX];
    (void)snprintf(program, sizeof program, "%s.real", path);
    pid_t pid = fork();
    if (pid < 0)
        fail("fork for", path);
    if (pid == 0) {
        (void)execv(program, argv);
        fail("run", program);
    }
    int status;
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            fail("wait for", program);
    return status;
}

static void note(long long begin, long long end, const char *path)
{
    const char *log = getenv("STOPWATCH_LOG");
    int fd = log ? open(log, O_WRONLY | O_APPEND | O_CREAT, 0600) : -1;
    if (fd < 0 || dprintf(fd, "%lld %lld %s\n", begin, end, path) < 0)
        fail("write", log ? log : "STOPWATCH_LOG");
    (void)close(fd);
}

/* Stand before the python of the environment. */
static void stand_before_python(const char *environment)
{
    char self[PATH_MAX], python[PATH_MAX], real[PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", self, sizeof self - 1);
    if (len < 0)
        fail("read", "/proc/self/exe");
    self[len] = '\0';
    (void)snprintf(python, sizeof python, "%s/bin/python", environment);
    (void)snprintf(real, sizeof real, "%s/bin/python.real", environment);
    if (rename(python, real) < 0 || symlink(self, python) < 0)
        fail("replace", python);
}

int main(int argc, char **argv)
{
    const char *path = (const char *)getauxval(AT_EXECFN);
    long long begin = now();
    int status = run(path, argv);
    note(begin, now(), path);
    if (WIFSIGNALED(status)) {
        (void)signal(WTERMSIG(status), SIG_DFL);
        (void)raise(WTERMSIG(status));
    }
    if (WEXITSTATUS(status) == 0 && argc > 1 && strcmp(argv[1], "venv") == 0)
        stand_before_python(argv[argc - 1]);
    return WEXITSTATUS(status);
}
