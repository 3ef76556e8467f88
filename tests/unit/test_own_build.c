/* Versions that commands of the user's own build: their words, which versions they are, what is
 * recorded of them, and what they have added. */
#include "unit_test.h"

#include "builds/added.h"
#include "files/file.h"
#include "outdir/build_record.h"
#include "provision/plan.h"

#include <cJSON.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *put(struct arena *a, const char *root, const char *name, const char *text)
{
    struct error err;
    const char *path = path_join(a, root, name);
    assert_int_equal(dir_make(path_parent(a, path), &err), 0);
    assert_int_equal(file_write(path, text, strlen(text), &err), 0);
    return path;
}

static void words(void **state)
{
    struct arena *a = *state;
    static const struct {
        const char *text, *words; /* joined by "|"; NULL: a quote does not end */
    } cases[] = {
        {"", ""},
        {" a \t b\n", "a|b"},
        {"a\\ b c\\\\", "a b|c\\"},
        {"'a b'c\"d e\"", "a bcd e"},
        {"'' \"\" x", "||x"},
        {"'it'\\''s $x'", "it's $x"},
        {"\"a\\\"b\\$c\\d\"", "a\"b$c\\d"},
        {"-DX='1;2' * $HOME `id` && > #", "-DX=1;2|*|$HOME|`id`|&&|>|#"},
        {"'a", NULL},
        {"\"a\\\"", NULL},
        {"a\\", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct strv found = strv_new(a);
        bool whole = strv_split_words(&found, cases[i].text);
        assert_int_equal(whole, cases[i].words != NULL);
        if (whole)
            assert_string_equal(strv_join(&found, "|"), cases[i].words);
    }
    const struct str_place places[] = {{"{a}", "{b}"}, {"{b}", "x y"}};
    assert_string_equal(str_fill(a, "{a}{b} {c}{", places, 2), "{b}x y {c}{");
}

static void refs(void **state)
{
    struct arena *a = *state;
    struct error err;
    struct plan plan;
    char *root = path_real(a, test_directory(a), &err);
    put(a, root, "suite/test_a.py", "");
    put(a, root, "repo/.git/HEAD", "");
    put(a, root, "repo/below/x", "");
    struct sweep_options o = {.package = "demo",
                              .suite = path_join(a, root, "suite"),
                              .out = "out",
                              .tmp_prefix = "p",
                              .keep_builds = 9,
                              .install_spec = "v{version}",
                              .repository = path_join(a, root, "repo/below")};
    struct strv *const lists[] = {&o.versions, &o.pins, &o.build_components, &o.build_requirements,
                                  &o.install_commands};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        *lists[i] = strv_new(a);
    strv_add_each(&o.install_commands, "make -C {source}", "x 'a b'");
    static const struct {
        const char *version, *ref;
    } cases[] = {
        {"1.0", "v1.0"},    {"x=2.0rc1", "v2.0rc1"},      {"v3.0", "v3.0"},
        {"main", "main"},   {"y=feature/b", "feature/b"}, {"demo==1", NULL},
        {"z=demo>2", NULL}, {"git+https://h/r@v9", NULL},
    };
    enum { CASES = sizeof cases / sizeof *cases };
    for (size_t i = 0; i < CASES; i++)
        strv_add(&o.versions, cases[i].version);
    strv_addf(&o.versions, "path=%s", root);
    assert_int_equal(plan_make(a, &o, &plan, &err), 0);
    for (size_t i = 0; i < CASES; i++)
        if (cases[i].ref)
            assert_string_equal(plan.versions[i].ref, cases[i].ref);
        else
            assert_null(plan.versions[i].ref);
    assert_null(plan.versions[CASES].ref);
    assert_string_equal(plan.repository, path_join(a, root, "repo"));
    assert_true(plan.is_local);
    assert_string_equal(strv_join(&plan.commands[1], "|"), "x|a b");

    o.repository = "https://user:pa55phrase@example.org/r";
    assert_int_equal(plan_make(a, &o, &plan, &err), 0);
    assert_false(plan.is_local);
    assert_string_equal(plan.versions[0].spec, "v1.0 of https://***@example.org/r");
    assert_int_equal(tree_remove(root, &err), 0);
}

static void recorded(void **state)
{
    struct arena *a = *state;
    struct build_record r = {.repository = "/r", .ref = "v1", .commit = "12ab"};
    r.commands = strv_new(a);
    strv_add_each(&r.commands, "make", "make install");
    struct str text = str_new(a);
    struct json j = json_new(&text);
    build_record_write(&j, NULL, &r);
    assert_string_equal(text.data,
                        "{\"repository\": \"/r\", \"ref\": \"v1\", \"commit\": \"12ab\", "
                        "\"commands\": [\"make\", \"make install\"]}");
    cJSON *read = cJSON_Parse(text.data);
    const struct build_record *again = build_record_read(a, read);
    cJSON_Delete(read);
    assert_string_equal(build_record_text(a, again), "v1 of /r, commit 12ab; make; make install");
}

static void added(void **state)
{
    struct arena *a = *state;
    struct error err;
    struct added d;
    char *root = path_real(a, test_directory(a), &err);
    const char *venv = path_join(a, root, "venv"), *to = path_join(a, root, "to");
    put(a, venv, "lib/old.py", "");
    put(a, venv, "lib/__pycache__/old.pyc", "");
    put(a, venv, ".lock", "");
    assert_int_equal(added_begin(&d, a, venv, &err), 0);
    put(a, venv, "lib/new/a.py", "");
    put(a, venv, "lib/b.py", "");
    put(a, venv, "lib/__pycache__/b.pyc", "");
    put(a, venv, ".lock", "2");
    assert_int_equal(symlink("lib", path_join(a, venv, "also")), 0);
    assert_int_equal(added_take(&d, to, &err), 0);
    assert_null(d.changed);
    assert_true(path_is_file(path_join(a, to, "lib/new/a.py")));
    assert_true(path_is_file(path_join(a, to, "lib/b.py")));
    assert_true(path_is_link(path_join(a, to, "also")));
    assert_false(path_exists(path_join(a, to, "lib/__pycache__")));
    assert_false(path_exists(path_join(a, to, ".lock")));
    assert_true(path_is_file(path_join(a, venv, "lib/old.py")));
    assert_false(path_exists(path_join(a, venv, "lib/b.py")));

    put(a, venv, "lib/old.py", "changed");
    assert_int_equal(added_take(&d, to, &err), 0);
    assert_string_equal(d.changed, "changed lib/old.py");
    d.changed = NULL;
    assert_int_equal(file_remove(path_join(a, venv, "lib/old.py"), &err), 0);
    assert_int_equal(added_take(&d, to, &err), 0);
    assert_string_equal(d.changed, "removed files");
    assert_int_equal(tree_remove(root, &err), 0);
}

static void replaced(void **state)
{
    struct arena *a = *state;
    struct error err;
    struct stat st;
    char *root = test_directory(a);
    const char *path = put(a, root, "f", "/old/x, /old/y, /ol");
    assert_int_equal(chmod(path, 0444), 0);
    assert_int_equal(file_replace(path, "/old", "/new", &err), 1);
    assert_string_equal(file_read(a, path, NULL, &err), "/new/x, /new/y, /ol");
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0444);
    assert_int_equal(file_replace(path, "/old", "/new", &err), 0);
    assert_int_equal(file_replace(put(a, root, "empty", ""), "/old", "/new", &err), 0);
    const char *link = path_join(a, root, "link");
    assert_int_equal(symlink("/old/x", link), 0);
    assert_int_equal(file_replace(link, "/old", "/new", &err), 1);
    assert_int_equal(file_replace(path_join(a, root, "none"), "/old", "/new", &err), -1);
    assert_int_equal(tree_remove(root, &err), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(words), arena_test(refs),     arena_test(recorded),
        arena_test(added), arena_test(replaced),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
