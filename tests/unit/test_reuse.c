/* What results are kept by: the variables that count, keys that differ, entries that are damaged.
 */
#include "unit_test.h"

#include "files/file.h"
#include "reuse/kept.h"
#include "reuse/variables.h"

#include <string.h>

static bool counts(const char *name)
{
    return variables_count(name, strlen(name));
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
                                "CTEST_RESOURCE_GROUP_COUNT"};
    for (size_t i = 0; i < sizeof some / sizeof *some; i++)
        assert_true(counts(some[i]));
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_false(counts(none[i]));
    assert_true(variables_count("PWDX=1", 4));
    assert_false(variables_count("PWD=1", 3));
}

static void differences(void **state)
{
    struct arena *a = *state;
    size_t count;
    const char *one = "head\na: 1\nb: 2\nc: 3\n";
    assert_string_equal(key_difference(a, one, one, &count), "");
    assert_int_equal(count, 0);
    assert_string_equal(key_difference(a, one, "head\na: 1\nb: 3\nd: 3\n", &count), "b, c, d");
    assert_int_equal(count, 3);
    assert_string_equal(key_difference(a, "a: 1\nb: 1\nc: 1\nd: 1\ne: 1\nf: 1", "", NULL),
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

static void entries(void **state)
{
    static const volatile sig_atomic_t never;
    struct arena *a = *state;
    struct error err;
    struct strv names, found;
    const char *root = test_directory(a);
    const struct store store = {path_join(a, root, "store"), &never};
    const struct key key = {"a: 1\n", "x-1"}, other = {"a: 2\n", "x-1"};
    const char *dir = path_join(a, root, "dir"), *to = path_join(a, root, "to");
    strv_init(&names, a);
    strv_init(&found, a);
    assert_int_equal(kept_get(a, &store, &key, to, &found, &err), 0);
    assert_null(kept_nearest(a, &store, &key, "x-"));
    put(a, dir, "f", "one");
    put(a, dir, "sub/g", "two");
    strv_add_each(&names, "f", "sub/g");
    assert_int_equal(kept_put(a, &store, &key, dir, &names, (struct store_bound){0}, &err), 0);
    assert_false(path_exists(dir));
    assert_int_equal(kept_get(a, &store, &key, to, &found, &err), 1);
    assert_string_equal(strv_join(&found, " "), "f sub/g");
    assert_int_equal(tree_remove(to, &err), 0);
    assert_string_equal(kept_nearest(a, &store, &other, "x-"), "a");
    assert_null(kept_nearest(a, &store, &other, "y-"));

    /* of another key by the same name, which chance alone does not make */
    assert_int_equal(kept_get(a, &store, &other, to, &found, &err), -1);
    assert_non_null(strstr(err.text, "x-1: damaged, so it is not used: its key is not"));
    assert_int_equal(kept_get(a, &store, &key, to, &found, &err), 0);
    assert_int_equal(tree_remove(root, &err), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(variables),
        arena_test(differences),
        arena_test(entries),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
