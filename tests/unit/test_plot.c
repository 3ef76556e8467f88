/* The command as it is called: what it writes, what it prints, its exit status. */
#include "command_test.h"

#include "draw/canvas.h"
#include "page/page.h"

#define CALL(f, ...) CALL_COMMAND(f, &command_plot, __VA_ARGS__)

static const char *const both[] = {"a", "b", NULL}, *const more[] = {"a", "b", "c", NULL};
static const double times[] = {1, 2, 3}, peaks[] = {1000, 2000, 3000};

static const char *content(struct fixture *f, const char *path)
{
    char *text = file_read(f->arena, path, NULL, &f->err);
    if (!text)
        fail_msg("%s", f->err.text);
    return text;
}

static void the_suffix_picks_the_writer(void **state)
{
    struct fixture f = begin(*state);
    struct error err;
    const char *old = put_run(&f, "old.json", both, times, peaks);
    const char *new = put_run(&f, "new.json", both, times, peaks);
    const char *svg = in_dir(&f, "made/on/the/way/x.svg"), *html = in_dir(&f, "x.HTML");
    const char *png = in_dir(&f, "x.png"), *pdf = in_dir(&f, "x.pdf");

    assert_int_equal(
        CALL(&f, old, new, "--view", "sweep", "-o", svg, "--output", html, "--plotlyjs", "cdn"), 0);
    assert_string_equal(f.out, arena_printf(f.arena,
                                            "sweep (time): 2 benchmarks x 2 versions -> %s\n"
                                            "sweep (time): 2 benchmarks x 2 versions -> %s\n",
                                            svg, html));
    assert_string_equal(f.errors, "");
    assert_true(str_starts(content(&f, svg), "<svg "));
    assert_true(str_starts(content(&f, html), "<!DOCTYPE html>"));
    assert_non_null(strstr(content(&f, html), "integrity=\"sha384-"));

    int status = CALL(&f, old, new, "-o", png, "-o", pdf);
    if (canvas_has_cairo(&err)) {
        assert_int_equal(status, 0);
        assert_memory_equal(content(&f, png), "\x89PNG", 4);
        assert_memory_equal(content(&f, pdf), "%PDF", 4);
    } else {
        assert_int_equal(status, EXIT_USAGE);
        assert_says(f.errors, "libcairo2-dev");
        assert_false(path_exists(png));
    }
    done(&f);
}

static void the_page_holds_plotlyjs_if_the_program_does(void **state)
{
    struct fixture f = begin(*state);
    const char *old = put_run(&f, "old.json", both, times, NULL);
    const char *new = put_run(&f, "new.json", both, times, NULL);
    const char *html = in_dir(&f, "x.html");
    int status = CALL(&f, old, new, "-o", html, "--plotlyjs", "inline");
    if (page_has_plotlyjs(NULL)) {
        assert_int_equal(status, 0);
        assert_true(strlen(content(&f, html)) > 1000000);
        assert_null(strstr(content(&f, html), "<script charset"));
    } else {
        assert_int_equal(status, EXIT_USAGE);
        assert_says(f.errors, "--plotlyjs cdn");
    }
    assert_int_equal(CALL(&f, old, new, "-o", html), 0);
    done(&f);
}

