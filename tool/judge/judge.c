#include "judge/judge.h"

#include "base/numbers.h"
#include "data/contrast.h"
#include "judge/rank.h"
#include "judge/statistics.h"
#include "judge/step.h"
#include "judge/verdict_decide.h"

#include <math.h>
#include <string.h>

struct judge {
    const struct frame *frame;
    struct verdicts *j;
    struct arena *arena;
    struct arena scratch; /* reset benchmark by benchmark */
    struct rank_tables *tables;
    size_t column;              /* of the frame */
    size_t place;               /* of that among the columns judged */
    struct verdict_floor floor; /* of the column; its noise of the row */
};

struct judge_options judge_defaults(void)
{
    return (struct judge_options){.min_effect = 0.02,
                                  .min_effect_instructions = JUDGE_INSTRUCTIONS};
}

static struct verdict_floor column_floor(const struct judge_options *options, enum metric metric)
{
    struct verdict_floor floor = {.relative = options->min_effect,
                                  .one_sided = metric == METRIC_TIME,
                                  .exact_relative = -1,
                                  .exact_absolute = -1};
    if (metric == METRIC_PEAK || metric == METRIC_ALLOCATED || metric == METRIC_ALLOCATIONS) {
        floor.exact_relative = options->memory_relative;
        floor.exact_absolute = metric == METRIC_ALLOCATIONS ? 0 : options->memory_bytes;
        floor.relative = fmax(options->min_effect, options->memory_relative);
    }
    if (metric == METRIC_INSTRUCTIONS)
        floor = (struct verdict_floor){
            .relative = options->min_effect_instructions,
            .absolute = options->min_effect_instructions > 0 ? JUDGE_INSTRUCTIONS_LEAST : 0,
            .counted = true,
            .exact_relative = -1,
            .exact_absolute = -1};
    return floor;
}

static struct judged *cell(struct judge *g, size_t row, size_t series)
{
    const struct verdicts *j = g->j;
    return &j->cells[(row * j->series_count + series) * j->column_count + g->place];
}

static size_t reference_of(const struct judge *g, size_t row)
{
    return contrast_reference(g->frame, g->column, row, g->j->baseline);
}

/* Times of another node are not held against the reference's: whatever differs may be the node. */
static bool is_elsewhere(const struct judge *g, size_t row, size_t series)
{
    const struct series *all = g->frame->series;
    return g->frame->columns[g->column].metric == METRIC_TIME &&
           !series_same_place(&all[reference_of(g, row)], &all[series]);
}

/* The values of a row's series, ascending, in the scratch arena. */
static struct processes *sorted_row(struct judge *g, size_t row)
{
    size_t count = g->frame->series_count;
    struct processes *sorted = arena_array(&g->scratch, count, sizeof *sorted);
    for (size_t s = 0; s < count; s++) {
        struct processes from = frame_processes(g->frame, g->column, row, s);
        if (from.count < verdict_fewest(&g->floor))
            continue;
        if (is_elsewhere(g, row, s)) {
            cell(g, row, s)->verdict = VERDICT_UNCLEAR;
            continue;
        }
        double *values = arena_array(&g->scratch, from.count, sizeof *values);
        memcpy(values, from.values, from.count * sizeof *values);
        numbers_sort(values, from.count);
        sorted[s] = (struct processes){values, from.count};
    }
    return sorted;
}

/* The noise of a row's benchmark, from the repeats of all its versions; 0 where none varies and
 * values are compared as they are, as counts always. */
static double row_noise(struct judge *g, const struct processes *versions)
{
    size_t count = g->frame->series_count;
    bool exact =
        g->floor.counted || (g->floor.exact_relative >= 0 && verdict_all_exact(versions, count));
    return exact ? 0 : statistics_noise(&g->scratch, versions, count);
}

/* ---- the steps of a column ---- */

/* Steps of all rows as one list, so that their p can be adjusted together. */
struct found {
    struct step *steps;
    size_t *counts; /* per row */
    size_t count, size;
};

static void find_steps(struct judge *g, const struct processes *versions, size_t row,
                       struct found *found)
{
    size_t series = g->frame->series_count;
    if (found->size - found->count < series) {
        size_t size = 2 * found->size + series;
        found->steps = arena_grow(g->arena, found->steps, found->size * sizeof *found->steps,
                                  size * sizeof *found->steps);
        found->size = size;
    }
    found->counts[row] =
        step_find(&g->scratch, g->tables, versions, series, &g->floor, found->steps + found->count);
    found->count += found->counts[row];
}

/* Adjust for the benchmarks searched: those without a step count as tests that found nothing. */
static void adjust_steps(struct judge *g, struct found *found, size_t rows)
{
    double *p = arena_array(&g->scratch, found->count + rows, sizeof *p);
    size_t tests = found->count;
    for (size_t i = 0; i < found->count; i++)
        p[i] = found->steps[i].p > 0 ? found->steps[i].p : NAN; /* exact ones are no tests */
    for (size_t row = 0; row < rows; row++)
        if (!found->counts[row])
            p[tests++] = 1;
    statistics_adjust(&g->scratch, p, tests);
    for (size_t i = 0; i < found->count; i++)
        if (!isnan(p[i]))
            found->steps[i].p = p[i];
}

