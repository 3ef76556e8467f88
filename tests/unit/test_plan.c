/* Labels, specs and plain versions: the table of tool/README.md, and its corners. */
#include "unit_test.h"

#include "base/error.h"
#include "files/file.h"
#include "files/tree.h"
#include "provision/pep440.h"
#include "provision/plan.h"
#include "provision/plan_versions.h"
#include "provision/requirement.h"
#include "sweep/shuffle.h"

#include <string.h>

static void plain_versions(void **state)
{
    (void)state;
    static const char *const yes[] = {
        "1",      "1.2.3",     "2024.1.0", "1!2.0",    "1.0a1",      "1.0.alpha-1",
        "1.0rc2", "1.0.post3", "1.0-3",    "1.0.dev0", "1.0a1.dev2", "1.0+ubuntu.1",
        "v1.2",   "1.0c4",     "1.0pre1",  "1.0r4",    "v1.2-rc",    "1!2.0rc1.post2.dev3+a_b",
    };
    static const char *const no[] = {
        "",     "v",  "main", "1.",    "1..2",  "1.0+",    "1.0+a..b", "1.0+a.", "1.0 ",
        "1.0x", "!1", "1!",   "==1.0", "1.0.*", "1.0a1b1", "latest",   "1.0--1",
    };
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        if (!pep440_is_version(yes[i]))
            fail_msg("'%s' is a version", yes[i]);
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        if (pep440_is_version(no[i]))
            fail_msg("'%s' is no version", no[i]);
}

