/* The record of a sweep: what is written comes back, and what is no manifest is refused. */
#include "unit_test.h"

#include "files/file.h"
#include "files/tree.h"
#include "outdir/manifest.h"

#include <math.h>
#include <string.h>

/* A test's private directory; removed by done(). */
static const char *begin(struct arena *a)
{
    const char *dir = test_directory(a);
    assert_non_null(dir);
    return dir;
}

static void done(const char *dir)
{
    struct error err;
    assert_int_equal(tree_remove(dir, &err), 0);
}

static void comes_back(void **state)
{
    struct arena *a = *state;
    struct error err;
    const char *dir = begin(a), *path = path_join(a, dir, "sweep.json");
    struct manifest m = {.package = "tomli", .run_id = "r2", .started = "2026-01-02T03:04:05Z"};
    m.host.node = "h\"ost";
    m.host.cpus = 8;
    struct manifest_entry *e = manifest_add(a, &m, "main");
    assert_ptr_equal(manifest_add(a, &m, "main"), e);
    e->version = "main=git+https://h/x.git@m\xC3\xA4in";
    e->spec = "git+https://h/x.git";
    e->status = VERSION_UNAVAILABLE;
    e->failed_stage = STAGE_INSTALL;
    e->reason = "uv pip sync: exit 1";
    strv_add(&e->last_lines, "a\tb\x1b[0m\\");
    strv_add(&e->last_lines, "bad \xFF\xC3 bytes");
    e->seconds[STAGE_VENV] = 0.1;
    for (int i = 0; i < 40; i++)
        manifest_add(a, &m, arena_printf(a, "v%d", i));
    m.entries[40].status = VERSION_PARTIAL;
    m.entries[40].json = "v39.json";
    failures_add(&m.entries[40].failed_tests, "b/test_x.py::test_a[1/2]", "KeyError");
    struct manifest_round *round = manifest_add_round(a, &m.entries[40], 3);
    round->status = VERSION_FAILED;
    round->failed_stage = STAGE_RUN;
    round->reason = "pytest exited with 1";
    failures_add(&round->failed_tests, "b::c", "");
    round = manifest_add_round(a, &m.entries[40], 1);
    round->status = VERSION_OK;
    round->json = "rounds/v39.1.json";
    round->digest = "00ff";
    round->seconds = 1.5;
    round->host.cpus = 2;
    m.entries[40].rounds_wanted = 7;
    m.entries[40].method = "0123";
    struct failures failed = failures_new(a);
    failures_add(&failed, "b::c[\"x\"]", "KeyError: 'k'");
    m.entries[40].seconds[STAGE_COUNTED] = 2.5;
    m.entries[40].count = (struct manifest_count){.status = VERSION_PARTIAL,
                                                  .reason = "1 benchmark was not counted",
                                                  .failed = failed,
                                                  .benchmarks = 4,
                                                  .calls = 3,
                                                  .warmup = 0,
                                                  .round = 1,
                                                  .json = "counts/v39.json"};
    m.seed = 4294967295;
    assert_int_equal(manifest_write(a, path, &m, &err), 0);

    struct manifest r;
    bool exists = false;
    assert_int_equal(manifest_read(a, path, &r, &exists, &err), 0);
    assert_true(exists);
    assert_string_equal(r.package, "tomli");
    assert_string_equal(r.run_id, "r2");
    assert_null(r.uv);
    assert_string_equal(r.host.node, "h\"ost");
    assert_int_equal(r.host.cpus, 8);
    assert_int_equal(r.count, 41);
    e = manifest_find(&r, "main");
    assert_ptr_equal(e, &r.entries[0]);
    assert_string_equal(e->version, "main=git+https://h/x.git@m\xC3\xA4in");
    assert_int_equal(e->status, VERSION_UNAVAILABLE);
    assert_int_equal(e->failed_stage, STAGE_INSTALL);
    assert_string_equal(e->last_lines.items[0], "a\tb\x1b[0m\\");
    assert_string_equal(e->last_lines.items[1], "bad \xEF\xBF\xBD\xEF\xBF\xBD bytes");
    assert_true(e->seconds[STAGE_VENV] == 0.1);
    assert_true(isnan(e->seconds[STAGE_RUN]));
    e = manifest_find(&r, "v39");
    assert_int_equal(e->status, VERSION_PARTIAL);
    assert_int_equal(e->failed_stage, STAGE_NONE);
    assert_string_equal(e->json, "v39.json");
    assert_null(e->lock);
    assert_int_equal(e->failed_tests.len, 1);
    assert_string_equal(e->failed_tests.items[0].id, "b/test_x.py::test_a[1/2]");
    assert_string_equal(e->failed_tests.items[0].reason, "KeyError");
    assert_null(manifest_find(&r, "v40"));
    assert_int_equal(r.seed, 4294967295);
    assert_string_equal(e->method, "0123");
    assert_true(e->seconds[STAGE_COUNTED] == 2.5);
    assert_int_equal(e->count.status, VERSION_PARTIAL);
    assert_string_equal(e->count.reason, "1 benchmark was not counted");
    assert_int_equal(e->count.failed.len, 1);
    assert_string_equal(e->count.failed.items[0].id, "b::c[\"x\"]");
    assert_string_equal(e->count.failed.items[0].reason, "KeyError: 'k'");
    assert_int_equal(e->count.benchmarks, 4);
    assert_int_equal(e->count.calls, 3);
    assert_int_equal(e->count.warmup, 0);
    assert_int_equal(e->count.round, 1);
    assert_string_equal(e->count.json, "counts/v39.json");
    assert_int_equal(r.entries[0].count.status, VERSION_PENDING);
    assert_int_equal(e->rounds_wanted, 7);
    assert_int_equal(e->round_count, 2);
    assert_null(manifest_find_round(e, 2));
    round = manifest_find_round(e, 1);
    assert_ptr_equal(round, &e->rounds[0]);
    assert_int_equal(round->status, VERSION_OK);
    assert_string_equal(round->json, "rounds/v39.1.json");
    assert_string_equal(round->digest, "00ff");
    assert_true(round->seconds == 1.5);
    assert_int_equal(round->host.cpus, 2);
    round = manifest_find_round(e, 3);
    assert_int_equal(round->status, VERSION_FAILED);
    assert_int_equal(round->failed_stage, STAGE_RUN);
    assert_string_equal(round->reason, "pytest exited with 1");
    assert_string_equal(round->failed_tests.items[0].id, "b::c");
    assert_null(round->json);
    assert_true(isnan(round->seconds));
    e = manifest_find(&r, "main");
    assert_int_equal(e->round_count, 0);
    assert_int_equal(e->rounds_wanted, 0);
    done(dir);
}

