#include "compare/cell.h"

const char *cell_empty(const struct frame *frame, size_t row, size_t series)
{
    return frame_failed(frame, row, series) ? "✗" : "—";
}

const char *cell_mark(enum verdict verdict)
{
    static const char *const marks[VERDICT_COUNT] = {"", "", "", "=", "~"};
    return marks[verdict];
}
