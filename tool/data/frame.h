/* frame.h - run files side by side: benchmarks × series, a value per column.
 *
 * The reading spine of compare and plot.  frame_load() reads each run file once, keeping only what
 * the columns ask for.  All memory is the arena's.
 */
#pragma once

#include "base/arena.h"
#include "base/error.h"
#include "data/benchmark.h"
#include "data/metric.h"
#include "data/processes.h"
#include "data/series.h"

struct frame {
    struct series *series;
    size_t series_count;
    struct benchmark *rows; /* in the order in which the runs have them */
    size_t row_count;
    struct column *columns;
    size_t column_count;
    double *values;              /* see frame_value() */
    struct processes *processes; /* as values; NULL if no run says anything of processes, or has
                                    instructions */
    bool *measured;              /* row × series: whether the run has this benchmark at all */
    bool *failed;                /* row × series: see frame_failed() */
};

/* Read the series' run files.  Takes SERIES and COLUMNS over (they stay where they are).  A file
 * that cannot be read is an error that names it, with EXIT_USAGE.  Of several benchmarks with one
 * id in a run the last counts (for an extra the first that has it), as with the peer. */
int frame_load(struct arena *a, struct frame *frame, struct series *series, size_t series_count,
               struct column *columns, size_t column_count, struct error *err);
/* The same of those benchmarks alone in whose text in the file one of the texts ONLY stands, and
 * some others; NULL: of all. */
int frame_load_only(struct arena *a, struct frame *frame, struct series *series,
                    size_t series_count, struct column *columns, size_t column_count,
                    const struct strv *only, struct error *err);

/* The value, or NAN where it was not measured. */
static inline double frame_value(const struct frame *frame, size_t column, size_t row,
                                 size_t series)
{
    return frame->values[(row * frame->series_count + series) * frame->column_count + column];
}
/* What each process of the series measured of it (data/sample.h): one value per process, none for a
 * run file that was not joined of several, but for instructions. */
static inline struct processes frame_processes(const struct frame *frame, size_t column, size_t row,
                                               size_t series)
{
    if (!frame->processes)
        return (struct processes){0};
    return frame->processes[(row * frame->series_count + series) * frame->column_count + column];
}
/* The row whose id, name for people or name at the id's end NAME is; -1 if there is none. */
long frame_find(const struct frame *frame, const char *name);
/* The same of the benchmark that a command names (NULL: it names none), else an error that tells
 * which ones the RUN has: those with NAME in their names, where there are such, and not all of
 * many. */
long frame_find_for(const struct frame *frame, const char *run, const char *name,
                    struct error *err);
/* Whether any benchmark of any series has the column; any of this series. */
bool frame_has_column(const struct frame *frame, size_t column);
bool frame_has_series(const struct frame *frame, size_t column, size_t series);
/* The rows in the order of their ids, which does not depend on that of the runs. */
size_t *frame_rows_by_id(struct arena *a, const struct frame *frame);
/* Whether the benchmark failed in that series (a "✗"), as opposed to not being in it (a "—"): it
 * was not measured, and the run as a whole, the test, its class or its file failed. */
bool frame_failed(const struct frame *frame, size_t row, size_t series);
