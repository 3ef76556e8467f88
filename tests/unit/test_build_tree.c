/* Build trees: what CMake wrote down, what was installed, what it requires. */
#include "unit_test.h"

#include "builds/build_requirements.h"
#include "builds/cmake_cache.h"
#include "builds/staged.h"
#include "files/file.h"
#include "outdir/build_record.h"
#include "provision/plan.h"
#include "runfile/amend.h"
#include "runfile/parse.h"

#include <cJSON.h>
#include <string.h>

static void put(struct arena *a, const char *root, const char *name, const char *text)
{
    struct error err;
    const char *path = path_join(a, root, name);
    assert_int_equal(dir_make(path_parent(a, path), &err), 0);
    assert_int_equal(file_write(path, text, strlen(text), &err), 0);
}

static void versions_that_are_build_trees(void **state)
{
    struct arena *a = *state;
    struct error err;
    char *root = path_real(a, test_directory(a), &err);
    put(a, root, "suite/test_a.py", "");
    put(a, root, "b;u =d/CMakeCache.txt", "");
    struct sweep_options o = {
        .package = "demo", .suite = path_join(a, root, "suite"), .out = "out", .tmp_prefix = "p"};
    o.versions = strv_new(a);
    o.pins = strv_new(a);
    o.build_components = strv_new(a);
    o.build_requirements = strv_new(a);
    const char *tree = arena_printf(a, "%s/b;u =d", root);
    strv_addf(&o.versions, "dev=build:%s/", tree);
    strv_addf(&o.versions, "build:%s/../suite", tree);
    struct plan plan;
    assert_int_equal(plan_make(a, &o, &plan, &err), 0);
    assert_string_equal(plan.versions[0].label, "dev");
    assert_string_equal(plan.versions[0].build_tree, tree);
    assert_string_equal(plan.versions[0].spec, arena_printf(a, "build:%s", tree));
    assert_true(str_starts(plan.versions[1].label, "build-"));
    assert_string_equal(plan.versions[1].build_tree, o.suite);

    static const char *const wrong[] = {"/x", "..", "a/..", "a/../.."};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        o.build_module_dir = wrong[i];
        assert_int_equal(plan_make(a, &o, &plan, &err), -1);
        assert_non_null(strstr(err.text, "--build-module-dir"));
    }
    o.build_module_dir = "a..b/..c";
    assert_int_equal(plan_make(a, &o, &plan, &err), 0);
    o.versions.items[0] = "1.0";
    o.versions.len = 1;
    assert_int_equal(plan_make(a, &o, &plan, &err), -1);
    assert_non_null(strstr(err.text, "build:DIR"));
    o.versions.items[0] = "dev=build:/no/such/directory";
    assert_int_equal(plan_make(a, &o, &plan, &err), -1);
    assert_non_null(strstr(err.text, "no such directory"));
    assert_int_equal(tree_remove(root, &err), 0);
}

