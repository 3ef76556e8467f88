/* The command as it is called: what it prints, and its exit status. */
#include "command_test.h"

#define CALL(f, ...) CALL_COMMAND(f, &command_compare, __VA_ARGS__)

static const char *const both[] = {"a", "b", NULL}, *const other[] = {"c", NULL};

static void gate_statuses(void **state)
{
    struct fixture f = begin(*state);
    const double times[] = {1, 2}, slower[] = {1.2, 2}, peaks[] = {1000, 2000};
    const char *old = put_run(&f, "old.json", both, times, peaks);
    const char *new = put_run(&f, "new.json", both, slower, NULL);
    const char *apart = put_run(&f, "apart.json", other, times, peaks);

    assert_int_equal(CALL(&f, old, new, "--fail-on", "time:20.1%"), EXIT_OK);
    static const char alone[] =
        "\n\ntimes of one process a version cannot tell a change of the code "
        "from one of the machine; instructions can (--fail-on "
        "instructions:3%, --gate confirmed), or --rounds 7\n";
    assert_says(f.out, arena_printf(f.arena, "%sno regressions over thresholds\n", alone));
    assert_int_equal(CALL(&f, old, new, "--fail-on=time:10%", "--fail-on", "time:.1s"),
                     EXIT_FAILED);
    assert_says(f.out, arena_printf(f.arena,
                                    "%s2 regression(s) over threshold:\n"
                                    "  time         a: 1s → 1.2s (+20.0%%)\n"
                                    "  time         a: 1s → 1.2s (+20.0%%)\n",
                                    alone));
    assert_int_equal(CALL(&f, old, new, "--fail-on", "time:10%", "--baseline", "new"), EXIT_OK);
    assert_int_equal(CALL(&f, old, new, "--fail-on", "peak:10%"), EXIT_NO_VERDICT);
    assert_says(f.errors, "--fail-on peak");
    assert_null(strstr(f.out, "no regressions"));
    assert_int_equal(CALL(&f, old, apart, "--fail-on", "time:10%"), EXIT_NO_VERDICT);
    assert_says(f.errors, "no benchmark in common");
    /* A regression found counts even if another rule has nothing to judge. */
    assert_int_equal(CALL(&f, old, new, "--fail-on", "peak:10%", "--fail-on", "time:10%"),
                     EXIT_FAILED);
    assert_says(f.errors, "--fail-on peak");
    assert_int_equal(CALL(&f, old, "--fail-on", "time:10%"), EXIT_USAGE);
    done(&f);
}

static void wrong_words_are_all_named(void **state)
{
    struct fixture f = begin(*state);
    assert_int_equal(CALL(&f, "/nonexistent.json", "--sort", "size", "--columns", "speed",
                          "--fail-on", "peak:x", "--fail-on", "rss", "--what"),
                     EXIT_USAGE);
    static const char *const said[] = {"--sort", "speed", "peak:x", "'rss'", "--what"};
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        assert_says(f.errors, said[i]);
    assert_null(strstr(f.errors, "nonexistent")); /* nothing was read */
    assert_string_equal(f.out, "");
    assert_int_equal(CALL(&f, "--sort", "name"), EXIT_USAGE);
    assert_says(f.errors, "wants a run file");
    assert_int_equal(CALL(&f, "/nonexistent.json", "/nor-this.json"), EXIT_USAGE);
    assert_says(f.errors, "nonexistent");
    assert_says(f.errors, "nor-this");
    done(&f);
}

#define JOINED(version) TEST_DATA "/joined/" version ".json"

