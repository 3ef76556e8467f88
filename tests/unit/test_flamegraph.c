/* `benchmem flamegraph` as it is called: versions of a sweep, records of memray, what is missing.
 */
#include "command_test.h"

#include "system/guard_watch.h"

#include <sys/stat.h>

#define FLAMEGRAPH(f, ...) CALL_COMMAND(f, &command_flamegraph, __VA_ARGS__)

static void put_text(struct fixture *f, const char *name, const char *text)
{
    assert_int_equal(file_write(in_dir(f, name), text, strlen(text), &f->err), 0);
}

/* What is kept of one benchmark, whose leaf has so many bytes, with stacks or without. */
static const char *kept(struct arena *a, long bytes, bool stacks)
{
    const char *more = stacks ? arena_printf(a,
                                             ", \"stacks\": "
                                             "[-1,0,9,0,0,0,1,%ld,%ld,3,0,2,7,10,1]",
                                             bytes / 100, bytes)
                              : "";
    return arena_printf(
        a,
        "{\"format\": 1, \"objects\": [\"p/m.py\"], \"functions\": "
        "[[0,\"work\"],[0,\"leaf\"],[0,\"steady\"]], \"benchmarks\": [{\"fullname\": "
        "\"t.py::load\", \"peak\": {\"bytes\": %ld, \"allocations\": 4, \"sites\": "
        "[]%s}}]}",
        bytes + 10, more);
}

static void put_version(struct fixture *f, const char *label, long bytes, bool stacks)
{
    struct arena *a = f->arena;
    put_text(
        f, arena_printf(a, "%s.json", label),
        arena_printf(a,
                     "{\"benchmarks\": [{\"fullname\": \"t.py::load\", \"stats\": {\"min\": 1, "
                     "\"rounds\": 1}, \"extra_info\": {\"benchmem\": {\"peak_bytes\": [%ld], "
                     "\"allocations\": [4], \"total_bytes\": [%ld]}}}]}",
                     bytes + 10, bytes + 10));
    put_text(f, arena_printf(a, "allocations/%s.json", label), kept(a, bytes, stacks));
}

static struct fixture begin_sweep(struct arena *a)
{
    static const char *const labels[] = {"1", "2", NULL};
    struct fixture f = begin(a);
    assert_int_equal(dir_make(in_dir(&f, "allocations"), &f.err), 0);
    put_version(&f, "1", 1000, true);
    put_version(&f, "2", 3000, true);
    put_sweep(&f, labels, (enum version_status[]){VERSION_OK, VERSION_OK});
    return f;
}

static const char *text_of(struct fixture *f, const char *name)
{
    const char *text = file_read(f->arena, in_dir(f, name), NULL, &f->err);
    assert_non_null(text);
    return text;
}

static void versions_are_drawn(void **state)
{
    struct fixture f = begin_sweep(*state);
    const char *svg = in_dir(&f, "x.svg"), *html = in_dir(&f, "plots/x.html");
    assert_int_equal(FLAMEGRAPH(&f, f.dir, "load", "-o", svg), EXIT_OK);
    assert_says(f.out, "flamegraph (peak): 3 functions -> ");
    assert_says(text_of(&f, "x.svg"), "<title>leaf · p/m.py:30 · 2.93 KiB · 3 allocations · 99.7% "
                                      "of all</title>");
    assert_int_equal(FLAMEGRAPH(&f, f.dir, "t.py::load", "--version", "1", "-o", svg), EXIT_OK);
    assert_says(text_of(&f, "x.svg"), "leaf · p/m.py:10 · 1000 B · 3 allocations");
    assert_int_equal(FLAMEGRAPH(&f, f.dir, "load", "--against", "1", "-o", html), EXIT_OK);
    assert_says(text_of(&f, "plots/x.html"), "<title>load: peak memory, 1 → 2</title>");
    assert_says(text_of(&f, "plots/x.html"), "leaf · p/m.py:30 · 1000 B → 2.93 KiB (+200.0%)");
    assert_int_equal(FLAMEGRAPH(&f, f.dir, "load", "--version", "1", "--against", "2", "--palette",
                                "blue-orange", "-o", svg),
                     EXIT_OK);
    assert_says(text_of(&f, "x.svg"), "2.93 KiB → 1000 B (-66.7%)");
    assert_says(text_of(&f, "x.svg"), "fill=\"#0571b0\"");
    done(&f);
}

/* An interpreter with memray, as far as this program sees. */
static const char *put_python(struct fixture *f, const char *name, const char *script)
{
    put_text(f, name, arena_printf(f->arena, "#!/bin/sh\n%s\n", script));
    assert_int_equal(chmod(in_dir(f, name), 0700), 0);
    return in_dir(f, name);
}

