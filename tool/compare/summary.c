#include "compare/summary.h"

#include "base/str.h"
#include "compare/cell.h"
#include "compare/notes.h"
#include "judge/pair.h"
#include "judge/rank.h"
#include "judge/statistics.h"
#include "text/unit.h"

#include <math.h>
#include <string.h>

static double growth(const struct view *view, size_t column, size_t row, size_t series)
{
    return statistics_percent(view_value(view, column, row, view->contrast.baseline),
                              view_value(view, column, row, series));
}

/* Walk back from the head while the row is worse there. */
static size_t find_since(const struct view *view, const struct summary *m)
{
    size_t since = view->contrast.head, at = view->series_count;
    while (at > 0 && view->series[at - 1] != view->contrast.head)
        at--;
    while (at-- > 0 && view->series[at] != view->contrast.baseline) {
        double percent = growth(view, m->column, m->worst, view->series[at]);
        if (isnan(percent))
            continue;
        if (percent <= m->limit)
            break;
        since = view->series[at];
    }
    return since;
}

/* ---- by processes ---- */

/* The largest step up of the row after the baseline and up to the head, or NULL. */
static const struct step *largest_step(const struct view *view, size_t column, size_t row)
{
    struct steps steps = verdicts_steps(view->judged, column, row);
    const struct step *found = NULL;
    for (size_t i = 0; i < steps.count; i++) {
        const struct step *s = &steps.items[i];
        bool within = s->series > view->contrast.baseline && s->series <= view->contrast.head;
        if (within && s->ratio > 1 && (!found || s->ratio > found->ratio))
            found = s;
    }
    return found;
}

static void find_step(const struct view *view, struct summary *m)
{
    struct judged judged = verdicts_at(view->judged, m->column, m->worst, view->contrast.head);
    const struct step *step = largest_step(view, m->column, m->worst);
    m->step = (struct step){view->contrast.head, judged.ratio, judged.low, judged.high, judged.p};
    if (step)
        m->step = *step;
    m->since = m->step.series;
}

/* ---- counts ---- */

/* What the processes say, or else whether it is beyond what times wander by. */
static enum verdict verdict_of(const struct summary *m, const struct judged *judged, double percent)
{
    if (m->is_judged)
        return judged->verdict;
    return percent < -m->limit ? VERDICT_LESS : percent <= m->limit ? VERDICT_SAME : VERDICT_MORE;
}

static struct summary summarise(const struct view *view, size_t column)
{
    enum metric metric = view->frame->columns[column].metric;
    size_t head = view->contrast.head, counts[VERDICT_COUNT] = {0};
    struct summary m = {.column = column, .is_judged = view_is_judged(view, column, head)};
    if (!m.is_judged && (metric == METRIC_TIME || metric == METRIC_RSS))
        m.limit = VERDICT_TIME_NOISE;
    double most = 0;
    for (size_t i = 0; i < view->row_count; i++) {
        size_t r = view->rows[i];
        double percent = growth(view, column, r, head);
        if (isnan(percent))
            continue;
        struct judged judged = verdicts_at(view->judged, column, r, head);
        enum verdict verdict = verdict_of(&m, &judged, percent);
        double size = m.is_judged ? judged.ratio : percent;
        if (verdict == VERDICT_MORE && (counts[verdict] == 0 || size > most)) {
            most = size;
            m.worst = r;
            m.percent = percent;
        }
        counts[verdict]++;
    }
    m.better = counts[VERDICT_LESS];
    m.worse = counts[VERDICT_MORE];
    m.unchanged = counts[VERDICT_SAME];
    m.unclear = counts[VERDICT_UNCLEAR];
    m.unjudged = counts[VERDICT_NONE];
    if (m.worse && m.is_judged)
        find_step(view, &m);
    else if (m.worse)
        m.since = find_since(view, &m);
    return m;
}

struct summary *summary_of(struct arena *a, const struct view *view, size_t *count)
{
    const struct column *columns = view->frame->columns;
    struct summary *summaries = arena_array(a, view->column_count, sizeof *summaries);
    bool seen[METRIC_COUNT + 1] = {false};
    *count = 0;
    for (size_t i = 0; i < view->column_count && view->contrast.paired; i++) {
        enum metric metric = columns[view->columns[i]].metric;
        if (metric == METRIC_EXTRA || seen[metric])
            continue;
        seen[metric] = true;
        summaries[(*count)++] = summarise(view, view->columns[i]);
    }
    return summaries;
}

static void say_counts(struct str *line, const struct view *view, const struct summary *m)
{
    enum metric metric = view->frame->columns[m->column].metric;
    if (!m->is_judged) {
        str_addf(line, "%zu better, %zu worse, %zu unchanged", m->better, m->worse, m->unchanged);
        if (m->limit > 0)
            str_addf(line, " (within %.0f%%)", m->limit);
        return;
    }
    str_addf(line, "%zu %s, %zu %s, %zu same, %zu unclear", m->better,
             verdict_word(VERDICT_LESS, metric), m->worse, verdict_word(VERDICT_MORE, metric),
             m->unchanged, m->unclear);
    if (m->unjudged)
        str_addf(line, ", %zu of too few processes", m->unjudged);
}

