#include "command/unclear.h"

#include "data/frame.h"

#include <stdint.h>

/* The first series that has a run file, or -1. */
static int baseline_of(const struct frame *frame)
{
    for (size_t i = 0; i < frame->series_count; i++)
        if (frame->series[i].path)
            return (int)i;
    return -1;
}

static bool is_unclear(const struct verdicts *j, size_t row)
{
    for (size_t series = 0; series < j->series_count; series++)
        for (size_t column = 0; column < j->column_count; column++)
            if (verdicts_at(j, column, row, series).verdict == VERDICT_UNCLEAR)
                return true;
    return false;
}

static int find_in(struct arena *a, const struct judge_options *options, const struct plan *plan,
                   struct strv *ids, struct error *err)
{
    struct strv runs, labels;
    struct series *series;
    struct frame frame;
    struct verdicts j;
    size_t count;
    struct column *columns = arena_array(a, 2, sizeof *columns);
    columns[0] = (struct column){.metric = METRIC_TIME, .stat = STAT_MIN};
    columns[1] = (struct column){.metric = METRIC_PEAK, .stat = STAT_MIN};
    strv_init(&runs, a);
    strv_init(&labels, a);
    strv_add(&runs, plan->out);
    if (frame_sources(a, &runs, &labels, &series, &count, err) < 0 ||
        frame_load(a, &frame, series, count, columns, plan->options->memory ? 2 : 1, err) < 0)
        return -1;
    int baseline = baseline_of(&frame);
    if (baseline < 0 || !frame.processes)
        return 0;
    judge_frame(a, &frame, (size_t)baseline, options, &j);
    for (size_t row = 0; row < frame.row_count; row++)
        if (is_unclear(&j, row))
            strv_add(ids, arena_strdup(ids->arena, frame.rows[row].id));
    return 0;
}

/* The frame goes at once: a sweep may ask many times. */
static int find(void *data, const struct plan *plan, struct strv *ids, struct error *err)
{
    struct arena arena;
    arena_init(&arena);
    int result = find_in(&arena, data, plan, ids, err);
    arena_release(&arena);
    return result;
}

struct sweep_judge unclear_judge(const struct judge_options *options)
{
    /* It is only read. */
    return (struct sweep_judge){.unclear = find, .data = (void *)(uintptr_t)options};
}