static void missing_file_is_empty_or_an_error(void **state)
{
    struct arena *a = *state;
    struct error err;
    const char *dir = begin(a), *path = path_join(a, dir, "sweep.json");
    struct manifest m;
    bool exists = true;
    assert_int_equal(manifest_read(a, path, &m, &exists, &err), 0);
    assert_false(exists);
    assert_int_equal(m.count, 0);
    assert_int_equal(manifest_read(a, path, &m, NULL, &err), -1);
    assert_int_equal(err.exit_code, EXIT_USAGE);
    assert_non_null(strstr(err.text, path));
    done(dir);
}

static void what_is_no_manifest_is_refused(void **state)
{
#define VERSIONS(entry) "{\"benchmem_sweep\": 1, \"versions\": [" entry "]}"
    static const struct {
        const char *text, *says;
    } cases[] = {
        {"", "empty"},
        {"{\"benchmem_sweep\": 1, \"vers", "cut off"},
        {VERSIONS("") " x", "not JSON"},
        {"[]", "not the manifest"},
        {"{\"benchmarks\": []}", "not the manifest"},
        {"{\"benchmem_sweep\": \"1\", \"versions\": []}", "not the manifest"},
        {"{\"benchmem_sweep\": 3, \"versions\": []}", "newer"},
        {"{\"benchmem_sweep\": 1}", "versions"},
        {VERSIONS("{}"), "version 1 has no label"},
        {VERSIONS("3"), "no label"},
        {VERSIONS("{\"label\": \"a\", \"status\": \"fine\"}"), "unknown status 'fine'"},
        {VERSIONS("{\"label\": \"a\"}"), "unknown status"},
        {VERSIONS("{\"label\": \"a\", \"status\": \"ok\", \"failed_stage\": \"x\"}"),
         "unknown stage 'x'"},
        {VERSIONS("{\"label\": \"a\", \"status\": \"pending\", \"failed_stage\": \"x\"}"),
         "unknown stage 'x'"},
        {VERSIONS("{\"label\": \"a\", \"status\": \"ok\"}, {\"label\": \"a\", \"status\": \"ok\"}"),
         "twice"},
        {VERSIONS("{\"label\": \"a\", \"status\": \"ok\", \"json\": \"/etc/passwd\"}"),
         "leads out"},
        {VERSIONS("{\"label\": \"a\", \"status\": \"ok\", \"json\": \"b/../../c\"}"), "leads out"},
        {VERSIONS("{\"label\": \"a\", \"status\": \"ok\", \"lock\": \"..\"}"), "leads out"},
        {VERSIONS("{\"label\": \"a\", \"status\": \"ok\", \"count\": {\"status\": \"ok\", "
                  "\"json\": \"/a\"}}"),
         "'a': count: the path '/a' leads out"},
        {VERSIONS("{\"label\": \"a\", \"status\": \"ok\", \"count\": {}}"),
         "'a': count: unknown status"},
        {VERSIONS("{\"label\": \"a\", \"status\": \"ok\", \"rounds\": [{\"status\": \"ok\"}]}"),
         "'a': a round has no number"},
        {VERSIONS("{\"label\": \"a\", \"status\": \"ok\", \"rounds\": [{\"round\": 1}]}"),
         "'a': round 1: unknown status"},
        {VERSIONS("{\"label\": \"a\", \"status\": \"ok\", \"rounds\": [{\"round\": 1, "
                  "\"status\": \"ok\", \"json\": \"../x\"}]}"),
         "leads out"},
    };
    struct arena *a = *state;
    const char *dir = begin(a), *path = path_join(a, dir, "sweep.json");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct error err = {0};
        struct manifest m;
        assert_int_equal(file_write(path, cases[i].text, strlen(cases[i].text), &err), 0);
        assert_int_equal(manifest_read(a, path, &m, NULL, &err), -1);
        assert_int_equal(err.exit_code, EXIT_USAGE);
        assert_non_null(strstr(err.text, path));
        if (!strstr(err.text, cases[i].says))
            fail_msg("'%s' does not say '%s'", err.text, cases[i].says);
    }
    done(dir);
}

