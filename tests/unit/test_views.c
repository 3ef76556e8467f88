/* compare as it is called: layouts, groups, folding, filtering, what is said below the tables. */
#include "command_test.h"

#include <cJSON.h>

#define CALL(f, ...) CALL_COMMAND(f, &command_compare, __VA_ARGS__)

/* A run file of these benchmarks, each an object without its braces. */
static const char *put(struct fixture *f, const char *name, const char *head,
                       const char *const *benchmarks)
{
    struct str text = str_new(f->arena);
    str_addf(&text, "{%s\"benchmarks\": [", head);
    for (size_t i = 0; benchmarks[i]; i++)
        str_addf(&text, "%s{%s}", i ? "," : "", benchmarks[i]);
    str_add(&text, "]}");
    const char *path = in_dir(f, name);
    if (file_write(path, text.data, text.len, &f->err) < 0)
        fail_msg("%s", f->err.text);
    return path;
}

/* One run along whose param "kind" to fold: old and new at sizes 1 and 10. */
static const char *put_kinds(struct fixture *f)
{
    return put(f, "kinds.json", "",
               (const char *const[]){
                   "\"fullname\": \"t.py::b[old-1]\", \"params\": {\"kind\": \"old\", \"n\": 1}, "
                   "\"stats\": {\"min\": 1}",
                   "\"fullname\": \"t.py::b[new-1]\", \"params\": {\"kind\": \"new\", \"n\": 1}, "
                   "\"stats\": {\"min\": 1.5}",
                   "\"fullname\": \"t.py::b[old-10]\", \"params\": {\"kind\": \"old\", \"n\": 10}, "
                   "\"stats\": {\"min\": 4}",
                   "\"fullname\": \"t.py::b[new-10]\", \"params\": {\"kind\": \"new\", \"n\": 10}, "
                   "\"stats\": {\"min\": 2}",
                   NULL});
}

static void runs_and_diff(void **state)
{
    struct fixture f = begin(*state);
    static const char *const ids[] = {"a", "b", NULL};
    const double times[] = {1, 2}, slower[] = {1.2, 1}, peaks[] = {1000, 4096};
    const char *old = put_run(&f, "old.json", ids, times, peaks);
    const char *new = put_run(&f, "new.json", ids, slower, peaks);
    assert_int_equal(
        CALL(&f, old, new, "--layout", "runs", "--stat", "min", "--group-by", "", "--format", "md"),
        EXIT_OK);
    assert_string_equal(f.out, "#### comparison\n\n"
                               "| name | time (s) min | peak (B) min |\n"
                               "| :--- | ---: | ---: |\n"
                               "| a (old) | 1 (1.0) | 1,000 (1.0) |\n"
                               "| a (new) | 1.2 (1.20) | 1,000 (1.0) |\n"
                               "| b (old) | 2 (2.00) | 4,096 (4.10) |\n"
                               "| b (new) | 1 (1.0) | 4,096 (4.10) |\n");
    assert_int_equal(
        CALL(&f, old, new, "--diff", "--metric", "time", "--group-by", "module", "--format", "md"),
        EXIT_OK);
    assert_string_equal(f.out, "#### t.py\n\n"
                               "| name | time base | new |\n"
                               "| :--- | ---: | ---: |\n"
                               "| a | 1s | +20.0% |\n"
                               "| b | 2s | -50.0% |\n");
    assert_int_equal(CALL(&f, old, new, "--diff", "--metric", "time", "--group-by", "module",
                          "--format", "md", "--baseline", "new"),
                     EXIT_OK);
    assert_says(f.out, "| name | time base | old |\n");
    assert_says(f.out, "| b | 1s | +100.0% |\n");
    done(&f);
}

static void one_run_is_shown_plain(void **state)
{
    struct fixture f = begin(*state);
    static const char *const ids[] = {"a", NULL};
    const double times[] = {1.5};
    const char *run = put_run(&f, "run.json", ids, times, NULL);
    assert_int_equal(CALL(&f, run), EXIT_OK);
    assert_says(f.out, " (run)            1.5\n");
    assert_null(strstr(f.out, "verdict"));
    assert_int_equal(CALL(&f, run, "--diff"), EXIT_USAGE);
    assert_says(f.errors, "wants two runs");
    done(&f);
}