static void wrong_usage_writes_nothing(void **state)
{
    struct fixture f = begin(*state);
    const char *old = put_run(&f, "old.json", both, times, NULL);
    const char *new = put_run(&f, "new.json", both, times, NULL);
    const char *svg = in_dir(&f, "x.svg"), *jpg = in_dir(&f, "x.jpg");

    assert_int_equal(CALL(&f, old, new, "-o", svg, "-o", jpg), EXIT_USAGE);
    assert_says(f.errors, "x.jpg: the name must end in .html, .svg, .png or .pdf, or be -");
    assert_int_equal(CALL(&f, old, new, "-o", svg, "--metric", "tim"), EXIT_USAGE);
    assert_says(f.errors, "'tim' is not one of time, peak,");
    assert_int_equal(CALL(&f, old, new, "-o", svg, "--columns", "time,peak"), EXIT_USAGE);
    assert_says(f.errors, "a figure shows one");
    assert_int_equal(CALL(&f, old, new, "-o", svg, "--view", "pie"), EXIT_USAGE);
    assert_says(f.errors, "'pie' is not one of sweep");
    assert_int_equal(CALL(&f, old, new, "-o", svg, "--view", "sweep", "--clip", "1"), EXIT_USAGE);
    assert_int_equal(CALL(&f, old, "-o", svg, "--pivot", "size", "--view", "scaling"), EXIT_USAGE);
    assert_int_equal(CALL(&f, old, new, "-o", svg, "--pivot", "size"), EXIT_USAGE);
    assert_says(f.errors, "there are 2 runs");
    assert_int_equal(CALL(&f, old, new, "-o", svg, "--where", "size"), EXIT_USAGE);
    assert_int_equal(CALL(&f, old, new, "-o", svg, "--facet", "size"), EXIT_USAGE);
    assert_says(f.errors, "--facet: no benchmark with a value");
    assert_int_equal(CALL(&f, old, new, "-o", svg, "--baseline", "x"), EXIT_USAGE);
    assert_says(f.errors, "no run is called 'x'; there are old, new");
    assert_int_equal(CALL(&f, "-o", svg), EXIT_USAGE);
    assert_int_equal(CALL(&f, in_dir(&f, "absent.json"), old, "-o", svg), EXIT_USAGE);
    assert_says(f.errors, "absent.json");
    assert_false(path_exists(svg));
    done(&f);
}

static void too_little_to_compare(void **state)
{
    struct fixture f = begin(*state);
    const char *old = put_run(&f, "old.json", both, times, peaks);
    const char *new = put_run(&f, "new.json", more, times, NULL);
    const char *svg = in_dir(&f, "x.svg");
    assert_int_equal(CALL(&f, old, "-o", svg), EXIT_NO_VERDICT);
    assert_int_equal(CALL(&f, old, new, "-o", svg, "--metric", "peak"), EXIT_NO_VERDICT);
    assert_says(f.errors, "peak: no benchmark has a value above 0 in the baseline old");
    assert_int_equal(CALL(&f, old, new, "-o", svg, "--metric", "peak", "--view", "sweep"),
                     EXIT_NO_VERDICT);
    assert_says(f.errors, "peak: only old has values");
    assert_int_equal(CALL(&f, old, new, "-o", svg, "--metric", "peak", "--view", "compare"),
                     EXIT_NO_VERDICT);
    assert_says(f.errors, "only old has any");
    assert_int_equal(CALL(&f, old, new, "-o", svg, "--metric", "rss"), EXIT_NO_VERDICT);
    assert_false(path_exists(svg));
    assert_int_equal(CALL(&f, new, old, "-o", svg, "-l", "one", "-l", "two"), EXIT_OK);
    assert_string_equal(f.errors, "");
    assert_int_equal(CALL(&f, new, old, "-o", svg, "--baseline", "old", "--view", "sweep"),
                     EXIT_OK);
    assert_says(f.errors, "1 benchmark that one version alone has left out");
    done(&f);
}

static void a_sweep_keeps_the_columns_that_have_no_run(void **state)
{
    struct fixture f = begin(*state);
    static const char *const labels[] = {"1.0", "2.0", "3.0", NULL};
    const enum version_status some[] = {VERSION_UNAVAILABLE, VERSION_OK, VERSION_OK},
                              none[] = {VERSION_UNAVAILABLE, VERSION_FAILED, VERSION_PENDING};
    const char *svg = in_dir(&f, "x.svg");
    put_run(&f, "2.0.json", both, times, NULL);
    put_run(&f, "3.0.json", both, times, NULL);
    put_sweep(&f, labels, some);
    assert_int_equal(CALL(&f, f.dir, "-o", svg), EXIT_OK);
    assert_says(f.out, "sweep (time): 2 benchmarks x 3 versions -> ");
    assert_says(f.errors, "1.0 has no time; the baseline is 2.0");
    assert_says(content(&f, svg), "baseline (2.0)");
    assert_says(content(&f, svg), ">unavailable</text>");
    assert_says(content(&f, svg), "no such version");
    put_sweep(&f, labels, none);
    assert_int_equal(CALL(&f, f.dir, "-o", svg), EXIT_SKIP);
    done(&f);
}

