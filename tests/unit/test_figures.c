/* The figures as Plotly gets them, and what pages know beside them: read back as JSON. */
#include "command_test.h"

#include <cJSON.h>
#include <math.h>

/* ---- a page, read back ---- */

struct page {
    cJSON *figure, *details;
    const cJSON *data, *layout, *metrics;
};

static const char *content(struct fixture *f, const char *path)
{
    char *text = file_read(f->arena, path, NULL, &f->err);
    if (!text)
        fail_msg("%s", f->err.text);
    return text;
}

static cJSON *element(struct fixture *f, const char *html, const char *id)
{
    const char *start = strstr(html, arena_printf(f->arena, "id=\"%s\">\n", id));
    assert_non_null(start);
    cJSON *json = cJSON_Parse(strchr(start, '\n'));
    assert_non_null(json);
    return json;
}

static struct page read_page(struct fixture *f, const char *path)
{
    const char *html = content(f, path);
    struct page p = {element(f, html, "figure"), element(f, html, "details"), NULL, NULL, NULL};
    p.data = cJSON_GetObjectItem(p.figure, "data");
    p.layout = cJSON_GetObjectItem(p.figure, "layout");
    p.metrics = cJSON_GetObjectItem(p.details, "metrics");
    return p;
}

static void close_page(struct page *p)
{
    cJSON_Delete(p->figure);
    cJSON_Delete(p->details);
}

/* What stands under a name below another, "xaxis.title.text"; numbers are places in lists. */
static const cJSON *at(const cJSON *json, const char *path)
{
    char name[32];
    while (json && *path) {
        size_t len = strcspn(path, ".");
        assert_true(len < sizeof name);
        snprintf(name, sizeof name, "%.*s", (int)len, path);
        json = cJSON_IsArray(json) ? cJSON_GetArrayItem(json, atoi(name))
                                   : cJSON_GetObjectItemCaseSensitive(json, name);
        path += len + (path[len] == '.');
    }
    return json;
}

/* That it is this JSON, spaces aside. */
static void assert_json(const cJSON *json, const char *path, const char *expected)
{
    const cJSON *found = at(json, path);
    char *text = found ? cJSON_PrintUnformatted(found) : NULL;
    if (!text || strcmp(text, expected) != 0)
        fail_msg("%s is %s, not %s", path, text ? text : "not there", expected);
    cJSON_free(text);
}

/* ---- runs ---- */

/* Sizes 1 and 2 of the kinds a and b; seconds are SIZE × FACTOR, of b twice that, peaks from 1000 ×
 * SIZE to 1.5 times that. */
static const char *put_sizes(struct fixture *f, const char *name, double factor)
{
    struct str text = str_new(f->arena);
    str_add(&text, "{\"benchmarks\": [");
    for (int i = 0; i < 4; i++) {
        int size = i % 2 + 1, b = i / 2;
        str_addf(&text,
                 "%s{\"fullname\": \"t.py::x[%d-%c]\", \"params\": {\"size\": %d, \"kind\": "
                 "\"%c\"}, \"stats\": {\"min\": %g}, \"extra_info\": {\"benchmem\": "
                 "{\"peak_bytes\": [%d, %d], \"allocations\": [1, 1], \"total_bytes\": [1, 1]}}}",
                 i ? ", " : "", size, 'a' + b, size, 'a' + b, size * factor * (b + 1), size * 1000,
                 size * 1500);
    }
    str_add(&text, "]}");
    const char *path = in_dir(f, name);
    assert_int_equal(file_write(path, text.data, text.len, &f->err), 0);
    return path;
}

/* The page that `plot WORDS` writes. */
static struct page plot_page(struct fixture *f, const char *const *words)
{
    const char *argv[24] = {"-o", in_dir(f, "x.html"), "--plotlyjs", "cdn"};
    for (size_t i = 0; words[i]; i++)
        argv[4 + i] = words[i];
    assert_int_equal(call(f, &command_plot, argv), EXIT_OK);
    return read_page(f, argv[1]);
}

#define PAGE(f, ...) plot_page(f, (const char *const[]){__VA_ARGS__, NULL})

/* ---- the views ---- */

