/* plot_output.h - where a figure goes: the files that --output names, the terminal, CTest. */
#pragma once

#include "command/plot_options.h"

#include "draw/figure.h"
#include "page/page.h"

enum output_format { OUTPUT_HTML, OUTPUT_SVG, OUTPUT_PNG, OUTPUT_PDF, OUTPUT_TEXT, OUTPUT_FORMATS };

struct output {
    const char *path;
    enum output_format format;
};

/* What outputs are made of. */
struct output_job {
    const struct plot_options *options;
    const struct figure *figure;
    const char *package; /* whose runs they are; "" if that is not known */
    const char *details; /* of the page, as JSON; may be NULL where none is written */
    enum plotlyjs plotlyjs;
};

/* What --output names, checked before anything is read: as many as there are, all problems in one
 * error with EXIT_USAGE. */
int plot_outputs_choose(struct arena *a, const struct plot_options *options, struct output *outputs,
                        struct error *err);

/* What that FILE of --output is: its suffix says, and that it can be drawn is checked; - is none.
 */
int plot_output_choose(const char *path, struct output *output, struct error *err);
/* Append a picture in a format that is one. */
int plot_output_draw(const struct picture *picture, enum output_format format, struct str *out,
                     struct error *err);

/* The page that is written if --output names nothing. */
struct output plot_output_default(struct arena *a, const struct figure *figure);

/* Write one, and say so on standard output. */
int plot_output_write(struct arena *a, const struct output_job *job, const struct output *output,
                      struct error *err);

/* Print CTest's measurement of a picture: the PNG among the outputs, or one drawn beside the
 * first; nothing where that cannot be. */
int plot_output_tell_ctest(struct arena *a, const struct output_job *job,
                           const struct output *outputs, size_t count, struct error *err);

/* Ask the desktop to show the file. */
int plot_output_show(struct arena *a, const char *path, struct error *err);
