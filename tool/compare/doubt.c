#include "compare/doubt.h"

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
    const struct change_judged by = change_judged_of(view->frame, view->judged, column);
    return change_is_doubtful(view->frame, column, row, series, view->contrast.baseline, &by);
}
