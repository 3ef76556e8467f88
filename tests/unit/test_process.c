/* Children on the loop: output, exit, timeout, signals, strays. */
#include "unit_test.h"

#include "base/clock.h"
#include "files/file.h"
#include "files/lock.h"
#include "files/tree.h"
#include "system/cpus.h"
#include "system/environment.h"
#include "system/guard_watch.h"
#include "system/machine_lock.h"
#include "system/process.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct record {
    struct str text[2];
    struct child_result result;
    int done;
};

static void on_output(void *data, int stream, const char *bytes, size_t len)
{
    struct record *r = data;
    str_addn(&r->text[stream - 1], bytes, len);
}

static void on_done(void *data, const struct child_result *result)
{
    struct record *r = data;
    r->result = *result;
    r->done++;
}

/* Run a shell script as a child and wait for it. */
static struct record run(struct arena *a, struct loop *loop, const char *script, double timeout,
                         bool split)
{
    struct error err;
    static struct record r;
    r = (struct record){0};
    r.text[0] = str_new(a);
    r.text[1] = str_new(a);
    const char *argv[] = {"sh", "-c", script, NULL};
    struct child child = {.argv = argv,
                          .timeout = timeout,
                          .split = split,
                          .output = on_output,
                          .done = on_done,
                          .data = &r};
    assert_int_equal(child_start(loop, &child, &err), 0);
    loop_run(loop);
    assert_int_equal(r.done, 1);
    return r;
}

static void output_and_exit_code_come_back(void **state)
{
    struct arena *a = *state;
    struct error err;
    struct loop *loop = loop_open(a, &err);
    struct record r = run(a, loop, "echo out; echo err >&2; exit 3", 0, true);
    assert_string_equal(r.text[0].data, "out\n");
    assert_string_equal(r.text[1].data, "err\n");
    assert_int_equal(r.result.exit_code, 3);
    r = run(a, loop, "echo out; echo err >&2; kill -SEGV $$", 0, false);
    assert_string_equal(r.text[0].data, "out\nerr\n");
    assert_int_equal(r.result.signal, SIGSEGV);
    assert_false(r.result.timed_out);
    loop_close(loop);
}

static void addresses_are_fixed_where_that_is_allowed(void **state)
{
    struct arena *a = *state;
    struct error err;
    struct loop *loop = loop_open(a, &err);
    const char *argv[] = {"cat", "/proc/self/personality", NULL};
    struct record r = run(a, loop, "setarch -R true", 0, true);
    bool is_allowed = r.result.exit_code == 0;
    r.text[0] = str_new(a);
    struct child child = {
        .argv = argv, .fixed_addresses = true, .output = on_output, .done = on_done, .data = &r};
    assert_int_equal(child_start(loop, &child, &err), 0);
    loop_run(loop);
    assert_int_equal(r.result.exit_code, 0);
    bool is_fixed = strtoul(r.text[0].data, NULL, 16) & 0x0040000; /* ADDR_NO_RANDOMIZE */
    if (is_allowed)
        assert_true(is_fixed);
    loop_close(loop);
}

static void what_cannot_start_says_so(void **state)
{
    struct arena *a = *state;
    struct error err;
    struct loop *loop = loop_open(a, &err);
    const char *argv[] = {"/nonexistent/program", NULL};
    struct child child = {.argv = argv, .done = on_done};
    assert_int_equal(child_start(loop, &child, &err), -1);
    assert_non_null(strstr(err.text, "/nonexistent/program"));
    const char *sh[] = {"sh", NULL};
    child = (struct child){.argv = sh, .cwd = "/nonexistent", .done = on_done};
    assert_int_equal(child_start(loop, &child, &err), -1);
    assert_non_null(strstr(err.text, "no such directory"));
    loop_run(loop);
    loop_close(loop);
}

static void time_is_bounded(void **state)
{
    struct arena *a = *state;
    struct error err;
    struct loop *loop = loop_open(a, &err);
    double start = clock_seconds();
    struct record r = run(a, loop, "sleep 60", 0.2, false);
    assert_true(r.result.timed_out);
    assert_int_equal(r.result.signal, SIGTERM);
    /* A daemon that holds the pipe is not waited for, and does not outlive the child. */
    r = run(a, loop, "setsid sleep 61 & echo $!", 0, false);
    assert_int_equal(r.result.exit_code, 0);
    pid_t daemon = (pid_t)strtol(r.text[0].data, NULL, 10);
    assert_true(daemon > 0);
    assert_int_equal(kill(daemon, 0), -1);
    assert_true(clock_seconds() - start < 5);
    loop_close(loop);
}

