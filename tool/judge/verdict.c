#include "judge/verdict.h"

#include <math.h>

bool verdicts_any(const struct verdicts *j)
{
    size_t cells = j->row_count * j->series_count * j->column_count;
    for (size_t i = 0; i < cells; i++)
        if (j->cells[i].verdict != VERDICT_NONE)
            return true;
    return false;
}

const struct step *verdicts_step_at(const struct verdicts *j, size_t column, size_t row,
                                    size_t series)
{
    struct steps steps = verdicts_steps(j, column, row);
    for (size_t i = 0; i < steps.count; i++)
        if (steps.items[i].series == series)
            return &steps.items[i];
    return NULL;
}

const char *verdict_word(enum verdict verdict, enum metric metric)
{
    static const char *const times[] = {"", "faster", "slower", "same", "unclear"};
    static const char *const sizes[] = {"", "less", "more", "same", "unclear"};
    return (metric == METRIC_TIME ? times : sizes)[verdict];
}

bool verdict_is_doubtful(enum verdict time, double percent, enum verdict work)
{
    bool moved =
        time == VERDICT_NONE ? fabs(percent) > VERDICT_TIME_NOISE : verdict_is_change(time);
    return moved && work == VERDICT_SAME;
}