static void without_output_it_goes_below_the_current_directory(void **state)
{
    struct fixture f = begin(*state);
    const char *old = put_run(&f, "old.json", both, times, peaks);
    const char *new = put_run(&f, "new.json", both, times, peaks);
    assert_int_equal(chdir(f.dir), 0);
    assert_int_equal(CALL(&f, old, new, "--view", "sweep", "--metric", "peak"), EXIT_OK);
    assert_string_equal(
        f.out, "sweep (peak): 2 benchmarks x 2 versions -> .benchmarks/plots/sweep-peak.html\n");
    assert_true(path_is_file(in_dir(&f, ".benchmarks/plots/sweep-peak.html")));
    assert_int_equal(chdir("/"), 0);
    done(&f);
}

/* A run file whose benchmarks have params: cost grows with size, the more with FACTOR. */
static const char *put_sizes(struct fixture *f, const char *name, double factor)
{
    struct str text = str_new(f->arena);
    str_add(&text, "{\"benchmarks\": [");
    for (int i = 0; i < 6; i++) {
        int size = i % 3 + 1;
        const char *kind = i < 3 ? "a" : "b";
        str_addf(&text,
                 "%s{\"fullname\": \"t.py::test_x[%d-%s]\", \"params\": {\"size\": %d, "
                 "\"kind\": \"%s\"}, \"stats\": {\"min\": %.17g}, \"extra_info\": "
                 "{\"benchmem\": {\"peak_bytes\": [%d, %d], \"allocations\": [1, 1], "
                 "\"total_bytes\": [1, 1]}}}",
                 i ? ", " : "", size, kind, size, kind, size * factor, size * 1000, size * 1500);
    }
    str_add(&text, "]}");
    const char *path = in_dir(f, name);
    if (file_write(path, text.data, text.len, &f->err) < 0)
        fail_msg("%s", f->err.text);
    return path;
}

static void the_number_of_runs_picks_the_view(void **state)
{
    struct fixture f = begin(*state);
    const char *a = put_sizes(&f, "a.json", 1), *b = put_sizes(&f, "b.json", 2);
    const char *c = put_sizes(&f, "c.json", 3), *svg = in_dir(&f, "x.svg");
    assert_int_equal(CALL(&f, a, "-o", svg), EXIT_OK);
    assert_says(f.out, "scaling (time): 6 points -> ");
    assert_int_equal(CALL(&f, a, b, "-o", svg), EXIT_OK);
    assert_says(f.out, "scatter (time): 6 benchmarks -> ");
    assert_int_equal(CALL(&f, a, b, c, "-o", svg), EXIT_OK);
    assert_says(f.out, "sweep (time): 6 benchmarks x 3 versions -> ");
    assert_int_equal(CALL(&f, a, "--pivot", "kind", "-o", svg), EXIT_OK);
    assert_says(f.out, "compare (time): 3 benchmarks -> ");
    assert_int_equal(CALL(&f, a, b, c, "--view", "compare", "-o", svg), EXIT_OK);
    assert_says(f.errors, "a and b are compared, of 3 runs");
    done(&f);
}

static void the_heatmap_in_the_terminal(void **state)
{
    struct fixture f = begin(*state);
    const char *a = put_sizes(&f, "a.json", 1), *b = put_sizes(&f, "b.json", 2);
    assert_int_equal(CALL(&f, a, b, "--view", "sweep", "-o", "-"), EXIT_OK);
    assert_says(f.out, "time fold-change vs baseline (a)\n faster ");
    assert_says(f.out, " test_x[1-a]   1.00× ▅   2.00× █ \n");
    assert_null(strchr(f.out, '\x1b'));
    assert_int_equal(CALL(&f, a, b, "--view", "sweep", "-o", "-", "--colors", "always"), EXIT_OK);
    assert_says(f.out, "\x1b[");
    assert_int_equal(CALL(&f, a, b, "-o", "-"), EXIT_USAGE);
    assert_says(f.errors, "the terminal shows the view sweep only");
    done(&f);
}

