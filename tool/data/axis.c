#include "data/axis.h"

#include "base/index.h"
#include "base/str.h"
#include "data/dims.h"

#include <math.h>
#include <string.h>

const struct dim *axis_dim(const struct benchmark *benchmark, const char *name)
{
    for (size_t i = 0; i < benchmark->dim_count; i++)
        if (strcmp(benchmark->dims[i].name, name) == 0)
            return &benchmark->dims[i];
    return NULL;
}

bool axis_is_known(const struct frame *frame, const char *name)
{
    for (size_t r = 0; r < frame->row_count; r++)
        if (axis_dim(&frame->rows[r], name))
            return true;
    return false;
}

const char *axis_names(struct arena *a, const struct frame *frame)
{
    struct index known = index_new(a);
    struct strv names = strv_new(a);
    for (size_t r = 0; r < frame->row_count; r++) {
        for (size_t i = 0; i < frame->rows[r].dim_count; i++) {
            bool added;
            index_add(&known, frame->rows[r].dims[i].name, 0, &added);
            if (added)
                strv_add(&names, frame->rows[r].dims[i].name);
        }
    }
    return names.len ? strv_join(&names, ", ") : "none";
}

bool axis_has_row(const struct frame *frame, size_t column, size_t row)
{
    for (size_t s = 0; s < frame->series_count; s++)
        if (!isnan(frame_value(frame, column, row, s)))
            return true;
    return false;
}

struct axis axis_of(const struct frame *frame, size_t column, const char *name)
{
    struct axis axis = {.name = name};
    bool numbers = true, fraction = false;
    for (size_t r = 0; r < frame->row_count; r++) {
        if (!axis_has_row(frame, column, r))
            continue;
        const struct dim *dim = axis_dim(&frame->rows[r], name);
        if (!dim) {
            fraction = true;
            continue;
        }
        axis.exists = true;
        numbers = numbers && (!isnan(dim->number) || strcmp(dim->text, "nan") == 0);
        fraction = fraction || strpbrk(dim->text, ".eEn");
    }
    axis.fractions = numbers && fraction;
    return axis;
}

const char *axis_text(struct arena *a, const struct axis *axis, const struct benchmark *benchmark)
{
    const struct dim *dim = axis_dim(benchmark, axis->name);
    if (!dim)
        return "nan";
    return axis->fractions && !isnan(dim->number) ? dims_float_text(a, dim->number) : dim->text;
}