static void labels(void **state)
{
    static const char *const cases[][2] = {
        {"1.2.3", "1.2.3"},
        {"git+https://h/x@v1.0", "v1.0"},
        {"feature/foo bar", "feature-foo-bar"},
        {"pkg @ git+https://h/x.git@v1#egg=y&subdirectory=z", "v1-egg-y-subdirectory-z"},
        {"foo[extra,b]==1.0", "foo-extra-b-1.0"},
        {"a@", "spec"},
        {"@@", "spec"},
        {"-._x_.-", "x"},
        {"é1", "1"},
        {"1é2", "1-2"},
        {"a-//-b", "a---b"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(plan_label(*state, cases[i][0]), cases[i][1]);
}

static void where_label_and_spec_split(void **state)
{
    static const struct {
        const char *version;
        int at;
    } cases[] = {
        {"main=git+https://h/x@m", 4},
        {"foo==1.0", -1},
        {"foo>=1.0", -1},
        {"foo~=1.0", -1},
        {"foo!=1,<2", -1},
        {"a=foo==1.0", 1},
        {"a=b=c", 1},
        {"=x", -1},
        {"a/b=1.0", -1},
        {"..=1.0", -1},
        {"x.=1.0", -1},
        {"git+https://h?a=b", -1},
        {"foo===1.0", -1},
        {"dev=/path/a=b", 3},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *at = plan_split(*state, cases[i].version);
        int position = at ? (int)(at - cases[i].version) : -1;
        if (position != cases[i].at)
            fail_msg("'%s' splits at %d, not %d", cases[i].version, position, cases[i].at);
    }
}

static void specs(void **state)
{
    static const struct {
        const char *template, *version, *spec; /* spec NULL: refused */
    } cases[] = {
        {NULL, "1.2.3", "tomli==1.2.3"},
        {NULL, "1!2.0+local", "tomli==1!2.0+local"},
        {NULL, "tomli>=2", "tomli>=2"},
        {NULL, "Tomli", "Tomli"},
        {NULL, "git+https://h/x@v1", "git+https://h/x@v1"},
        {NULL, "a; python_version<'3.12'", "a; python_version<'3.12'"},
        {NULL, "v1.x", NULL},
        {NULL, "main", NULL},
        {NULL, "-e .", NULL},
        {NULL, "--index-url=x", NULL},
        {NULL, " -r x", NULL},
        {NULL, "x # y", NULL},
        {NULL, "tomli==1\\", NULL},
        {NULL, "./no/such/path", NULL},
        {NULL, "/no/such/path", NULL},
        {"tomli @ git+https://h/x@{version}", "v1.x", "tomli @ git+https://h/x@v1.x"},
        {"tomli @ git+https://h/x@{version}#{version}", "2.0", "tomli @ git+https://h/x@2.0#2.0"},
        {"tomli @ git+https://h/x@{version}", "tomli==1", "tomli==1"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct error err;
        const char *spec =
            requirement_of_version(*state, "tomli", cases[i].template, cases[i].version, &err);
        if (!cases[i].spec)
            assert_null(spec);
        else
            assert_string_equal(spec, cases[i].spec);
    }
}

static void names(void **state)
{
    assert_true(requirement_names(*state, "PyTest_Benchmem==0.4", "pytest-benchmem"));
    assert_true(requirement_names(*state, "pytest.benchmem[plot]", "pytest-benchmem"));
    assert_true(requirement_names(*state, "pytest-benchmem @ git+https://h", "pytest-benchmem"));
    assert_false(requirement_names(*state, "pytest-benchmem-x", "pytest-benchmem"));
    assert_true(requirement_is_name("foo[a,b]") && requirement_is_name("a") &&
                requirement_is_name("a.b-c"));
    assert_false(requirement_is_name("") || requirement_is_name("-a") ||
                 requirement_is_name("a[") || requirement_is_name("a[]") ||
                 requirement_is_name("a b") || requirement_is_name("a="));
}

/* Options with what plan_make() cannot do without. */
static struct sweep_options options(struct arena *a, const char *suite)
{
    struct sweep_options o = {
        .package = "tomli", .suite = suite, .out = "out", .tmp_prefix = "pytest-benchmem-"};
    o.versions = strv_new(a);
    o.pins = strv_new(a);
    o.pytest_args = strv_new(a);
    o.launcher = strv_new(a);
    o.command = strv_new(a);
    return o;
}

static void all_that_is_wrong_is_named_at_once(void **state)
{
    struct sweep_options o = options(*state, "/no/such/suite");
    o.as_of = "2025-02-30";
    o.import_check = "a..b";
    strv_add(&o.versions, "1.0");
    strv_add(&o.versions, "1.0=2.0");
    strv_add(&o.versions, "a/b=1");
    strv_add(&o.pins, "--evil");
    struct plan plan;
    struct error err;
    assert_int_equal(plan_make(*state, &o, &plan, &err), -1);
    assert_int_equal(err.exit_code, EXIT_USAGE);
    static const char *const said[] = {"2025-02-30", "a..b",   "'1.0' and '1.0=2.0'",
                                       "'a/b'",      "--evil", "/no/such/suite"};
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        if (!strstr(err.text, said[i]))
            fail_msg("%s is not in: %s", said[i], err.text);
}

static void suites_and_copies(void **state)
{
    struct arena *a = *state;
    struct error err;
    char *root = test_directory(a);
    char *suite = path_join(a, root, "repo/b en'ch/sub");
    assert_int_equal(dir_make(suite, &err), 0);
    char *file = path_join(a, suite, "test_x.py");
    assert_int_equal(file_write(file, "", 0, &err), 0);

    struct plan plan;
    struct sweep_options o = options(a, file);
    strv_add(&o.versions, "1.0");
    assert_int_equal(plan_make(a, &o, &plan, &err), 0);
    assert_string_equal(plan.suite, "sub/test_x.py");
    assert_int_equal(plan.copy_count, 1);
    assert_string_equal(plan.extras.items[0], "pytest-benchmark");

    o.copy_dir = path_join(a, root, "repo");
    o.memory = true;
    strv_add(&o.pins, "Pytest_Benchmem<1");
    assert_int_equal(plan_make(a, &o, &plan, &err), 0);
    assert_string_equal(plan.suite, "repo/b en'ch/sub/test_x.py");
    assert_int_equal(plan.copy_count, 1);
    assert_int_equal(plan.extras.len, 1);

    o.copy_dir = "/usr/include";
    assert_int_equal(plan_make(a, &o, &plan, &err), 0);
    assert_int_equal(plan.copy_count, 2);
    o.suite = root;
    o.copy_dir = NULL;
    o.work_dir = suite;
    assert_int_equal(plan_make(a, &o, &plan, &err), -1);
    assert_non_null(strstr(err.text, "--work-dir"));
    assert_int_equal(tree_remove(root, &err), 0);
}

/* --- the order within a round --- */

static void orders_are_permutations_by_seed(void **state)
{
    (void)state;
    size_t order[7], again[7];
    size_t first_at[7] = {0};
    for (long round = 1; round <= 7000; round++) {
        bool seen[7] = {0};
        shuffle(order, 7, 42, round);
        for (size_t i = 0; i < 7; i++) {
            assert_true(order[i] < 7 && !seen[order[i]]);
            seen[order[i]] = true;
            first_at[i] += order[i] == 0;
        }
    }
    /* each place as often, within five standard deviations of 1000 */
    for (size_t i = 0; i < 7; i++)
        assert_true(first_at[i] > 850 && first_at[i] < 1150);
    shuffle(order, 7, 1, 2);
    shuffle(again, 7, 1, 2);
    assert_memory_equal(order, again, sizeof order);
    shuffle(again, 7, 2, 1);
    assert_memory_not_equal(order, again, sizeof order);
    shuffle(order, 1, 1, 1);
    assert_int_equal(order[0], 0);
    shuffle(order, 0, 1, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(orders_are_permutations_by_seed),
        cmocka_unit_test(plain_versions),
        arena_test(labels),
        arena_test(where_label_and_spec_split),
        arena_test(specs),
        arena_test(names),
        arena_test(all_that_is_wrong_is_named_at_once),
        arena_test(suites_and_copies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
