/* plot.c - `benchmem plot`: runs drawn side by side. */
#include "command/commands.h"
#include "command/plot_options.h"
#include "command/plot_output.h"

#include "data/contrast.h"
#include "data/filter.h"
#include "data/frame.h"
#include "data/sources.h"
#include "judge/judge.h"
#include "page/page_data.h"
#include "plot/figure_data.h"
#include "plot/views.h"
#include "text/error_print.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* ---- options ---- */

static int choose_column(const struct plot_options *o, struct column *column, struct error *err)
{
    static const char extra[] = "extra:";
    const char *name = o->metric ? o->metric : "time";
    *column = (struct column){.stat = STAT_HEADLINE};
    if (o->process_stat)
        process_stat_parse(o->process_stat, &column->process_stat);
    if (metric_parse(name, &column->metric))
        return 0;
    if (str_starts(name, extra) && name[sizeof extra - 1]) {
        *column = (struct column){
            .metric = METRIC_EXTRA, .stat = STAT_NONE, .extra = name + sizeof extra - 1};
        return 0;
    }
    return error_set(err, EXIT_USAGE,
                     "--metric: '%s' is not one of " METRICS_LISTED " and extra:NAME%s", name,
                     strchr(name, ',') ? "; a figure shows one, so call once for each" : "");
}

static int choose_plotlyjs(const struct plot_options *o, enum plotlyjs *plotlyjs, struct error *err)
{
    bool inlined = o->plotlyjs ? strcmp(o->plotlyjs, "inline") == 0 : page_has_plotlyjs(NULL);
    *plotlyjs = inlined ? PLOTLYJS_INLINE : PLOTLYJS_CDN;
    return inlined && !page_has_plotlyjs(err) ? -1 : 0;
}

/* What is compared with what, of the series that have the metric drawn. */
static int choose_contrast(struct arena *a, const struct plot_options *o, struct figure_data *m,
                           struct error *err)
{
    const struct frame *f = &m->frame;
    size_t *list = arena_array(a, f->series_count, sizeof *list), count = 0;
    for (size_t s = 0; s < f->series_count; s++)
        if (frame_has_series(f, view_column(0, VIEW_VALUE), s))
            list[count++] = s;
    m->contrast = contrast_choose(f->series, list, count, &o->baselines);
    return contrast_check(f->series, f->series_count, &o->baselines, err);
}

/* The view, by what the runs are where it was not asked for. */
static int choose_view(const struct plot_options *o, size_t runs, const char **view,
                       struct error *err)
{
    *view = o->view    ? o->view
            : o->pivot ? "compare"
            : runs < 2 ? "scaling"
            : runs < 3 ? "scatter"
                       : "sweep";
    bool paired = strcmp(*view, "compare") == 0 || strcmp(*view, "scatter") == 0;
    if (o->pivot && !paired)
        return error_set(err, EXIT_USAGE,
                         "--pivot says what is compared, so it needs --view compare or scatter; "
                         "for %s use --x, --color or --facet",
                         *view);
    const char *dim = o->pivot && str_starts(o->pivot, "param:") ? o->pivot + 6 : o->pivot;
    if (dim && o->facet && strcmp(dim, o->facet) == 0)
        return error_set(err, EXIT_USAGE,
                         "--facet %s: its values are the series already, by --pivot; choose "
                         "another dim",
                         o->facet);
    if (o->pivot && runs > 1)
        return error_set(err, EXIT_USAGE,
                         "--pivot compares the values of a dim within one run, and there are %zu "
                         "runs; name one, or leave --pivot out to compare the runs",
                         runs);
    if (strcmp(*view, "sweep") == 0 && o->clip != 0 && o->clip <= 1)
        return error_set(err, EXIT_USAGE, "--clip: wants a fold change above 1, such as 2");
    return 0;
}

