#include "compare/judge.h"

#include <math.h>

struct judge_options judge_defaults(void)
{
    return (struct judge_options){.min_effect = 0.02};
}

void judge_frame(struct arena *a, const struct frame *frame, size_t baseline,
                 const struct judge_options *options, struct judgements *j)
{
    size_t cells = frame->row_count * frame->series_count * frame->column_count;
    *j = (struct judgements){.baseline = baseline,
                             .row_count = frame->row_count,
                             .series_count = frame->series_count,
                             .column_count = frame->column_count};
    j->cells = arena_array(a, cells, sizeof *j->cells);
    j->steps = arena_array(a, frame->row_count * frame->column_count, sizeof *j->steps);
    for (size_t i = 0; i < cells; i++)
        j->cells[i] =
            (struct judged){.ratio = NAN, .high = INFINITY, .p = NAN, .floor = options->min_effect};
}
