/* flamegraph.c - `benchmem flamegraph`: the stacks in which memory was allocated, of one version or
 * as the difference of two. */
#include "command/commands.h"
#include "command/plot_output.h"

#include "data/frame.h"
#include "data/sources.h"
#include "files/file.h"
#include "measure/memray.h"
#include "outdir/outdir.h"
#include "plot/view_flame.h"

#include <math.h>
#include <stdio.h>

struct flamegraph_options {
    const char *version, *against, *metric, *palette, *python, *output;
};

/* One call of the command. */
struct drawing {
    struct arena *arena;
    struct flamegraph_options options;
    struct view_flame view;
};

#define AT(field) offsetof(struct drawing, options.field)
static const struct option options[] = {
    {"--version", 0, "LABEL", NULL, OPTION_TEXT, AT(version),
     "the version whose stacks are drawn; default the last that has the benchmark"},
    {"--against", 0, "LABEL", NULL, OPTION_TEXT, AT(against),
     "draw how it differs from this version; of a record, from this other one"},
    {"--metric", 0, "METRIC", "peak|allocated|allocations", OPTION_CHOICE, AT(metric),
     "what was there at the high-water mark, all that was ever allocated, or its number; default "
     "peak"},
    {"--output", 'o', "FILE", NULL, OPTION_TEXT, AT(output),
     "where to write; the suffix says what: .html a page to explore, .svg, .png, .pdf; default "
     ".benchmarks/plots/flamegraph-METRIC.html"},
    {"--palette", 0, "NAME", "green-red|blue-orange", OPTION_CHOICE, AT(palette),
     "colours from less to more, as of plot; default green-red"},
    {"--python", 0, "PY", NULL, OPTION_TEXT, AT(python),
     "of a record: an interpreter that has memray; default the python3 on PATH"},
    {NULL, 0, NULL, NULL, OPTION_ON, 0, NULL},
};
#undef AT

static int read_record(const struct drawing *d, const char *record, struct counts_stacks *stacks,
                       struct error *err)
{
    char *text;
    size_t len;
    struct counts_file *file;
    if (!path_is_file(record))
        return error_set(err, EXIT_USAGE, "%s: no such file", record);
    return memray_read(d->arena, d->options.python, record, &text, &len, err) < 0 ||
                   counts_parse(d->arena, record, text, len, &file, err) < 0
               ? -1
               : counts_find_stacks(d->arena, file, NULL, d->view.metric, stacks, err);
}

/* The stacks of a record of memray, and of the one it is held against. */
static int load_record(struct drawing *d, const struct strv *words, struct counts_stacks *stacks,
                       struct error *err)
{
    const char *record = words->items[0], *other = d->options.against;
    if (words->len > 1 || d->options.version)
        return error_set(err, EXIT_USAGE,
                         "%s: a record of memray is one of one benchmark; leave out %s", record,
                         words->len > 1 ? words->items[1] : "--version");
    d->view.name = path_name(record);
    d->view.to = other ? path_name(record) : NULL;
    d->view.from = other ? path_name(other) : NULL;
    d->view.before = other ? &stacks[0] : NULL;
    return other && read_record(d, other, &stacks[0], err) < 0
               ? -1
               : read_record(d, record, &stacks[1], err);
}

/* The last series that has a value of the row; -1 if none has. */
static long last_series(const struct frame *f, size_t row)
{
    for (size_t s = f->series_count; s-- > 0;)
        if (!isnan(frame_value(f, 0, row, s)))
            return (long)s;
    return -1;
}

static int read_version(const struct drawing *d, const char *run, const struct series *series,
                        const char *id, struct counts_stacks *stacks, struct error *err)
{
    struct counts_file *file = NULL;
    enum metric metric = d->view.metric;
    const char *path = outdir_path(d->arena, run, counts_kept_in(metric), series->label, 0);
    return counts_open(d->arena, path, metric, &file, err) < 0
               ? -1
               : counts_find_stacks(d->arena, file, id, metric, stacks, err);
}

static int load_frame(const struct drawing *d, const char *run, struct frame *frame,
                      struct error *err)
{
    struct arena *a = d->arena;
    struct sources sources;
    struct column *column = arena_alloc(a, sizeof *column);
    *column = (struct column){.metric = d->view.metric, .stat = STAT_HEADLINE};
    struct strv runs = strv_new(a), none = strv_new(a);
    strv_add(&runs, run);
    if (sources_find(a, &runs, &none, &sources, err) < 0 ||
        frame_load(a, frame, sources.series, sources.count, column, 1, err) < 0)
        return -1;
    return sources.series[0].state == SERIES_PLAIN
               ? error_set(err, EXIT_USAGE,
                           "%s: wants a sweep's output directory, or a record of memray", run)
               : 0;
}

