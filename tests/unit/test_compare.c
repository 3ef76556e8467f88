/* The command as it is called: what it prints, and its exit status. */
#include "unit_test.h"

#include "base/file.h"
#include "base/tree.h"
#include "command/command.h"
#include "data/manifest.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct fixture {
    struct arena *arena;
    const char *dir;
    struct error err;
    const char *out, *errors; /* of the last call */
};

static struct fixture begin(struct arena *a)
{
    struct fixture f = {.arena = a};
    f.dir = tree_make_temp(a, tree_temp_parent(), "benchmem-test-", &f.err);
    assert_non_null(f.dir);
    return f;
}

static void done(struct fixture *f)
{
    assert_int_equal(tree_remove(f->dir, &f->err), 0);
}

static const char *in_dir(const struct fixture *f, const char *name)
{
    return path_join(f->arena, f->dir, name);
}

/* A run file with one benchmark per id; times in seconds, peaks in bytes (none where 0). */
static const char *put_run(struct fixture *f, const char *name, const char *const *ids,
                           const double *times, const double *peaks)
{
    struct str text;
    str_init(&text, f->arena);
    str_add(&text, "{\"benchmarks\": [");
    for (size_t i = 0; ids[i]; i++) {
        str_addf(&text, "%s{\"fullname\": \"t.py::%s\", \"stats\": {\"min\": %.17g}", i ? ", " : "",
                 ids[i], times[i]);
        if (peaks && peaks[i] > 0)
            str_addf(&text,
                     ", \"extra_info\": {\"benchmem\": {\"peak_bytes\": [%.17g], "
                     "\"allocations\": [1], \"total_bytes\": [1]}}",
                     peaks[i]);
        str_add(&text, "}");
    }
    str_add(&text, "]}");
    const char *path = in_dir(f, name);
    if (file_write(path, text.data, text.len, &f->err) < 0)
        fail_msg("%s", f->err.text);
    return path;
}

static void redirect(int to, const char *path)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (fd < 0 || dup2(fd, to) < 0)
        _exit(99);
    close(fd);
}