static void bars_are_the_changes(void **state)
{
    struct fixture f = begin(*state);
    const char *a = put_sizes(&f, "a.json", 1), *b = put_sizes(&f, "b.json", 3);
    struct page p = PAGE(&f, a, b, "--view", "compare");
    const cJSON *bars = at(p.data, "0");
    assert_json(bars, "type", "\"bar\"");
    assert_json(bars, "orientation", "\"h\"");
    assert_json(bars, "x", "[2,4,4,8]");
    assert_json(bars, "y", "[\"t.py::x[1-a]\",\"t.py::x[1-b]\",\"t.py::x[2-a]\",\"t.py::x[2-b]\"]");
    assert_json(bars, "marker.color", "[2,4,4,8]");
    assert_json(bars, "texttemplate", "\"%{x:.2s}\"");
    assert_json(bars, "hovertemplate",
                "\"Δ time (seconds)=%{marker.color}<br>=%{y}<extra></extra>\"");
    assert_json(p.layout, "title.text", "\"time change (absolute): a → b — positive = slower\"");
    assert_json(p.layout, "height", "500");
    assert_json(p.layout, "xaxis.tickformat", "\".2s\"");
    assert_json(p.layout, "xaxis.ticksuffix", "\"s\"");
    assert_json(p.layout, "yaxis.type", "\"category\"");
    assert_json(p.layout, "coloraxis.showscale", "false");
    assert_json(p.layout, "coloraxis.colorscale", "[[0,\"green\"],[0.5,\"white\"],[1,\"red\"]]");
    assert_json(p.layout, "barmode", "\"relative\"");
    close_page(&p);
    p = PAGE(&f, a, b, "--view", "compare", "--metric", "allocations", "--clip", "5", "--palette",
             "blue-orange");
    assert_json(p.data, "0.texttemplate", "\"%{x:.2f}\"");
    assert_json(p.layout, "coloraxis.cmin", "-5");
    assert_json(p.layout, "coloraxis.cmax", "5");
    assert_json(p.layout, "coloraxis.colorscale",
                "[[0,\"#0571b0\"],[0.5,\"white\"],[1,\"#e66101\"]]");
    close_page(&p);
    done(&f);
}

static void dots_are_costs_and_ratios(void **state)
{
    struct fixture f = begin(*state);
    const char *a = put_sizes(&f, "a.json", 1), *b = put_sizes(&f, "b.json", 3);
    struct page p = PAGE(&f, a, b, "--facet", "kind");
    assert_int_equal(cJSON_GetArraySize(p.data), 2);
    assert_json(p.data, "0.mode", "\"markers\"");
    assert_json(p.data, "0.x", "[1,2]");
    assert_json(p.data, "0.y", "[3,3]");
    assert_json(p.data, "0.hovertext", "[\"t.py::x[1-a]\",\"t.py::x[2-a]\"]");
    assert_json(p.data, "1.hovertext", "[\"t.py::x[1-b]\",\"t.py::x[2-b]\"]");
    assert_json(p.data, "0.marker.color", "[2,4]");
    assert_json(p.data, "1.marker.line", "{\"width\":0.5,\"color\":\"DarkSlateGrey\"}");
    assert_json(p.data, "0.xaxis", "\"x\"");
    assert_json(p.data, "1.xaxis", "\"x2\"");
    assert_json(p.layout, "xaxis.domain", "[0,0.49]");
    assert_json(p.layout, "xaxis2.domain", "[0.51,1]");
    assert_json(p.layout, "xaxis2.matches", "\"x\"");
    assert_json(p.layout, "yaxis2.showticklabels", "false");
    assert_null(at(p.layout, "yaxis.matches"));
    assert_json(p.layout, "xaxis.type", "\"log\"");
    assert_true(fabs(at(p.layout, "yaxis.range.0")->valuedouble + 1.05 * log10(3)) < 1e-12);
    assert_json(p.layout, "annotations.0.text", "\"kind=a\"");
    assert_json(p.layout, "annotations.1.text", "\"kind=b\"");
    assert_json(p.layout, "annotations.1.x", "0.755");
    assert_json(p.layout, "shapes.1.xref", "\"x2 domain\"");
    assert_int_equal(cJSON_GetArraySize(at(p.layout, "shapes")), 2);
    assert_null(at(p.figure, "frames"));
    close_page(&p);
    p = PAGE(&f, a, b, "--facet", "kind", "--free-axes", "both");
    assert_null(at(p.layout, "xaxis2.matches"));
    assert_json(p.layout, "yaxis2.showticklabels", "true");
    close_page(&p);
    done(&f);
}

