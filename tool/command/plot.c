/* plot.c - `benchmem plot`: runs drawn side by side. */
#include "command/command.h"
#include "command/measurements.h"

#include "base/file.h"
#include "data/frame.h"
#include "plot/heatmap.h"
#include "plot/heatmap_draw.h"
#include "plot/page.h"
#include "plot/plotly.h"

#include <math.h>
#include <string.h>
#include <strings.h>

struct plot_options {
    const char *metric, *view, *baseline, *plotlyjs;
    double clip;
    struct strv labels, outputs;
    bool ctest;
};

static const struct option options[] = {
    {"--metric", 0, "M", NULL, OPTION_TEXT, offsetof(struct plot_options, metric),
     "what to draw: time, peak, allocated, allocations, rss or extra:NAME; default time"},
    {"--columns", 0, "M", NULL, OPTION_TEXT, offsetof(struct plot_options, metric),
     "the same as --metric; one per figure"},
    {"--view", 0, "VIEW", "sweep", OPTION_CHOICE, offsetof(struct plot_options, view),
     "sweep: a heatmap of every benchmark's fold change, a column per run; the default"},
    {"--baseline", 0, "LABEL", NULL, OPTION_TEXT, offsetof(struct plot_options, baseline),
     "the run the others are compared with; default the first that has values"},
    {"--clip", 0, "FOLD", NULL, OPTION_NUMBER, offsetof(struct plot_options, clip),
     "the fold change at which the colours end, above 1; default where 95% of the cells are "
     "within"},
    {"--label", 'l', "NAME", NULL, OPTION_LIST, offsetof(struct plot_options, labels),
     "name of a run in the figure, in order, repeatable; default the sweep's labels or the files' "
     "names"},
    {"--output", 'o', "FILE", NULL, OPTION_LIST, offsetof(struct plot_options, outputs),
     "where to write, repeatable; the suffix says what: .html a page to explore, .svg, .png, .pdf; "
     "default .benchmarks/plots/VIEW-METRIC.html"},
    {"--plotlyjs", 0, "WHERE", "inline|cdn", OPTION_CHOICE, offsetof(struct plot_options, plotlyjs),
     "where a page has plotly.js from: in the page, so that it needs no network, or Plotly's CDN; "
     "default inline where this program has it built in"},
    {"--ctest", 0, NULL, NULL, OPTION_ON, offsetof(struct plot_options, ctest),
     "tell CTest of the PNG, for CDash; where none is among the outputs, one is drawn beside the "
     "first, if this program has cairo"},
    {0},
};

/* ---- outputs ---- */

enum format { FORMAT_HTML, FORMAT_SVG, FORMAT_PNG, FORMAT_PDF, FORMAT_COUNT };

static const struct {
    const char *suffix;
    enum format format;
} suffixes[] = {{".html", FORMAT_HTML},
                {".htm", FORMAT_HTML},
                {".svg", FORMAT_SVG},
                {".png", FORMAT_PNG},
                {".pdf", FORMAT_PDF}};

struct output {
    const char *path;
    enum format format;
};

static bool format_of(const char *path, enum format *format)
{
    const char *suffix = strrchr(path_name(path), '.');
    for (size_t i = 0; suffix && i < sizeof suffixes / sizeof *suffixes; i++) {
        if (strcasecmp(suffix, suffixes[i].suffix) == 0) {
            *format = suffixes[i].format;
            return true;
        }
    }
    return false;
}

/* What --output names, checked before anything is read; all problems at once. */
static int choose_outputs(struct arena *a, const struct plot_options *o, struct output *outputs,
                          struct error *err)
{
    struct strv problems;
    strv_init(&problems, a);
    for (size_t i = 0; i < o->outputs.len; i++) {
        const char *path = o->outputs.items[i];
        struct error e;
        enum format format;
        if (!format_of(path, &format)) {
            strv_addf(&problems, "--output %s: the name must end in .html, .svg, .png or .pdf",
                      path);
            continue;
        }
        if ((format == FORMAT_PNG || format == FORMAT_PDF) && !canvas_has_cairo(&e))
            strv_addf(&problems, "--output %s: %s", path, e.text);
        outputs[i] = (struct output){path, format};
    }
    if (problems.len)
        return error_set(err, STATUS_USAGE, "%s", strv_join(&problems, "; "));
    return 0;
}

static const char *default_output(struct arena *a, const char *metric)
{
    char *name = arena_strdup(a, metric);
    for (char *p = name; *p; p++)
        if (!strchr("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz._-", *p))
            *p = '-';
    return arena_printf(a, ".benchmarks/plots/sweep-%s.html", name);
}