static void every_view_is_drawn(void **state)
{
    struct fixture f = begin(*state);
    const char *a = put_sizes(&f, "a.json", 1), *b = put_sizes(&f, "b.json", 2);
    const char *svg = in_dir(&f, "x.svg");
    assert_int_equal(CALL(&f, a, b, "-o", svg), EXIT_OK);
    assert_says(content(&f, svg), "<title>t.py::test_x[3-b] · b: 2× of 3 s, +3 s</title><circle");
    assert_int_equal(CALL(&f, a, b, "--view", "compare", "--facet", "kind", "-o", svg), EXIT_OK);
    assert_says(content(&f, svg), ">kind=b</text>");
    assert_says(content(&f, svg), "<title>t.py::test_x[3-b]: 3 s → 6 s, +3 s</title><rect");
    assert_int_equal(CALL(&f, a, "--metric", "peak", "-o", svg), EXIT_OK);
    assert_says(content(&f, svg), "whiskers from the smallest to the largest pass");
    assert_says(content(&f, svg), "<title>t.py::test_x[3-b] · a: 3 kB</title><line");
    assert_int_equal(CALL(&f, a, "--metric", "peak", "--band", "none", "-o", svg), EXIT_OK);
    assert_says(content(&f, svg), "<title>t.py::test_x[3-b] · a: 3 kB</title><circle");
    assert_int_equal(CALL(&f, a, "--x", "kind", "--where", "size=2", "-o", svg), EXIT_OK);
    assert_says(f.out, "scaling (time): 2 points -> ");
    assert_int_equal(CALL(&f, a, "--x", "gone", "-o", svg), EXIT_USAGE);
    assert_says(f.errors, "--x: no benchmark with a value has a param or extra_info called 'gone'");
    done(&f);
}

/* Of sizes 1 and 2 both kinds, and what has another param instead. */
static void what_lacks_a_dim_is_not_drawn(void **state)
{
    struct fixture f = begin(*state);
    static const char text[] =
        "{\"benchmarks\": ["
        "{\"fullname\": \"a\", \"params\": {\"n\": 1, \"kind\": \"x\"}, \"stats\": {\"min\": 1}},"
        "{\"fullname\": \"b\", \"params\": {\"n\": 2, \"kind\": \"y\"}, \"stats\": {\"min\": 2}},"
        "{\"fullname\": \"c\", \"params\": {\"n\": 3}, \"stats\": {\"min\": 2}},"
        "{\"fullname\": \"d\", \"params\": {\"list\": \"z\"}, \"stats\": {\"min\": 3}}]}";
    const char *run = in_dir(&f, "run.json"), *svg = in_dir(&f, "x.svg");
    assert_int_equal(file_write(run, text, strlen(text), &f.err), 0);
    assert_int_equal(CALL(&f, run, "--x", "n", "-o", svg), EXIT_OK);
    assert_says(f.errors, "1 of 3 points left out, which lack kind");
    assert_says(content(&f, svg), "<title>b · run: 2 s</title><circle");
    svg = in_dir(&f, "none.svg");
    assert_int_equal(CALL(&f, run, "--x", "n", "--color", "kind", "--facet", "list", "-o", svg),
                     EXIT_NO_VERDICT);
    assert_says(f.errors, "no benchmark left has kind and list");
    assert_false(path_exists(svg));
    done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(the_suffix_picks_the_writer),
        arena_test(the_page_holds_plotlyjs_if_the_program_does),
        arena_test(wrong_usage_writes_nothing),
        arena_test(too_little_to_compare),
        arena_test(a_sweep_keeps_the_columns_that_have_no_run),
        arena_test(the_number_of_runs_picks_the_view),
        arena_test(every_view_is_drawn),
        arena_test(what_lacks_a_dim_is_not_drawn),
        arena_test(the_heatmap_in_the_terminal),
        arena_test(without_output_it_goes_below_the_current_directory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
