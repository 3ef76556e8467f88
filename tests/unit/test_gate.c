/* The rules of --fail-on and what they find. */
#include "frame_fixture.h"

#include "compare/gate.h"

static struct rule parsed(struct arena *a, const char *text)
{
    struct rule rule;
    struct error err;
    if (rule_parse(a, text, &rule, &err))
        fail_msg("%s: %s", text, err.text);
    return rule;
}

static void thresholds(void **state)
{
    struct arena *a = *state;
    struct rule r = parsed(a, "peak:10%");
    assert_true(r.is_percent && r.limit == 10 && r.at_least == 0);
    assert_int_equal(r.column.metric, METRIC_PEAK);
    assert_int_equal(r.column.stat, STAT_HEADLINE);
    r = parsed(a, " Peak : 5 MiB ");
    assert_true(!r.is_percent && r.limit == 5 * 1048576.0);
    assert_string_equal(r.field, "peak");
    r = parsed(a, "peak:20% + 8MiB");
    assert_true(r.is_percent && r.limit == 20 && r.at_least == 8 * 1048576.0);
    r = parsed(a, "instructions:3%");
    assert_true(r.is_percent && r.limit == 3 && r.at_least == 100);
    r = parsed(a, "instructions:3%+1");
    assert_true(r.is_percent && r.limit == 3 && r.at_least == 1);
    assert_true(parsed(a, "time:.5ms").limit == 0.5e-3);
    assert_true(parsed(a, "time:3µs").limit == 3 * 1e-6);
    assert_true(parsed(a, "time:3").limit == 3);
    assert_true(parsed(a, "allocations:40").limit == 40);
    assert_true(parsed(a, "rss:1e1%").limit == 10);
    r = parsed(a, "time.median:5%");
    assert_int_equal(r.column.stat, STAT_MEDIAN);
    assert_string_equal(r.field, "time.median");
    assert_false(r.latest);
    r = parsed(a, "Latest:Time.median:5%");
    assert_true(r.latest && r.is_percent && r.limit == 5);
    assert_int_equal(r.column.stat, STAT_MEDIAN);
    assert_string_equal(r.field, "latest:time.median");
    assert_true(parsed(a, " latest : peak : 1MiB").limit == 1048576);
}

static void limits_alone(void **state)
{
    struct rule rule;
    assert_true(rule_parse_limits(*state, METRIC_PEAK, " 1% + 64KiB ", &rule));
    assert_true(rule.is_percent && rule.limit == 1 && rule.at_least == 65536);
    assert_true(rule_parse_limits(*state, METRIC_PEAK, "64", &rule));
    assert_true(!rule.is_percent && rule.limit == 64);
    assert_false(rule_parse_limits(*state, METRIC_PEAK, "2ms", &rule));
    assert_false(rule_parse_limits(*state, METRIC_PEAK, "", &rule));
}

static void refused(void **state)
{
    static const char *const wrong[] = {
        "",
        "peak",
        "peak:",
        ":10%",
        "speed:10%",
        "peak:x",
        "peak:%",
        "peak:10%%",
        "peak:10%+",
        "peak:+8MiB",
        "peak:10%+5%",
        "peak:5+10%",
        "peak:5.",
        "peak:1.2.3",
        "peak:5mib",
        "peak:5TiB",
        "peak:5ms",
        "time:5MiB",
        "peak:-5%",
        "peak:-5",
        "peak:nan%",
        "peak:inf%",
        "allocations:5B",
        "peak:1e3",
        "peak:10%x",
        "peak:10%x+8",
        "peak:0x10%",
        "peak:8MiB+10%",
        "peak.iqr:5%",
        "peak.:5%",
        "time.speed:5%",
        "peak:+10%",
        "peak:1e999%",
        "peak:.",
        "latest",
        "latest:5%",
        "latest:time",
        "latest:latest:time:5%",
        "latest::5%",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct rule rule;
        struct error err;
        if (rule_parse(*state, wrong[i], &rule, &err) == 0)
            fail_msg("'%s' was taken", wrong[i]);
        assert_int_equal(err.exit_code, EXIT_USAGE);
        assert_non_null(strstr(err.text, wrong[i]));
    }
}

static void growth_beyond_the_limit(void **state)
{
    struct arena *a = *state;
    struct rule r = parsed(a, "peak:10%");
    assert_false(rule_is_broken(&r, 100, 110)); /* equal is allowed */
    assert_true(rule_is_broken(&r, 100, 110.001));
    assert_false(rule_is_broken(&r, 100, 50)); /* growth only */
    assert_false(rule_is_broken(&r, 0, 1e9));  /* no percentage of nothing */
    r = parsed(a, "peak:0");
    assert_true(rule_is_broken(&r, 0, 1));
    assert_false(rule_is_broken(&r, 1, 1));
    r = parsed(a, "peak:10%+20B");
    assert_false(rule_is_broken(&r, 100, 120));
    assert_true(rule_is_broken(&r, 100, 121));
    assert_false(rule_is_broken(&r, 1000, 1050));
}

static const char *const sides[] = {"old", "new", NULL};
static const struct contrast contrast = {true, 0, 1};

static void lines_as_the_peer_has_them(void **state)
{
    struct arena *a = *state;
    const char *const ids[] = {"t.py::K::z[1]", "t.py::b", "t.py::a", NULL};
    const double values[] = {4.1, 5.002, 1, 1, 0, 8};
    const struct column peak = {.metric = METRIC_PEAK, .stat = STAT_HEADLINE};
    struct frame f = frame_fixture(a, peak, sides, ids, values, 1048576);
    struct rule rule = parsed(a, "peak:512KiB");
    struct gate_case one = {.rule = &rule, .contrast = contrast};
    struct gate gate;
    struct error err;
    assert_int_equal(gate_judge(a, &f, &one, 1, &gate, &err), 0);
    assert_int_equal(gate.count, 2);
    assert_string_equal(gate_line(a, &f, &gate.regressions[0]),
                        "  peak         z[1]: 4.1 MiB → 5 MiB (+22.0%)");
    assert_string_equal(gate_line(a, &f, &gate.regressions[1]),
                        "  peak         a: 0 B → 8 MiB (+inf%)");
}

static void nothing_to_judge_never_passes(void **state)
{
    struct arena *a = *state;
    const char *const ids[] = {"a", "b", NULL};
    const struct column rss = {.metric = METRIC_RSS, .stat = STAT_HEADLINE};
    const double apart[] = {1, NAN, NAN, 1};
    struct frame f = frame_fixture(a, rss, sides, ids, apart, 1);
    struct rule rule = parsed(a, "rss:5%");
    struct gate_case one = {.rule = &rule, .contrast = contrast};
    struct gate gate;
    struct error err;
    assert_int_equal(gate_judge(a, &f, &one, 1, &gate, &err), -1);
    assert_int_equal(err.exit_code, EXIT_NO_VERDICT);
    assert_non_null(strstr(err.text, "no benchmark in common"));

    f.measured[1] = f.measured[2] = true; /* the same benchmarks, but rss on one side only */
    assert_int_equal(gate_judge(a, &f, &one, 1, &gate, &err), -1);
    assert_int_equal(err.exit_code, EXIT_NO_VERDICT);
    assert_non_null(strstr(err.text, "rss"));
    assert_non_null(strstr(err.text, "isolate=True"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(thresholds),
        arena_test(limits_alone),
        arena_test(refused),
        arena_test(growth_beyond_the_limit),
        arena_test(lines_as_the_peer_has_them),
        arena_test(nothing_to_judge_never_passes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