/* Call the command in a process of its own.  Returns its exit status. */
static int call(struct fixture *f, const char *const *words)
{
    const char *out = in_dir(f, "stdout"), *errors = in_dir(f, "stderr");
    int argc = 0;
    char *argv[32];
    for (; words[argc]; argc++)
        argv[argc] = arena_strdup(f->arena, words[argc]);
    argv[argc] = NULL;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        redirect(STDOUT_FILENO, out);
        redirect(STDERR_FILENO, errors);
        int status = command_compare.run(&command_compare, argc, argv);
        fflush(stdout);
        _exit(status);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    f->out = file_read(f->arena, out, NULL, &f->err);
    f->errors = file_read(f->arena, errors, NULL, &f->err);
    assert_non_null(f->out);
    assert_non_null(f->errors);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

#define CALL(f, ...) call(f, (const char *const[]){__VA_ARGS__, NULL})

static void assert_says(const char *text, const char *what)
{
    if (!strstr(text, what))
        fail_msg("'%s' does not say '%s'", text, what);
}

static const char *const both[] = {"a", "b", NULL}, *const other[] = {"c", NULL};

static void gate_statuses(void **state)
{
    struct fixture f = begin(*state);
    const double times[] = {1, 2}, slower[] = {1.2, 2}, peaks[] = {1000, 2000};
    const char *old = put_run(&f, "old.json", both, times, peaks);
    const char *new = put_run(&f, "new.json", both, slower, NULL);
    const char *apart = put_run(&f, "apart.json", other, times, peaks);

    assert_int_equal(CALL(&f, old, new, "--fail-on", "time:20.1%"), STATUS_OK);
    assert_says(f.out, "\n\nno regressions over thresholds\n");
    assert_int_equal(CALL(&f, old, new, "--fail-on=time:10%", "--fail-on", "time:.1s"),
                     STATUS_FAILED);
    assert_says(f.out, "\n\n2 regression(s) over threshold:\n"
                       "  time         a: 1s → 1.2s (+20.0%)\n"
                       "  time         a: 1s → 1.2s (+20.0%)\n");
    assert_int_equal(CALL(&f, old, new, "--fail-on", "time:10%", "--baseline", "new"), STATUS_OK);
    assert_int_equal(CALL(&f, old, new, "--fail-on", "peak:10%"), STATUS_NO_VERDICT);
    assert_says(f.errors, "--fail-on peak");
    assert_null(strstr(f.out, "no regressions"));
    assert_int_equal(CALL(&f, old, apart, "--fail-on", "time:10%"), STATUS_NO_VERDICT);
    assert_says(f.errors, "no benchmark in common");
    /* A regression found counts even if another rule has nothing to judge. */
    assert_int_equal(CALL(&f, old, new, "--fail-on", "peak:10%", "--fail-on", "time:10%"),
                     STATUS_FAILED);
    assert_says(f.errors, "--fail-on peak");
    assert_int_equal(CALL(&f, old, "--fail-on", "time:10%"), STATUS_USAGE);
    done(&f);
}

static void wrong_words_are_all_named(void **state)
{
    struct fixture f = begin(*state);
    assert_int_equal(CALL(&f, "/nonexistent.json", "--sort", "size", "--columns", "speed",
                          "--fail-on", "peak:x", "--fail-on", "rss", "--what"),
                     STATUS_USAGE);
    static const char *const said[] = {"--sort", "speed", "peak:x", "'rss'", "--what"};
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        assert_says(f.errors, said[i]);
    assert_null(strstr(f.errors, "nonexistent")); /* nothing was read */
    assert_string_equal(f.out, "");
    assert_int_equal(CALL(&f, "--sort", "name"), STATUS_USAGE);
    assert_says(f.errors, "wants a run file");
    assert_int_equal(CALL(&f, "/nonexistent.json", "/nor-this.json"), STATUS_USAGE);
    assert_says(f.errors, "nonexistent");
    assert_says(f.errors, "nor-this");
    done(&f);
}

static void metrics_that_are_not_there(void **state)
{
    struct fixture f = begin(*state);
    const double times[] = {1, 2};
    const char *run = put_run(&f, "run.json", both, times, NULL);
    const char *empty = put_run(&f, "empty.json", (const char *const[]){NULL}, NULL, NULL);
    assert_int_equal(CALL(&f, run), STATUS_OK);
    assert_null(strstr(f.out, "peak"));
    assert_int_equal(CALL(&f, run, "--metric", "rss", "--metric", "time"), STATUS_OK);
    assert_says(f.out, "\n\nrss · min: recorded in none of the runs\n");
    assert_int_equal(CALL(&f, run, "--columns", "peak,rss"), STATUS_NO_VERDICT);
    assert_says(f.errors, "peak · min, rss · min: recorded in none of the runs");
    assert_int_equal(CALL(&f, empty), STATUS_NO_VERDICT);
    assert_says(f.errors, "no benchmark");
    done(&f);
}

static void color_only_where_asked_in_a_pipe(void **state)
{
    struct fixture f = begin(*state);
    const double times[] = {1, 2}, slower[] = {1.2, 2};
    const char *old = put_run(&f, "old.json", both, times, NULL);
    const char *new = put_run(&f, "new.json", both, slower, NULL);
    unsetenv("CLICOLOR_FORCE");
    unsetenv("NO_COLOR");
    unsetenv("COLORTERM");
    setenv("TERM", "xterm", 1);
    assert_int_equal(CALL(&f, old, new), STATUS_OK);
    assert_null(strchr(f.out, '\x1b'));
    assert_int_equal(CALL(&f, old, new, "--color", "always", "--fail-on", "time:5%"),
                     STATUS_FAILED);
    assert_says(f.out, "\x1b[1;32m1.000\x1b[0m   \x1b[31m1.200\x1b[0m");
    assert_says(f.out, "\x1b[31m1 regression(s) over threshold:\x1b[0m\n");
    assert_int_equal(CALL(&f, old, new, "--color", "always", "--format", "md"), STATUS_OK);
    assert_null(strchr(f.out, '\x1b'));
    done(&f);
}

/* Make out/sweep.json of these versions; ok ones have their run file already. */
static void put_sweep(struct fixture *f, const char *const *labels,
                      const enum version_status *statuses)
{
    struct manifest m = {.package = "p", .run_id = "r"};
    for (size_t i = 0; labels[i]; i++) {
        struct manifest_entry *e = manifest_add(f->arena, &m, labels[i]);
        e->version = e->spec = labels[i];
        e->run_id = "r";
        e->status = statuses[i];
        if (statuses[i] == VERSION_OK)
            e->json = arena_printf(f->arena, "%s.json", labels[i]);
        if (statuses[i] == VERSION_UNAVAILABLE) {
            e->failed_stage = STAGE_INSTALL;
            e->reason = "no such version";
        }
    }
    if (manifest_write(f->arena, in_dir(f, "sweep.json"), &m, &f->err) < 0)
        fail_msg("%s", f->err.text);
}

static void a_sweep_with_holes(void **state)
{
    struct fixture f = begin(*state);
    static const char *const labels[] = {"1.0", "2.0", "3.0", NULL};
    const double times[] = {1, 2}, slower[] = {1.2, 2};
    put_run(&f, "1.0.json", both, times, NULL);
    put_run(&f, "2.0.json", both, slower, NULL);
    put_sweep(&f, labels, (enum version_status[]){VERSION_OK, VERSION_OK, VERSION_UNAVAILABLE});
    assert_int_equal(CALL(&f, f.dir), STATUS_OK);
    assert_says(f.out, " a                   s   1.000   1.200     —   +20.0%\n");
    assert_says(f.out, "\n\n3.0: unavailable at install: no such version\n"
                       "change: 2.0 against 1.0, the first and the last measured\n");
    assert_int_equal(CALL(&f, f.dir, "--fail-on", "time:5%"), STATUS_SKIP);
    assert_says(f.errors, "3.0 has no run file");
    assert_null(strstr(f.out, "regression"));
    assert_int_equal(CALL(&f, f.dir, "--fail-on", "time:5%", "--baseline", "3.0"), STATUS_SKIP);
    assert_says(f.errors, "3.0 has no run file");
    assert_int_equal(CALL(&f, f.dir, "--baseline", "4.0"), STATUS_USAGE);
    assert_says(f.errors, "1.0, 2.0, 3.0");

    put_sweep(&f, labels, (enum version_status[]){VERSION_OK, VERSION_PENDING, VERSION_OK});
    put_run(&f, "3.0.json", both, slower, NULL);
    assert_int_equal(CALL(&f, f.dir, "--fail-on", "time:5%"), STATUS_FAILED);
    assert_says(f.out, "2.0: not in this run");
    done(&f);
}

static void a_sweep_with_nothing(void **state)
{
    struct fixture f = begin(*state);
    static const char *const labels[] = {"1.0", "2.0", NULL};
    put_sweep(&f, labels, (enum version_status[]){VERSION_PENDING, VERSION_UNAVAILABLE});
    assert_int_equal(CALL(&f, f.dir), STATUS_SKIP);
    assert_says(f.errors, "nothing to compare");
    assert_says(f.errors, "1.0: not in this run");
    assert_says(f.errors, "2.0: unavailable at install: no such version");
    assert_string_equal(f.out, "");
    done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(gate_statuses),
        arena_test(wrong_words_are_all_named),
        arena_test(metrics_that_are_not_there),
        arena_test(color_only_where_asked_in_a_pipe),
        arena_test(a_sweep_with_holes),
        arena_test(a_sweep_with_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
