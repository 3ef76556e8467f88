#include "plot/view_parts.h"

#include "judge/change.h"
#include "judge/statistics.h"
#include "judge/verdict_text.h"

#include <math.h>

/* Whether there is something to compare; else why not. */
static int check(struct arena *a, const struct frame *frame, const struct heatmap *h, size_t column,
                 struct error *err)
{
    size_t runs = 0;
    struct strv with = strv_new(a), without = strv_new(a);
    for (size_t s = 0; s < frame->series_count; s++) {
        runs += frame->series[s].path != NULL;
        strv_add(frame_has_series(frame, column, s) ? &with : &without, frame->series[s].label);
    }
    if (runs == 0)
        return error_set(err, EXIT_SKIP, "no version has a run file: nothing to draw");
    if (with.len == 0)
        return error_set(err, EXIT_NO_VERDICT,
                         "%s: none of %s has a value; choose another --metric", h->metric,
                         strv_join(&without, ", "));
    if (with.len == 1)
        return error_set(err, EXIT_NO_VERDICT,
                         "%s: only %s has values, a heatmap needs two runs; name more runs",
                         h->metric, with.items[0]);
    return 0;
}

static struct cell make_cell(const struct frame *frame, size_t column, size_t row, size_t series,
                             double baseline)
{
    double value = frame_value(frame, column, row, series);
    if (isnan(value)) {
        bool no_run = view_series_state(&frame->series[series]) != NULL;
        enum cell_state state = no_run                             ? CELL_NO_RUN
                                : frame_failed(frame, row, series) ? CELL_FAILED
                                                                   : CELL_MISSING;
        return (struct cell){.state = state, .value = NAN, .fold = NAN, .log2 = NAN, .verdict = ""};
    }
    double fold = value / baseline;
    return (struct cell){.state = CELL_VALUE,
                         .value = value,
                         .fold = fold,
                         .log2 = fold > 0 ? log2(fold) : NAN,
                         .verdict = ""};
}

/* Whether a value is the same as what it is held against, as processes or what such values wander
 * by say. */
static bool is_same(const struct judged *judged, enum metric metric, double base, double value)
{
    enum verdict verdict = change_verdict(judged, judged->verdict != VERDICT_NONE,
                                          statistics_percent(base, value), change_limit(metric));
    return verdict == VERDICT_SAME;
}

static void fill_row(struct arena *a, const struct frame *frame, const struct view_options *o,
                     size_t row, struct heatmap *h, size_t at)
{
    size_t column = view_column(o->metric, VIEW_VALUE);
    size_t reference = contrast_reference(frame, column, row, h->baseline);
    double base = frame_value(frame, column, row, reference);
    h->rows[at] = (struct heatmap_row){frame->rows[row].id, frame->rows[row].short_name, reference};
    h->later += reference != h->baseline;
    for (size_t s = 0; s < h->columns; s++) {
        struct cell *cell = heatmap_cell(h, at, s);
        struct judged judged = verdicts_at(o->judged, o->metric, row, s);
        *cell = make_cell(frame, column, row, s, base);
        cell->faded = verdict_is_faded(judged);
        cell->same = is_same(&judged, frame->columns[column].metric, base, cell->value);
        cell->verdict = verdict_text(a, judged, frame->columns[column].metric);
    }
}

static size_t count_values(const struct frame *frame, size_t column, size_t row)
{
    size_t count = 0;
    for (size_t s = 0; s < frame->series_count; s++)
        count += isnan(frame_value(frame, column, row, s)) ? 0 : 1;
    return count;
}

/* The benchmarks that can be compared, by their ids. */
static void fill(struct arena *a, const struct frame *frame, const struct view_options *o,
                 struct heatmap *h)
{
    size_t column = view_column(o->metric, VIEW_VALUE);
    size_t *rows = frame_rows_by_id(a, frame);
    for (size_t i = 0; i < frame->row_count; i++) {
        size_t count = count_values(frame, column, rows[i]);
        if (count > 1 || !isnan(frame_value(frame, column, rows[i], h->baseline)))
            rows[h->row_count++] = rows[i];
        else
            h->left_out += count;
    }
    h->rows = arena_array(a, h->row_count, sizeof *h->rows);
    h->cells = arena_array(a, h->row_count, h->columns * sizeof *h->cells);
    for (size_t i = 0; i < h->row_count; i++)
        fill_row(a, frame, o, rows[i], h, i);
}

