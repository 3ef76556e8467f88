/* frame.h - run files side by side: benchmarks × series, a value per column.
 *
 * The reading spine of compare and plot.  frame_load() reads each run file once, keeping only what
 * the columns ask for.  All memory is the arena's.
 */
#ifndef BENCHMEM_DATA_FRAME_H
#define BENCHMEM_DATA_FRAME_H

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"
#include "data/metric.h"
#include "data/processes.h"

#include <stdbool.h>
#include <stddef.h>

/* What the sweep says of a series; SERIES_PLAIN when it came as a run file by itself. */
enum series_state {
    SERIES_PLAIN,
    SERIES_OK,
    SERIES_PARTIAL,     /* some benchmarks failed: `failed` names them */
    SERIES_FAILED,      /* the run gave no benchmark */
    SERIES_UNAVAILABLE, /* could not be installed or isolated */
    SERIES_ABSENT,      /* not run (yet) in this sweep */
};

/* What a run file says of where it was measured, as far as times depend on it; "" where it does not
 * say. */
struct machine {
    const char *node, *cpu, *python;
};

/* One thing that sits beside others: a run file, or a version of a sweep. */
struct series {
    const char *label;
    const char *path; /* of the run file; NULL if the state has none */
    enum series_state state;
    const char *stage;      /* of the sweep, where it failed: "install"; or NULL */
    const char *note;       /* why there is no run file, one line; or NULL */
    struct strv failed;     /* ids of failed tests */
    struct machine machine; /* NULLs before frame_load(), and where there is no run file */
};

/* One benchmark: the rows of a frame, in the order in which the runs have them. */
struct benchmark {
    const char *id;         /* pytest node id, `fullname` in the run file */
    const char *short_name; /* what follows the last "::" before the params; more of the id where
                               that is ambiguous */
    struct dim *dims;       /* params, scalar extra_info and node.*, of the first run that has it */
    size_t dim_count;
};

struct dim {
    const char *name;
    const char *text; /* the value as text, as Python's str() gives it */
    double number;    /* NAN if not a number */
};

struct frame {
    struct series *series;
    size_t series_count;
    struct benchmark *rows;
    size_t row_count;
    struct column *columns;
    size_t column_count;
    double *values;              /* see frame_value() */
    struct processes *processes; /* as values; NULL if no run says anything of processes */
    bool *measured;              /* row × series: whether the run has this benchmark at all */
    bool *failed;                /* row × series: see frame_failed() */
};

/* Make series of what the user named: each RUN a run file or a sweep's output directory (its
 * manifest then gives versions, order and states; an entry of an older run, or whose run file is
 * gone, is absent).  LABELS (may be empty) rename the series in order; there must be as many.
 * Equal labels of files and versions are told apart by their directory.  The same file twice, a RUN
 * that does not exist or a directory without a manifest is an error with STATUS_USAGE; all of them
 * are named at once. */
int frame_sources(struct arena *a, const struct strv *runs, const struct strv *labels,
                  struct series **series, size_t *count, struct error *err);

/* Read the series' run files.  Takes SERIES and COLUMNS over (they stay where they are).  A file
 * that cannot be read is an error that names it, with STATUS_USAGE.  Of several benchmarks with one
 * id in a run the last counts (for an extra the first that has it), as with the peer. */
int frame_load(struct arena *a, struct frame *frame, struct series *series, size_t series_count,
               struct column *columns, size_t column_count, struct error *err);

/* The value, or NAN where it was not measured. */
static inline double frame_value(const struct frame *frame, size_t column, size_t row,
                                 size_t series)
{
    return frame->values[(row * frame->series_count + series) * frame->column_count + column];
}
/* What each process of the series measured of it (data/sample.h): one value per process, none for a
 * run file that was not joined of several. */
static inline struct processes frame_processes(const struct frame *frame, size_t column, size_t row,
                                               size_t series)
{
    if (!frame->processes)
        return (struct processes){0};
    return frame->processes[(row * frame->series_count + series) * frame->column_count + column];
}
/* Whether any benchmark of any series has the column. */
bool frame_has_column(const struct frame *frame, size_t column);
/* Whether the benchmark failed in that series (a "✗"), as opposed to not being in it (a "—"): it
 * was not measured, and the run as a whole, the test, its class or its file failed. */
bool frame_failed(const struct frame *frame, size_t row, size_t series);
/* The index of the series with that label, or -1. */
int frame_find_series(const struct frame *frame, const char *label);

#endif
