/* What results and builds are kept by: what they depend on, keys that differ, entries that are
 * damaged. */
#include "unit_test.h"

#include "data/series.h"
#include "files/facts.h"
#include "files/file.h"
#include "files/sealed.h"
#include "files/tree.h"
#include "provision/surroundings.h"
#include "provision/surroundings_variables.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool counts(const char *name)
{
    return surroundings_variable_counts(name, strlen(name));
}

static void variables(void **state)
{
    (void)state;
    /* by which suites, libraries, linkers and compilers choose what they do */
    const char *const some[] = {"PATH",
                                "HOME",
                                "LANG",
                                "CI",
                                "OMP_NUM_THREADS",
                                "TOKENIZERS_PARALLELISM",
                                "CFLAGS",
                                "LD_PRELOAD",
                                "PYTHONHASHSEED",
                                "UV_INDEX",
                                "MYPKG_FAST",
                                "CI_FAST",
                                "BUILD_TYPE",
                                "NO_COLOR",
                                "SLURM_CPUS_PER_TASK",
                                "TMPDIR",
                                "TERMINAL_FAST",
                                "CMAKE_ARGS"};
    const char *const none[] = {"_",
                                "PWD",
                                "TERM",
                                "SSH_CLIENT",
                                "HOSTNAME",
                                "USER",
                                "GITHUB_RUN_ID",
                                "CI_JOB_ID",
                                "BUILD_ID",
                                "MY_TOKEN",
                                "DB_PASSWORD",
                                "UV_CACHE_DIR",
                                "SLURM_JOB_ID",
                                "SLURM_JOB_END_TIME",
                                "CTEST_RESOURCE_GROUP_COUNT"};
    for (size_t i = 0; i < sizeof some / sizeof *some; i++)
        assert_true(counts(some[i]));
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_false(counts(none[i]));
    assert_true(surroundings_variable_counts("PWDX=1", 4));
    assert_false(surroundings_variable_counts("PWD=1", 3));
}

static void differences(void **state)
{
    struct arena *a = *state;
    size_t count;
    const char *one = "head\na: 1\nb: 2\nc: 3\n";
    assert_string_equal(facts_difference(a, one, one, &count), "");
    assert_int_equal(count, 0);
    assert_string_equal(facts_difference(a, one, "head\na: 1\nb: 3\nd: 3\n", &count), "b, c, d");
    assert_int_equal(count, 3);
    assert_string_equal(facts_difference(a, "a: 1\nb: 1\nc: 1\nd: 1\ne: 1\nf: 1", "", NULL),
                        "a, b, c, d and 2 more");
}

static const char *put(struct arena *a, const char *dir, const char *name, const char *text)
{
    struct error err;
    const char *path = path_join(a, dir, name);
    assert_int_equal(dir_make(path_parent(a, path), &err), 0);
    assert_int_equal(file_write(path, text, strlen(text), &err), 0);
    return path;
}

static const volatile sig_atomic_t never;

static void keep(struct arena *a, const struct store *store, const struct key *key, const char *dir)
{
    struct error err;
    put(a, dir, "f", "one");
    put(a, dir, "sub/g", "two");
    put(a, dir, "sub/__pycache__/g.pyc", "");
    put(a, dir, "tool", "#!x");
    assert_int_equal(chmod(path_join(a, dir, "tool"), 0755), 0);
    assert_int_equal(symlink("f", path_join(a, dir, "l")), 0);
    assert_int_equal(dir_make(path_join(a, dir, "empty"), &err), 0);
    assert_int_equal(sealed_put(a, store, key, dir, (struct store_bound){0}, &err), 0);
    assert_int_equal(tree_remove(dir, &err), 0);
}