static void a_run_folded_along_a_param(void **state)
{
    struct fixture f = begin(*state);
    const char *run = put_kinds(&f);
    assert_int_equal(CALL(&f, run, "--pivot", "param:kind"), EXIT_OK);
    assert_says(f.out, " b[1]                s   1.000   1.500       +50.0%\n");
    assert_says(f.out, " b[10]               s   4.000   2.000       -50.0%\n");
    assert_says(f.out, "new vs old\n  time · min: 1 faster · 1 slower · 0 the same (within 5%) · "
                       "geometric mean 0.87×\n    slower: b[1] +50.0% since new\n");
    assert_int_equal(CALL(&f, run, "--pivot", "kind", "--fail-on", "time:40%"), EXIT_FAILED);
    assert_says(f.out, "  time         b[1]: 1s → 1.5s (+50.0%)\n");
    assert_int_equal(CALL(&f, run, "--pivot", "kind", "--fail-on", "time:60%"), EXIT_OK);
    assert_int_equal(CALL(&f, run, "--pivot", "kind", "--fail-on", "peak:60%"), EXIT_NO_VERDICT);
    assert_int_equal(CALL(&f, run, "--pivot", "kind", "--fail-on", "peak:60%", "--fail-on",
                          "time:40%", "--fail-on", "rss:1%"),
                     EXIT_FAILED);
    assert_says(f.errors, "--fail-on peak");
    assert_says(f.errors, "--fail-on rss");
    assert_int_equal(CALL(&f, run, "--pivot", "size"), EXIT_USAGE);
    assert_says(f.errors, "kind, n");
    assert_int_equal(CALL(&f, run, run, "--pivot", "kind"), EXIT_USAGE);
    assert_says(f.errors, "--pivot folds a single run");
    assert_int_equal(CALL(&f, run, "--pivot", "kind", "--label", "A", "--label", "B", "--baseline",
                          "B", "--diff"),
                     EXIT_OK);
    assert_says(f.out, "-33.3%");
    done(&f);
}

static void numbers_on_an_axis_with_fractions(void **state)
{
    struct fixture f = begin(*state);
    const char *run = put(
        &f, "run.json", "",
        (const char *const[]){
            "\"fullname\": \"t.py::b[10-x]\", \"params\": {\"n\": 10}, \"stats\": {\"min\": 1}",
            "\"fullname\": \"t.py::b[0.5-x]\", \"params\": {\"n\": 0.5}, \"stats\": {\"min\": 1}",
            "\"fullname\": \"t.py::b[x]\", \"params\": null, \"stats\": {\"min\": 1}", NULL});
    assert_int_equal(CALL(&f, run, "--pivot", "n", "--format", "csv"), EXIT_OK);
    assert_string_equal(f.out, "id,time:min:10.0,time:min:0.5,time:min:nan\nt.py::b[x],1,1,1\n");
    assert_int_equal(CALL(&f, run, "--group-by", "param:n", "--stat", "min", "--format", "md"),
                     EXIT_OK);
    assert_says(f.out, "#### n=10.0\n");
    assert_int_equal(CALL(&f, run, "--group-by", "param:m,class", "--format", "md"), EXIT_OK);
    assert_says(f.out, "#### m=None\n");
    done(&f);
}

static void rows_kept_by_dim_and_by_name(void **state)
{
    struct fixture f = begin(*state);
    const char *run = put_kinds(&f);
    assert_int_equal(CALL(&f, run, "--where", "n=10.0", "--format", "csv"), EXIT_OK);
    assert_null(strstr(f.out, "-1]"));
    assert_says(f.out, "t.py::b[new-10]");
    assert_int_equal(CALL(&f, run, "--where", "n=10", "--where", "kind=old", "--format", "csv"),
                     EXIT_OK);
    assert_null(strstr(f.out, "new"));
    assert_int_equal(
        CALL(&f, run, "--filter", "b[old-1]", "--filter", "*new-10?", "--format", "csv"), EXIT_OK);
    assert_says(f.out, "t.py::b[new-10]");
    assert_says(f.out, "t.py::b[old-1]");
    assert_null(strstr(f.out, "old-10"));
    assert_int_equal(CALL(&f, run, "--where", "m=1"), EXIT_USAGE);
    assert_says(f.errors, "called m; there is");
    assert_int_equal(CALL(&f, run, "--where", "n=11"), EXIT_NO_VERDICT);
    assert_says(f.errors, "none of the 4 benchmarks");
    assert_int_equal(CALL(&f, run, "--where", "n"), EXIT_USAGE);
    assert_says(f.errors, "'n' is not KEY=VALUE");
    done(&f);
}

