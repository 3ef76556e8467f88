/* plot_options.h - what `benchmem plot` can be told: its options, and where their values go. */
#pragma once

#include "command/min_effect.h"
#include "options/options.h"

struct plot_options {
    const char *metric, *view, *plotlyjs;
    const char *facet, *pivot, *x, *color, *free_axes, *band;
    const char *palette, *colors;
    const char *min_effects[MIN_EFFECTS], *process_stat;
    double clip;
    long top; /* -1: not given */
    int log_log, log_x, log_y, y_zero;
    bool open;
    struct strv baselines, labels, outputs, where;
    bool ctest;
};

/* Fills a struct plot_options; ends with a NULL name. */
extern const struct option plot_option_table[];
