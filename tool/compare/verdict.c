#include "compare/verdict.h"

#include "base/str.h"
#include "compare/notes.h"
#include "compare/statistics.h"
#include "text/unit.h"

#include <math.h>
#include <string.h>

/* Percent: what times of the same code differ by from run to run. */
static const double noise = 5;

static double growth(const struct view *view, size_t column, size_t row, size_t series)
{
    return statistics_percent(view_value(view, column, row, view->contrast.baseline),
                              view_value(view, column, row, series));
}

/* Walk back from the head while the row is worse there. */
static size_t find_since(const struct view *view, const struct verdict *v)
{
    size_t since = view->contrast.head, at = view->series_count;
    while (at > 0 && view->series[at - 1] != view->contrast.head)
        at--;
    while (at-- > 0 && view->series[at] != view->contrast.baseline) {
        double percent = growth(view, v->column, v->worst, view->series[at]);
        if (isnan(percent))
            continue;
        if (percent <= v->limit)
            break;
        since = view->series[at];
    }
    return since;
}

static struct verdict judge(const struct view *view, size_t column)
{
    enum metric metric = view->frame->columns[column].metric;
    struct verdict v = {.column = column};
    v.limit = metric == METRIC_TIME || metric == METRIC_RSS ? noise : 0;
    for (size_t i = 0; i < view->row_count; i++) {
        double percent = growth(view, column, view->rows[i], view->contrast.head);
        if (isnan(percent))
            continue;
        if (percent < -v.limit) {
            v.better++;
        } else if (percent <= v.limit) {
            v.unchanged++;
        } else if (v.worse++ == 0 || percent > v.percent) {
            v.worst = view->rows[i];
            v.percent = percent;
        }
    }
    if (v.worse)
        v.since = find_since(view, &v);
    return v;
}

struct verdict *verdict_of(struct arena *a, const struct view *view, size_t *count)
{
    const struct column *columns = view->frame->columns;
    struct verdict *verdicts = arena_array(a, view->column_count, sizeof *verdicts);
    bool seen[METRIC_COUNT + 1] = {false};
    *count = 0;
    for (size_t i = 0; i < view->column_count && view->contrast.paired; i++) {
        enum metric metric = columns[view->columns[i]].metric;
        if (metric == METRIC_EXTRA || seen[metric])
            continue;
        seen[metric] = true;
        verdicts[(*count)++] = judge(view, view->columns[i]);
    }
    return verdicts;
}

const char *verdict_line(struct arena *a, const struct view *view, const struct verdict *verdicts,
                         size_t count, enum tone *tone)
{
    const struct frame *f = view->frame;
    struct str line;
    size_t better = 0, worse = 0;
    str_init(&line, a);
    str_add(&line, "verdict: ");
    for (size_t i = 0; i < count; i++) {
        const struct verdict *v = &verdicts[i];
        better += v->better;
        worse += v->worse;
        str_addf(&line, "%s%s: %zu better, %zu worse, %zu unchanged", i ? "; " : "",
                 column_title(a, &f->columns[v->column]), v->better, v->worse, v->unchanged);
        if (v->limit > 0)
            str_addf(&line, " (within %.0f%%)", v->limit);
        if (v->worse)
            str_addf(&line, ", worst %s %s since %s", notes_name(a, f->rows[v->worst].short_name),
                     unit_format_percent(a, v->percent), f->series[v->since].label);
    }
    *tone = worse ? TONE_BAD : better ? TONE_GOOD : TONE_PLAIN;
    return line.data;
}

/* ---- machines ---- */

static const char *machine_part(const struct machine *m, int part)
{
    return part == 0 ? m->cpu : part == 1 ? m->python : m->node;
}

/* The series that say the same as the I-th, joined; NULL if one before it says so already. */
static const char *labels_with(struct arena *a, const struct view *view, size_t i, int part)
{
    struct strv labels;
    strv_init(&labels, a);
    const struct series *all = view->frame->series;
    const char *said = machine_part(&all[view->series[i]].machine, part);
    for (size_t k = 0; k < view->series_count; k++) {
        const struct series *s = &all[view->series[k]];
        const char *other = machine_part(&s->machine, part);
        if (!other || strcmp(other, said) != 0)
            continue;
        if (k < i)
            return NULL;
        strv_add(&labels, s->label);
    }
    return strv_join(&labels, ", ");
}

struct strv verdict_machines(struct arena *a, const struct view *view)
{
    static const char *const names[] = {"CPU", "Python version", "machine name"};
    struct strv lines;
    strv_init(&lines, a);
    for (int part = 0; part < 3; part++) {
        struct strv different;
        strv_init(&different, a);
        for (size_t i = 0; i < view->series_count; i++) {
            const char *said = machine_part(&view->frame->series[view->series[i]].machine, part);
            const char *labels = said && *said ? labels_with(a, view, i, part) : NULL;
            if (labels)
                strv_addf(&different, "%s (%s)", said, labels);
        }
        if (different.len > 1)
            strv_addf(&lines, "%s differs: %s", names[part], strv_join(&different, ", "));
    }
    return lines;
}