static void what_the_cache_says(void **state)
{
    struct arena *a = *state;
    struct error err;
    struct cmake_cache c;
    char *root = path_real(a, test_directory(a), &err);
    put(a, root, "CMakeCache.txt",
        arena_printf(a,
                     "# CMAKE_BUILD_TYPE:STRING=No\n//x\nCMAKE_BUILD_TYPE:STRING=Release\n"
                     "CMAKE_BUILD_TYPE-ADVANCED:INTERNAL=1\nEMPTY:STRING=\nA:B=c=d;e\n"
                     "CMAKE_CXX_FLAGS:STRING=-Wall\nCMAKE_CXX_FLAGS_RELEASE:STRING=-O3 -g\n"
                     "CMAKE_CACHE_MAJOR_VERSION:INTERNAL=3\nCMAKE_CACHE_MINOR_VERSION:INTERNAL=25\n"
                     "CMAKE_CACHE_PATCH_VERSION:INTERNAL=1\nCMAKE_CACHEFILE_DIR:INTERNAL=%s",
                     root));
    put(a, root, "CMakeFiles/3.24.0/CMakeCXXCompiler.cmake",
        "set(CMAKE_CXX_COMPILER_ID \"Old\")\n");
    put(a, root, "CMakeFiles/3.25.1-rc2/CMakeCXXCompiler.cmake",
        "set(CMAKE_CXX_COMPILER \"/c++\")\nset(CMAKE_CXX_COMPILER_ID \"GNU\")\n"
        "set(CMAKE_CXX_COMPILER_VERSION \"12.2.0\")\n");
    put(a, root, "CMakeFiles/TargetDirectories.txt",
        "/b/CMakeFiles/demo.dir\n/b/sub/CMakeFiles/_demo.dir\n/b/CMakeFiles/demo_more.dir\n");
    put(a, root, "cmake_install.cmake",
        arena_printf(a,
                     "if(CMAKE_INSTALL_COMPONENT STREQUAL \"a b\" OR NOT)\n"
                     "if(CMAKE_INSTALL_COMPONENT STREQUAL \"a b\" OR NOT)\n"
                     "  include(\"%s/sub/cmake_install.cmake\")\n  include(\"%s/x.cmake\")\n",
                     root, root));
    put(a, root, "sub/cmake_install.cmake", "if(CMAKE_INSTALL_COMPONENT STREQUAL \"c\" OR NOT)\n");
    assert_int_equal(cmake_cache_read(a, root, &c, &err), 0);
    assert_string_equal(cmake_cache_get(&c, "CMAKE_BUILD_TYPE"), "Release");
    assert_string_equal(cmake_cache_get(&c, "A"), "c=d;e");
    assert_null(cmake_cache_get(&c, "EMPTY"));
    assert_null(cmake_cache_get(&c, "CMAKE_BUILD"));
    assert_string_equal(cmake_cache_compiler(&c, "CXX"), "GNU 12.2.0");
    assert_null(cmake_cache_compiler(&c, "C"));
    assert_string_equal(cmake_cache_flags(&c, "CXX", "Release"), "-Wall -O3 -g");
    assert_string_equal(cmake_cache_flags(&c, "CXX", "Debug"), "-Wall");
    assert_string_equal(cmake_cache_flags(&c, "C", ""), "");
    struct strv components = strv_new(a);
    cmake_cache_components(&c, &components);
    assert_string_equal(strv_join(&components, "|"), "a b|c");
    assert_string_equal(cmake_cache_target_of(&c, "/b/_demo.cpython-311.so"), "_demo");
    assert_string_equal(cmake_cache_target_of(&c, "/b/libdemo_more.so.1"), "demo_more");
    assert_string_equal(cmake_cache_target_of(&c, "/b/demo"), "demo");
    assert_null(cmake_cache_target_of(&c, "/b/dem"));
    assert_int_equal(tree_remove(root, &err), 0);
}

static const char *found_in(struct arena *a, const char *const *files, const char *name)
{
    struct staged s = {.arena = a};
    s.files = strv_new(a);
    struct strv dirs = strv_new(a);
    for (; *files; files++)
        strv_add(&s.files, *files);
    staged_find_module(&s, name, &dirs);
    return strv_join(&dirs, "|");
}

static void where_a_module_is(void **state)
{
    static const char *const package[] = {"include/demo/demo.h", "lib/libdemo.so",
                                          "p/demo/__init__.py",  "p/demo/demo/x.py",
                                          "p/demo/demo.py",      NULL};
    static const char *const extension[] = {"demo.cpython-311-x86_64-linux-gnu.so", "demo.txt",
                                            "demox.py", NULL};
    static const char *const two[] = {"a/demo.py", "b/demo/_x.so", "c/demo/x.pyi", NULL};
    assert_string_equal(found_in(*state, package, "demo"), "p");
    assert_string_equal(found_in(*state, extension, "demo"), "");
    assert_string_equal(found_in(*state, two, "demo"), "a|b");
    struct staged s = {.arena = *state};
    s.files = strv_new(*state);
    strv_add_each(&s.files, "p/demo/_a.cpython-38-x.so", "p/demo_b.cpython-311-x.so",
                  "p/demo/c.abi3.so");
    assert_string_equal(staged_other_python(&s, "p", "demo", "311"), "38");
    assert_null(staged_other_python(&s, "p", "demo", "38"));
    assert_null(staged_other_python(&s, "", "demo", "311"));
    strv_add(&s.files, "p/demo/d.cpython-311-x.so");
    assert_null(staged_other_python(&s, "p", "demo", "311"));
}

