/* What a counted pass leaves, read: series, functions and reasons; and how a run file gets it. */
#include "unit_test.h"

#include "files/file.h"
#include "files/path.h"
#include "files/tree.h"
#include "measure/count_record.h"

#include <string.h>

struct place {
    struct arena *arena;
    const char *dir;
};

static struct place begin(struct arena *a)
{
    struct place p = {a, test_directory(a)};
    assert_non_null(p.dir);
    return p;
}

static void put(const struct place *p, const char *name, const char *text)
{
    struct error err;
    assert_int_equal(file_write(path_join(p->arena, p->dir, name), text, strlen(text), &err), 0);
}

/* A dump with two functions of an extension, one of the interpreter and one more. */
static void put_dump(const struct place *p, int number, int asked, int work, const char *end)
{
    put(p, arena_printf(p->arena, "dump.%d", number),
        arena_printf(p->arena,
                     "creator: callgrind-3.19.0\ndesc: Trigger: Client Request: %d\nevents: Ir\n"
                     "ob=(1) /tmp/w/venv/lib/python3.11/site-packages/tomli/_x.so\n"
                     "fn=(1) work\n1 %d\nfn=(2) <help>\n1 100000\n"
                     "ob=(2) /opt/lib/libpython3.11.so.1.0\nfn=(3) eval\n1 200000\n"
                     "ob=(3) /usr/lib/libc.so.6\nfn=(4) %s\n1 1\n"
                     "totals: %d\n",
                     asked, work, end, work + 300001));
}

static struct count read_count(const struct place *p)
{
    struct count c;
    struct error err;
    if (count_record_read(p->arena, path_join(p->arena, p->dir, "record"),
                          path_join(p->arena, p->dir, "dump"), &c, &err) < 0)
        fail_msg("%s", err.text);
    return c;
}

static void end(const struct place *p)
{
    struct error err;
    assert_int_equal(tree_remove(p->dir, &err), 0);
}

static void has(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("no %s in:\n%s", part, text);
}

static const char *members(const struct amendment *a, struct arena *arena)
{
    return arena_strndup(arena, a->members.at, a->members.len);
}

static void the_smallest_call_is_kept(void **state)
{
    struct place p = begin(*state);
    put(&p, "record",
        "{\"conditions\": {\"calls\": 3, \"warmup\": 5, \"randomised\": false}}\n"
        "{\"roots\": [\"/tmp/w/venv/lib/python3.11/site-packages/\", \"/tmp/w/venv/\"]}\n"
        "{\"counted\": \"t.py::test_\\u00e9\", \"dumps\": [1, 2, 3], \"warmup\": 5}\n"
        "{\"counted\": \"t.py::test_b\", \"dumps\": [4], \"warmup\": 0, \"threads\": 2, "
        "\"python\": "
        "[[\"p/m.py\", 3, \"f\", 1, 20]]}\n");
    put_dump(&p, 1, 1, 900000, "memcpy");
    put_dump(&p, 2, 2, 700000, "__libc_fork");
    put_dump(&p, 3, 3, 800000, "memcpy");
    put_dump(&p, 4, 4, 5, "memcpy");
    struct count c = read_count(&p);
    assert_int_equal(c.failed.len, 0);
    assert_string_equal(c.valgrind, "3.19.0");
    assert_int_equal(c.benchmark_count, 2);
    const struct count_benchmark *b = &c.benchmarks[0];
    assert_int_equal(b->calls, 3);
    assert_int_equal(b->instructions[0], 1200001);
    assert_int_equal(b->instructions[1], 1000001);
    assert_int_equal(b->least, 1000001);
    assert_int_equal(b->part_count, 3);
    assert_int_equal(b->rest, 1);
    assert_int_equal(b->rest_count, 1);
    assert_true(b->saw_processes && !b->saw_threads);
    assert_true(c.benchmarks[1].saw_threads && !c.benchmarks[1].saw_processes);
    assert_int_equal(c.function_count, 3); /* "work" is no part of the second */
    const struct amendment *list = count_record_amendments(p.arena, &c);
    assert_string_equal(members(&list[0], p.arena),
                        "{\"instructions\": [1200001, 1000001, 1100001], "
                        "\"counted\": {\"valgrind\": \"3.19.0\", \"calls\": 3, \"warmup\": 5, "
                        "\"randomised\": false, \"saw\": [\"processes\"]}}");
    struct str text = str_new(p.arena);
    count_record_print(&text, &c);
    has(text.data, "\"objects\": [\"tomli/_x.so\", \"libpython3.11.so.1.0\"]");
    has(text.data, "\"functions\": [[0,\"work\"],[1,\"eval\"],[0,\"\\u003chelp>\"]]");
    has(text.data, "{\"fullname\": \"t.py::test_\\u00e9\", \"instructions\": 1000001, "
                   "\"functions\": [0,700000,1,200000,2,100000], "
                   "\"rest\": {\"functions\": 1, \"instructions\": 1}}");
    has(text.data, "\"python\": [[\"p/m.py\", 3, \"f\", 1, 20]]}");
    end(&p);
}

