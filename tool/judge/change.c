#include "judge/change.h"

#include "base/numbers.h"
#include "judge/statistics.h"

#include <math.h>

enum verdict change_verdict(const struct judged *judged, bool is_judged, double percent,
                            double limit)
{
    if (is_judged || isnan(percent))
        return is_judged ? judged->verdict : VERDICT_NONE;
    return percent < -limit ? VERDICT_LESS : percent <= limit ? VERDICT_SAME : VERDICT_MORE;
}

double change_limit(enum metric metric)
{
    return metric == METRIC_TIME || metric == METRIC_RSS ? VERDICT_TIME_NOISE : 0;
}

size_t change_work_column(const struct frame *frame)
{
    size_t i = 0;
    while (i < frame->column_count && (frame->columns[i].metric != METRIC_INSTRUCTIONS ||
                                       column_process_stat(&frame->columns[i]) != STAT_MIN))
        i++;
    return i;
}

struct change_judged change_judged_of(const struct frame *frame, const struct verdicts *table,
                                      size_t column)
{
    size_t work = change_work_column(frame);
    return (struct change_judged){table, column, work < frame->column_count ? work : column};
}

bool change_is_doubtful(const struct frame *frame, size_t column, size_t row, size_t series,
                        size_t baseline, const struct change_judged *judged)
{
    const struct verdicts *j = judged->table;
    if (!j || judged->work == judged->column || frame->columns[column].metric != METRIC_TIME)
        return false;
    size_t reference = contrast_reference(frame, column, row, baseline);
    double percent = statistics_percent(frame_value(frame, column, row, reference),
                                        frame_value(frame, column, row, series));
    return verdict_is_doubtful(verdicts_at(j, judged->column, row, series).verdict, percent,
                               verdicts_at(j, judged->work, row, series).verdict);
}

/* What the changes of a column are made of. */
struct making {
    const struct frame *frame;
    const struct contrast *contrast;
    struct changes *changes;
};

/* What processes say of a row's head. */
static struct judged judged_at(const struct making *m, size_t row)
{
    const struct change_judged *j = &m->changes->judged;
    return verdicts_at(j->table, j->column, row, m->contrast->head);
}

/* The largest step after the reference and up to the head in the direction of the change. */
static const struct step *largest_step(const struct making *m, const struct change *change)
{
    const struct change_judged *j = &m->changes->judged;
    struct steps steps = verdicts_steps(j->table, j->column, change->row);
    const struct step *found = NULL;
    for (size_t i = 0; i < steps.count; i++) {
        const struct step *s = &steps.items[i];
        bool within = s->series > change->reference && s->series <= m->contrast->head;
        bool same_way = change->verdict == VERDICT_MORE ? s->ratio > 1 : s->ratio < 1;
        if (within && same_way && (!found || fabs(log(s->ratio)) > fabs(log(found->ratio))))
            found = s;
    }
    return found;
}

/* Walk back from the head while the row has changed the same way there. */
static size_t walk_back(const struct making *m, const struct change *change)
{
    const struct frame *f = m->frame;
    const struct changes *all = m->changes;
    size_t since = m->contrast->head;
    double base = frame_value(f, all->column, change->row, change->reference);
    for (size_t s = m->contrast->head; s-- > 0 && s != change->reference;) {
        double percent = statistics_percent(base, frame_value(f, all->column, change->row, s));
        struct judged judged = verdicts_at(all->judged.table, all->judged.column, change->row, s);
        if (isnan(percent))
            continue;
        if (change_verdict(&judged, all->is_judged, percent, all->limit) != change->verdict)
            break;
        since = s;
    }
    return since;
}

static struct change change_of(const struct making *m, size_t row)
{
    const struct frame *f = m->frame;
    size_t column = m->changes->column, head = m->contrast->head;
    struct change change = {.row = row, .percent = NAN, .since = head};
    struct judged judged = judged_at(m, row);
    change.reference = contrast_reference(f, column, row, m->contrast->baseline);
    if (m->contrast->paired && change.reference != head)
        change.percent = statistics_percent(frame_value(f, column, row, change.reference),
                                            frame_value(f, column, row, head));
    if (isnan(change.percent))
        return change;
    change.verdict =
        change_verdict(&judged, m->changes->is_judged, change.percent, m->changes->limit);
    change.doubtful =
        change_is_doubtful(f, column, row, head, m->contrast->baseline, &m->changes->judged);
    if (verdict_is_change(change.verdict)) {
        change.step = m->changes->is_judged ? largest_step(m, &change) : NULL;
        change.since = change.step ? change.step->series : walk_back(m, &change);
    }
    return change;
}

/* Whether anything of the column was judged at the head. */
static bool is_judged(const struct making *m)
{
    for (size_t r = 0; r < m->frame->row_count; r++)
        if (judged_at(m, r).verdict != VERDICT_NONE)
            return true;
    return false;
}

/* Count the change, and what its benchmark adds to the mean. */
static void count(const struct making *m, const struct change *change, double *logs,
                  size_t *matched)
{
    const struct frame *f = m->frame;
    struct changes *all = m->changes;
    size_t baseline = m->contrast->baseline, head = m->contrast->head;
    double base = frame_value(f, all->column, change->row, baseline);
    double value = frame_value(f, all->column, change->row, head);
    if (isnan(value))
        all->gone += isnan(frame_value(f, all->column, change->row, change->reference)) ? 0 : 1;
    else if (isnan(change->percent))
        all->added++;
    else
        (change->reference == baseline ? &all->own : &all->later)->counts[change->verdict]++;
    all->doubtful += change->doubtful ? 1 : 0;
    if (base > 0 && value > 0 && isfinite(base) && isfinite(value))
        logs[(*matched)++] = value / base;
}

struct changes changes_of(struct arena *a, const struct frame *frame, size_t column,
                          const struct contrast *contrast, const struct change_judged *judged)
{
    struct changes changes = {.column = column, .judged = *judged, .count = frame->row_count};
    struct making m = {frame, contrast, &changes};
    double *ratios = arena_array(a, frame->row_count, sizeof *ratios);
    size_t matched = 0;
    changes.rows = arena_array(a, frame->row_count, sizeof *changes.rows);
    changes.is_judged = is_judged(&m);
    changes.limit = changes.is_judged ? 0 : change_limit(frame->columns[column].metric);
    for (size_t r = 0; r < frame->row_count; r++) {
        changes.rows[r] = change_of(&m, r);
        if (contrast->paired)
            count(&m, &changes.rows[r], ratios, &matched);
    }
    changes.mean = statistics_mean_ratio(ratios, NULL, matched);
    return changes;
}

size_t *changes_largest(struct arena *a, const struct changes *changes, enum verdict verdict,
                        size_t *count)
{
    double *sizes = arena_array(a, changes->count, sizeof *sizes);
    *count = 0;
    for (size_t i = 0; i < changes->count; i++) {
        const struct change *change = &changes->rows[i];
        bool is = change->verdict == verdict;
        sizes[i] = !is ? NAN : verdict == VERDICT_MORE ? change->percent : -change->percent;
        *count += is ? 1 : 0;
    }
    return numbers_descending(a, sizes, changes->count);
}