static void staged_files_are_named(void **state)
{
    struct strv files = strv_new(*state);
    strv_add_each(&files, "a", "b");
    assert_string_equal(strv_join_few(&files, STAGED_NAMED), "a, b");
    strv_add_each(&files, "c", "d", "e", "f", "g", "h");
    assert_string_equal(strv_join_few(&files, STAGED_NAMED), "a, b, c, d, e, f, g, h");
    strv_add_each(&files, "i", "j");
    assert_string_equal(strv_join_few(&files, STAGED_NAMED), "a, b, c, d, e, f, g, h and 2 more");
}

static void staged_files_are_moved_together(void **state)
{
    struct arena *a = *state;
    struct error err;
    struct staged s;
    char *root = path_real(a, test_directory(a), &err);
    assert_int_equal(staged_read(a, path_join(a, root, "none"), "/p", &s, &err), 0);
    assert_int_equal(s.files.len + s.outside.len, 0);
    put(a, root, "stage/opt/p/lib/a.txt", "a");
    put(a, root, "stage/opt/p/lib/site/b.txt", "b");
    put(a, root, "stage/opt/px/c.txt", "c");
    assert_int_equal(dir_make(path_join(a, root, "stage/etc/empty"), &err), 0);
    assert_int_equal(staged_read(a, path_join(a, root, "stage"), "/opt/p", &s, &err), 0);
    assert_string_equal(strv_join(&s.files, "|"), "lib/a.txt|lib/site/b.txt");
    assert_string_equal(strv_join(&s.outside, "|"), "/etc/empty|/opt/px/c.txt");
    put(a, root, "to/lib/site/old.txt", "old");
    const char *from = path_join(a, root, "stage/opt/p"), *to = path_join(a, root, "to");
    assert_int_equal(staged_merge(a, from, to, &err), 0);
    assert_true(path_is_file(path_join(a, to, "lib/a.txt")) &&
                path_is_file(path_join(a, to, "lib/site/b.txt")) &&
                path_is_file(path_join(a, to, "lib/site/old.txt")));
    put(a, root, "stage/opt/p/lib/site/old.txt", "new");
    assert_int_equal(staged_merge(a, from, to, &err), -1);
    assert_non_null(strstr(err.text, "to/lib/site/old.txt is there already"));
    assert_int_equal(tree_remove(root, &err), 0);
}

static void site_packages_of_others_are_taken(void **state)
{
    struct arena *a = *state;
    struct error err;
    struct staged s;
    const char *site;
    char *root = path_real(a, test_directory(a), &err), *stage = path_join(a, root, "stage");
    put(a, stage, "opt/p/lib/python3.9/site-packages/own.py", "own");
    put(a, stage, "usr/lib/python3.9/site-packages/p/m.py", "m");
    put(a, stage, "usr/lib/python3.9/site-packages/p/site-packages/n.py", "n");
    put(a, stage, "site-packages/q.py", "q");
    put(a, stage, "srv/dist-packages/r.py", "r");
    put(a, stage, "srv/other.txt", "o");
    assert_int_equal(staged_read(a, stage, "/opt/p", &s, &err), 0);
    for (int i = 0; i < 3; i++)
        assert_int_equal(staged_take_site(&s, &site, &err), 1);
    assert_int_equal(staged_take_site(&s, &site, &err), 0);
    assert_string_equal(strv_join(&s.outside, "|"), "/srv/other.txt");
    assert_string_equal(strv_join(&s.files, "|"),
                        "dist-packages/r.py|site-packages/q.py|"
                        "lib/python3.9/site-packages/own.py|lib/python3.9/site-packages/p/m.py|"
                        "lib/python3.9/site-packages/p/site-packages/n.py");
    assert_false(path_exists(path_join(a, stage, "usr")));

    put(a, stage, "usr/lib/python3.9/site-packages/own.py", "another");
    assert_int_equal(staged_read(a, stage, "/opt/p", &s, &err), 0);
    assert_int_equal(staged_take_site(&s, &site, &err), -1);
    assert_non_null(strstr(err.text, "is there already"));

    /* nothing is put where a link leads */
    assert_int_equal(file_rename(path_join(a, stage, "opt/p/lib"), path_join(a, root, "lib"), &err),
                     0);
    assert_int_equal(symlink(path_join(a, root, "lib"), path_join(a, stage, "opt/p/lib")), 0);
    put(a, stage, "usr/lib/python3.9/site-packages/z.py", "z");
    assert_int_equal(staged_read(a, stage, "/opt/p", &s, &err), 0);
    assert_int_equal(staged_take_site(&s, &site, &err), -1);
    assert_non_null(strstr(err.text, "/opt/p/lib is a link"));
    assert_false(path_exists(path_join(a, root, "lib/python3.9/site-packages/z.py")));
    assert_int_equal(tree_remove(root, &err), 0);
}

