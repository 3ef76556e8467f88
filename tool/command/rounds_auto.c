#include "command/rounds_auto.h"

#include "data/contrast.h"
#include "data/frame.h"
#include "data/sources.h"

#include <stdint.h>

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
    struct sources found;
    struct frame frame;
    struct verdicts j;
    struct column *columns = arena_array(a, 2, sizeof *columns);
    columns[0] = (struct column){.metric = METRIC_TIME, .stat = STAT_MIN};
    columns[1] = (struct column){.metric = METRIC_PEAK, .stat = STAT_MIN};
    struct strv runs = strv_new(a), labels = strv_new(a);
    strv_add(&runs, plan->out);
    if (sources_find(a, &runs, &labels, &found, err) < 0 ||
        frame_load(a, &frame, found.series, found.count, columns, plan->options->memory ? 2 : 1,
                   err) < 0)
        return -1;
    struct contrast contrast = contrast_choose(found.series, NULL, found.count, NULL);
    if (!contrast.paired || !judge_frame(a, &frame, contrast.baseline, options, &j))
        return 0;
    for (size_t row = 0; row < frame.row_count; row++)
        if (is_unclear(&j, row))
            strv_add(ids, arena_strdup(ids->arena, frame.rows[row].id));
    return 0;
}

/* The frame goes at once: a sweep may ask many times. */
static int find(void *data, const struct plan *plan, struct strv *ids, struct error *err)
{
    struct arena arena = {0};
    int result = find_in(&arena, data, plan, ids, err);
    arena_release(&arena);
    return result;
}

struct sweep_judge rounds_auto_judge(const struct judge_options *options)
{
    /* It is only read. */
    return (struct sweep_judge){.unclear = find, .data = (void *)(uintptr_t)options};
}
