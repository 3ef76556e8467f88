/* change.h - what a comparison says of each benchmark, and of all of them.
 *
 * One rule for the change of a row in tables, overview, page, JSON and CDash: the head against what
 * contrast_reference() holds it against.  What the processes say is the verdict; where they say
 * nothing, a time or an RSS is the same up to VERDICT_TIME_NOISE, as it wanders from run to run,
 * and of counts and sizes, which are exact, any difference counts.
 */
#pragma once

#include "base/arena.h"
#include "data/contrast.h"
#include "data/frame.h"
#include "judge/verdict.h"

struct change {
    size_t row, reference;   /* of the frame; the latter is the head where nothing else has it */
    double percent;          /* from the reference to the head; NAN: they cannot be compared */
    enum verdict verdict;    /* VERDICT_NONE: they cannot, or too few processes */
    bool doubtful;           /* a time that moved by the same instructions */
    size_t since;            /* of a change: with which series it came */
    const struct step *step; /* of a change: the largest one its way, which is at SINCE; or NULL */
};

/* How many rows, by verdict. */
struct tally {
    size_t counts[VERDICT_COUNT];
};

/* The column of the smallest instructions, or the number of columns. */
size_t change_work_column(const struct frame *frame);

/* Where the verdicts of a column are; TABLE may be NULL. */
struct change_judged {
    const struct verdicts *table;
    size_t column;
    size_t work; /* that of the smallest instructions, by which times are doubted; or COLUMN */
};

/* The same where the verdicts are of the frame's own columns. */
struct change_judged change_judged_of(const struct frame *frame, const struct verdicts *table,
                                      size_t column);

/* Whether the value of a series is a time that moved, from what its row is held against, by the
 * same instructions. */
bool change_is_doubtful(const struct frame *frame, size_t column, size_t row, size_t series,
                        size_t baseline, const struct change_judged *judged);

struct changes {
    size_t column; /* of the frame */
    struct change_judged judged;
    bool is_judged;
    double limit; /* percent, up to which nothing is a change; 0 where processes were judged */
    struct change *rows; /* as the frame's */
    size_t count;
    struct tally own, later; /* against the baseline; against a later series */
    size_t added, gone;      /* only the head has it; the head lacks it */
    size_t doubtful;
    double mean; /* geometric mean of head / baseline where both are positive */
};

/* Whether a value at PERCENT differs from what it is held against, by what processes say of it or
 * else by LIMIT. */
enum verdict change_verdict(const struct judged *judged, bool is_judged, double percent,
                            double limit);

/* What the column's values have to differ by where no processes are judged, in percent. */
double change_limit(enum metric metric);

struct changes changes_of(struct arena *a, const struct frame *frame, size_t column,
                          const struct contrast *contrast, const struct change_judged *judged);

/* The rows whose verdict is that, VERDICT_MORE or VERDICT_LESS, the largest change first; *COUNT is
 * how many there are. */
size_t *changes_largest(struct arena *a, const struct changes *changes, enum verdict verdict,
                        size_t *count);
