/* The output directory: its names, whose labels are there, which result stays. */
#include "unit_test.h"

#include "files/file.h"
#include "files/tree.h"
#include "outdir/manifest.h"
#include "outdir/outdir.h"

#include <string.h>

static const char *begin(struct arena *a)
{
    struct error err;
    const char *dir = test_directory(a);
    assert_non_null(dir);
    assert_int_equal(outdir_make(a, dir, OUTDIR_HAS_ROUNDS | OUTDIR_HAS_COUNTS, &err), 0);
    return dir;
}

static void done(const char *dir)
{
    struct error err;
    assert_int_equal(tree_remove(dir, &err), 0);
}

static void put(const char *path, const char *text)
{
    struct error err;
    assert_int_equal(file_write(path, text, strlen(text), &err), 0);
}

static void names(void **state)
{
    static const struct {
        enum outdir_file file;
        long round;
        const char *name;
    } cases[] = {
        {OUTDIR_RUN_FILE, 0, "2.0.json"},      {OUTDIR_ROUND, 12, "rounds/2.0.12.json"},
        {OUTDIR_COUNTS, 0, "counts/2.0.json"}, {OUTDIR_ALLOCATIONS, 0, "allocations/2.0.json"},
        {OUTDIR_LOCK, 0, "locks/2.0.txt"},     {OUTDIR_LOG, 0, "logs/2.0.txt"},
        {OUTDIR_LOG, 3, "logs/2.0.3.txt"},     {OUTDIR_PREVIOUS, 0, ".2.0.json.previous"},
        {OUTDIR_WORK, 0, ".2.0.work"},         {OUTDIR_BUSY, 0, ".2.0.busy"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *name = outdir_name(*state, cases[i].file, "2.0", cases[i].round);
        assert_string_equal(name, cases[i].name);
        assert_string_equal(outdir_path(*state, "/o", cases[i].file, "2.0", cases[i].round),
                            path_join(*state, "/o", name));
    }
    /* the manifest's are those of a label that no version can have */
    assert_string_equal(outdir_name(*state, OUTDIR_RUN_FILE, "sweep", 0), OUTDIR_MANIFEST);
    assert_string_equal(outdir_name(*state, OUTDIR_BUSY, "sweep", 0), OUTDIR_MANIFEST_BUSY);
}

static void directories(void **state)
{
    struct arena *a = *state;
    struct error err;
    const char *dir = test_directory(a);
    const char *out = path_join(a, dir, "deep/out");
    assert_int_equal(outdir_make(a, out, 0, &err), 0);
    assert_true(path_is_dir(path_join(a, out, "locks")) && path_is_dir(path_join(a, out, "logs")));
    assert_false(path_exists(path_join(a, out, "rounds")));
    assert_int_equal(
        outdir_make(a, out, OUTDIR_HAS_ROUNDS | OUTDIR_HAS_COUNTS | OUTDIR_HAS_ALLOCATIONS, &err),
        0);
    assert_true(path_is_dir(path_join(a, out, "rounds")));
    done(dir);
}

static void labels_that_left_a_trace(void **state)
{
    struct arena *a = *state;
    const char *dir = begin(a);
    struct strv labels = strv_new(a);
    static const char *const files[] = {".b.work", ".b.busy", ".a.busy", ".work",    "..work",
                                        "c.work",  "d.json",  ".e.json", ".f.work2", ".1.0-x.work"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        put(path_join(a, dir, files[i]), "");
    outdir_labels(a, dir, &labels);
    assert_string_equal(strv_join(&labels, " "), "1.0-x a b");
    done(dir);
}

static void rounds_that_are_not_known(void **state)
{
    struct arena *a = *state;
    struct error err;
    struct manifest m = {0};
    const char *dir = begin(a);
    struct manifest_entry *e = manifest_add(a, &m, "1");
    manifest_add_round(a, e, 1)->json = "rounds/1.1.json";
    manifest_add_round(a, e, 2); /* gave nothing */
    manifest_add_round(a, e, 3)->json = "rounds/elsewhere.json";
    static const char *const files[] = {"1.1.json",  "1.2.json",   "1.3.json", "1.44.json",
                                        "1.x.json",  "1.1x.json",  "1.json",   "2.1.json",
                                        "11.1.json", "1.0.1.json", "1.4.txt",  "1.0.json"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        put(arena_printf(a, "%s/rounds/%s", dir, files[i]), "");
    assert_int_equal(outdir_clean_rounds(a, dir, "1", e, &err), 0);
    struct strv left = strv_new(a);
    assert_int_equal(dir_list(path_join(a, dir, "rounds"), &left, &err), 0);
    assert_string_equal(strv_join(&left, " "),
                        "1.0.1.json 1.0.json 1.1.json 1.1x.json 1.4.txt 1.json 1.x.json 11.1.json "
                        "2.1.json");
    done(dir);
}

/* What is there is told by its text: "old" of an earlier sweep, "new" of this one. */
static void which_result_stays(void **state)
{
    struct arena *a = *state;
    struct error err;
    static const struct {
        bool old, made, recorded, is_one;
        const char *stays;
    } cases[] = {
        /* interrupted, or not recorded: what was there before */
        {true, false, false, true, "old"},
        {true, true, false, true, "old"},
        {false, false, false, true, NULL},
        {false, true, false, true, "new"},
        {false, true, false, false, NULL}, /* by a sweep that died */
        /* recorded: what the manifest says */
        {true, true, true, true, "new"},
        {true, false, true, false, NULL},
        {false, false, true, false, NULL},
        {false, true, true, true, "new"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *dir = begin(a), *file = outdir_path(a, dir, OUTDIR_RUN_FILE, "1", 0);
        if (cases[i].old)
            put(file, "old");
        assert_int_equal(outdir_keep(a, dir, "1", &err), 0);
        assert_int_equal(path_exists(outdir_path(a, dir, OUTDIR_PREVIOUS, "1", 0)), cases[i].old);
        if (cases[i].made)
            put(file, "new");
        for (int again = 0; again < 2; again++) {
            /* settled once, the second time changes nothing */
            assert_int_equal(outdir_settle(a, dir, "1", cases[i].recorded, cases[i].is_one, &err),
                             0);
            if (!cases[i].stays)
                assert_false(path_exists(file));
            else
                assert_string_equal(file_read(a, file, NULL, &err), cases[i].stays);
            assert_false(path_exists(outdir_path(a, dir, OUTDIR_PREVIOUS, "1", 0)));
            if (!cases[i].is_one && !cases[i].recorded)
                break;
        }
        done(dir);
    }
}

static void a_directory_in_the_way(void **state)
{
    struct arena *a = *state;
    struct error err;
    const char *dir = begin(a), *file = outdir_path(a, dir, OUTDIR_RUN_FILE, "1", 0);
    assert_int_equal(dir_make(file, &err), 0);
    assert_int_equal(outdir_keep(a, dir, "1", &err), -1);
    assert_non_null(strstr(err.text, file));
    assert_int_equal(outdir_settle(a, dir, "1", true, false, &err), 0);
    assert_true(path_is_dir(file));
    done(dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(names),
        arena_test(directories),
        arena_test(labels_that_left_a_trace),
        arena_test(rounds_that_are_not_known),
        arena_test(which_result_stays),
        arena_test(a_directory_in_the_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