static void the_worst_since_when(void **state)
{
    struct fixture f = begin(*state);
    static const char *const ids[] = {"a", "b", "c", NULL};
    const double first[] = {1, 1, 1}, second[] = {1.2, 1.04, 1}, third[] = {1.01, 1.5, 0.9},
                 fourth[] = {1.1, 1.6, 0.5};
    const char *v1 = put_run(&f, "v1.json", ids, first, NULL);
    const char *v2 = put_run(&f, "v2.json", ids, second, NULL);
    const char *v3 = put_run(&f, "v3.json", ids, third, NULL);
    const char *v4 = put_run(&f, "v4.json", ids, fourth, NULL);
    assert_int_equal(CALL(&f, v1, v2, v3, v4), EXIT_OK);
    assert_says(f.out,
                "  time · min: 1 faster · 2 slower · 0 the same (within 5%) · geometric mean "
                "0.96×\n    slower: b +60.0% since v3\n    slower: a +10.0% since v4\n"
                "    faster: c -50.0% since v3\n");
    assert_int_equal(CALL(&f, v1, v2), EXIT_OK);
    assert_says(f.out, "0 faster · 1 slower · 2 the same (within 5%) · geometric mean 1.08×\n"
                       "    slower: a +20.0% since v2\n");
    assert_int_equal(CALL(&f, v1, v4, "--top", "1"), EXIT_OK);
    assert_says(f.out, "\n b ");
    assert_says(f.out, "\n c ");
    assert_null(strstr(f.out, "\n a "));
    assert_says(f.out, "3 of 3\n");
    assert_says(f.out, "--top 1: of 3 benchmarks those that grew most and shrank most\n");
    done(&f);
}

static void machines_that_differ(void **state)
{
    struct fixture f = begin(*state);
    static const char *const one[] = {"\"fullname\": \"a\", \"stats\": {\"min\": 1}", NULL};
    const char *a = put(&f, "a.json", "\"machine_info\": {\"node\": \"h\", \"cpu\": 1},", one);
    const char *b = put(&f, "b.json", "\"machine_info\": {\"node\": \"h\"},", one);
    const char *c = put(&f, "c.json", "\"machine_info\": {\"node\": \"i\"},", one);
    assert_int_equal(CALL(&f, a, b), EXIT_OK);
    assert_null(strstr(f.out, "warning"));
    assert_int_equal(CALL(&f, a, b, c), EXIT_OK);
    assert_says(f.out, "warning: times may not compare: machine name differs: h (a, b), i (c)\n");
    assert_int_equal(CALL(&f, a, c, "--format", "csv"), EXIT_OK);
    assert_null(strstr(f.out, "warning"));
    assert_says(f.errors, "machine name differs");
    done(&f);
}

static void every_version_of_a_sweep_is_shown(void **state)
{
    struct fixture f = begin(*state);
    static const char *const labels[] = {"1.0", "2.0", "3.0", "4.0", NULL}, *const ids[] = {"a",
                                                                                            NULL};
    const double times[] = {1}, slower[] = {1.1};
    put_run(&f, "1.0.json", ids, times, NULL);
    put_run(&f, "4.0.json", ids, slower, NULL);
    put_sweep(&f, labels,
              (enum version_status[]){VERSION_OK, VERSION_UNAVAILABLE, VERSION_FAILED, VERSION_OK});
    assert_int_equal(CALL(&f, f.dir, "--layout", "runs", "--stat", "min", "--format", "md"),
                     EXIT_OK);
    assert_says(f.out, "| (1.0) | 1 (1.0) |\n| (2.0) | — |\n| (3.0) | ✗ |\n| (4.0) | 1.1 (1.10) |");
    assert_int_equal(CALL(&f, f.dir, "--diff", "--format", "md"), EXIT_OK);
    assert_says(f.out, "| a | 1s | — | ✗ | +10.0% |\n");
    assert_int_equal(CALL(&f, f.dir, "--format", "json"), EXIT_OK);
    assert_says(f.out, "\"state\": \"unavailable\"");
    assert_says(f.out, "no such version");
    done(&f);
}