/* The stacks of a sweep's benchmark in the version that is asked for, and in the other. */
static int load_sweep(struct drawing *d, const struct strv *words, struct counts_stacks *stacks,
                      struct error *err)
{
    struct frame f;
    const char *run = words->items[0];
    if (load_frame(d, run, &f, err) < 0)
        return -1;
    long row = frame_find_for(&f, run, words->len == 2 ? words->items[1] : NULL, err);
    if (row < 0)
        return -1;
    long last = last_series(&f, (size_t)row);
    if (last < 0)
        return error_set(err, EXIT_NO_VERDICT, "%s: no version has %s of %s", run,
                         metric_title(d->view.metric), words->items[1]);
    const char *version = d->options.version, *against = d->options.against;
    long to = version ? series_find_for("--version", f.series, f.series_count, version, err) : last;
    long from = against ? series_find_for("--against", f.series, f.series_count, against, err) : to;
    if (to < 0 || from < 0)
        return -1;
    const struct benchmark *b = &f.rows[row];
    d->view.name = b->short_name;
    d->view.to = f.series[to].label;
    d->view.from = f.series[from].label;
    d->view.before = against ? &stacks[0] : NULL;
    return against && read_version(d, run, &f.series[from], b->id, &stacks[0], err) < 0
               ? -1
               : read_version(d, run, &f.series[to], b->id, &stacks[1], err);
}

static int write_output(const struct drawing *d, const struct output *output, struct error *err)
{
    struct arena *a = d->arena;
    struct flame flame;
    struct picture picture;
    struct str content = str_new(a);
    view_flame(a, &d->view, &flame);
    size_t cells = flame_picture(a, &flame, &picture);
    if (output->format == OUTPUT_HTML)
        page_add_flame(&content, &flame);
    else if (plot_output_draw(&picture, output->format, &content, err) < 0)
        return error_add(err, "drawing %s", output->path);
    if (dir_make(path_parent(a, output->path), err) < 0 ||
        file_write(output->path, content.data, content.len, err) < 0)
        return error_add(err, "writing %s", output->path);
    printf("flamegraph (%s): %zu functions -> %s\n", metric_name(d->view.metric), cells - 1,
           output->path);
    return 0;
}

static int draw(struct arena *a, void *data, const struct strv *words, struct error *err)
{
    struct drawing *d = data;
    struct counts_stacks *stacks = arena_array(a, 2, sizeof *stacks);
    struct flamegraph_options *o = &d->options;
    struct output output;
    d->arena = a;
    if (words->len == 0)
        return error_set(err, EXIT_USAGE,
                         "no RUN; name a sweep's output directory and a benchmark");
    if (!o->output)
        o->output = arena_printf(a, ".benchmarks/plots/flamegraph-%s.html", o->metric);
    if (plot_output_choose(o->output, &output, err) < 0)
        return -1;
    metric_parse(o->metric, &d->view.metric);
    d->view.palette = colors_palette(o->palette);
    d->view.after = &stacks[1];
    int result = str_ends(words->items[0], ".bin") ? load_record(d, words, stacks, err)
                                                   : load_sweep(d, words, stacks, err);
    return result < 0 ? -1 : write_output(d, &output, err);
}

static int run(struct arena *a, const struct command *command, int argc, char **argv)
{
    struct drawing d = {.options = {.metric = "peak", .python = "python3"}};
    return command_run(a, command, argc, argv, &d, draw);
}

const struct command command_flamegraph = {
    .name = "flamegraph",
    .summary = "Draw the stacks in which a benchmark allocates memory.",
    .arguments = "RUN [BENCHMARK] [OPTION...]",
    .example = "benchmem flamegraph out 'test_loads[400]' -o loads.svg\n"
               "benchmem flamegraph out 'test_loads[400]' --against 2.0.1 -o loads.html\n"
               "benchmem flamegraph profiles/test_loads_400_.bin --python venv/bin/python\n",
    .notes = "RUN is a sweep's output directory, made with --memory --profile, or a record of "
             "memray, FILE.bin, as\n"
             "pytest --benchmark-memory-profile keeps them.  Below each function are those that it "
             "called, as wide as what\n"
             "they allocated; of two versions red has grown and green has shrunk.",
    .options = options,
    .run = run,
};
