/* Stacks of one version and of two as a flame graph: what is merged, how wide, in which words. */
#include "unit_test.h"

#include "page/page.h"
#include "plot/view_flame.h"
#include "text/utf8.h"

#include <math.h>
#include <string.h>

static struct counts_frame frame(size_t parent, const char *name, double line, double bytes)
{
    return (struct counts_frame){parent, "p/m.py", name, line, bytes, bytes / 10};
}

static struct counts_stacks stacks_of(struct counts_frame *frames, size_t count, double bytes)
{
    return (struct counts_stacks){bytes, bytes / 10, frames, count};
}

static struct flame draw(struct arena *a, const struct counts_stacks *before,
                         const struct counts_stacks *after)
{
    struct flame flame;
    struct view_flame view = {.name = "test_x",
                              .from = "1",
                              .to = "2",
                              .before = before,
                              .after = after,
                              .metric = METRIC_PEAK};
    view_flame(a, &view, &flame);
    return flame;
}

static const struct flame_cell *find(const struct flame *f, const char *text, size_t depth)
{
    for (size_t i = 0; i < f->count; i++)
        if (strcmp(f->cells[i].text, text) == 0 && f->cells[i].depth == depth)
            return &f->cells[i];
    fail_msg("no cell %s", text);
    return NULL;
}

static void assert_near(double value, double expected)
{
    if (!(fabs(value - expected) < 1e-9))
        fail_msg("%g is not %g", value, expected);
}

static void stacks_of_one_version(void **state)
{
    struct arena *a = *state;
    struct counts_frame frames[] = {frame(0, "work", 10, 0),   frame(0, "leaf", 2, 300),
                                    frame(2, "work", 12, 100), frame(2, "leaf", 3, 400),
                                    frame(4, "other", 7, 0),   frame(4, "leaf", 2, 100),
                                    frame(5, "leaf", 2, 50)}; /* a recursion */
    struct counts_stacks stacks = stacks_of(frames, 7, 1000);
    struct flame f = draw(a, NULL, &stacks);
    assert_string_equal(f.title, "test_x: peak memory, 2");
    assert_string_equal(f.subtitle, "1000 B");
    assert_null(f.more);
    /* Frames of one function that were called at two lines are one. */
    assert_int_equal(f.count, 6);
    const struct flame_cell *all = find(&f, "all", 0), *work = find(&f, "work", 1),
                            *leaf = find(&f, "leaf", 2), *other = find(&f, "other", 1),
                            *deep = find(&f, "leaf", 3);
    assert_near(all->x, 0);
    assert_near(all->width, 1); /* 50 bytes have no frames */
    assert_near(work->width, 0.8);
    assert_near(leaf->x, 0);
    assert_near(leaf->width, 0.7);
    assert_near(other->x, 0.8);
    assert_near(other->width, 0.15);
    assert_near(deep->x, 0.8);
    assert_near(deep->width, 0.05);
    assert_string_equal(leaf->tooltip, "leaf · p/m.py:2 · 700 B · 70 allocations · 70.0% of all");
    assert_string_equal(all->tooltip, "all · 1000 B · 95 allocations · 100.0% of all");
    assert_int_equal(work->kind, leaf->kind);
}

static void the_difference_of_two(void **state)
{
    struct arena *a = *state;
    struct counts_frame one[] = {frame(0, "work", 10, 0), frame(0, "same", 2, 300),
                                 frame(0, "gone", 3, 200), frame(0, "grew", 4, 100)},
                        other[] = {frame(0, "work", 11, 0), frame(0, "new", 2, 50),
                                   frame(0, "same", 3, 300), frame(0, "grew", 5, 400)};
    struct counts_stacks before = stacks_of(one, 4, 600), after = stacks_of(other, 4, 750);
    struct flame f = draw(a, &before, &after);
    assert_string_equal(f.title, "test_x: peak memory, 1 → 2");
    assert_string_equal(f.more, "more in 2, or new");
    static const struct {
        const char *text;
        double width, change;
    } cells[] = {{"same", 300, 0}, {"gone", 200, -1}, {"grew", 400, 0.75}, {"new", 50, 1}};
    for (size_t i = 0; i < 4; i++) {
        const struct flame_cell *cell = find(&f, cells[i].text, 2);
        assert_near(cell->width, cells[i].width / 950); /* of the larger sides' sum */
        assert_near(cell->change, cells[i].change);
    }
    assert_near(find(&f, "work", 1)->width, 1);
    assert_near(find(&f, "work", 1)->change, 0.2);
    assert_string_equal(find(&f, "grew", 2)->tooltip, "grew · p/m.py:5 · 100 B → 400 B (+300.0%) · "
                                                      "10 → 40 allocations · 42.1% of all");
    assert_string_equal(find(&f, "new", 2)->tooltip,
                        "new · p/m.py:2 · 0 B → 50 B (new) · 0 → 5 allocations · 5.3% of all");
}

static void nothing_at_all(void **state)
{
    struct arena *a = *state;
    struct counts_stacks none = {0};
    struct flame f = draw(a, &none, &none);
    struct picture picture;
    assert_int_equal(f.count, 1);
    assert_int_equal(flame_picture(a, &f, &picture), 1);
}

/* Hostile names are text in the picture and the page, cut to their cells. */
static void names_are_text(void **state)
{
    struct arena *a = *state;
    char *long_name = arena_alloc(a, 10001);
    memset(long_name, 'n', 10000);
    struct counts_frame frames[] = {
        frame(0, "</title><script>x</script>\x1b[31m\"'&\n\xff", 1, 500),
        frame(0, long_name, 2, 400), frame(1, "{{picture}}", 3, 300), frame(0, "tiny", 4, 0.0001)};
    struct counts_stacks stacks = stacks_of(frames, 4, 1200.0001);
    struct flame f = draw(a, NULL, &stacks);
    struct picture picture;
    struct error err;
    struct str svg = str_new(a);
    struct str page = str_new(a);
    assert_int_equal(flame_picture(a, &f, &picture), 4); /* what cannot be seen is left out */
    assert_int_equal(canvas_svg(&picture, &svg, &err), 0);
    page_add_flame(&page, &f);
    for (size_t i = 0; i < 2; i++) {
        const char *text = (i ? &page : &svg)->data;
        assert_null(strstr(text, "<script>x"));
        assert_null(strchr(text, '\x1b'));
        assert_non_null(strstr(text, "&lt;script&gt;x"));
    }
    assert_non_null(strstr(page.data, "{{picture}}"));
    const char *cell = strstr(svg.data, "nnn");
    assert_non_null(cell);
    /* Shown is what has room; the tooltip has all of it. */
    size_t shown = 0;
    for (const char *p = svg.data; (p = strstr(p, "fill=\"#000000\">n")); p++)
        shown = strcspn(p + 15, "<");
    assert_true(shown > 20 && shown < 250);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(stacks_of_one_version),
        arena_test(the_difference_of_two),
        arena_test(nothing_at_all),
        arena_test(names_are_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
