/* Figures of runs that say what each of several processes measured. */
#include "command_test.h"

#define CALL(f, ...) CALL_COMMAND(f, &command_plot, __VA_ARGS__)

enum { PROCESSES = 7 };

/* A run whose benchmarks `steady` and `noisy` take LEVEL times as long as before; the processes of
 * the second differ by much. */
static const char *put_joined(struct fixture *f, const char *name, double level)
{
    static const double noise[2][PROCESSES] = {
        {1, 1.001, 1.002, 1.003, 1.004, 1.005, 1.006},
        {1, 1.30, 1.11, 1.42, 1.05, 1.20, 1.33},
    };
    struct str text = str_new(f->arena);
    str_add(&text, "{\"benchmarks\": [");
    for (size_t i = 0; i < 2; i++) {
        str_addf(&text,
                 "%s{\"fullname\": \"t.py::%s\", \"name\": \"%s\", \"stats\": {\"min\": %.17g, "
                 "\"processes\": {\"round\": [1,2,3,4,5,6,7], \"rounds\": [1,1,1,1,1,1,1], "
                 "\"passes\": [0,0,0,0,0,0,0], \"min\": [",
                 i ? ", " : "", i ? "noisy" : "steady", i ? "noisy" : "steady", level);
        for (size_t k = 0; k < PROCESSES; k++)
            str_addf(&text, "%s%.17g", k ? "," : "", level * noise[i][k]);
        str_add(&text, "]}}}");
    }
    str_add(&text, "]}");
    const char *path = in_dir(f, name);
    if (file_write(path, text.data, text.len, &f->err) < 0)
        fail_msg("%s", f->err.text);
    return path;
}

static const char *content(struct fixture *f, const char *path)
{
    char *text = file_read(f->arena, path, NULL, &f->err);
    if (!text)
        fail_msg("%s", f->err.text);
    return text;
}

static void a_heatmap_fades_what_is_unclear(void **state)
{
    struct fixture f = begin(*state);
    const char *one = put_joined(&f, "1.json", 1), *two = put_joined(&f, "2.json", 1.1);
    const char *svg = in_dir(&f, "x.svg"), *html = in_dir(&f, "x.html");
    assert_int_equal(CALL(&f, one, two, two, "--view", "sweep", "-o", svg), EXIT_USAGE);
    assert_int_equal(
        CALL(&f, one, two, "--view", "sweep", "-o", svg, "-o", html, "--plotlyjs", "cdn"), 0);
    const char *picture = content(&f, svg), *page = content(&f, html);
    assert_says(picture, "steady · 2: 1.10×, 1.1s; slower: 1.100× (1.09");
    assert_says(picture, "noisy · 2: 1.10×, 1.1s; unclear: 1.1");
    assert_says(picture, ">1.10×</text>");
    assert_says(picture, ">~1.10×</text>");
    assert_says(picture, "may or may not differ");
    assert_says(page, "\"faded\": {\"0,1\": true}");
    assert_says(page, "since 2 +10.0% (+9");
    assert_int_equal(CALL(&f, one, two, "--view", "sweep", "-o", "-"), 0);
    assert_says(f.out, "~1.10×");
    done(&f);
}

static void points_and_bars_fade_what_is_unclear(void **state)
{
    static const char *const views[] = {"compare", "scatter"};
    struct fixture f = begin(*state);
    const char *one = put_joined(&f, "1.json", 1), *two = put_joined(&f, "2.json", 1.1);
    const char *svg = in_dir(&f, "x.svg"), *html = in_dir(&f, "x.html");
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(
            CALL(&f, one, two, "--view", views[i], "-o", svg, "-o", html, "--plotlyjs", "cdn"), 0);
        const char *picture = content(&f, svg), *page = content(&f, html);
        assert_says(picture, "; slower: 1.100× (1.09");
        assert_says(picture, "; unclear: 1.1");
        assert_says(page, "[\"unclear: 1.1");
        assert_says(page, "[\"slower: 1.100×");
    }
    done(&f);
}

static void what_counts_as_a_change_is_an_option(void **state)
{
    struct fixture f = begin(*state);
    const char *one = put_joined(&f, "1.json", 1), *two = put_joined(&f, "2.json", 1.1);
    const char *svg = in_dir(&f, "x.svg");
    assert_int_equal(CALL(&f, one, two, "--view", "sweep", "-o", svg, "--min-effect", "15",
                          "--process-stat", "min"),
                     0);
    assert_says(content(&f, svg), "steady · 2: 1.10×, 1.1s; same: 1.100×");
    assert_int_equal(CALL(&f, one, two, "-o", svg, "--min-effect", "1ms"), EXIT_USAGE);
    assert_says(f.errors, "--min-effect '1ms'");
    assert_int_equal(CALL(&f, one, two, "-o", svg, "--min-effect-memory", "x"), EXIT_USAGE);
    assert_says(f.errors, "--min-effect-memory 'x'");
    done(&f);
}

static void one_process_a_run_changes_nothing(void **state)
{
    static const char *const ids[] = {"steady", "noisy", NULL};
    static const double old_times[] = {1, 1}, new_times[] = {1.1, 1.1};
    struct fixture f = begin(*state);
    const char *one = put_run(&f, "1.json", ids, old_times, NULL);
    const char *two = put_run(&f, "2.json", ids, new_times, NULL);
    const char *svg = in_dir(&f, "x.svg"), *html = in_dir(&f, "x.html");
    assert_int_equal(
        CALL(&f, one, two, "--view", "sweep", "-o", svg, "-o", html, "--plotlyjs", "cdn"), 0);
    assert_null(strstr(content(&f, svg), "slower:"));
    assert_null(strstr(content(&f, svg), "~1.10×"));
    assert_null(strstr(content(&f, html), "\"verdicts\": "));
    done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(a_heatmap_fades_what_is_unclear),
        arena_test(points_and_bars_fade_what_is_unclear),
        arena_test(what_counts_as_a_change_is_an_option),
        arena_test(one_process_a_run_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