/* How a metric of the material is shown. */
static struct view_options view_options(const struct plot_options *o, const struct figure_data *m,
                                        size_t metric)
{
    const char *band = o->band ? o->band : "auto", *free_axes = o->free_axes ? o->free_axes : "";
    bool both = strcmp(free_axes, "both") == 0;
    return (struct view_options){
        .metric = metric,
        .facet = o->facet,
        .x = o->x,
        .color = o->color,
        .clip = metric == 0 ? o->clip : 0, /* in another metric's unit */
        .free_x = both || strcmp(free_axes, "x") == 0,
        .free_y = both || strcmp(free_axes, "y") == 0,
        .band = strcmp(band, "none") == 0     ? BAND_NONE
                : strcmp(band, "minmax") == 0 ? BAND_MINMAX
                                              : BAND_AUTO,
        .top = o->top < 0    ? 0
               : o->top == 0 ? SIZE_MAX
                             : (size_t)o->top,
        .log_log = o->log_log,
        .log_x = o->log_x,
        .log_y = o->log_y,
        .y_zero = o->y_zero,
        .folded = o->pivot != NULL,
        .pivot = o->pivot,
        .whole = &m->whole,
        .baseline =
            o->baselines.len || strcmp(m->view, "sweep") == 0 ? (long)m->contrast.baseline : -1,
        .judged = m->judged,
        .palette = o->palette,
    };
}

/* ---- work ---- */

/* Load what is drawn; of runs without a time, if no metric was asked for, the instructions if they
 * have some. */
static int load_drawn(struct arena *a, const struct plot_options *o, const struct sources *sources,
                      struct figure_data *m, struct error *err)
{
    struct figure_data counted = *m;
    size_t value = view_column(0, VIEW_VALUE);
    if (figure_data_load(a, sources->series, sources->count, m, err) < 0)
        return -1;
    if (o->metric || frame_has_column(&m->whole, value))
        return 0;
    counted.drawn.metric = METRIC_INSTRUCTIONS;
    if (figure_data_load(a, sources->series, sources->count, &counted, err) < 0)
        return -1;
    if (frame_has_column(&counted.whole, value))
        *m = counted;
    return 0;
}

static int load(struct arena *a, const struct plot_options *o, const struct strv *runs,
                struct figure_data *m, struct error *err)
{
    struct sources sources;
    struct strv none = strv_new(a);
    m->pivot = o->pivot;
    m->where = &o->where;
    if (choose_column(o, &m->drawn, err) < 0 || filter_check(a, &o->where, err) < 0 ||
        sources_find(a, runs, o->pivot ? &none : &o->labels, &sources, err) < 0 ||
        choose_view(o, sources.count, &m->view, err) < 0)
        return -1;
    m->package = sources.package;
    return load_drawn(a, o, &sources, m, err);
}

/* Judge the drawn value of every metric against the baseline, where the runs say what each of
 * several processes measured. */
static void judge(struct arena *a, struct judge_options options, struct figure_data *m)
{
    struct verdicts *j = arena_alloc(a, sizeof *j);
    options.stride = VIEW_ENDS;
    if (m->frame.processes && judge_frame(a, &m->frame, m->contrast.baseline, &options, j))
        m->judged = j;
}

static void tell_line(const char *text)
{
    struct error note;
    error_set(&note, EXIT_OK, "plot: %s", text);
    error_print(&note, stderr);
}

/* What a reader of the heatmap should know is not in it, and which baseline was taken. */
static void tell_heatmap(struct arena *a, const struct plot_options *o,
                         const struct heatmap *heatmap)
{
    const char *baseline = heatmap->series[heatmap->baseline].label;
    if (!o->baselines.len && heatmap->baseline > 0)
        tell_line(arena_printf(a, "%s has no %s; the baseline is %s", heatmap->series[0].label,
                               heatmap->metric, baseline));
    if (heatmap->later)
        tell_line(arena_printf(a,
                               "%zu benchmark%s that %s lacks: against the first version that has "
                               "a value",
                               heatmap->later, heatmap->later == 1 ? "" : "s", baseline));
    if (heatmap->left_out)
        tell_line(arena_printf(a, "%zu benchmark%s that one version alone has left out",
                               heatmap->left_out, heatmap->left_out == 1 ? "" : "s"));
}

static int make_heatmap(struct arena *a, const struct plot_options *o, struct figure_data *m,
                        struct figure *figure, struct error *err)
{
    struct heatmap *heatmap = arena_alloc(a, sizeof *heatmap);
    struct view_options how = view_options(o, m, 0);
    if (view_sweep(a, &m->frame, &how, heatmap, err) < 0)
        return -1;
    tell_heatmap(a, o, heatmap);
    *figure = (struct figure){"sweep", heatmap->metric, heatmap->title, heatmap, NULL};
    return 0;
}

