#include "command/plot_options.h"

#define AT(field) offsetof(struct plot_options, field)

const struct option plot_option_table[] = {
    {"--metric", 0, "M", NULL, OPTION_TEXT, AT(metric),
     "what to draw: " METRICS_LISTED
     " or extra:NAME; default time, of runs without any instructions"},
    {"--columns", 0, "M", NULL, OPTION_TEXT, AT(metric), "the same as --metric; one per figure"},
    {"--view", 0, "VIEW", "sweep|scatter|compare|scaling", OPTION_CHOICE, AT(view),
     "sweep: a heatmap of every benchmark's fold change, a column per run, default for three "
     "runs and more; scatter: baseline cost against the ratio to it, default for two; compare: a "
     "bar per benchmark of its change, default with --pivot; scaling: cost against a numeric "
     "param, default for one run"},
    {"--baseline", 0, "LABEL", NULL, OPTION_LIST, AT(baselines),
     "the run the others are compared with; default the first that has values"},
    {"--pivot", 0, "DIM", NULL, OPTION_TEXT, AT(pivot),
     "compare, scatter: compare the values of a param or extra_info in one run instead of runs"},
    {"--where", 0, "KEY=VALUE", NULL, OPTION_LIST, AT(where),
     "keep the benchmarks whose param or extra_info KEY is VALUE; repeatable, all must hold"},
    {"--facet", 0, "DIM", NULL, OPTION_TEXT, AT(facet),
     "a panel per value of this dim; scaling chooses one by itself where dims are left"},
    {"--x", 0, "DIM", NULL, OPTION_TEXT, AT(x),
     "scaling: the dim of the x axis; default the only numeric one"},
    {"--color", 0, "DIM", NULL, OPTION_TEXT, AT(color),
     "scaling: a colour per value of this dim; default the run, with one run the first dim left"},
    {"--band", 0, "BAND", "auto|minmax|none", OPTION_CHOICE, AT(band),
     "scaling: whiskers from the smallest to the largest pass on memory metrics; auto: where "
     "passes differ"},
    {"--log-log", 0, NULL, NULL, OPTION_YES, AT(log_log),
     "scaling: both axes logarithmic; default where all values are above 0"},
    {"--linear", 0, NULL, NULL, OPTION_NO, AT(log_log), "scaling: both axes linear"},
    {"--log-x", 0, NULL, NULL, OPTION_YES, AT(log_x), "scaling: the x axis logarithmic"},
    {"--linear-x", 0, NULL, NULL, OPTION_NO, AT(log_x), "scaling: the x axis linear"},
    {"--log-y", 0, NULL, NULL, OPTION_YES, AT(log_y), "scaling: the y axis logarithmic"},
    {"--linear-y", 0, NULL, NULL, OPTION_NO, AT(log_y), "scaling: the y axis linear"},
    {"--y-zero", 0, NULL, NULL, OPTION_YES, AT(y_zero),
     "scaling: a linear y axis begins at 0; the default"},
    {"--no-y-zero", 0, NULL, NULL, OPTION_NO, AT(y_zero),
     "scaling: a linear y axis begins where the values do"},
    {"--free-axes", 0, "AXES", "x|y|both", OPTION_CHOICE, AT(free_axes),
     "panels have their own range on this axis instead of a common one"},
    {"--clip", 0, "N", NULL, OPTION_NUMBER, AT(clip),
     "where the colours end: a fold change above 1 (sweep), a change in seconds, bytes or counts "
     "(scatter, compare); default where 95% of the values are within"},
    {"--top", 0, "N", NULL, OPTION_WHOLE, AT(top),
     "sweep, compare: of many benchmarks only the N that grew most and the N that shrank most, in "
     "pictures and on a terminal; 0 for all; default 60 in all in a picture, all on a terminal; a "
     "page has all"},
    {"--min-effect", 0, "PCT", NULL, OPTION_TEXT, AT(min_effects[MIN_EFFECT_TIME]),
     MIN_EFFECT_TIME_HELP},
    {"--min-effect-memory", 0, "RULE", NULL, OPTION_TEXT, AT(min_effects[MIN_EFFECT_MEMORY]),
     MIN_EFFECT_MEMORY_HELP},
    {"--min-effect-instructions", 0, "PCT", NULL, OPTION_TEXT,
     AT(min_effects[MIN_EFFECT_INSTRUCTIONS]), MIN_EFFECT_INSTRUCTIONS_HELP},
    {"--process-stat", 0, "STAT", "min|median|mean", OPTION_CHOICE, AT(process_stat),
     "which value of each process is judged; default the statistic that is drawn"},
    {"--palette", 0, "NAME", "green-red|blue-orange", OPTION_CHOICE, AT(palette),
     "colours from less to more; blue-orange is for readers who do not tell red from green; "
     "default green-red"},
    {"--colors", 0, "WHEN", "auto|always|never", OPTION_CHOICE, AT(colors),
     "whether --output - has colours; auto: where the terminal takes them"},
    {"--label", 'l', "NAME", NULL, OPTION_LIST, AT(labels),
     "name of a run in the figure, in order, repeatable; default the sweep's labels or the files' "
     "names"},
    {"--output", 'o', "FILE", NULL, OPTION_LIST, AT(outputs),
     "where to write, repeatable; the suffix says what: .html a page to explore, .svg, .png, .pdf; "
     "- shows the heatmap in the terminal; default .benchmarks/plots/VIEW-METRIC.html"},
    {"--plotlyjs", 0, "WHERE", "inline|cdn", OPTION_CHOICE, AT(plotlyjs),
     "where a page has plotly.js from: in the page, so that it needs no network, or Plotly's CDN; "
     "default inline where this program has it built in"},
    {"--open", 0, NULL, NULL, OPTION_ON, AT(open), "show the first output in the browser"},
    {"--no-open", 0, NULL, NULL, OPTION_OFF, AT(open), "do not; the default"},
    {"--ctest", 0, NULL, NULL, OPTION_ON, AT(ctest),
     "tell CTest of the PNG, for CDash; where none is among the outputs, one is drawn beside the "
     "first, if this program has cairo"},
    {0},
};