static void requirements_of_extras(void **state)
{
    static const char *const cases[][2] = {
        {"a>=1", "a>=1"},
        {"a; extra == 'fast'", "a; python_version >= \"0\""},
        {"a;extra==\"Fast.x\"", "a;python_version >= \"0\""},
        {"a; extra == 'slow' or b_extra == 'fast'",
         "a; python_version < \"0\" or b_extra == 'fast'"},
        {"extra==1; x", "extra==1; x"},
        {"a; extra ==", "a; python_version < \"0\""},
        {"a; extra == 'fast", "a; python_version >= \"0\""},
        {"a; extra != 'fast'", "a; extra != 'fast'"},
    };
    struct strv extras = strv_new(*state);
    strv_add_each(&extras, "fast", "fast-x");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(build_requirements_line(*state, cases[i][0], &extras), cases[i][1]);
}

static void records_are_read_as_written(void **state)
{
    struct arena *a = *state;
    struct error err;
    struct build_compiler compilers[] = {{"C", "GNU 12.2.0", "-O3"}, {"CXX", "Clang 16", ""}};
    struct build_record r = {.directory = "/b",
                             .config = "Release",
                             .generator = "Ninja",
                             .compilers = compilers,
                             .compiler_count = 2,
                             .commit = "abc",
                             .dirty = true};
    r.components = strv_new(a);
    strv_add_each(&r.components, "x", "y");
    struct str text = str_new(a);
    struct json j = json_new(&text);
    build_record_write(&j, NULL, &r);
    cJSON *object = parse_json(text.data, text.len, &err);
    const struct build_record *read = build_record_read(a, object);
    cJSON_Delete(object);
    assert_null(build_record_read(a, NULL));
    struct str again = str_new(a);
    j = json_new(&again);
    build_record_write(&j, NULL, read);
    assert_string_equal(again.data, text.data);
    assert_string_equal(build_record_text(a, read),
                        "Release, C GNU 12.2.0 -O3, CXX Clang 16, commit abc, files changed since");

    char *root = test_directory(a);
    const char *path = path_join(a, root, "r.json");
    struct span value = {"{\"v\": 2}", 8};
    put(a, root, "r.json", "{\"a\": [1, {}], \"benchmem_build\": 1, \"b\": \"\\u00e9\"}");
    assert_int_equal(amend_run_file_member(path, "benchmem_build", value, &err), 0);
    assert_string_equal(
        file_read(a, path, NULL, &err),
        "{\n\"a\": [1, {}],\n\"b\": \"\\u00e9\",\n\"benchmem_build\": {\"v\": 2}\n}\n");
    put(a, root, "r.json", "{\"a\": ");
    assert_int_equal(amend_run_file_member(path, "benchmem_build", value, &err), -1);
    assert_non_null(strstr(err.text, "r.json: not a run file"));
    assert_string_equal(file_read(a, path, NULL, &err), "{\"a\": ");
    assert_int_equal(tree_remove(root, &err), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(versions_that_are_build_trees),
        arena_test(what_the_cache_says),
        arena_test(where_a_module_is),
        arena_test(staged_files_are_named),
        arena_test(staged_files_are_moved_together),
        arena_test(site_packages_of_others_are_taken),
        arena_test(requirements_of_extras),
        arena_test(records_are_read_as_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
