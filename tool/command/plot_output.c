#include "command/plot_output.h"

#include "command/measurements.h"
#include "command/show.h"

#include "draw/heatmap_terminal.h"
#include "files/file.h"
#include "page/plotly.h"
#include "system/process.h"
#include "system/terminal.h"
#include "text/error_print.h"

#include <string.h>
#include <strings.h>

/* ---- outputs ---- */

static const struct {
    const char *suffix;
    enum output_format format;
} suffixes[] = {{".html", OUTPUT_HTML},
                {".htm", OUTPUT_HTML},
                {".svg", OUTPUT_SVG},
                {".png", OUTPUT_PNG},
                {".pdf", OUTPUT_PDF}};

static bool format_of(const char *path, enum output_format *format)
{
    const char *suffix = strrchr(path_name(path), '.');
    *format = OUTPUT_TEXT;
    if (strcmp(path, "-") == 0)
        return true;
    for (size_t i = 0; suffix && i < sizeof suffixes / sizeof *suffixes; i++) {
        if (strcasecmp(suffix, suffixes[i].suffix) == 0) {
            *format = suffixes[i].format;
            return true;
        }
    }
    return false;
}

int plot_output_choose(const char *path, struct output *output, struct error *err)
{
    enum output_format format;
    struct error missing;
    if (!format_of(path, &format) || format == OUTPUT_TEXT)
        return error_set(err, EXIT_USAGE,
                         "--output %s: the name must end in .html, .svg, .png or .pdf", path);
    if ((format == OUTPUT_PNG || format == OUTPUT_PDF) && !canvas_has_cairo(&missing))
        return error_set(err, EXIT_USAGE, "--output %s: %s", path, missing.text);
    *output = (struct output){path, format};
    return 0;
}

int plot_outputs_choose(struct arena *a, const struct plot_options *o, struct output *outputs,
                        struct error *err)
{
    struct strv problems = strv_new(a);
    for (size_t i = 0; i < o->outputs.len; i++) {
        const char *path = o->outputs.items[i];
        struct error e;
        outputs[i] = (struct output){path, OUTPUT_TEXT};
        if (strcmp(path, "-") != 0 && plot_output_choose(path, &outputs[i], &e) < 0)
            strv_addf(&problems, "%s%s", e.text,
                      format_of(path, &outputs[i].format) ? "" : ", or be -");
    }
    if (problems.len)
        return error_set(err, EXIT_USAGE, "%s", strv_join(&problems, "; "));
    return 0;
}

struct output plot_output_default(struct arena *a, const struct figure *figure)
{
    char *name = arena_strdup(a, figure->metric);
    for (char *p = name; *p; p++)
        if (!strchr("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz._-", *p))
            *p = '-';
    return (struct output){arena_printf(a, ".benchmarks/plots/%s-%s.html", figure->view, name),
                           OUTPUT_HTML};
}

/* ---- writing ---- */

int plot_output_draw(const struct picture *picture, enum output_format format, struct str *out,
                     struct error *err)
{
    static int (*const writers[OUTPUT_FORMATS])(const struct picture *, struct str *,
                                                struct error *) = {
        [OUTPUT_SVG] = canvas_svg, [OUTPUT_PNG] = canvas_png, [OUTPUT_PDF] = canvas_pdf};
    return writers[format](picture, out, err);
}

static int render(const struct output_job *job, const struct picture *picture,
                  enum output_format format, struct str *out, struct error *err)
{
    if (format != OUTPUT_HTML)
        return plot_output_draw(picture, format, out, err);
    struct str figure = str_new(out->arena);
    plotly_figure(&figure, job->figure);
    const char *title = *job->package
                            ? arena_printf(out->arena, "%s: %s", job->package, job->figure->title)
                            : job->figure->title;
    page_add(out, title, figure.data, job->details, job->plotlyjs);
    return 0;
}

/* The heatmap on standard output. */
static int write_text(struct arena *a, const struct output_job *job, struct error *err)
{
    struct heatmap_terminal terminal = {
        .width = terminal_columns(stdout),
        .color =
            color_decide(job->options->colors ? job->options->colors : "auto", terminal_is(stdout)),
        .full = color_is_full()};
    if (!job->figure->heatmap)
        return error_set(err, EXIT_USAGE,
                         "--output -: the terminal shows the view sweep only; for %s name a file, "
                         "or say --view sweep",
                         job->figure->view);
    struct str text = str_new(a);
    heatmap_to_terminal(&text, job->figure->heatmap, &terminal);
    return show_text("plot", &text, err);
}

int plot_output_write(struct arena *a, const struct output_job *job, const struct output *output,
                      struct error *err)
{
    if (output->format == OUTPUT_TEXT)
        return write_text(a, job, err);
    struct arena_mark mark = arena_mark(a);
    const struct figure *figure = job->figure;
    struct picture picture = {0};
    bool drawn = output->format != OUTPUT_HTML;
    size_t rows = drawn ? figure_picture(a, figure, &picture) : figure_rows(figure);
    struct str content = str_new(a);
    int result = -1;
    if (dir_make(path_parent(a, output->path), err) == 0 &&
        render(job, &picture, output->format, &content, err) == 0)
        result = file_write(output->path, content.data, content.len, err);
    if (result < 0)
        error_add(err, "writing the figure %s", output->path);
    else
        printf("%s (%s): %s -> %s\n", figure->view, figure->metric, figure_extent(a, figure, rows),
               output->path);
    arena_reset(a, mark);
    return result;
}

int plot_output_show(struct arena *a, const char *path, struct error *err)
{
    static const char *const openers[] = {"xdg-open", "open"};
    const char *program = NULL, *absolute = path_absolute(a, path, err);
    for (size_t i = 0; i < sizeof openers / sizeof *openers && !program; i++)
        program = path_program(a, openers[i]);
    if (!absolute)
        return -1;
    if (!program)
        return error_set(err, EXIT_FAILED,
                         "--open: neither xdg-open nor open is on PATH; open %s yourself",
                         path_url(a, absolute));
    const char *const argv[] = {program, path_url(a, absolute), NULL};
    struct answer ignored = answer_new(a, 0);
    return answer_get(a, &(struct child){.argv = argv, .timeout = 10}, &ignored, err);
}

/* The PNG among the outputs; if there is none, one drawn beside the first.  NULL where that cannot
 * be: a picture for CDash is no reason to fail. */
static const char *picture_for_ctest(struct arena *a, const struct output_job *job,
                                     const struct output *outputs, size_t count)
{
    struct error err;
    for (size_t i = 0; i < count; i++)
        if (outputs[i].format == OUTPUT_PNG)
            return outputs[i].path;
    if (outputs[0].format == OUTPUT_TEXT)
        return NULL;
    const char *path = outputs[0].path, *name = path_name(path);
    int stem = (int)(strrchr(name, '.') - path);
    struct output output = {arena_printf(a, "%.*s.png", stem, path), OUTPUT_PNG};
    if (canvas_has_cairo(&err)) {
        if (plot_output_write(a, job, &output, &err) == 0)
            return output.path;
        error_add(&err, "plot: --ctest");
        error_print(&err, stderr);
    }
    return NULL;
}

int plot_output_tell_ctest(struct arena *a, const struct output_job *job,
                           const struct output *outputs, size_t count, struct error *err)
{
    const char *path = picture_for_ctest(a, job, outputs, count);
    struct str lines = str_new(a);
    if (path && measurements_picture(&lines, job->figure->view, job->figure->metric, path, err) < 0)
        return -1;
    fputs(lines.data, stdout);
    return 0;
}