static void records_are_drawn(void **state)
{
    struct fixture f = begin(*state);
    const char *svg = in_dir(&f, "x.svg"), *record = in_dir(&f, "a.bin"),
               *other = in_dir(&f, "b.bin");
    put_text(&f, "a.bin", kept(f.arena, 3000, true));
    put_text(&f, "b.bin", kept(f.arena, 1000, true));
    /* python -I -c PROGRAM MODULE PLUGIN --stacks RECORD */
    const char *python = put_python(&f, "python", "test \"$6\" = --stacks && cat \"$7\"");
    assert_int_equal(FLAMEGRAPH(&f, record, "--python", python, "-o", svg), EXIT_OK);
    assert_says(text_of(&f, "x.svg"), "<title>a.bin: peak memory</title>");
    assert_says(text_of(&f, "x.svg"), "leaf · p/m.py:30 · 2.93 KiB");
    assert_int_equal(FLAMEGRAPH(&f, record, "--against", other, "--python", python, "-o", svg),
                     EXIT_OK);
    assert_says(text_of(&f, "x.svg"), "<title>a.bin: peak memory, b.bin → a.bin</title>");
    assert_says(text_of(&f, "x.svg"), "1000 B → 2.93 KiB (+200.0%)");
    python =
        put_python(&f, "none", "echo Traceback >&2; echo 'No module named memray' >&2; exit 1");
    assert_int_equal(FLAMEGRAPH(&f, record, "--python", python, "-o", svg), EXIT_USAGE);
    assert_says(f.errors, "none: No module named memray; name an interpreter that has the memray");
    python = put_python(&f, "odd", "echo '[]'");
    assert_int_equal(FLAMEGRAPH(&f, record, "--python", python, "-o", svg), EXIT_USAGE);
    assert_says(f.errors, "a.bin: not what a pass keeps");
    assert_int_equal(FLAMEGRAPH(&f, record, "--python", in_dir(&f, "nowhere"), "-o", svg),
                     EXIT_FAILED);
    assert_says(f.errors, "a.bin by --python");
    assert_int_equal(FLAMEGRAPH(&f, record, "load", "-o", svg), EXIT_USAGE);
    assert_says(f.errors, "leave out load");
    assert_int_equal(FLAMEGRAPH(&f, in_dir(&f, "c.bin"), "-o", svg), EXIT_USAGE);
    assert_says(f.errors, "c.bin: no such file");
    done(&f);
}

static void what_is_missing_is_said(void **state)
{
    struct fixture f = begin_sweep(*state);
    const char *svg = in_dir(&f, "x.svg");
    assert_int_equal(CALL_COMMAND(&f, &command_flamegraph, "-o", svg), EXIT_USAGE);
    assert_int_equal(FLAMEGRAPH(&f, f.dir, "-o", svg), EXIT_USAGE);
    assert_says(f.errors, "name one BENCHMARK of it; there are load\n");
    assert_int_equal(FLAMEGRAPH(&f, f.dir, "none", "-o", svg), EXIT_USAGE);
    assert_says(f.errors, "no benchmark is called 'none'; there are load\n");
    assert_int_equal(FLAMEGRAPH(&f, f.dir, "load", "--against", "9", "-o", svg), EXIT_USAGE);
    assert_says(f.errors, "--against: no run is called '9'; there are 1, 2");
    assert_int_equal(FLAMEGRAPH(&f, in_dir(&f, "1.json"), "load", "-o", svg), EXIT_USAGE);
    assert_says(f.errors, "wants a sweep's output directory, or a record of memray");
    assert_int_equal(FLAMEGRAPH(&f, f.dir, "load", "-o", in_dir(&f, "x.gif")), EXIT_USAGE);
    assert_says(f.errors, "must end in .html, .svg, .png or .pdf");
    assert_int_equal(FLAMEGRAPH(&f, f.dir, "load", "--metric", "allocated", "-o", svg), EXIT_USAGE);
    assert_says(f.errors, "allocates too often for each allocation to be kept");
    put_version(&f, "2", 3000, false);
    assert_int_equal(FLAMEGRAPH(&f, f.dir, "load", "-o", svg), EXIT_USAGE);
    assert_says(f.errors, "no stacks of t.py::load were kept; benchmem sweep --profile keeps them");
    assert_int_equal(FLAMEGRAPH(&f, f.dir, "load", "--version", "1", "--against", "2", "-o", svg),
                     EXIT_USAGE);
    assert_says(f.errors, "no stacks of t.py::load were kept");
    static const char *const broken[] = {"\"x\"", "[1,2]", "[0,0,1,1,1]", "[-1,9,1,1,1]",
                                         "[-1,0,1,1,1,1,0,1,1,1]"};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        put_text(&f, "allocations/2.json",
                 arena_printf(f.arena,
                              "{\"objects\": [\"o\"], \"functions\": [[0,\"f\"]], \"benchmarks\": "
                              "[{\"fullname\": \"t.py::load\", \"peak\": {\"bytes\": 1, "
                              "\"allocations\": 1, \"stacks\": %s}}]}",
                              broken[i]));
        assert_int_equal(FLAMEGRAPH(&f, f.dir, "load", "-o", svg), EXIT_USAGE);
        assert_says(f.errors, "2.json: t.py::load: not what a pass keeps");
    }
    done(&f);
}

int main(int argc, char **argv)
{
    if (guard_is_asked(argc, argv))
        guard_main(argv);
    const struct CMUnitTest tests[] = {
        arena_test(versions_are_drawn),
        arena_test(records_are_drawn),
        arena_test(what_is_missing_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