static void keep_steps(struct judge *g, struct found *found)
{
    size_t rows = g->frame->row_count, used = 0, kept = 0;
    adjust_steps(g, found, rows);
    for (size_t row = 0; row < rows; row++) {
        size_t first = kept;
        for (size_t i = 0; i < found->counts[row]; i++, used++)
            if (found->steps[used].p <= VERDICT_ALPHA)
                found->steps[kept++] = found->steps[used];
        g->j->steps[row * g->j->column_count + g->place] =
            (struct steps){found->steps + first, kept - first};
    }
}

/* ---- the verdicts of a column ---- */

static void measure_row(struct judge *g, const struct processes *versions, size_t row)
{
    size_t reference = reference_of(g, row);
    const struct processes *base = &versions[reference];
    for (size_t s = 0; s < g->frame->series_count; s++)
        if (s != reference && base->count && versions[s].count)
            *cell(g, row, s) =
                verdict_measure(&g->scratch, g->tables, base, &versions[s], &g->floor);
}

/* A series against the baseline is one family: another version in the table changes no verdict on
 * this one.  What is held against another series than the baseline is a family of its own. */
static void decide_family(struct judge *g, size_t series, bool later)
{
    size_t rows = g->frame->row_count, tested = 0, called = 0;
    double *raw = arena_array(&g->scratch, rows, sizeof *raw);
    double *p = arena_array(&g->scratch, rows, sizeof *p);
    for (size_t row = 0; row < rows; row++) {
        bool member = (reference_of(g, row) != g->j->baseline) == later;
        p[row] = raw[row] = member ? cell(g, row, series)->p : NAN;
    }
    statistics_adjust(&g->scratch, p, rows);
    for (size_t row = 0; row < rows; row++) {
        tested += isnan(raw[row]) ? 0 : 1;
        called += raw[row] <= VERDICT_EACH && p[row] <= VERDICT_ALPHA ? 1 : 0;
    }
    double limit = verdict_limit(called, tested);
    for (size_t row = 0; row < rows; row++) {
        if (isnan(raw[row]))
            continue;
        size_t n = frame_processes(g->frame, g->column, row, reference_of(g, row)).count;
        size_t m = frame_processes(g->frame, g->column, row, series).count;
        cell(g, row, series)->p = p[row];
        verdict_decide(cell(g, row, series), raw[row], limit, g->floor.relative, n, m);
    }
}

static void judge_column(struct judge *g)
{
    const struct frame *frame = g->frame;
    struct found found = {
        .steps = arena_array(g->arena, frame->series_count, sizeof *found.steps),
        .counts = arena_array(g->arena, frame->row_count, sizeof *found.counts),
        .size = frame->series_count,
    };
    struct arena_mark mark = arena_mark(&g->scratch);
    for (size_t row = 0; row < frame->row_count; row++) {
        const struct processes *versions = sorted_row(g, row);
        g->floor.noise = row_noise(g, versions);
        measure_row(g, versions, row);
        find_steps(g, versions, row, &found);
        arena_reset(&g->scratch, mark);
    }
    for (size_t s = 0; s < frame->series_count; s++) {
        decide_family(g, s, false);
        arena_reset(&g->scratch, mark);
        decide_family(g, s, true);
        arena_reset(&g->scratch, mark);
    }
    keep_steps(g, &found);
    arena_reset(&g->scratch, mark);
}

static void make_table(struct arena *a, struct verdicts *j, double floor)
{
    size_t cells = j->row_count * j->series_count * j->column_count;
    j->cells = arena_array(a, cells, sizeof *j->cells);
    j->steps = arena_array(a, j->row_count * j->column_count, sizeof *j->steps);
    for (size_t i = 0; i < cells; i++)
        j->cells[i] = (struct judged){.ratio = NAN, .high = INFINITY, .p = NAN, .floor = floor};
}

/* By how much the calls of one process differ: no property of the code, and often 0. */
static bool is_spread_of_calls(const struct column *column)
{
    return column->metric == METRIC_INSTRUCTIONS && column_process_stat(column) == STAT_STDDEV;
}

bool judge_frame(struct arena *a, const struct frame *frame, size_t baseline,
                 const struct judge_options *options, struct verdicts *j)
{
    size_t stride = options->stride ? options->stride : 1;
    *j = (struct verdicts){.baseline = baseline,
                           .row_count = frame->row_count,
                           .series_count = frame->series_count,
                           .column_count = (frame->column_count + stride - 1) / stride};
    make_table(a, j, options->min_effect);
    if (!frame->processes)
        return false;
    struct judge g = {.frame = frame, .j = j, .arena = a};
    g.tables = rank_tables_new(a);
    for (; g.column < frame->column_count; g.column += stride, g.place++) {
        enum metric metric = frame->columns[g.column].metric;
        g.floor = column_floor(options, metric);
        if (metric != METRIC_EXTRA && !is_spread_of_calls(&frame->columns[g.column]))
            judge_column(&g);
    }
    arena_release(&g.scratch);
    return verdicts_any(j);
}