static struct heatmap_series *name_series(struct arena *a, const struct frame *frame)
{
    struct heatmap_series *list = arena_array(a, frame->series_count, sizeof *list);
    for (size_t i = 0; i < frame->series_count; i++)
        list[i] = (struct heatmap_series){
            frame->series[i].label, view_series_state(&frame->series[i]), frame->series[i].note};
    return list;
}

/* How far in log2 what was found to be the same may be apart at least; the colours do not end
 * before. */
static double noise(const struct frame *frame, const struct view_options *o)
{
    double limit = change_limit(frame->columns[view_column(o->metric, VIEW_VALUE)].metric);
    double least = o->judged || limit <= 0 ? INFINITY : log1p(limit / 100) / log(2);
    for (size_t r = 0; o->judged && r < frame->row_count; r++) {
        for (size_t s = 0; s < frame->series_count; s++) {
            struct judged judged = verdicts_at(o->judged, o->metric, r, s);
            if (judged.verdict == VERDICT_SAME)
                least = fmin(least, log1p(judged.floor) / log(2));
        }
    }
    return isfinite(least) ? least : 0;
}

/* Where the colours end at the latest: 2 to the power of it is still a number. */
enum { FARTHEST = 1000 };

size_t view_sweep_scale(struct arena *a, const struct frame *frame, const struct view_options *o,
                        double *bound, struct tick **ticks)
{
    size_t column = view_column(o->metric, VIEW_VALUE), count = 0;
    long baseline = view_baseline(frame, o);
    if (o->clip > 0) {
        *bound = log2(o->clip);
    } else {
        struct arena_mark mark = arena_mark(a);
        double *logs = arena_array(a, frame->row_count + 1, frame->series_count * sizeof *logs);
        for (size_t r = 0; baseline >= 0 && r < frame->row_count; r++)
            for (size_t s = 0; s < frame->series_count; s++)
                logs[count++] = log2(frame_value(frame, column, r, s) /
                                     frame_value(frame, column, r, (size_t)baseline));
        *bound = colors_bound(a, logs, count);
        arena_reset(a, mark);
    }
    *bound = fmin(fmax(*bound, noise(frame, o)), FARTHEST);
    return ticks_make_folds(a, *bound, ticks);
}

int view_sweep(struct arena *a, const struct frame *frame, const struct view_options *o,
               struct heatmap *heatmap, struct error *err)
{
    const struct column *c = &frame->columns[view_column(o->metric, VIEW_VALUE)];
    long baseline = view_baseline(frame, o);
    struct heatmap h = {
        .series = name_series(a, frame),
        .columns = frame->series_count,
        .baseline = baseline < 0 ? 0 : (size_t)baseline,
        .metric = view_metric(c),
        .name = view_metric_title(c),
        .less = verdict_word(VERDICT_LESS, c->metric),
        .more = verdict_word(VERDICT_MORE, c->metric),
        .unit = metric_unit(c->metric),
        .top = o->top,
        .palette = colors_palette(o->palette),
    };
    if (check(a, frame, &h, view_column(o->metric, VIEW_VALUE), err) < 0)
        return -1;
    for (size_t s = 0; s < h.columns; s++)
        if (s != h.baseline && frame_has_series(frame, view_column(o->metric, VIEW_VALUE), s))
            h.head = s;
    fill(a, frame, o, &h);
    h.tick_count = view_sweep_scale(a, frame, o, &h.bound, &h.ticks);
    h.tight = !(o->clip > 0) && h.bound <= noise(frame, o);
    h.title =
        arena_printf(a, "%s fold-change vs baseline (%s)", h.name, frame->series[h.baseline].label);
    *heatmap = h;
    return 0;
}
