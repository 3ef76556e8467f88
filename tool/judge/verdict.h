/* verdict.h - what is said of a measured value against the baseline's: the table of all verdicts.
 *
 * judge/judge.h makes it of the values of single processes (frame_processes()), by the rules of
 * judge/verdict_decide.h; the layouts of compare, the gate and the figures read it.
 */
#pragma once

#include "data/metric.h"

enum verdict {
    VERDICT_NONE, /* the baseline itself, or too few processes on a side: fewer than two, of
                     instructions none */
    VERDICT_LESS,
    VERDICT_MORE,
    VERDICT_SAME,    /* the interval lies within the floor */
    VERDICT_UNCLEAR, /* there may be a change; more rounds would tell, or, of times that were
                        measured elsewhere, those of one place */
};
enum { VERDICT_COUNT = VERDICT_UNCLEAR + 1 };

/* Whether it says that the value differs. */
static inline bool verdict_is_change(enum verdict verdict)
{
    return verdict == VERDICT_LESS || verdict == VERDICT_MORE;
}

/* Percent: what times of the same code differ by from run to run. */
static const double VERDICT_TIME_NOISE = 5;

/* Whether a time moved though the instructions of the same benchmark did not: by its verdict TIME,
 * or where it has none by PERCENT, and by the verdict WORK of the instructions. */
bool verdict_is_doubtful(enum verdict time, double percent, enum verdict work);

struct judged {
    enum verdict verdict;
    double ratio;         /* value / baseline; NAN where nothing was judged */
    double low, high;     /* its 95 % interval; 0 and INFINITY where there is no bound */
    double p;             /* adjusted for the family; NAN where nothing was tested */
    double floor;         /* relative change up to which nothing is called: 0.02 for 2 % */
    size_t rounds_needed; /* processes a side that would settle an unclear one; 0: unknown */
};

/* From this series on the level is RATIO times the level before. */
struct step {
    size_t series;
    double ratio, low, high, p;
};

/* The steps of one benchmark over the series, in their order. */
struct steps {
    const struct step *items;
    size_t count;
};

struct verdicts {
    size_t baseline; /* series; a row that it lacks is judged against contrast_reference()'s */
    size_t row_count, series_count, column_count;
    struct judged *cells; /* see verdicts_at() */
    struct steps *steps;  /* row × column */
};

/* Of a frame's column, row and series.  J may be NULL: nothing was judged. */
static inline struct judged verdicts_at(const struct verdicts *j, size_t column, size_t row,
                                        size_t series)
{
    if (!j)
        return (struct judged){0};
    return j->cells[(row * j->series_count + series) * j->column_count + column];
}

static inline struct steps verdicts_steps(const struct verdicts *j, size_t column, size_t row)
{
    return j ? j->steps[row * j->column_count + column] : (struct steps){0};
}

/* Whether anything was judged. */
bool verdicts_any(const struct verdicts *j);

/* The step by which SERIES began, or NULL. */
const struct step *verdicts_step_at(const struct verdicts *j, size_t column, size_t row,
                                    size_t series);

/* "faster", "slower", "same", "unclear"; of other metrics "less" and "more"; "" for VERDICT_NONE.
 */
const char *verdict_word(enum verdict verdict, enum metric metric);
