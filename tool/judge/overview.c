#include "judge/overview.h"

#include "judge/verdict_text.h"
#include "text/unit.h"
#include "text/width.h"

#include <math.h>

const char *overview_name(struct arena *a, const char *name)
{
    enum { WIDEST = 72 };
    return text_elide(a, text_visible(a, name), WIDEST);
}

const char *overview_against(struct arena *a, const struct frame *frame,
                             const struct contrast *contrast, const struct change *change)
{
    return change->reference == contrast->baseline
               ? ""
               : arena_printf(a, " vs %s", frame->series[change->reference].label);
}

static void add_line(struct overview *o, const char *text, enum verdict verdict, size_t row)
{
    o->lines = arena_more(o->arena, o->lines, o->count, &o->cap, sizeof *o->lines);
    o->lines[o->count++] = (struct overview_line){text, verdict, row};
}

struct overview overview_begin(struct arena *a, const struct frame *frame,
                               const struct contrast *contrast)
{
    struct overview o = {.arena = a, .frame = frame, .contrast = contrast};
    add_line(&o,
             arena_printf(a, "%s vs %s", frame->series[contrast->head].label,
                          frame->series[contrast->baseline].label),
             VERDICT_NONE, 0);
    return o;
}

static void add_count(struct strv *parts, size_t count, const char *what)
{
    if (count)
        strv_addf(parts, "%zu %s", count, what);
}

/* "2 slower, 3 faster", of what is held against a later version than the baseline. */
static const char *later_changes(struct arena *a, const struct changes *changes, enum metric metric)
{
    const size_t *counts = changes->later.counts;
    struct strv parts = strv_new(a);
    add_count(&parts, counts[VERDICT_MORE], verdict_word(VERDICT_MORE, metric));
    add_count(&parts, counts[VERDICT_LESS], verdict_word(VERDICT_LESS, metric));
    add_count(&parts, counts[VERDICT_UNCLEAR], "unclear");
    return parts.len ? arena_printf(a, " (%s)", strv_join(&parts, ", ")) : "";
}

static const char *counts_line(struct arena *a, const struct changes *changes, enum metric metric,
                               const char *head)
{
    const size_t *own = changes->own.counts;
    size_t later = 0, compared = 0;
    struct strv parts = strv_new(a);
    for (int v = 0; v < VERDICT_COUNT; v++) {
        later += changes->later.counts[v];
        compared += own[v] + changes->later.counts[v];
    }
    if (!compared && !changes->added)
        return arena_printf(a, "not measured in %s", head);
    strv_addf(&parts, "%zu %s", own[VERDICT_LESS], verdict_word(VERDICT_LESS, metric));
    strv_addf(&parts, "%zu %s", own[VERDICT_MORE], verdict_word(VERDICT_MORE, metric));
    strv_addf(&parts, "%zu the same%s", own[VERDICT_SAME],
              changes->limit > 0 ? arena_printf(a, " (within %.0f%%)", changes->limit) : "");
    add_count(&parts, own[VERDICT_UNCLEAR], "unclear");
    add_count(&parts, own[VERDICT_NONE], "of too few processes");
    if (later)
        strv_addf(&parts, "%zu against a later version%s", later,
                  later_changes(a, changes, metric));
    add_count(&parts, changes->added, "new");
    add_count(&parts, changes->gone, "gone");
    if (changes->doubtful)
        strv_addf(&parts, "%zu moved by the same instructions", changes->doubtful);
    if (!isnan(changes->mean))
        strv_addf(&parts, "geometric mean %s", unit_format_ratio(a, changes->mean, 2));
    return strv_join(&parts, " · ");
}

/* " (+19.4% to +20.5%)", where processes say so. */
static const char *interval_of(struct arena *a, struct judged judged)
{
    bool known = judged.verdict != VERDICT_NONE && judged.low < judged.high;
    const char *interval = known ? verdict_interval(a, judged.low, judged.high) : "";
    return *interval ? arena_printf(a, " (%s)", interval) : "";
}

/* "    slower: test_slow +20.0% (+19.4% to +20.5%) since 2.0" */
static const char *change_line(const struct overview *o, const struct change *change,
                               const struct judged *judged, enum metric metric)
{
    struct arena *a = o->arena;
    return arena_printf(a, "    %s: %s %s%s%s since %s%s", verdict_word(change->verdict, metric),
                        overview_name(a, o->frame->rows[change->row].short_name),
                        unit_format_percent(a, change->percent),
                        overview_against(a, o->frame, o->contrast, change), interval_of(a, *judged),
                        o->frame->series[change->since].label,
                        change->doubtful ? "; " DOUBT_REASON : "");
}

void overview_add(struct overview *overview, const struct changes *changes, const char *title)
{
    enum { MOST = 3 };
    static const enum verdict shown[] = {VERDICT_MORE, VERDICT_LESS};
    struct overview *o = overview;
    enum metric metric = o->frame->columns[changes->column].metric;
    const char *head = o->frame->series[o->contrast->head].label;
    add_line(
        o, arena_printf(o->arena, "  %s: %s", title, counts_line(o->arena, changes, metric, head)),
        VERDICT_NONE, 0);
    for (size_t k = 0; k < sizeof shown / sizeof *shown; k++) {
        size_t count;
        const size_t *rows = changes_largest(o->arena, changes, shown[k], &count);
        for (size_t i = 0; i < count && i < MOST; i++) {
            const struct change *change = &changes->rows[rows[i]];
            struct judged judged = verdicts_at(changes->judged.table, changes->judged.column,
                                               change->row, o->contrast->head);
            add_line(o, change_line(o, change, &judged, metric), shown[k], rows[i]);
        }
    }
}