static void verdicts_of_joined_runs(void **state)
{
    struct fixture f = begin(*state);
    const char *a = JOINED("1.0"), *b = JOINED("1.1"), *c = JOINED("2.0"), *d = JOINED("2.1");
    assert_int_equal(CALL(&f, a, b, c, d, "--columns", "time", "--fail-on", "time:5%"),
                     EXIT_FAILED);
    assert_says(f.out, "2.1 vs 1.0   since\n");
    assert_says(f.out, "~ may or may not differ");
    assert_says(f.out,
                "  time · min: 1 faster · 1 slower · 1 the same · 1 unclear · 1 against a later "
                "version · geometric mean 0.96×\n    slower: test_slow +20.0% (+18.7% to "
                "+20.2%) since 2.0\n");
    assert_says(f.out, "\n1 regression(s) over threshold:\n  time         test_slow: ");
    assert_int_equal(
        CALL(&f, a, b, c, d, "--fail-on", "latest:time:5%", "--fail-on", "latest:peak:1%"),
        EXIT_OK);
    assert_int_equal(CALL(&f, a, b, c, d, "--fail-on", "latest:peak:0%"), EXIT_FAILED);
    assert_says(f.out, "  latest:peak  test_slow: ");
    assert_int_equal(CALL(&f, a, b, c, "--fail-on", "latest:time:5%"), EXIT_FAILED);
    /* What is not told from noise breaks a rule only where value alone counts. */
    assert_int_equal(CALL(&f, c, d, "--fail-on", "time:3%"), EXIT_OK);
    assert_says(f.out, "1 over threshold, but not told from noise:\n  time         test_noisy: ");
    assert_int_equal(CALL(&f, c, d, "--fail-on", "time:3%", "--gate", "raw"), EXIT_FAILED);
    assert_null(strstr(f.out, "told from noise"));
    /* A program finds the list of what is unclear where there could be some, and only there. */
    assert_int_equal(CALL(&f, a, c, "--fail-on", "time:5%", "--format", "json"), EXIT_FAILED);
    assert_says(f.out, "\"unclear\": []");
    assert_int_equal(CALL(&f, c, d, "--fail-on", "time:3%", "--format", "json"), EXIT_OK);
    assert_says(f.out, "\"unclear\": [\n");
    const double times[] = {1, 2};
    const char *once = put_run(&f, "once.json", both, times, NULL);
    const char *twice = put_run(&f, "twice.json", both, times, NULL);
    assert_int_equal(CALL(&f, once, twice, "--fail-on", "time:5%", "--format", "json"), EXIT_OK);
    assert_says(f.out, "\"regressions\": []");
    assert_null(strstr(f.out, "\"unclear\""));
    /* Nothing is called within the least effect that counts. */
    assert_int_equal(CALL(&f, a, d, "--min-effect", "60%", "--min-effect-memory", "90%"), EXIT_OK);
    assert_says(f.out, "time · min: 0 faster · 0 slower · ");
    assert_says(f.out, "peak · min: 0 less · 0 more · ");
    assert_int_equal(CALL(&f, a, d, "--ci", "--process-stat", "median"), EXIT_OK);
    assert_says(f.out, "95% interval");
    assert_int_equal(CALL(&f, a, d, "--ci", "--diff", "--min-effect", "2ms", "--min-effect-memory",
                          "1%+2ms", "--process-stat", "max", "--gate", "both"),
                     EXIT_USAGE);
    static const char *const said[] = {"--ci is for", "--min-effect '2ms'",
                                       "--min-effect-memory '1%+2ms'", "--process-stat", "--gate"};
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        assert_says(f.errors, said[i]);
    done(&f);
}

static void metrics_that_are_not_there(void **state)
{
    struct fixture f = begin(*state);
    const double times[] = {1, 2};
    const char *run = put_run(&f, "run.json", both, times, NULL);
    const char *empty = put_run(&f, "empty.json", (const char *const[]){NULL}, NULL, NULL);
    assert_int_equal(CALL(&f, run), EXIT_OK);
    assert_null(strstr(f.out, "peak"));
    assert_int_equal(CALL(&f, run, "--metric", "rss", "--metric", "time"), EXIT_OK);
    assert_says(f.out, "\n\nrss: recorded in none of the runs");
    assert_int_equal(CALL(&f, run, "--columns", "peak,rss"), EXIT_NO_VERDICT);
    assert_says(f.errors, "peak, rss: recorded in none of the runs");
    assert_int_equal(CALL(&f, empty), EXIT_NO_VERDICT);
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
    assert_int_equal(CALL(&f, old, new), EXIT_OK);
    assert_null(strchr(f.out, '\x1b'));
    assert_int_equal(CALL(&f, old, new, "--color", "always", "--fail-on", "time:5%"), EXIT_FAILED);
    assert_says(f.out, "\x1b[1;32m1.000\x1b[0m   \x1b[31m1.200\x1b[0m");
    assert_says(f.out, "\x1b[31m1 regression(s) over threshold:\x1b[0m\n");
    assert_int_equal(CALL(&f, old, new, "--color", "always", "--format", "md"), EXIT_OK);
    assert_null(strchr(f.out, '\x1b'));
    done(&f);
}

