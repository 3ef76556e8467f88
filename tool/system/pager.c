#include "system/pager.h"

#include "base/str.h"
#include "files/file.h"
#include "system/environment.h"
#include "system/terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const char own_setting[] = "BENCHMEM_PAGER", common_setting[] = "PAGER";

void pager_disable(void)
{
    setenv(own_setting, "", 1);
}

/* Where the pager is named, NULL for nowhere. */
static const char *setting_used(void)
{
    return getenv(own_setting) ? own_setting : getenv(common_setting) ? common_setting : NULL;
}

/* The words of the pager; none if there is to be none. */
static struct strv pager_words(struct arena *a)
{
    static const char spaces[] = " \t\n";
    const char *setting = setting_used(), *term = getenv("TERM");
    const char *named = setting ? getenv(setting) : NULL, *text = named ? named : "less";
    struct strv words = strv_new(a);
    /* On a terminal that can do nothing less stops to say so. */
    if (!setting && (!term || !*term || strcmp(term, "dumb") == 0))
        return words;
    for (text += strspn(text, spaces); *text; text += strspn(text, spaces)) {
        size_t len = strcspn(text, spaces);
        strv_add(&words, arena_strndup(a, text, len));
        text += len;
    }
    if (words.len == 1 && strcmp(words.items[0], "cat") == 0)
        words.len = 0;
    return words;
}

static const char *const *pager_environment(struct arena *a)
{
    static const char *const none[] = {NULL};
    struct strv set = strv_new(a);
    if (!getenv("LESS"))
        strv_add(&set, "LESS=FRX");
    if (!getenv("LV"))
        strv_add(&set, "LV=-c");
    return environment_make(a, none, &set);
}

/* What is the pager's affair while it runs: Ctrl-C, and that it does not read all. */
static const int signals[] = {SIGINT, SIGQUIT, SIGPIPE};
enum { SIGNALS = sizeof signals / sizeof *signals };

static void ignore_signals(struct sigaction before[SIGNALS])
{
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    for (size_t i = 0; i < SIGNALS; i++)
        sigaction(signals[i], &ignore, &before[i]);
}

static void restore_signals(const struct sigaction before[SIGNALS])
{
    for (size_t i = 0; i < SIGNALS; i++)
        sigaction(signals[i], &before[i], NULL);
}

/* Start the pager with INPUT to read and the signals as they were BEFORE; 0, or what errno would
 * say. */
static int start(struct arena *a, const struct strv *words, int input,
                 const struct sigaction before[SIGNALS], pid_t *pid)
{
    const char *program = path_program(a, words->items[0]);
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t defaults;
    if (!program)
        return ENOENT;
    int problem = posix_spawn_file_actions_init(&actions);
    if (problem)
        return problem;
    problem = posix_spawnattr_init(&attributes);
    if (problem) {
        posix_spawn_file_actions_destroy(&actions);
        return problem;
    }
    sigemptyset(&defaults);
    for (size_t i = 0; i < SIGNALS; i++)
        if (before[i].sa_handler != SIG_IGN)
            sigaddset(&defaults, signals[i]);
    posix_spawnattr_setsigdefault(&attributes, &defaults);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
    problem = posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
    if (!problem)
        problem = posix_spawn(pid, program, &actions, &attributes, (char *const *)words->items,
                              (char *const *)pager_environment(a));
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return problem;
}

/* Hand the text over and wait. */
static void feed(int pipe_end, pid_t pid, const char *text, size_t len)
{
    (void)file_write_all(pipe_end, text, len); /* that the pager has ended is its business */
    close(pipe_end);
    while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
        ;
}

/* Returns 0 if the text was shown, else what errno would say. */
static int show(struct arena *a, const struct strv *words, const char *text, size_t len)
{
    struct sigaction before[SIGNALS];
    int ends[2];
    pid_t pid;
    if (pipe(ends) < 0)
        return errno;
    (void)fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    (void)fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    ignore_signals(before);
    int problem = start(a, words, ends[0], before, &pid);
    close(ends[0]);
    if (problem)
        close(ends[1]);
    else
        feed(ends[1], pid, text, len);
    restore_signals(before);
    return problem;
}

int pager_show(struct arena *a, FILE *stream, const char *text, size_t len, const char **why,
               struct error *err)
{
    *why = NULL;
    if (terminal_flush(stream, err) < 0)
        return -1;
    struct strv words = pager_words(a);
    if (words.len && terminal_is(stream)) {
        int problem = show(a, &words, text, len);
        if (!problem)
            return 0;
        if (setting_used())
            *why = arena_printf(a,
                                "%s: '%s' cannot be started: %s; shown without a pager, as "
                                "--no-pager does",
                                setting_used(), words.items[0], strerror(problem));
    }
    fwrite(text, 1, len, stream);
    return terminal_flush(stream, err);
}