static void a_signal_ends_the_children(void **state)
{
    struct arena *a = *state;
    struct error err;
    struct loop *loop = loop_open(a, &err);
    char script[64];
    snprintf(script, sizeof script, "kill -TERM %ld; sleep 60", (long)getpid());
    struct record r = run(a, loop, script, 0, false);
    assert_int_equal(r.result.signal, SIGTERM);
    assert_int_equal(loop_signal(loop), SIGTERM);
    const char *argv[] = {"true", NULL};
    struct child child = {.argv = argv, .done = on_done};
    assert_int_equal(child_start(loop, &child, &err), -1);
    assert_int_equal(err.exit_code, EXIT_SIGNAL + SIGTERM);
    loop_close(loop);
}

static void the_environment_is_edited(void **state)
{
    struct arena *a = *state;
    setenv("BENCHMEM_A", "1", 1);
    setenv("BENCHMEM_B", "1", 1);
    static const char *const unset[] = {"BENCHMEM_A", NULL};
    struct strv set = strv_new(a);
    strv_add(&set, "BENCHMEM_B=2");
    const char *const *env = environment_make(a, unset, &set);
    int a_seen = 0, b_seen = 0;
    for (; *env; env++) {
        a_seen += str_starts(*env, "BENCHMEM_A=");
        b_seen += strcmp(*env, "BENCHMEM_B=2") == 0;
        assert_string_not_equal(*env, "BENCHMEM_B=1");
    }
    assert_int_equal(a_seen, 0);
    assert_int_equal(b_seen, 1);
}

static void a_lock_has_one_owner(void **state)
{
    struct arena *a = *state;
    struct error err;
    char *dir = test_directory(a);
    char *path = arena_printf(a, "%s/lock", dir);
    struct lock one, two;
    long owner = 0;
    assert_int_equal(lock_try(&one, path, &owner, &err), 1);
    assert_int_equal(lock_try(&two, path, &owner, &err), 0);
    assert_int_equal(owner, getpid());
    assert_int_equal(lock_take(&two, path, 0.05, &err), -1);
    lock_release(&one);
    assert_int_equal(lock_try(&two, path, &owner, &err), 1);
    lock_release(&two);
    assert_int_equal(tree_remove(dir, &err), 0);
}

/* --- CPUs and the machine's lock --- */

static void a_child_is_kept_to_its_cpus(void **state)
{
    struct arena *a = *state;
    struct error err;
    const char *before = cpus_available(a);
    const char *first = arena_strndup(a, before, strspn(before, "0123456789"));
    const struct cpus *one = cpus_parse(a, first, &err);
    assert_non_null(one);
    struct loop *loop = loop_open(a, &err);
    struct record r = {0};
    r.text[0] = str_new(a);
    const char *argv[] = {"grep", "Cpus_allowed_list", "/proc/self/status", NULL};
    struct child child = {
        .argv = argv, .cpus = one, .output = on_output, .done = on_done, .data = &r};
    assert_int_equal(child_start(loop, &child, &err), 0);
    loop_run(loop);
    loop_close(loop);
    assert_string_equal(r.text[0].data, arena_printf(a, "Cpus_allowed_list:\t%s\n", first));
    assert_string_equal(cpus_available(a), before);
}

static void lists_of_cpus_are_checked(void **state)
{
    static const char *const bad[] = {"",    ",",  "a",   "1-",        "-1",    "2-1", "0,,0",
                                      "0x1", "0-", "1 2", "0,0-99999", "99999", "0;0"};
    struct arena *a = *state;
    struct error err;
    const char *all = cpus_available(a);
    assert_non_null(cpus_parse(a, all, &err));
    assert_non_null(cpus_parse(a, arena_printf(a, "%s, %s", all, all), &err));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (cpus_parse(a, bad[i], &err))
            fail_msg("a list: '%s'", bad[i]);
        assert_int_equal(err.exit_code, EXIT_USAGE);
    }
    assert_null(cpus_parse(a, "9000", &err));
    assert_non_null(strstr(err.text, "CPU 9000 is not available"));
    assert_non_null(strstr(err.text, all));
}