/* ---- options ---- */

static int choose_column(const struct plot_options *o, struct column *column, struct error *err)
{
    static const char extra[] = "extra:";
    const char *name = o->metric ? o->metric : "time";
    *column = (struct column){.stat = STAT_HEADLINE};
    if (metric_parse(name, &column->metric))
        return 0;
    if (str_starts(name, extra) && name[sizeof extra - 1]) {
        *column = (struct column){METRIC_EXTRA, STAT_NONE, name + sizeof extra - 1};
        return 0;
    }
    return error_set(err, STATUS_USAGE,
                     "--metric: '%s' is not one of time, peak, allocated, allocations, rss and "
                     "extra:NAME%s",
                     name, strchr(name, ',') ? "; a figure shows one, so call once for each" : "");
}

static int choose_plotlyjs(const struct plot_options *o, enum plotlyjs *plotlyjs, struct error *err)
{
    bool inlined = o->plotlyjs ? strcmp(o->plotlyjs, "inline") == 0 : page_has_plotlyjs(NULL);
    *plotlyjs = inlined ? PLOTLYJS_INLINE : PLOTLYJS_CDN;
    return inlined && !page_has_plotlyjs(err) ? -1 : 0;
}

static int choose_baseline(struct arena *a, const struct frame *frame, const char *label,
                           size_t *baseline, struct error *err)
{
    int found = label ? frame_find_series(frame, label) : heatmap_first_with_value(frame, 0);
    if (label && found < 0) {
        struct strv labels;
        strv_init(&labels, a);
        for (size_t s = 0; s < frame->series_count; s++)
            strv_add(&labels, frame->series[s].label);
        return error_set(err, STATUS_USAGE, "--baseline: no run is called '%s'; there are %s",
                         label, strv_join(&labels, ", "));
    }
    *baseline = found < 0 ? 0 : (size_t)found;
    return 0;
}

/* ---- work ---- */

static int load(struct arena *a, const struct plot_options *o, const struct strv *runs,
                struct frame *frame, struct error *err)
{
    struct series *series;
    size_t count;
    struct column *column = arena_alloc(a, sizeof *column);
    if (choose_column(o, column, err) < 0 ||
        frame_sources(a, runs, &o->labels, &series, &count, err) < 0)
        return -1;
    return frame_load(a, frame, series, count, column, 1, err);
}

static int render(const struct heatmap *heatmap, const struct picture *picture, enum format format,
                  enum plotlyjs plotlyjs, struct str *out, struct error *err)
{
    static int (*const writers[FORMAT_COUNT])(const struct picture *, struct str *,
                                              struct error *) = {
        [FORMAT_SVG] = canvas_svg, [FORMAT_PNG] = canvas_png, [FORMAT_PDF] = canvas_pdf};
    if (format != FORMAT_HTML)
        return writers[format](picture, out, err);
    struct str figure;
    str_init(&figure, out->arena);
    plotly_heatmap(&figure, heatmap);
    page_add(out, heatmap->title, figure.data, plotlyjs);
    return 0;
}

static int write_output(struct arena *a, const struct heatmap *heatmap, const struct output *output,
                        enum plotlyjs plotlyjs, struct error *err)
{
    struct arena_mark mark = arena_mark(a);
    struct picture picture;
    size_t rows = heatmap_picture(a, heatmap, &picture);
    struct str content;
    str_init(&content, a);
    int result = -1;
    if (dir_make(path_parent(a, output->path), err) == 0 &&
        render(heatmap, &picture, output->format, plotlyjs, &content, err) == 0)
        result = file_write(output->path, content.data, content.len, err);
    if (result < 0)
        error_add(err, "writing the figure %s", output->path);
    else if (output->format != FORMAT_HTML && rows < heatmap->row_count)
        printf("sweep (%s): %zu of %zu benchmarks (those that grew most) x %zu versions -> %s\n",
               heatmap->metric, rows, heatmap->row_count, heatmap->columns, output->path);
    else
        printf("sweep (%s): %zu benchmarks x %zu versions -> %s\n", heatmap->metric,
               heatmap->row_count, heatmap->columns, output->path);
    arena_reset(a, mark);
    return result;
}

/* What a reader of the figure should know is not in it, and which baseline was taken. */
static void tell(const struct plot_options *o, const struct heatmap *heatmap)
{
    const char *baseline = heatmap->series[heatmap->baseline].label;
    struct error note;
    if (!o->baseline && heatmap->baseline > 0) {
        error_set(&note, STATUS_OK, "plot: %s has no %s; the baseline is %s",
                  heatmap->series[0].label, heatmap->metric, baseline);
        error_print(&note, stderr);
    }
    if (heatmap->left_out) {
        error_set(&note, STATUS_OK,
                  "plot: %zu benchmark%s without a value in the baseline %s left out; another "
                  "--baseline may have them",
                  heatmap->left_out, heatmap->left_out == 1 ? "" : "s", baseline);
        error_print(&note, stderr);
    }
}

