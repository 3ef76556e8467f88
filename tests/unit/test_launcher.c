/* What is known of a cluster's launchers, and what CTest's resource allocation gives. */
#include "unit_test.h"

#include "cluster/launcher.h"
#include "measure/resources.h"
#include "system/host_state.h"

#include <math.h>
#include <string.h>

static struct strv words_of(struct arena *a, const char *text)
{
    struct strv words = strv_parts(a, text, ' ');
    return words;
}

static void test_which_launcher(void **state)
{
    struct arena *a = *state;
    static const char *const srun[] = {"srun", "/opt/slurm/bin/srun -N1 --exclusive"};
    static const char *const others[] = {"taskset -c 3", "env srun", "srunner", ""};
    for (size_t i = 0; i < 2; i++) {
        struct strv words = words_of(a, srun[i]);
        assert_string_equal(launcher_of(&words)->name, "srun");
    }
    for (size_t i = 0; i < 4; i++) {
        struct strv words = words_of(a, others[i]);
        assert_null(launcher_of(&words));
    }
    struct strv none = strv_new(a);
    assert_null(launcher_of(&none));
}

static void test_words(void **state)
{
    struct arena *a = *state;
    struct strv words = words_of(a, "srun -N1 --job-name=mine"), argv;
    argv = strv_new(a);
    launcher_words(launcher_of(&words), &words, "p.1.0", "node7", &argv);
    assert_string_equal(strv_join(&argv, " "),
                        "srun --job-name=p.1.0 --nodelist=node7 -N1 --job-name=mine");
    argv.len = 0;
    launcher_words(launcher_of(&words), &words, "p.1.0", NULL, &argv);
    assert_string_equal(strv_join(&argv, " "), "srun --job-name=p.1.0 -N1 --job-name=mine");
}

static void test_unfit_options(void **state)
{
    struct arena *a = *state;
    static const struct {
        const char *words, *option;
    } cases[] = {
        {"srun --output=x", "--output"},
        {"srun --output x", "--output"},
        {"srun -ox", "-o"},
        {"srun -l", "-l"},
        {"srun -N1 --pty", "--pty"},
        {"srun --label-x", NULL},
        {"srun --overlap -n1", NULL},
        {"srun", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct strv words = words_of(a, cases[i].words);
        const char *option = launcher_unfit(launcher_of(&words), &words);
        assert_int_equal(!option, !cases[i].option);
        if (option)
            assert_string_equal(option, cases[i].option);
    }
}

static void test_what_it_prints(void **state)
{
    struct arena *a = *state;
    struct strv words = words_of(a, "srun");
    const struct launcher *l = launcher_of(&words);
    assert_string_equal(
        launcher_queued(a, l, "srun: warning\nsrun: job 12 queued and waiting for resources\n"),
        "12");
    assert_null(launcher_queued(a, l, "srun: job 12"));
    assert_null(launcher_queued(a, l, "srun: Job 12 step creation temporarily disabled\n"));
    assert_string_equal(launcher_reason(a, l,
                                        "srun: error: node1: task 0: Killed\n"
                                        "slurmstepd: error: *** STEP 3.0 CANCELLED AT 1 ***\n"),
                        "slurmstepd: error: *** STEP 3.0 CANCELLED AT 1 ***");
    assert_string_equal(launcher_reason(a, l, "hello\nsrun: error: no\n"), "srun: error: no");
    assert_string_equal(launcher_reason(a, l, "hello\nworld\n"), "hello");
    assert_string_equal(launcher_reason(a, l, ""), "");
}

static void test_resources(void **state)
{
    struct arena *a = *state;
    struct strv env = strv_new(a);
    assert_null(resources_given(a, &env));
    setenv("CTEST_RESOURCE_GROUP_COUNT", "2", 1);
    setenv("CTEST_RESOURCE_GROUP_0", "memory,gpus", 1);
    setenv("CTEST_RESOURCE_GROUP_0_GPUS", "id:2,slots:1;id:0,slots:4", 1);
    setenv("CTEST_RESOURCE_GROUP_0_MEMORY", "id:left,slots:1", 1);
    setenv("CTEST_RESOURCE_GROUP_1", "gpus", 1);
    setenv("CTEST_RESOURCE_GROUP_1_GPUS", "id:2,slots:1", 1);
    assert_string_equal(resources_given(a, &env), "gpus 2,0; memory left");
    assert_int_equal(env.len, 1);
    assert_string_equal(env.items[0], "CUDA_VISIBLE_DEVICES=2,0");
    unsetenv("CTEST_RESOURCE_GROUP_COUNT");
}

static void test_host_state_as_text(void **state)
{
    struct arena *a = *state;
    struct host_state s = {.load = {0.5, 1.25, NAN},
                           .cpus = 8,
                           .running = -1,
                           .governor = "performance",
                           .turbo = 1,
                           .mhz = NAN,
                           .memory = 1e12,
                           .swap = 0,
                           .virtual = "",
                           .pace = 0.001};
    struct host_state back = host_state_scan(a, host_state_print(a, &s));
    assert_true(back.load[1] == 1.25 && isnan(back.load[2]) && isnan(back.mhz));
    assert_true(back.memory == 1e12 && back.swap == 0 && back.pace == 0.001);
    assert_int_equal(back.cpus, 8);
    assert_int_equal(back.running, -1);
    assert_int_equal(back.turbo, 1);
    assert_string_equal(back.governor, "performance");
    assert_string_equal(back.virtual, "");
    s.governor = NULL;
    assert_null(host_state_scan(a, host_state_print(a, &s)).governor);
    assert_int_equal(host_state_scan(a, "no such thing").cpus, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_which_launcher, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(test_words, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(test_unfit_options, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(test_what_it_prints, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(test_resources, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(test_host_state_as_text, arena_setup, arena_teardown),
    };
    return cmocka_run_group_tests_name("launcher", tests, NULL, NULL);
}
