/* The functions or allocation sites of two versions, put together. */
#include "unit_test.h"

#include "explain/explain_table.h"

#include <math.h>
#include <string.h>

static struct counts counts_of(struct counts_part *parts, size_t count, double rest)
{
    struct counts counts = {.total = rest, .parts = parts, .part_count = count, .rest = rest};
    for (size_t i = 0; i < count; i++)
        counts.total += parts[i].amount;
    return counts;
}

static struct counts_part part(const char *object, const char *name, double amount)
{
    return (struct counts_part){.object = object, .name = name, .amount = amount};
}

/* What is one function has one part, however builds and recursion name it. */
static void functions_are_joined(void **state)
{
    struct arena *a = *state;
    struct counts_part before[] = {part("c.so", "loop", 100),
                                   part("c.so", "loop'2", 50),
                                   part("r.so", "parse::h0123456789abcdef", 40),
                                   part("s.so", "0x0000000000001000", 7),
                                   part("s.so", "0x0000000000002000", 3),
                                   part("c.so", "gone.isra.0", 5)};
    struct counts_part after[] = {
        part("c.so", "loop", 450), part("r.so", "parse::hfedcba9876543210", 30),
        part("s.so", "0x0000000000003000", 14), part("c.so", "new", 6), part("d.so", "loop", 1)};
    struct counts one = counts_of(before, 6, 10), other = counts_of(after, 5, 12);
    struct difference d = difference_of(a, &one, &other);
    static const struct {
        const char *object, *name;
        double before, after;
    } parts[] = {{"c.so", "loop", 150, 450},  {"r.so", "parse", 40, 30}, {"c.so", "new", 0, 6},
                 {"c.so", "gone.isra", 5, 0}, {"s.so", NULL, 10, 14},    {"d.so", "loop", 0, 1}};
    assert_int_equal(d.part_count, 6);
    for (size_t i = 0; i < 6; i++) {
        assert_string_equal(d.parts[i].object, parts[i].object);
        if (parts[i].name)
            assert_string_equal(d.parts[i].name, parts[i].name);
        else
            assert_null(d.parts[i].name);
        assert_true(d.parts[i].before == parts[i].before && d.parts[i].after == parts[i].after);
        assert_int_equal(d.parts[i].in_before, parts[i].before > 0);
        assert_int_equal(d.parts[i].in_after, parts[i].after > 0);
    }
    assert_true(d.before == 215 && d.after == 513 && d.rest == 2);
    assert_true(fabs(difference_share(&d, &d.parts[0]) - 100.67) < 0.01);
    /* Only what changed the way the whole did accounts for it. */
    struct strv lines = strv_new(a);
    explain_add_lines(&lines, METRIC_INSTRUCTIONS, &d, 3);
    assert_int_equal(lines.len, 3);
    assert_string_equal(lines.items[0], "+300 (101%) c.so: loop");
    assert_string_equal(lines.items[1], "+6 (2%) c.so: new");
    assert_string_equal(lines.items[2], "+4 (1%) s.so: 0x3000");
}

/* A library is one whatever its releases and builds are called. */
static void libraries_are_joined(void **state)
{
    struct arena *a = *state;
    static const char *const names[][3] = {
        {"p/lib/libx.so.2.4.0", "p/lib/libx.so.2.5.0", "p/lib/libx.so"},
        {"p.libs/libx-0a1b2c3d.so.2", "p.libs/libx-4d5e6f70.so.3", "p.libs/libx.so"},
        {"p/_x.cpython-311-x86_64-linux-gnu.so", "p/_x.so", "p/_x.so"},
        {"p/_x.abi3.so", "p/_x.cpython-311-x86_64-linux-gnu.so", "p/_x.so"},
        {"libc.so.6", "libc.so.6", "libc.so.6"},
        {"p/a.sort-abcdef12.so", "p/a.sort.so", "p/a.sort.so"},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct counts_part before[] = {part(names[i][0], "f", 10), part(names[i][0], "0x10", 5)},
                           after[] = {part(names[i][1], "f", 20), part(names[i][1], "0x30", 7)};
        struct counts one = counts_of(before, 2, 0), other = counts_of(after, 2, 0);
        struct difference d = difference_of(a, &one, &other);
        assert_int_equal(d.part_count, 2);
        assert_string_equal(d.parts[0].object, names[i][2]);
        assert_true(d.parts[0].before == 10 && d.parts[0].after == 20);
        assert_true(d.parts[1].lowest == 0x30 && d.parts[1].highest == 0x30);
    }
    static const char *const apart[][2] = {{"p/_x.so", "q/_x.so"},
                                           {"libx-0a1b2c3.so", "libx.so"},
                                           {"p/x.some/y.py", "p/x.so/y.py"},
                                           {"memory.py", "memory.so"}};
    for (size_t i = 0; i < sizeof apart / sizeof *apart; i++) {
        struct counts_part before[] = {part(apart[i][0], "f", 10)},
                           after[] = {part(apart[i][1], "f", 20)};
        struct counts one = counts_of(before, 1, 0), other = counts_of(after, 1, 0);
        assert_int_equal(difference_of(a, &one, &other).part_count, 2);
    }
}