/* The chart of a metric. */
static const struct chart *chart_of(struct arena *a, const struct plot_options *o,
                                    const struct figure_data *m, size_t metric, struct error *err)
{
    static const struct {
        const char *name;
        int (*make)(struct arena *, const struct frame *, const struct view_options *,
                    struct chart *, struct error *);
    } views[] = {{"scatter", view_scatter}, {"compare", view_compare}, {"scaling", view_scaling}};
    struct chart *chart = arena_alloc(a, sizeof *chart);
    struct view_options how = view_options(o, m, metric);
    size_t v = 0;
    while (strcmp(views[v].name, m->view) != 0)
        v++;
    return views[v].make(a, &m->frame, &how, chart, err) < 0 ? NULL : chart;
}

static int make_chart(struct arena *a, const struct plot_options *o, struct figure_data *m,
                      struct figure *figure, struct error *err)
{
    const struct chart *chart = chart_of(a, o, m, 0, err);
    if (!chart)
        return -1;
    for (size_t i = 0; i < chart->notes.len; i++)
        tell_line(arena_printf(a, "%s: %s", m->view, chart->notes.items[i]));
    *figure = (struct figure){m->view, chart->metric, chart->title, NULL, chart};
    return 0;
}

static const char *make_details(struct arena *a, const struct plot_options *o,
                                const struct figure_data *m, const struct figure *figure)
{
    struct page_data details = {figure->view, m, NULL};
    struct error ignored;
    if (figure->chart) {
        details.charts = arena_array(a, m->metric_count, sizeof *details.charts);
        details.charts[0] = figure->chart;
        for (size_t i = 1; i < m->metric_count; i++)
            details.charts[i] = chart_of(a, o, m, m->metrics[i], &ignored);
    }
    struct str json = str_new(a);
    page_data_add(&json, &details);
    return json.data;
}

static int plot(struct arena *a, void *options, const struct strv *runs, struct error *err)
{
    const struct plot_options *o = options;
    struct output *outputs = arena_array(a, o->outputs.len + 1, sizeof *outputs);
    size_t output_count = o->outputs.len;
    enum plotlyjs plotlyjs = PLOTLYJS_CDN;
    struct judge_options effects = judge_defaults();
    struct figure_data material = {0};
    struct figure figure;
    if (runs->len == 0)
        return error_set(err, EXIT_USAGE, "no RUN; name run files or a sweep's directory");
    if (min_effects_read(a, o->min_effects, &effects, err) < 0 ||
        plot_outputs_choose(a, o, outputs, err) < 0 || choose_plotlyjs(o, &plotlyjs, err) < 0)
        return -1;
    material.explored = output_count == 0;
    for (size_t i = 0; i < output_count; i++)
        material.explored = material.explored || outputs[i].format == OUTPUT_HTML;
    if (load(a, o, runs, &material, err) < 0 || choose_contrast(a, o, &material, err) < 0)
        return -1;
    judge(a, effects, &material);
    bool heatmap = strcmp(material.view, "sweep") == 0;
    if ((heatmap ? make_heatmap : make_chart)(a, o, &material, &figure, err) < 0)
        return -1;
    const char *details = material.explored ? make_details(a, o, &material, &figure) : NULL;
    const struct output_job job = {o, &figure, material.package, details, plotlyjs};
    if (output_count == 0)
        outputs[output_count++] = plot_output_default(a, &figure);
    for (size_t i = 0; i < output_count; i++)
        if (plot_output_write(a, &job, &outputs[i], err) < 0)
            return -1;
    if (o->ctest && plot_output_tell_ctest(a, &job, outputs, output_count, err) < 0)
        return -1;
    return o->open && outputs[0].format != OUTPUT_TEXT ? plot_output_show(a, outputs[0].path, err)
                                                       : 0;
}

static int run(struct arena *a, const struct command *command, int argc, char **argv)
{
    struct plot_options o = {.top = -1, .log_log = -1, .log_x = -1, .log_y = -1, .y_zero = -1};
    return command_run(a, command, argc, argv, &o, plot);
}

const struct command command_plot = {
    .name = "plot",
    .summary = "Draws runs: change from version to version, cost against size.",
    .arguments = "RUN... [OPTION...]",
    .example = "benchmem plot out\n"
               "benchmem plot out --metric peak -o peak.svg -o peak.png\n"
               "benchmem plot old.json new.json --label before --label after -o change.html\n"
               "benchmem plot run.json --x size --color kind -o scaling.svg\n",
    .notes = "A RUN is a run file or a sweep's output directory, oldest first.  Green (or blue) is "
             "less than the baseline,\n"
             "red (or orange) is more; a cell with — has no value, one with ✗ failed.  A DIM is a "
             "param, an extra_info or\n"
             "node.module, node.class, node.func, node.group.",
    .options = plot_option_table,
    .run = run,
};