static void the_machine_is_shared_or_taken_alone(void **state)
{
    struct arena *a = *state;
    struct error err;
    const char *dir = test_directory(a);
    struct machine_lock one = {path_join(a, dir, "lock"), -1}, two = one, three = one;
    struct strv words = strv_new(a);
    assert_int_equal(machine_lock_try(&one, false, &err), 1);
    assert_int_equal(machine_lock_try(&two, false, &err), 1);
    assert_int_equal(machine_lock_try(&three, true, &err), 0);
    machine_lock_release(&one);
    assert_int_equal(machine_lock_try(&three, true, &err), 0);
    assert_int_equal(machine_lock_holder(&three, &words), getpid());
    assert_true(words.len > 0 && strstr(words.items[0], "unit_process"));
    machine_lock_release(&two);
    assert_int_equal(machine_lock_try(&three, true, &err), 1);
    assert_int_equal(machine_lock_try(&one, false, &err), 0);
    machine_lock_release(&three);
    assert_int_equal(machine_lock_holder(&three, &words), 0);
    assert_int_equal(tree_remove(dir, &err), 0);
}

static void what_is_no_file_is_no_lock(void **state)
{
    struct arena *a = *state;
    struct error err;
    const char *dir = test_directory(a);
    const char *link = path_join(a, dir, "link"), *fifo = path_join(a, dir, "fifo");
    const char *target = path_join(a, dir, "target");
    assert_int_equal(file_write(target, "text", 4, &err), 0);
    assert_int_equal(symlink(target, link), 0);
    assert_int_equal(mkfifo(fifo, 0600), 0);
    const char *const bad[] = {link, fifo, dir, "/nowhere/at/all"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct machine_lock lock = {bad[i], -1};
        assert_int_equal(machine_lock_try(&lock, true, &err), -1);
        assert_non_null(strstr(err.text, bad[i]));
    }
    /* A file that is there is used as it is. */
    struct machine_lock lock = {target, -1};
    assert_int_equal(machine_lock_try(&lock, true, &err), 1);
    machine_lock_release(&lock);
    assert_string_equal(file_read(a, target, NULL, &err), "text");
    assert_int_equal(tree_remove(dir, &err), 0);
}

static void input_is_what_is_written(void **state)
{
    struct arena *a = *state;
    struct error err;
    struct loop *loop = loop_open(a, &err);
    struct running *cat;
    static struct record r;
    r = (struct record){0};
    r.text[0] = str_new(a);
    const char *argv[] = {"cat", NULL};
    struct child child = {.argv = argv,
                          .has_input = true,
                          .running = &cat,
                          .output = on_output,
                          .done = on_done,
                          .data = &r};
    assert_int_equal(child_start(loop, &child, &err), 0);
    child_write(cat, "one ", 4);
    child_write(cat, "two", 3);
    child_end_input(cat);
    child_write(cat, "lost", 4);
    loop_run(loop);
    assert_string_equal(r.text[0].data, "one two");
    assert_int_equal(r.result.exit_code, 0);
    loop_close(loop);
}

/* What a remote child stands for is cancelled when it is stopped, not when it ends by itself. */
static void what_is_remote_is_cancelled(void **state)
{
    struct arena *a = *state;
    struct error err;
    for (int stopped = 0; stopped < 2; stopped++) {
        struct loop *loop = loop_open(a, &err);
        const char *dir = test_directory(a), *mark = arena_printf(a, "%s/cancelled", dir);
        struct running *running;
        static struct record r;
        r = (struct record){0};
        const char *argv[] = {"sh", "-c", "sleep 0.2; exit 3", NULL};
        struct child child = {
            .argv = argv, .remote = true, .running = &running, .done = on_done, .data = &r};
        assert_int_equal(child_start(loop, &child, &err), 0);
        child_cancel_by(running, (const char *const[]){"touch", mark, NULL});
        child_limit(running, stopped ? 0.05 : 0);
        loop_run(loop);
        assert_int_equal(path_exists(mark), stopped);
        assert_int_equal(r.result.timed_out, stopped);
        assert_int_equal(r.result.signal, stopped ? SIGTERM : 0);
        assert_int_equal(r.result.exit_code, stopped ? 0 : 3);
        loop_close(loop);
        assert_int_equal(tree_remove(dir, &err), 0);
    }
}

int main(int argc, char **argv)
{
    if (guard_is_asked(argc, argv))
        guard_main(argv);
    const struct CMUnitTest tests[] = {
        arena_test(a_child_is_kept_to_its_cpus),
        arena_test(addresses_are_fixed_where_that_is_allowed),
        arena_test(lists_of_cpus_are_checked),
        arena_test(the_machine_is_shared_or_taken_alone),
        arena_test(what_is_no_file_is_no_lock),
        arena_test(output_and_exit_code_come_back),
        arena_test(what_cannot_start_says_so),
        arena_test(time_is_bounded),
        arena_test(a_signal_ends_the_children),
        arena_test(input_is_what_is_written),
        arena_test(what_is_remote_is_cancelled),
        arena_test(the_environment_is_edited),
        arena_test(a_lock_has_one_owner),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