/* One with symbols on one side alone is compared as a whole, but for what is exported. */
static void symbols_of_one_side(void **state)
{
    struct arena *a = *state;
    struct counts_part with[] = {part("l.so.2", "f", 12), part("l.so.2", "g", 40),
                                 part("l.so.2", "h", 30), part("m.so", "g", 4)},
                       without[] = {part("l.so.1", "0x0000000000000010", 30),
                                    part("l.so.1", "0x0000000000000020", 20),
                                    part("l.so.1", "f", 10), part("n.so", "0x30", 3)};
    struct counts one = counts_of(with, 4, 0), other = counts_of(without, 4, 0);
    for (int side = 0; side < 2; side++) {
        struct difference d =
            side ? difference_of(a, &one, &other) : difference_of(a, &other, &one);
        assert_int_equal(d.part_count, 4);
        const struct difference_part *whole = &d.parts[0];
        assert_string_equal(whole->object, "l.so");
        assert_null(whole->name);
        assert_true((side ? whole->after : whole->before) == 50);
        assert_true((side ? whole->before : whole->after) == 70);
        assert_true(whole->in_before && whole->in_after);
        assert_string_equal(explain_name(a, whole), "0x10 to 0x20");
        assert_string_equal(d.parts[1].object, "m.so");
        assert_string_equal(d.parts[2].object, "n.so");
        assert_int_equal(d.parts[2].in_before, !side);
        assert_string_equal(d.parts[3].name, "f");
        assert_true(d.parts[3].before + d.parts[3].after == 22);
    }
}

/* The interpreter does more since a Python function is called more often; which it is, is told
 * first.  Two functions that are called alike are told apart by their order. */
static void python_tells_first(void **state)
{
    struct arena *a = *state;
    struct counts_part before[] = {part("libpython.so", "eval", 800), part("p/c.so", "f", 100)},
                       after[] = {part("libpython.so", "eval", 2000), part("p/c.so", "f", 150)};
    struct counts_python calls[] = {{"p/m.py", "run", 10, 1, 30},
                                    {"p/m.py", "<lambda>", 20, 5, 50},
                                    {"p/m.py", "<lambda>", 15, 5, 40}},
                         more[] = {{"p/m.py", "run", 12, 1, 50},
                                   {"p/m.py", "<lambda>", 17, 5, 40},
                                   {"p/m.py", "<lambda>", 22, 15, 150}};
    struct counts one = counts_of(before, 2, 0), other = counts_of(after, 2, 0);
    one.python = calls, other.python = more;
    one.python_count = other.python_count = 3;
    struct difference d = difference_of(a, &one, &other);
    assert_true(difference_is_of_python(&d));
    assert_int_equal(d.python_count, 3);
    assert_string_equal(d.python[0].name, "<lambda>");
    assert_true(d.python[0].line == 22 && d.python[0].bytecodes[0] == 50);
    assert_true(difference_python_change(&d.python[2]) == 0);
    struct strv lines = strv_new(a);
    explain_add_lines(&lines, METRIC_INSTRUCTIONS, &d, 3);
    assert_string_equal(strv_join(&lines, "\n"),
                        "+100 bytecodes p/m.py:22: <lambda>, calls 5 → 15\n"
                        "+20 bytecodes p/m.py:12: run, calls 1 → 1\n"
                        "+1.2 k (96%) libpython.so: eval");
    /* One lambda more: no order would be right. */
    more[0].name = "<lambda>";
    d = difference_of(a, &one, &other);
    assert_int_equal(d.python_count, 2);
    assert_true(difference_python_change(&d.python[0]) == 150);
    /* A library of the environment that accounts for most of it tells more, */
    after[1].amount = 5000;
    d = difference_of(a, &one, &other);
    assert_false(difference_is_of_python(&d));
    /* and so do functions where Python's are the same, or hardly differ. */
    after[1].amount = 150;
    other = counts_of(after, 2, 0);
    other.python = calls, other.python_count = 3;
    d = difference_of(a, &one, &other);
    assert_false(difference_is_of_python(&d));
    struct counts_python instead[] = {{"p/m.py", "walk", 10, 1, 30}, calls[1], calls[2]};
    other.python = instead;
    d = difference_of(a, &one, &other);
    assert_true(difference_is_of_python(&d)); /* another function that does as much */
    calls[0].bytecodes = instead[0].bytecodes = 2;
    d = difference_of(a, &one, &other);
    assert_false(difference_is_of_python(&d));
}

