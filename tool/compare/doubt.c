#include "compare/doubt.h"

#include "judge/statistics.h"

enum verdict doubt_work(const struct frame *frame, const struct verdicts *j, size_t row,
                        size_t series)
{
    size_t column = change_work_column(frame);
    return column < frame->column_count ? verdicts_at(j, column, row, series).verdict
                                        : VERDICT_NONE;
}

bool doubt_can(const struct view *view)
{
    size_t column = change_work_column(view->frame);
    return view->judged && column < view->frame->column_count &&
           view_is_judged(view, column, view->contrast.head);
}

bool doubt_at(const struct view *view, size_t column, size_t row, size_t series)
{
    if (!view->judged || view->frame->columns[column].metric != METRIC_TIME)
        return false;
    size_t reference = contrast_reference(view->frame, column, row, view->contrast.baseline);
    double percent = statistics_percent(view_value(view, column, row, reference),
                                        view_value(view, column, row, series));
    return verdict_is_doubtful(verdicts_at(view->judged, column, row, series).verdict, percent,
                               doubt_work(view->frame, view->judged, row, series));
}