static void a_sweep_with_holes(void **state)
{
    struct fixture f = begin(*state);
    static const char *const labels[] = {"1.0", "2.0", "3.0", NULL};
    const double times[] = {1, 2}, slower[] = {1.2, 2};
    put_run(&f, "1.0.json", both, times, NULL);
    put_run(&f, "2.0.json", both, slower, NULL);
    put_sweep(&f, labels, (enum version_status[]){VERSION_OK, VERSION_OK, VERSION_UNAVAILABLE});
    assert_int_equal(CALL(&f, f.dir), EXIT_OK);
    assert_says(f.out, " a                   s   1.000   1.200     —       +20.0%\n");
    assert_says(f.out, "\n\n3.0: unavailable at install: no such version\n"
                       "compared: 2.0 with 1.0, as 3.0 has no results\n");
    /* The gate judges what the table compares, and says so. */
    static const char remark[] = "\ncompared: 2.0 with 1.0, as 3.0 has no results\n1 regression(s)";
    assert_int_equal(CALL(&f, f.dir, "--fail-on", "time:5%"), EXIT_FAILED);
    assert_says(f.out, remark);
    assert_int_equal(CALL(&f, f.dir, "--fail-on", "time:5%", "--baseline", "3.0"), EXIT_FAILED);
    assert_says(f.out, remark);
    put_sweep(&f, labels, (enum version_status[]){VERSION_OK, VERSION_OK, VERSION_PENDING});
    assert_int_equal(CALL(&f, f.dir, "--fail-on", "time:5%"), EXIT_SKIP);
    assert_says(f.errors, "3.0 has no run file");
    assert_null(strstr(f.out, "regression"));
    assert_int_equal(CALL(&f, f.dir, "--fail-on", "time:5%", "--baseline", "3.0"), EXIT_SKIP);
    assert_says(f.errors, "3.0 has no run file");
    assert_int_equal(CALL(&f, f.dir, "--baseline", "4.0"), EXIT_USAGE);
    assert_says(f.errors, "1.0, 2.0, 3.0");

    /* Nor does a failed oldest version switch it off. */
    put_run(&f, "3.0.json", both, slower, NULL);
    put_sweep(&f, labels, (enum version_status[]){VERSION_FAILED, VERSION_OK, VERSION_OK});
    assert_int_equal(CALL(&f, f.dir, "--fail-on", "time:5%"), EXIT_OK);
    assert_says(f.out, "\ncompared: 3.0 with 2.0, as 1.0 has no results\nno regressions");
    assert_int_equal(CALL(&f, f.dir, "--fail-on", "latest:time:5%"), EXIT_OK);
    put_sweep(&f, labels, (enum version_status[]){VERSION_OK, VERSION_PENDING, VERSION_OK});
    assert_int_equal(CALL(&f, f.dir, "--fail-on", "time:5%"), EXIT_FAILED);
    assert_says(f.out, "2.0: not run yet");
    done(&f);
}

static void a_sweep_with_nothing(void **state)
{
    struct fixture f = begin(*state);
    static const char *const labels[] = {"1.0", "2.0", NULL};
    put_sweep(&f, labels, (enum version_status[]){VERSION_PENDING, VERSION_UNAVAILABLE});
    assert_int_equal(CALL(&f, f.dir), EXIT_SKIP);
    assert_says(f.errors, "nothing to compare");
    assert_says(f.errors, "1.0: not run yet");
    assert_says(f.errors, "2.0: unavailable at install: no such version");
    assert_string_equal(f.out, "");
    done(&f);
}