static void three_runs_are_an_animation(void **state)
{
    struct fixture f = begin(*state);
    const char *a = put_sizes(&f, "a.json", 1), *b = put_sizes(&f, "b.json", 3);
    const char *c = put_sizes(&f, "c.json", 2);
    struct page p = PAGE(&f, a, b, c, "--view", "scatter", "--baseline", "b");
    assert_int_equal(cJSON_GetArraySize(at(p.figure, "frames")), 3);
    assert_json(p.figure, "frames.1.name", "\"b\"");
    assert_json(p.figure, "frames.1.data.0.y", "[1,1,1,1]");
    assert_json(p.data, "0.x", "[3,6,6,12]");
    assert_json(p.data, "0.marker.color", "[-2,-4,-4,-8]");
    assert_json(p.layout, "sliders.0.steps.2.label", "\"c\"");
    assert_json(p.layout, "sliders.0.steps.2.args.0", "[\"c\"]");
    assert_json(p.layout, "sliders.0.steps.2.args.1.frame.duration", "0");
    assert_json(p.layout, "updatemenus.0.buttons.0.args.0", "null");
    assert_json(p.layout, "updatemenus.0.buttons.0.args.1.frame.duration", "500");
    assert_json(p.layout, "updatemenus.0.buttons.1.args.0", "[null]");
    assert_json(p.details, "baseline", "1");
    assert_json(p.details, "head", "2");
    close_page(&p);
    p = PAGE(&f, a, b, c, "--view", "scatter", "--baseline", "c");
    assert_json(p.details, "head", "1");
    close_page(&p);
    done(&f);
}

static void lines_are_costs_by_size(void **state)
{
    struct fixture f = begin(*state);
    const char *a = put_sizes(&f, "a.json", 1), *b = put_sizes(&f, "b.json", 3);
    struct page p = PAGE(&f, a, b, "--x", "size", "--view", "scaling", "--metric", "peak");
    assert_int_equal(cJSON_GetArraySize(p.data), 4);
    assert_json(p.data, "0.name", "\"a\"");
    assert_json(p.data, "0.x", "[1,2]");
    assert_json(p.data, "0.y", "[1000,2000]");
    assert_json(p.data, "0.error_y.array", "[500,1000]");
    assert_json(p.data, "0.error_y.arrayminus", "[0,0]");
    assert_json(p.data, "0.line", "{\"color\":\"#636efa\",\"dash\":\"solid\"}");
    assert_json(p.data, "3.line", "{\"color\":\"#EF553B\",\"dash\":\"solid\"}");
    assert_json(p.data, "0.showlegend", "true");
    assert_json(p.layout, "legend.title.text", "\"snapshot\"");
    assert_json(p.layout, "xaxis.type", "\"log\"");
    close_page(&p);
    p = PAGE(&f, a, b, "--x", "size", "--view", "scaling", "--color", "kind", "--linear");
    assert_json(p.data, "0.name", "\"a, a\"");
    assert_json(p.data, "1.line.dash", "\"dot\"");
    assert_null(at(p.data, "0.error_y"));
    assert_null(at(p.layout, "xaxis.type"));
    assert_json(p.layout, "yaxis.rangemode", "\"tozero\"");
    close_page(&p);
    p = PAGE(&f, a, "--x", "kind", "--color", "kind", "--where", "size=1", "--linear-x");
    assert_json(p.data, "0.x", "[\"a\"]");
    assert_json(p.data, "1.x", "[\"b\"]");
    assert_json(p.data, "1.hovertemplate",
                "\"kind=%{x}<br>size=1<br>time (seconds)=%{y}<extra></extra>\"");
    assert_json(p.layout, "xaxis.type", "\"category\"");
    assert_json(p.layout, "xaxis.categoryarray", "[\"a\",\"b\"]");
    close_page(&p);
    done(&f);
}