/* The PNG among the outputs; if there is none, one drawn beside the first.  NULL where that cannot
 * be: a picture for CDash is no reason to fail. */
static const char *picture_for_ctest(struct arena *a, const struct heatmap *heatmap,
                                     const struct output *outputs, size_t count)
{
    struct error err;
    for (size_t i = 0; i < count; i++)
        if (outputs[i].format == FORMAT_PNG)
            return outputs[i].path;
    const char *path = outputs[0].path, *name = path_name(path);
    int stem = (int)(strrchr(name, '.') - path);
    struct output output = {arena_printf(a, "%.*s.png", stem, path), FORMAT_PNG};
    if (canvas_has_cairo(&err)) {
        if (write_output(a, heatmap, &output, PLOTLYJS_CDN, &err) == 0)
            return output.path;
        error_add(&err, "plot: --ctest");
        error_print(&err, stderr);
    }
    return NULL;
}

static int tell_ctest(struct arena *a, const struct heatmap *heatmap, const struct output *outputs,
                      size_t count, struct error *err)
{
    const char *path = picture_for_ctest(a, heatmap, outputs, count);
    struct str lines;
    str_init(&lines, a);
    if (path && measurements_picture(&lines, "sweep", heatmap->metric, path, err) < 0)
        return -1;
    fputs(lines.data, stdout);
    return 0;
}

static int plot(struct arena *a, const struct plot_options *o, const struct strv *runs,
                struct error *err)
{
    struct output *outputs = arena_array(a, o->outputs.len + 1, sizeof *outputs);
    size_t output_count = o->outputs.len, baseline = 0;
    enum plotlyjs plotlyjs = PLOTLYJS_CDN;
    struct frame frame = {0};
    struct heatmap heatmap;
    if (o->clip != 0 && o->clip <= 1)
        return error_set(err, STATUS_USAGE, "--clip: wants a fold change above 1, such as 2");
    if (choose_outputs(a, o, outputs, err) < 0 || choose_plotlyjs(o, &plotlyjs, err) < 0 ||
        load(a, o, runs, &frame, err) < 0 ||
        choose_baseline(a, &frame, o->baseline, &baseline, err) < 0 ||
        heatmap_make(a, &frame, 0, baseline, o->clip, &heatmap, err) < 0)
        return -1;
    if (output_count == 0)
        outputs[output_count++] = (struct output){default_output(a, heatmap.metric), FORMAT_HTML};
    tell(o, &heatmap);
    for (size_t i = 0; i < output_count; i++)
        if (write_output(a, &heatmap, &outputs[i], plotlyjs, err) < 0)
            return -1;
    return o->ctest ? tell_ctest(a, &heatmap, outputs, output_count, err) : 0;
}

static int run(const struct command *command, int argc, char **argv)
{
    struct arena arena;
    struct plot_options o = {.view = "sweep"};
    struct strv runs;
    struct error err;
    bool help;
    arena_init(&arena);
    strv_init(&runs, &arena);
    strv_init(&o.labels, &arena);
    strv_init(&o.outputs, &arena);
    int result = options_parse(command, argc, argv, &o, &runs, NULL, &help, &err);
    if (result == 0 && help) {
        command_help(command, stdout);
    } else if (result == 0) {
        result = runs.len ? plot(&arena, &o, &runs, &err)
                          : error_set(&err, STATUS_USAGE,
                                      "no RUN; name run files or a sweep's directory");
        if (result < 0)
            error_add(&err, "plot");
    }
    if (result < 0)
        error_print(&err, stderr);
    arena_release(&arena);
    return result < 0 ? err.status : STATUS_OK;
}

const struct command command_plot = {
    .name = "plot",
    .summary = "Draws runs side by side: how every benchmark changed from version to version.",
    .arguments = "RUN... [OPTION...]",
    .example = "benchmem plot out\n"
               "benchmem plot out --metric peak -o peak.svg -o peak.png\n"
               "benchmem plot old.json new.json --label before --label after -o change.html\n",
    .notes = "A RUN is a run file or a sweep's output directory, oldest first.  Green is less than "
             "the baseline,\nred is more; a cell with — has no value, one with ✗ failed.",
    .options = options,
    .run = run,
};