static void unknown_keys_are_passed_over(void **state)
{
    struct arena *a = *state;
    struct error err;
    const char *dir = begin(a), *path = path_join(a, dir, "sweep.json");
    static const char text[] =
        VERSIONS("{\"label\": \"..a\", \"status\": \"ok\", \"json\": \"..a.json\", \"new\": [1]}");
    assert_int_equal(file_write(path, text, strlen(text), &err), 0);
    struct manifest m;
    assert_int_equal(manifest_read(a, path, &m, NULL, &err), 0);
    assert_int_equal(m.count, 1);
    assert_string_equal(m.entries[0].json, "..a.json");
    assert_int_equal(m.entries[0].packages.len, 0);
    done(dir);
}

static void arranged(void **state)
{
    struct arena *a = *state;
    struct manifest m = {0};
    struct strv labels = strv_new(a);
    static const char *const before[] = {"1", "other", "3", "2"};
    static const char *const after[] = {"3", "other", "2", "1"};
    for (size_t i = 0; i < 4; i++)
        manifest_add(a, &m, before[i]);
    manifest_arrange(a, &m, &labels);
    assert_string_equal(m.entries[0].label, "1");
    strv_add_each(&labels, "3", "2", "1");
    manifest_arrange(a, &m, &labels);
    assert_int_equal(m.count, 4);
    for (size_t i = 0; i < 4; i++)
        assert_string_equal(m.entries[i].label, after[i]);
    assert_string_equal(manifest_add(a, &m, "4")->label, "4");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(comes_back),
        arena_test(missing_file_is_empty_or_an_error),
        arena_test(what_is_no_manifest_is_refused),
        arena_test(unknown_keys_are_passed_over),
        arena_test(arranged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
