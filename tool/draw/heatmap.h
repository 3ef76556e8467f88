/* heatmap.h - the view `sweep` before it is written: how every benchmark changed across versions.
 *
 * A row per benchmark, a column per version, those without any value included.  A fold change is
 * value / baseline; what is coloured is its log2.  Plain data that plot/views.h fills, words and
 * verdicts included; figure.h, heatmap_terminal.h and plotly.h write it.
 */
#pragma once

#include "draw/colors.h"
#include "draw/ticks.h"

enum cell_state {
    CELL_VALUE,
    CELL_FAILED,  /* the benchmark failed in that version */
    CELL_MISSING, /* the run has no value for it */
    CELL_NO_RUN,  /* the whole version has none; its state says why */
};

struct cell {
    enum cell_state state;
    bool faded;   /* it may or may not differ from the baseline */
    bool same;    /* it does not, or by no more than such values wander: it has no colour */
    double value; /* in the metric's base unit; NAN unless CELL_VALUE */
    double fold;  /* value / that of the row's reference; NAN for 0 / 0, infinite for one of 0 */
    double log2;  /* of the fold change; NAN unless that is > 0 */
    const char *verdict; /* what else is said of it: "slower: 1.12× (1.09× to 1.15×)", or "" */
};

struct heatmap_row {
    const char *id, *short_name;
    size_t reference; /* the column it is held against: the first with a value if the baseline has
                         none */
};

struct heatmap_series {
    const char *label;
    const char *state; /* "unavailable", "failed", "not run", "no run file"; NULL: it has a run */
    const char *note;  /* why, or NULL */
};

struct heatmap {
    struct heatmap_series *series;
    size_t columns;
    size_t baseline; /* the column the rows are compared with that have a value there */
    size_t head;     /* the column whose changes say which rows matter */
    size_t top;      /* see struct choice */
    struct heatmap_row *rows;
    size_t row_count;
    struct cell *cells;      /* row × column, see heatmap_cell() */
    size_t later;            /* rows that are compared with another one */
    size_t left_out;         /* benchmarks that one version alone has, which is not the baseline */
    const char *metric;      /* for options and file names: "peak" */
    const char *name;        /* for people: "peak memory" */
    const char *less, *more; /* what the ends of the colours mean: "faster", "slower" */
    enum unit unit;
    double bound; /* of the colour scale, in log2 */
    bool tight;   /* it ends where what is a change begins: heatmap_widen() */
    struct tick *ticks;
    size_t tick_count;
    const char *title;
    const struct palette *palette; /* NULL: the default */
};

static inline struct cell *heatmap_cell(const struct heatmap *heatmap, size_t row, size_t column)
{
    return &heatmap->cells[row * heatmap->columns + column];
}

/* The rows to draw, *COUNT of them: all, or where they are more than USUAL those that changed most
 * (draw/choose.h), what grew first.  The heatmap's top goes before USUAL; never more than MOST. */
size_t *heatmap_choose(struct arena *a, const struct heatmap *heatmap, size_t usual, size_t most,
                       size_t *count);

/* The same heatmap, where its colours are tight with a scale that is made for the changes in these
 * rows of it. */
const struct heatmap *heatmap_widen(struct arena *a, const struct heatmap *heatmap,
                                    const size_t *rows, size_t count);

/* What a cell of the heatmap says: "1.48×", "—", "✗"; behind ~ where it is faded. */
const char *heatmap_cell_text(struct arena *a, const struct cell *cell);

/* What colours a cell that has a value: its log2, 0 for 0 / 0 and for what is the same, infinite
 * where that is. */
double heatmap_cell_shade(const struct cell *cell);
/* Its colour, faded where the cell is. */
struct color heatmap_cell_color(const struct heatmap *heatmap, const struct cell *cell);