static struct counts_part site(const char *name, double line, double bytes, double allocations)
{
    return (struct counts_part){.object = "p/m.py",
                                .name = name,
                                .amount = bytes,
                                .line = line,
                                .allocations = allocations};
}

static const struct difference_part *find_site(const struct difference *d, const char *name,
                                               double line)
{
    for (size_t i = 0; i < d->part_count; i++)
        if (strcmp(d->parts[i].name, name) == 0 && d->parts[i].line == line)
            return &d->parts[i];
    return NULL;
}

/* Lines move; the sites of a function are told apart by their order where there are as many. */
static void sites_are_joined(void **state)
{
    struct arena *a = *state;
    struct counts_part before[] = {site("load", 20, 900, 3), site("load", 10, 100, 1),
                                   site("split", 40, 60, 6), site("split", 41, 40, 4),
                                   site("<lambda>", 50, 5, 5)};
    struct counts_part after[] = {site("load", 25, 900, 3), site("load", 12, 200, 2),
                                  site("split", 44, 110, 9), site("new", 60, 30, 1)};
    struct counts one = counts_of(before, 5, 0), other = counts_of(after, 4, 0);
    struct difference d = difference_of(a, &one, &other);
    static const struct {
        const char *name;
        double line, before, after, allocations[2];
    } sites[] = {{"load", 25, 900, 900, {3, 3}},
                 {"load", 12, 100, 200, {1, 2}},
                 {"split", 44, 100, 110, {10, 9}}, /* two sites and one: the function */
                 {"<lambda>", 50, 5, 0, {5, 0}},
                 {"new", 60, 0, 30, {0, 1}}};
    assert_int_equal(d.part_count, 5);
    for (size_t i = 0; i < 5; i++) {
        const struct difference_part *part = find_site(&d, sites[i].name, sites[i].line);
        assert_non_null(part);
        assert_true(part->before == sites[i].before && part->after == sites[i].after);
        assert_true(part->allocations[0] == sites[i].allocations[0] &&
                    part->allocations[1] == sites[i].allocations[1]);
    }
    assert_string_equal(d.parts[0].name, "load");
    struct strv lines = strv_new(a);
    explain_add_lines(&lines, METRIC_PEAK, &d, 3);
    assert_string_equal(lines.items[0], "+100 B (74%) p/m.py:12: load");
    assert_string_equal(lines.items[1], "+30 B (22%) p/m.py:60: new");
    lines = strv_new(a);
    explain_add_lines(&lines, METRIC_ALLOCATIONS, &d, 1);
    assert_string_equal(lines.items[0], "+100 (74%) p/m.py:12: load");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(functions_are_joined), arena_test(libraries_are_joined),
        arena_test(symbols_of_one_side),  arena_test(python_tells_first),
        arena_test(sites_are_joined),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