static void entries(void **state)
{
    struct arena *a = *state;
    struct error err;
    const char *root = test_directory(a);
    const struct store store = {path_join(a, root, "store"), &never};
    const struct key key = {"a: 1\n", "x-1"}, other = {"a: 2\n", "x-1"};
    const char *dir = path_join(a, root, "dir"), *to = path_join(a, root, "to");
    assert_int_equal(sealed_get(a, &store, &key, to, &err), 0);
    assert_null(sealed_nearest(a, &store, &key, "x-"));
    keep(a, &store, &key, dir);
    assert_int_equal(sealed_get(a, &store, &key, to, &err), 1);
    assert_true(path_is_file(path_join(a, to, "sub/g")));
    assert_true(path_is_dir(path_join(a, to, "empty")));
    assert_string_equal(path_link(a, path_join(a, to, "l"), &err), "f");
    assert_false(path_exists(path_join(a, to, "sub/__pycache__")));
    assert_int_equal(tree_remove(to, &err), 0);
    assert_string_equal(sealed_nearest(a, &store, &other, "x-"), "a");
    assert_null(sealed_nearest(a, &store, &other, "y-"));

    /* of another key by the same name, which chance alone does not make */
    assert_int_equal(sealed_get(a, &store, &other, to, &err), -1);
    assert_non_null(strstr(err.text, "x-1: damaged, so it is not used: its key is not"));
    assert_false(path_exists(to));
    assert_int_equal(sealed_get(a, &store, &key, to, &err), 0);
    assert_int_equal(tree_remove(root, &err), 0);
}

/* The entry's file NAME becomes something else: that is told by its name, and the entry goes. */
static void damaged(void **state)
{
    static const char *const harms[] = {
        "printf ONE >f",
        ": >f",
        "rm f",
        "rm f && mkdir f",
        "rm f && ln -s tool f",
        "chmod +x f",
        ": >added",
        "rm l && cp f l",
        "ln -sf /etc/passwd l",
        "rmdir empty",
        "rm -r sub",
        "rm key",
        "rm digests",
        "mv sub x; ln -s x sub",
        "chmod -x tool",
    };
    struct arena *a = *state;
    struct error err;
    const char *root = test_directory(a);
    const struct store store = {path_join(a, root, "store"), &never};
    const struct key key = {"a: 1\n", "x-1"};
    const char *dir = path_join(a, root, "dir"), *to = path_join(a, root, "to");
    for (size_t i = 0; i < sizeof harms / sizeof *harms; i++) {
        keep(a, &store, &key, dir);
        const char *harm = arena_printf(a, "cd '%s/x-1' && %s", store.dir, harms[i]);
        assert_int_equal(system(harm), 0); /* NOLINT(cert-env33-c): of this test alone */
        if (sealed_get(a, &store, &key, to, &err) != -1)
            fail_msg("%s is not noticed", harms[i]);
        assert_non_null(strstr(err.text, "x-1: damaged, so it is not used: "));
        assert_false(path_exists(to));
        assert_false(store_has(&store, key.name));
    }
    assert_int_equal(tree_remove(root, &err), 0);
}

/* Whatever has the name of an entry gives way to it. */
static void in_the_way(void **state)
{
    struct arena *a = *state;
    struct error err;
    const char *root = test_directory(a);
    const struct store store = {path_join(a, root, "store"), &never};
    const struct key key = {"a: 1\n", "x-1"}, second = {"a: 2\n", "x-2"};
    const char *dir = path_join(a, root, "dir"), *to = path_join(a, root, "to");
    put(a, store.dir, "x-1", "a file");
    put(a, root, "elsewhere/key", "");
    assert_int_equal(symlink("../elsewhere", path_join(a, store.dir, "x-2")), 0);
    assert_int_equal(sealed_get(a, &store, &key, to, &err), 0);
    assert_int_equal(sealed_get(a, &store, &second, to, &err), 0);
    keep(a, &store, &key, dir);
    keep(a, &store, &second, dir);
    assert_int_equal(sealed_get(a, &store, &key, to, &err), 1);
    assert_int_equal(tree_remove(to, &err), 0);
    assert_int_equal(sealed_get(a, &store, &second, to, &err), 1);
    assert_true(path_is_file(path_join(a, root, "elsewhere/key")));
    struct strv names = strv_new(a);
    assert_int_equal(dir_list(store.dir, &names, &err), 0);
    assert_string_equal(strv_join(&names, " "), "x-1 x-2");
    assert_int_equal(tree_remove(root, &err), 0);
}

