#include "plot/heatmap.h"

#include "draw/verdict_text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const struct cell *heatmap_cell(const struct heatmap *heatmap, size_t row, size_t column)
{
    return &heatmap->cells[row * heatmap->columns + column];
}

struct judged heatmap_judged(const struct heatmap *heatmap, size_t row, size_t column)
{
    return verdicts_at(heatmap->judged, 0, heatmap->rows[row].frame_row, column);
}

const char *heatmap_series_state(const struct series *series)
{
    switch (series->state) {
    case SERIES_FAILED:
        return "failed";
    case SERIES_UNAVAILABLE:
        return "unavailable";
    case SERIES_ABSENT:
        return "not run";
    case SERIES_PLAIN:
    case SERIES_OK:
    case SERIES_PARTIAL:
        break;
    }
    return series->path ? NULL : "no run file";
}

const char *heatmap_cell_text(struct arena *a, const struct cell *cell)
{
    if (cell->state == CELL_FAILED)
        return "✗";
    if (cell->state != CELL_VALUE)
        return "—";
    double fold = cell->fold;
    if (isnan(fold))
        return "0";
    if (isinf(fold))
        return "∞×";
    if (fold > 0 && fold < 0.005)
        return "<0.01×";
    if (fold < 99.995)
        return arena_printf(a, "%.2f×", fold);
    if (fold < 999.5)
        return arena_printf(a, "%.0f×", fold);
    if (fold < 999.5e3)
        return arena_printf(a, "%.3gk×", fold / 1e3);
    return fold < 999.5e6 ? arena_printf(a, "%.3gM×", fold / 1e6) : ">1000M×";
}

const char *heatmap_shown_text(struct arena *a, const struct heatmap *heatmap, size_t row,
                               size_t column)
{
    const char *text = heatmap_cell_text(a, heatmap_cell(heatmap, row, column));
    bool faded = verdict_is_faded(heatmap_judged(heatmap, row, column));
    return faded ? arena_printf(a, "~%s", text) : text;
}

static bool has_value(const struct frame *frame, size_t column, size_t series)
{
    for (size_t row = 0; row < frame->row_count; row++)
        if (!isnan(frame_value(frame, column, row, series)))
            return true;
    return false;
}

int heatmap_first_with_value(const struct frame *frame, size_t column)
{
    for (size_t s = 0; s < frame->series_count; s++)
        if (has_value(frame, column, s))
            return (int)s;
    return -1;
}

/* Whether there is something to compare; else why not. */
static int check(struct arena *a, const struct frame *frame, const struct heatmap *h, size_t column,
                 struct error *err)
{
    size_t runs = 0;
    struct strv with, without;
    strv_init(&with, a);
    strv_init(&without, a);
    for (size_t s = 0; s < frame->series_count; s++) {
        runs += frame->series[s].path != NULL;
        strv_add(has_value(frame, column, s) ? &with : &without, frame->series[s].label);
    }
    if (runs == 0)
        return error_set(err, STATUS_SKIP, "no version has a run file: nothing to draw");
    if (with.len == 0)
        return error_set(err, STATUS_NO_VERDICT,
                         "%s: none of %s has a value; choose another --metric", h->metric,
                         strv_join(&without, ", "));
    if (with.len == 1)
        return error_set(err, STATUS_NO_VERDICT,
                         "%s: only %s has values, a heatmap needs two runs; name more runs",
                         h->metric, with.items[0]);
    if (!has_value(frame, column, h->baseline))
        return error_set(err, STATUS_NO_VERDICT,
                         "%s: the baseline %s has no value; choose another by --baseline (%s)",
                         h->metric, frame->series[h->baseline].label, strv_join(&with, ", "));
    return 0;
}

static int by_id(const void *a, const void *b)
{
    const struct heatmap_row *x = a, *y = b;
    return strcmp(x->id, y->id);
}

static void choose_rows(struct arena *a, const struct frame *frame, size_t column,
                        struct heatmap *h)
{
    h->rows = arena_array(a, frame->row_count, sizeof *h->rows);
    for (size_t row = 0; row < frame->row_count; row++) {
        if (isnan(frame_value(frame, column, row, h->baseline)))
            h->left_out++;
        else
            h->rows[h->row_count++] =
                (struct heatmap_row){frame->rows[row].id, frame->rows[row].short_name, row};
    }
    qsort(h->rows, h->row_count, sizeof *h->rows, by_id);
}

static struct cell make_cell(const struct frame *frame, size_t column, size_t row, size_t series,
                             double baseline)
{
    double value = frame_value(frame, column, row, series);
    if (isnan(value)) {
        bool no_run = heatmap_series_state(&frame->series[series]) != NULL;
        enum cell_state state = no_run                             ? CELL_NO_RUN
                                : frame_failed(frame, row, series) ? CELL_FAILED
                                                                   : CELL_MISSING;
        return (struct cell){state, NAN, NAN, NAN};
    }
    double fold = value / baseline;
    return (struct cell){CELL_VALUE, value, fold, fold > 0 ? log2(fold) : NAN};
}

static void fill_cells(struct arena *a, const struct frame *frame, size_t column, struct heatmap *h)
{
    h->cells = arena_array(a, h->row_count, h->columns * sizeof *h->cells);
    for (size_t i = 0; i < h->row_count; i++) {
        size_t row = h->rows[i].frame_row;
        double baseline = frame_value(frame, column, row, h->baseline);
        for (size_t s = 0; s < h->columns; s++)
            h->cells[i * h->columns + s] = make_cell(frame, column, row, s, baseline);
    }
}

/* Where the colours end at the latest: 2 to the power of it is still a number. */
enum { FARTHEST = 1000 };

static void choose_scale(struct arena *a, double clip, struct heatmap *h)
{
    if (clip > 0) {
        h->bound = log2(clip);
    } else {
        size_t count = h->row_count * h->columns;
        struct arena_mark mark = arena_mark(a);
        double *logs = arena_array(a, count, sizeof *logs);
        for (size_t i = 0; i < count; i++)
            logs[i] = h->cells[i].log2;
        h->bound = scale_bound(a, logs, count);
        arena_reset(a, mark);
    }
    h->bound = fmin(h->bound, FARTHEST);
    h->tick_count = scale_ticks(a, h->bound, &h->ticks);
}

int heatmap_make(struct arena *a, const struct frame *frame, size_t column, size_t baseline,
                 double clip, struct heatmap *heatmap, struct error *err)
{
    const struct column *c = &frame->columns[column];
    bool extra = c->metric == METRIC_EXTRA;
    struct heatmap h = {
        .series = frame->series,
        .columns = frame->series_count,
        .baseline = baseline,
        .metric = extra ? c->extra : metric_name(c->metric),
        .name = extra ? c->extra : metric_title(c->metric),
        .unit = metric_unit(c->metric),
        .kind = c->metric,
    };
    if (check(a, frame, &h, column, err) < 0)
        return -1;
    choose_rows(a, frame, column, &h);
    fill_cells(a, frame, column, &h);
    choose_scale(a, clip, &h);
    h.title =
        arena_printf(a, "%s fold-change vs baseline (%s)", h.name, frame->series[baseline].label);
    *heatmap = h;
    return 0;
}