static void say_worst(struct str *line, const struct view *view, const struct summary *m)
{
    const struct frame *f = view->frame;
    struct arena *a = line->arena;
    double percent = m->is_judged ? (m->step.ratio - 1) * 100 : m->percent;
    str_addf(line, ", worst %s %s since %s", notes_name(a, f->rows[m->worst].short_name),
             unit_format_percent(a, percent), f->series[m->since].label);
    if (!m->is_judged)
        return;
    const char *interval = cell_interval(a, m->step.low, m->step.high);
    if (*interval && m->step.low < m->step.high)
        str_addf(line, " (95%% interval %s%s)", interval,
                 m->step.p > 0 ? arena_printf(a, ", p %.2g", m->step.p) : "");
    else if (m->step.p > 0)
        str_addf(line, " (p %.2g)", m->step.p);
}

const char *summary_line(struct arena *a, const struct view *view, const struct summary *summaries,
                         size_t count, enum tone *tone)
{
    const struct frame *f = view->frame;
    struct str line;
    size_t better = 0, worse = 0;
    str_init(&line, a);
    str_add(&line, "verdict: ");
    for (size_t i = 0; i < count; i++) {
        const struct summary *m = &summaries[i];
        better += m->better;
        worse += m->worse;
        str_addf(&line, "%s%s: ", i ? "; " : "", column_title(a, &f->columns[m->column]));
        say_counts(&line, view, m);
        if (m->worse)
            say_worst(&line, view, m);
    }
    *tone = worse ? TONE_BAD : better ? TONE_GOOD : TONE_PLAIN;
    return line.data;
}

/* ---- rounds ---- */

/* The most processes that a row has on both sides, of the column. */
static size_t most_processes(const struct view *view, size_t column)
{
    size_t most = 0;
    for (size_t i = 0; i < view->row_count; i++) {
        size_t r = view->rows[i];
        size_t n = frame_processes(view->frame, column, r, view->contrast.baseline).count;
        size_t m = frame_processes(view->frame, column, r, view->contrast.head).count;
        size_t fewer = n < m ? n : m;
        most = fewer > most ? fewer : most;
    }
    return most;
}

size_t summary_too_few(const struct view *view, size_t *enough)
{
    size_t most = 0;
    for (size_t i = 0; i < view->column_count; i++) {
        enum metric metric = view->frame->columns[view->columns[i]].metric;
        size_t here = metric == METRIC_TIME || metric == METRIC_RSS
                          ? most_processes(view, view->columns[i])
                          : 0;
        most = here > most ? here : most;
    }
    if (!view->judged || most < 2 || rank_least_p(most, most) <= PAIR_EACH)
        return 0;
    for (*enough = most + 1; rank_least_p(*enough, *enough) > PAIR_EACH;)
        ++*enough;
    return most;
}

/* ---- machines ---- */

/* What a series says of where it was measured, and of who counted. */
enum part { PART_CPU, PART_NODE, PART_PYTHON, PART_COUNTER, PARTS = PART_COUNTER + COUNTER_PARTS };

/* What the I-th series says; "" if it does not. */
static const char *said_by(const struct view *view, size_t i, enum part part)
{
    const struct series *s = &view->frame->series[view->series[i]];
    const char *const machine[] = {s->machine.cpu, s->machine.node, s->machine.python};
    const char *said = part < PART_COUNTER ? machine[part] : s->counter.parts[part - PART_COUNTER];
    return said ? said : "";
}

/* A line for each of the parts from FIRST to before END that differs. */
static struct strv list_differences(struct arena *a, const struct view *view, enum part first,
                                    enum part end)
{
    static const char *const names[PARTS] = {"CPU",      "machine name", "Python version",
                                             "valgrind", "processor",    "allocator"};
    struct strv lines;
    strv_init(&lines, a);
    for (enum part part = first; part < end; part++) {
        struct strv different, labels;
        strv_init(&different, a);
        for (size_t i = 0; i < view->series_count; i++) {
            const char *said = said_by(view, i, part);
            size_t before = 0;
            while (before < i && strcmp(said_by(view, before, part), said) != 0)
                before++;
            if (!*said || before < i)
                continue;
            strv_init(&labels, a);
            for (size_t k = i; k < view->series_count; k++)
                if (strcmp(said_by(view, k, part), said) == 0)
                    strv_add(&labels, view->frame->series[view->series[k]].label);
            strv_addf(&different, "%s (%s)", said, strv_join(&labels, ", "));
        }
        if (different.len > 1)
            strv_addf(&lines, "%s differs: %s", names[part], strv_join(&different, ", "));
    }
    return lines;
}

struct strv summary_machines(struct arena *a, const struct view *view)
{
    return list_differences(a, view, PART_CPU, PART_COUNTER);
}

struct strv summary_counters(struct arena *a, const struct view *view)
{
    return list_differences(a, view, PART_PYTHON, PARTS);
}