/* --- what is around --------------------------------------------------------------------------- */

static const char *around(struct arena *a, const char *const *env)
{
    struct error err;
    struct facts facts = {.arena = a};
    struct str s = str_new(a);
    assert_int_equal(surroundings_add(&facts, NULL, env, &err), 0);
    facts_text(&facts, &s);
    return s.data;
}

/* Each program and variable by itself; programs wherever they are on PATH. */
static void surroundings(void **state)
{
    struct arena *a = *state;
    struct error err;
    const char *root = test_directory(a), *path = getenv("PATH");
    const char *first = path_join(a, root, "first"), *second = path_join(a, root, "second");
    const char *toolchain = put(a, root, "toolchain.cmake", "one");
    put(a, first, "gcc", "chooses");
    put(a, second, "gcc", "the compiler");
    put(a, second, "gcc-x", "another");
    put(a, root, "rustup/update-hashes/stable", "1");
    assert_int_equal(setenv("PATH", arena_printf(a, "%s:%s:/usr/bin", first, second), 1), 0);
    assert_int_equal(setenv("RUSTUP_HOME", path_join(a, root, "rustup"), 1), 0);
    const char *const env[] = {"CC=launch gcc-x -O2", "CFLAGS=-O2", "TERM=dumb",
                               arena_printf(a, "CMAKE_TOOLCHAIN_FILE=%s", toolchain), NULL};
    const char *const env2[] = {"TERM=xterm", env[3], "CFLAGS=-O3", env[0], "BAR=1", NULL};
    const char *base = around(a, env);
    assert_string_equal(facts_difference(a, base, around(a, env), NULL), "");
    assert_string_equal(facts_difference(a, base, around(a, env2), NULL),
                        "variable CFLAGS, variable BAR");
    put(a, second, "gcc", "the next compiler");
    assert_string_equal(facts_difference(a, base, around(a, env), NULL), "program gcc");
    base = around(a, env);
    put(a, second, "gcc-x", "");
    assert_string_equal(facts_difference(a, base, around(a, env), NULL), "variable CC");
    base = around(a, env);
    put(a, root, "toolchain.cmake", "two");
    assert_string_equal(facts_difference(a, base, around(a, env), NULL),
                        "variable CMAKE_TOOLCHAIN_FILE");
    base = around(a, env);
    put(a, root, "rustup/update-hashes/stable", "12");
    assert_string_equal(facts_difference(a, base, around(a, env), NULL), "program rustc");
    put(a, second, "cmake", "");
    assert_string_equal(facts_difference(a, base, around(a, env), NULL),
                        "program rustc, program cmake");
    assert_int_equal(setenv("PATH", path ? path : "", 1), 0);
    assert_int_equal(unsetenv("RUSTUP_HOME"), 0);
    assert_int_equal(tree_remove(root, &err), 0);
}

/* --- what is told ----------------------------------------------------------------------------- */

static void days(void **state)
{
    struct arena *a = *state;
    const struct series series[] = {
        {.label = "1.0", .reused = "2026-11-28T10:00:00Z"},
        {.label = "1.1", .counts_reused = "2026-11-29T10:00:00Z"},
        {.label = "1.2"},
        {.label = "1.3", .reused = "2026-11-28T23:00:00Z", .counts_reused = "2026-11-28T10:00:00Z"},
        {.label = "1.4", .reused = "2026-11-29T10:00:00Z"},
    };
    assert_string_equal(series_reused_line(a, series, 5, false),
                        "1.0, 1.3: reused results of 2026-11-28; 1.1: reused counts of 2026-11-29; "
                        "1.4: reused results of 2026-11-29");
    assert_string_equal(series_reused_line(a, series, 5, true), "1.1: reused counts of 2026-11-29");
    assert_string_equal(series_reused_line(a, series + 2, 1, false), "");
    assert_string_equal(series_reused_line(a, NULL, 0, false), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(variables),  arena_test(differences),  arena_test(entries), arena_test(damaged),
        arena_test(in_the_way), arena_test(surroundings), arena_test(days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
