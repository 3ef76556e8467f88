/* view.h - what of a frame is shown: which columns, series and rows, and in which order. */
#pragma once

#include "base/arena.h"
#include "data/contrast.h"
#include "data/frame.h"
#include "judge/change.h"
#include "judge/verdict.h"

enum layout { LAYOUT_MATRIX, LAYOUT_RUNS, LAYOUT_DIFF };

struct view {
    const struct frame *frame;
    enum layout layout;
    size_t asked;    /* the frame's first columns are those asked for */
    size_t *columns; /* of the frame: those asked for that have a value somewhere */
    size_t column_count;
    size_t *series; /* of the frame */
    size_t series_count;
    size_t *rows; /* of the frame, in their order */
    size_t row_count;
    struct contrast contrast; /* series of the frame */
    bool *has_row;            /* row × series of the frame: see view_value() */
    /* Verdicts against the contrast's baseline; NULL: the runs say nothing of single processes. */
    const struct verdicts *judged;
    const struct changes *changes; /* per column of the view, by view_judge() */
    bool *left_out;                /* per row of the frame: not in the tables; NULL: all are */
    bool intervals;                /* the matrix shows that of the change */
    bool by_name;                  /* the rows are in the order of their ids */
};

/* Select of the frame's first ASKED columns those with values.  The matrix shows every series and
 * every row.  The other layouts show, as the peer does, rows and series with values, the series in
 * the order in which the columns bring them; of a sweep all versions.  HIDDEN is the column of the
 * smallest time, which stands in for metrics where only labels are shown.  BASELINES are labels of
 * the series to compare with, as contrast_choose() takes them. */
struct view view_select(struct arena *a, const struct frame *frame, enum layout layout,
                        size_t asked, size_t hidden, const struct strv *baselines);

/* Take the verdicts, NULL for none, and find what changed. */
void view_judge(struct arena *a, struct view *view, const struct verdicts *judged);

/* The value, or NAN.  The peer shows a label (extra:NAME) only beside a metric's value. */
double view_value(const struct view *view, size_t column, size_t row, size_t series);

/* Whether one of the columns shown before the I-th is the same. */
bool view_is_repeated(const struct view *view, size_t i);

/* Whether the I-th column shown is the first of its metric, which speaks for it. */
bool view_is_headline(const struct view *view, size_t i);

/* Whether any of the column's values of the series was judged. */
bool view_is_judged(const struct view *view, size_t column, size_t series);

/* Order the rows by the I-th column shown.  Equals are by id. */
void view_sort(struct arena *a, struct view *view, size_t i, enum row_sort sort);

/* Leave all rows out of the tables but the MOST whose I-th column shown grew most and the MOST
 * whose shrank most.  Means and verdicts are still of all rows.  Returns how many were left out. */
size_t view_keep_top(struct arena *a, struct view *view, size_t i, size_t most);