/* A run file of one benchmark that so many processes measured, a little more than LEAST each. */
static const char *put_joined(struct fixture *f, const char *name, double least, int processes)
{
    struct str text = str_new(f->arena);
    str_addf(&text,
             "{\"benchmarks\": [{\"fullname\": \"t.py::a\", \"stats\": {\"min\": %g, "
             "\"processes\": {\"min\": [",
             least);
    for (int i = 0; i < processes; i++)
        str_addf(&text, "%s%g", i ? ", " : "", least * (1 + 0.001 * i));
    str_add(&text, "]}}}]}");
    const char *path = in_dir(f, name);
    assert_int_equal(file_write(path, text.data, text.len, &f->err), 0);
    return path;
}

static void too_few_rounds_never_pass(void **state)
{
    struct fixture f = begin(*state);
    const char *old = put_joined(&f, "old.json", 1, 3), *new = put_joined(&f, "new.json", 2, 3);
    assert_int_equal(CALL(&f, old, new, "--fail-on", "time:5%"), EXIT_NO_VERDICT);
    assert_says(f.out, "3 rounds are too few to tell any change of time from noise; 5 can\n");
    assert_says(f.out, "1 over threshold, but not told from noise:\n");
    assert_null(strstr(f.out, "no regressions"));
    assert_says(f.errors, "too few processes");
    assert_int_equal(CALL(&f, old, new, "--fail-on", "time:200%"), EXIT_OK);
    assert_int_equal(CALL(&f, old, new, "--fail-on", "time:5%", "--gate", "raw"), EXIT_FAILED);
    new = put_joined(&f, "new.json", 2, 7);
    old = put_joined(&f, "old.json", 1, 7);
    assert_int_equal(CALL(&f, old, new, "--fail-on", "time:5%", "--ctest"), EXIT_FAILED);
    assert_null(strstr(f.out, "too few"));
    assert_says(f.out, "name=\"regressions\">1<");
    assert_says(f.out, "name=\"unclear\">0<");
    assert_int_equal(CALL(&f, old, new, "--ctest"), EXIT_OK);
    assert_says(f.out, "name=\"time · min, worse\">1<");
    assert_says(f.out, "name=\"time · min, unclear\">0<");
    done(&f);
}

static void doubts_of_a_sweep_are_told(void **state)
{
    struct fixture f = begin(*state);
    const char *const labels[] = {"1.0", "2.0", NULL};
    const enum version_status statuses[] = {VERSION_OK, VERSION_OK};
    const double times[] = {1, 2};
    struct manifest m;
    put_run(&f, "1.0.json", both, times, times);
    put_run(&f, "2.0.json", both, times, times);
    put_sweep(&f, labels, statuses);
    assert_int_equal(CALL(&f, f.dir), EXIT_OK);
    assert_null(strstr(f.out, "doubtful"));
    const char *path = in_dir(&f, "sweep.json");
    assert_int_equal(manifest_read(f.arena, path, &m, NULL, &f.err), 0);
    m.entries[0].rounds_wanted = 1;
    manifest_add_round(f.arena, &m.entries[0], 1)->host =
        (struct host_state){.load = {5.5, 5, 5}, .cpus = 2, .running = 0, .governor = "powersave"};
    assert_int_equal(manifest_write(f.arena, path, &m, &f.err), 0);
    assert_int_equal(CALL(&f, f.dir), EXIT_OK);
    assert_says(f.out, "\nwarning: times doubtful: load 5.5 on 2 processors");
    assert_int_equal(CALL(&f, f.dir, "--columns", "peak"), EXIT_OK);
    assert_null(strstr(f.out, "doubtful"));
    assert_int_equal(CALL(&f, f.dir, "--format", "json"), EXIT_OK);
    assert_says(f.out, "\"warnings\": [\"times doubtful: load 5.5");
    assert_int_equal(CALL(&f, f.dir, "--format", "csv"), EXIT_OK);
    assert_says(f.errors, "benchmem: compare: warning: times doubtful");
    done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(gate_statuses),
        arena_test(wrong_words_are_all_named),
        arena_test(verdicts_of_joined_runs),
        arena_test(metrics_that_are_not_there),
        arena_test(color_only_where_asked_in_a_pipe),
        arena_test(a_sweep_with_holes),
        arena_test(a_sweep_with_nothing),
        arena_test(too_few_rounds_never_pass),
        arena_test(doubts_of_a_sweep_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