static void of_one_that_is_run_again_the_last_counts(void **state)
{
    struct place p = begin(*state);
    put(&p, "record",
        "{\"counted\": \"flaky\", \"dumps\": [1]}\n"
        "{\"counted\": \"other\", \"dumps\": [2]}\n"
        "{\"counted\": \"flaky\", \"dumps\": [3]}\n");
    put_dump(&p, 1, 1, 5, "f");
    put_dump(&p, 2, 2, 6, "f");
    put_dump(&p, 3, 3, 7, "f");
    struct count c = read_count(&p);
    assert_int_equal(c.benchmark_count, 2);
    assert_int_equal(c.benchmarks[0].least, 300008);
    assert_int_equal(c.benchmarks[1].least, 300007);
    end(&p);
}

static void libraries_of_an_environment(void **state)
{
    struct place p = begin(*state);
    put(&p, "record",
        "{\"roots\": [\"/tmp/w/venv/python/\", \"/tmp/w/venv/\"]}\n"
        "{\"counted\": \"t.py::test_a\", \"dumps\": [1]}\n");
    put(&p, "dump.1",
        "creator: callgrind-3.19.0\ndesc: Trigger: Client Request: 1\nevents: Ir\n"
        "ob=(1) /tmp/w/venv/python/demo/_x.so\nfn=(1) a\n1 4\n"
        "ob=(2) /tmp/w/venv/lib/libdemo.so\nfn=(2) b\n1 3\n"
        "ob=(3) /tmp/w/venvs/lib/libother.so\nfn=(3) c\n1 2\ntotals: 9\n");
    struct count c = read_count(&p);
    assert_int_equal(c.objects.len, 3);
    assert_string_equal(c.objects.items[0], "demo/_x.so");
    assert_string_equal(c.objects.items[1], "lib/libdemo.so");
    assert_string_equal(c.objects.items[2], "libother.so");
    end(&p);
}

static void lines_that_are_none(void **state)
{
    struct place p = begin(*state);
    put(&p, "record",
        "{\"counted\": 7}\n{\"roots\": 7}\nnot JSON\n{}\n[]\n\n{\"conditions\": 5}\n{\"counted\"");
    struct count c = read_count(&p);
    assert_int_equal(c.benchmark_count + c.failed.len, 0);
    assert_string_equal(c.conditions, "{}");
    end(&p);
}

static void dumps_that_cannot_be_read(void **state)
{
    struct place p = begin(*state);
    put(&p, "record",
        "{\"counted\": \"half\", \"dumps\": [1, 2, 3, 4]}\n"
        "{\"counted\": \"none\", \"dumps\": [9, -1, 1e300, null]}\n"
        "{\"counted\": \"empty\", \"dumps\": []}\n"
        "{\"counted\": \"no list\"}\n");
    put_dump(&p, 1, 7, 1, "f");             /* another's */
    put(&p, "dump.2", "events: Ir\n1 5\n"); /* cut */
    put_dump(&p, 3, 3, 10, "f");
    struct count c = read_count(&p);
    assert_int_equal(c.benchmark_count, 1);
    assert_int_equal(c.benchmarks[0].calls, 1);
    assert_int_equal(c.benchmarks[0].least, 300011);
    assert_int_equal(c.failed.len, 3);
    assert_string_equal(c.failed.items[0].id, "none");
    has(c.failed.items[0].reason, "dump.9");
    assert_string_equal(c.failed.items[1].reason,
                        "what was counted cannot be read: no call was counted");
    assert_string_equal(c.failed.items[2].id, "no list");
    end(&p);
}

static void without_a_record_there_is_nothing(void **state)
{
    struct count c;
    struct error err;
    assert_int_equal(count_record_read(*state, "no/such/record", "no/such/dump", &c, &err), -1);
    has(err.text, "no/such/record");
}

/* --- a run file gets it ---------------------------------------------------------------------- */

