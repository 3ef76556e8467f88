#include "compare/cell.h"

#include "text/unit.h"

#include <math.h>

const char *cell_empty(const struct frame *frame, size_t row, size_t series)
{
    return frame_failed(frame, row, series) ? "✗" : "—";
}

const char *cell_mark(enum verdict verdict)
{
    static const char *const marks[VERDICT_COUNT] = {"", "", "", "=", "~"};
    return marks[verdict];
}

const char *cell_interval(struct arena *a, double low, double high)
{
    const char *from = low > 0 ? unit_format_percent(a, (low - 1) * 100) : NULL;
    const char *to = isfinite(high) ? unit_format_percent(a, (high - 1) * 100) : NULL;
    if (from && low == high) /* also infinite */
        return from;
    if (from && to)
        return arena_printf(a, "%s to %s", from, to);
    if (from)
        return arena_printf(a, "above %s", from);
    return to ? arena_printf(a, "below %s", to) : "";
}
