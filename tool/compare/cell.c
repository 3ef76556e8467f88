#include "compare/cell.h"

#include <string.h>

const char *cell_empty(const struct frame *frame, size_t row, size_t series)
{
    return frame_failed(frame, row, series) ? "✗" : "—";
}

const char *cell_name(const char *id)
{
    const char *name = id;
    for (const char *p = id; (p = strstr(p, "::")) != NULL;)
        name = p += 2;
    return name;
}