static void json_for_programs(void **state)
{
    struct fixture f = begin(*state);
    static const char *const ids[] = {"a", "b", NULL}, *const other[] = {"a", "c", NULL};
    const double times[] = {1, 2}, slower[] = {1.2, 1};
    const char *old = put_run(&f, "old.json", ids, times, NULL);
    const char *new = put_run(&f, "new.json", other, slower, NULL);
    assert_int_equal(CALL(&f, old, new, "--format", "json", "--fail-on", "time:10%"), EXIT_FAILED);
    assert_says(f.errors, "1 regression(s)");
    cJSON *d = cJSON_Parse(f.out);
    assert_non_null(d);
    assert_int_equal(cJSON_GetObjectItem(d, "benchmem_compare")->valueint, 1);
    assert_string_equal(cJSON_GetObjectItem(d, "head")->valuestring, "new");
    assert_string_equal(cJSON_GetArrayItem(cJSON_GetObjectItem(d, "new"), 0)->valuestring, "c");
    assert_string_equal(cJSON_GetArrayItem(cJSON_GetObjectItem(d, "gone"), 0)->valuestring, "b");
    const cJSON *found = cJSON_GetObjectItem(cJSON_GetObjectItem(d, "gate"), "regressions");
    assert_int_equal(cJSON_GetArraySize(found), 1);
    assert_true(cJSON_GetObjectItem(cJSON_GetArrayItem(found, 0), "head")->valuedouble == 1.2);
    cJSON_Delete(d);
    assert_int_equal(CALL(&f, old, "--format", "json"), EXIT_OK);
    d = cJSON_Parse(f.out);
    assert_non_null(d);
    assert_true(cJSON_IsNull(cJSON_GetObjectItem(d, "baseline")));
    assert_true(cJSON_IsNull(cJSON_GetObjectItem(d, "gate")));
    cJSON_Delete(d);
    done(&f);
}

static void csv_beside_the_table(void **state)
{
    struct fixture f = begin(*state);
    static const char *const ids[] = {"a", "b", NULL};
    const double times[] = {1, 0.1};
    const char *run = put_run(&f, "run.json", ids, times, NULL);
    const char *file = in_dir(&f, "out.csv");
    assert_int_equal(CALL(&f, run, "--stat", "min", "--csv", file), EXIT_OK);
    assert_string_equal(file_read(f.arena, file, NULL, &f.err),
                        "id,time:min:run\nt.py::a,1\nt.py::b,0.1\n");
    assert_int_equal(CALL(&f, run, "--csv", in_dir(&f, "no/such/out.csv")), EXIT_FAILED);
    assert_says(f.errors, "--csv");
    done(&f);
}

static void words_that_exclude_each_other(void **state)
{
    struct fixture f = begin(*state);
    assert_int_equal(CALL(&f, "/none.json", "--diff", "--layout", "runs", "--max-chars", "9",
                          "--group-by", "size,name,colour", "--stat", "iqr", "--metric", "peak",
                          "--where", "=x"),
                     EXIT_USAGE);
    static const char *const said[] = {"--diff and --layout runs", "--max-chars is for",
                                       "'size', 'colour'", "iqr is a statistic of time", "'=x'"};
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        assert_says(f.errors, said[i]);
    assert_null(strstr(f.errors, "none.json"));
    done(&f);
}

static void a_comment_within_its_limit(void **state)
{
    struct fixture f = begin(*state);
    static const char *const ids[] = {"aaaaaaaaaa", "bbbbbbbbbb", "cccccccccc", "dddddddddd",
                                      "eeeeeeeeee", "ffffffffff", NULL};
    const double times[] = {1, 1, 1, 1, 1, 1}, slower[] = {2, 2, 2, 2, 2, 2};
    const char *old = put_run(&f, "old.json", ids, times, NULL);
    const char *new = put_run(&f, "new.json", ids, slower, NULL);
    assert_int_equal(
        CALL(&f, old, new, "--format", "md", "--max-chars", "620", "--fail-on", "time:5%"),
        EXIT_FAILED);
    assert_true(strlen(f.out) <= 660); /* "×" and "→" have more bytes than characters */
    assert_says(f.out, "of 6 rows left out for length");
    assert_says(f.out, "  and ");
    done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(runs_and_diff),
        arena_test(one_run_is_shown_plain),
        arena_test(a_run_folded_along_a_param),
        arena_test(numbers_on_an_axis_with_fractions),
        arena_test(rows_kept_by_dim_and_by_name),
        arena_test(the_worst_since_when),
        arena_test(machines_that_differ),
        arena_test(every_version_of_a_sweep_is_shown),
        arena_test(json_for_programs),
        arena_test(csv_beside_the_table),
        arena_test(words_that_exclude_each_other),
        arena_test(a_comment_within_its_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