static const char run_file[] =
    "{\"machine_info\": {\"big\": 12345678901234567890}, \"benchmarks\": [\n"
    "  {\"fullname\": \"a\", \"extra_info\": {\"k\": 1, \"benchmem\": {\"peak_bytes\": [5],\n"
    "   \"counted\": 0}, \"z\": 2}, \"stats\": {\"min\": 1.50, \"data\": [1.50]}},\n"
    "  {\"fullname\": \"b\", \"extra_info\": {}, \"stats\": {\"min\": 2}},\n"
    "  {\"fullname\": \"c\", \"stats\": {\"min\": 3}},\n"
    "  {\"fullname\": \"d\", \"stats\": {\"min\": 4}, \"extra_info\": {\"benchmem\": null}}\n"
    "], \"version\": \"5.3.1\"}\n";

static struct span span(const char *text)
{
    return (struct span){text, strlen(text)};
}

static const char *amended(const struct place *p, bool no_times, size_t *count)
{
    static const char *const more = "{\"instructions\": [7], \"counted\": {}}";
    struct amendment list[] = {
        {.fullname = span("\"x\""), .members = span("{}")},
        {.fullname = span("\"a\""),
         .members = span("{\"instructions\": [0]}")}, /* the later one holds */
        {.fullname = span("\"a\""), .members = span(more)},
        {.fullname = span("\"c\""), .members = span(more)},
        {.fullname = span("\"d\""), .members = span(more)},
        {.fullname = span("\"b\"")}, /* looked for */
        {.fullname = span("\"y\"")},
    };
    struct error err;
    const char *path = path_join(p->arena, p->dir, "run.json");
    put(p, "run.json", run_file);
    if (amend_run_file(path, list, 7, no_times, path, count, &err) < 0)
        fail_msg("%s", err.text);
    assert_true(list[4].met && list[5].met && !list[0].met && !list[6].met);
    return file_read(p->arena, path, NULL, &err);
}

static void a_run_file_gets_more(void **state)
{
    struct place p = begin(*state);
    size_t count;
    const char *text = amended(&p, false, &count);
    assert_int_equal(count, 3);
    has(text, "\"machine_info\": {\"big\": 12345678901234567890}");
    has(text, "{\"k\": 1, \"benchmem\": {\"peak_bytes\": [5], \"instructions\": [7], "
              "\"counted\": {}}, \"z\": 2}, \"stats\": {\"min\": 1.50, \"data\": [1.50]}}");
    has(text, "{\"fullname\": \"b\", \"extra_info\": {}, \"stats\": {\"min\": 2}}");
    has(text, "{\"fullname\": \"c\", \"stats\": {\"min\": 3}, \"extra_info\": {\"benchmem\": "
              "{\"instructions\": [7], \"counted\": {}}}}");
    has(text, "\"extra_info\": {\"benchmem\": {\"instructions\": [7], \"counted\": {}}}}\n]");
    has(text, "\"version\": \"5.3.1\"\n}");
    end(&p);
}

static void a_run_file_without_times(void **state)
{
    struct place p = begin(*state);
    const char *text = amended(&p, true, NULL), *at = text;
    int stats = 0;
    while ((at = strstr(at, "\"stats\": {\"outliers\": \"0;0\", \"data\": [], \"min\": 0, "))) {
        stats++;
        at++;
    }
    assert_int_equal(stats, 4);
    has(text, "\"rounds\": 0");
    has(text, "\"stddev_outliers\": 0}");
    assert_null(strstr(text, "1.50"));
    has(text, "\"instructions\": [7]");
    end(&p);
}

static void what_is_no_run_file_stays(void **state)
{
    static const char *const texts[] = {"",
                                        "{",
                                        "[]",
                                        "{\"benchmarks\": 1}",
                                        "{\"benchmarks\": [1]}",
                                        "{\"benchmarks\": [{\"a\"}]}"};
    struct place p = begin(*state);
    const char *path = path_join(p.arena, p.dir, "run.json");
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct error err;
        size_t len;
        put(&p, "run.json", texts[i]);
        if (amend_run_file(path, NULL, 0, true, path, NULL, &err) == 0)
            fail_msg("amended: %s", texts[i]);
        has(err.text, "run.json: ");
        assert_string_equal(file_read(p.arena, path, &len, &err), texts[i]);
    }
    end(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(the_smallest_call_is_kept),
        arena_test(of_one_that_is_run_again_the_last_counts),
        arena_test(libraries_of_an_environment),
        arena_test(lines_that_are_none),
        arena_test(dumps_that_cannot_be_read),
        arena_test(without_a_record_there_is_nothing),
        arena_test(a_run_file_gets_more),
        arena_test(a_run_file_without_times),
        arena_test(what_is_no_run_file_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