/* ---- beside the figure ---- */

static void a_page_knows_every_metric(void **state)
{
    struct fixture f = begin(*state);
    const char *a = put_sizes(&f, "a.json", 1), *b = put_sizes(&f, "b.json", 4);
    struct page p = PAGE(&f, a, b, "--view", "sweep", "--clip", "8");
    assert_json(p.layout, "coloraxis.cmax", "3");
    assert_json(p.metrics, "0.name", "\"time\"");
    assert_json(p.metrics, "0.unit", "\"s\"");
    assert_json(p.metrics, "0.less", "\"faster\"");
    assert_json(p.metrics, "0.more", "\"slower\"");
    assert_json(p.details, "short", "[]");
    assert_json(p.metrics, "0.values.2", "[2,8]");
    assert_null(at(p.metrics, "0.low"));
    assert_null(at(p.metrics, "0.bound"));
    assert_json(p.metrics, "1.name", "\"peak memory\"");
    assert_json(p.metrics, "1.unit", "\"B\"");
    assert_json(p.metrics, "1.values.0", "[1000,1000]");
    assert_json(p.metrics, "1.high.0", "[1500,1500]");
    assert_json(p.metrics, "1.spread", "\"from the smallest to the largest pass\"");
    assert_json(p.metrics, "1.bound", "1e-09");
    assert_json(p.metrics, "1.ticks.2", "[0,\"1×\"]");
    assert_json(p.metrics, "1.label", "false");
    assert_null(at(p.metrics, "4"));
    assert_json(p.details, "ids.1", "\"t.py::x[1-b]\"");
    assert_json(p.details, "names.1", "\"x[1-b]\"");
    close_page(&p);
    p = PAGE(&f, a, b, "--view", "sweep", "--metric", "peak");
    assert_json(p.metrics, "1.name", "\"time\"");
    assert_json(p.metrics, "1.bound", "2");
    assert_json(p.metrics, "1.ticks.0", "[-2,\"1/4×\"]");
    close_page(&p);
    done(&f);
}

/* Of many machines some are named. */
static void a_page_says_where_it_was_measured(void **state)
{
    struct fixture f = begin(*state);
    const char *runs[6] = {NULL};
    for (int i = 0; i < 5; i++) {
        const char *name = arena_printf(f.arena, "%d.json", i);
        const char *text = arena_printf(f.arena,
                                        "{\"machine_info\": {\"node\": \"n%d\"}, \"benchmarks\": "
                                        "[{\"fullname\": \"t.py::x\", \"stats\": {\"min\": 1}}]}",
                                        i);
        runs[i] = in_dir(&f, name);
        assert_int_equal(file_write(runs[i], text, strlen(text), &f.err), 0);
    }
    struct page p = plot_page(&f, runs);
    assert_json(p.details, "facts", "\"measured on n0, n1, n2 and 2 more\"");
    close_page(&p);
    done(&f);
}

static void other_metrics_have_their_chart(void **state)
{
    struct fixture f = begin(*state);
    const char *a = put_sizes(&f, "a.json", 1), *b = put_sizes(&f, "b.json", 3);
    struct page p = PAGE(&f, a, b, "--view", "compare", "--facet", "kind", "--clip", "5");
    assert_json(p.layout, "coloraxis.cmax", "5");
    assert_json(p.metrics, "0.points", "[[[0,2],[1,3]]]");
    assert_null(at(p.metrics, "0.figure"));
    assert_json(p.metrics, "1.figure.data.0.x", "[0,0]");
    assert_json(p.metrics, "1.figure.layout.coloraxis.cmax", "1e-09");
    assert_json(p.metrics, "1.figure.layout.xaxis.ticksuffix", "\"B\"");
    assert_json(p.metrics, "1.points", "[[[0,2],[1,3]]]");
    close_page(&p);
    done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(bars_are_the_changes),
        arena_test(dots_are_costs_and_ratios),
        arena_test(three_runs_are_an_animation),
        arena_test(lines_are_costs_by_size),
        arena_test(a_page_knows_every_metric),
        arena_test(other_metrics_have_their_chart),
        arena_test(a_page_says_where_it_was_measured),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
