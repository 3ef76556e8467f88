#include "compare/notes.h"

#include "compare/cell.h"
#include "compare/doubt.h"
#include "judge/overview.h"

#include <math.h>

/* How many names a note lists before it only counts; a single one more is listed as well. */
enum { LISTED_MOST = 3 };

static bool lists_all(const struct strv *names)
{
    return names->len <= LISTED_MOST + 1;
}

/* How many reasons of a version's failures. */
enum { REASONS_MOST = 10 };

/* The first few of the names, and how many more there are. */
static const char *list(struct arena *a, const struct strv *names)
{
    struct strv few = strv_new(a);
    for (size_t i = 0; i < names->len && (i < LISTED_MOST || lists_all(names)); i++)
        strv_add(&few, overview_name(a, names->items[i]));
    if (!lists_all(names))
        strv_addf(&few, "and %zu more", names->len - LISTED_MOST);
    return strv_join(&few, ", ");
}

/* Its reasons, a note each. */
static void note_partial(struct report *report, const struct series *s)
{
    const char *state = series_state_name(s->state);
    struct strv lines = failures_lines(report->arena, &s->failed);
    for (size_t i = 0; i < lines.len && i < REASONS_MOST; i++)
        report_note(report, TONE_PLAIN, "%s: %s: %s", s->label, state, lines.items[i]);
    if (lines.len > REASONS_MOST)
        report_note(report, TONE_PLAIN, "%s: %s: and %zu more reasons", s->label, state,
                    lines.len - REASONS_MOST);
    if (!failures_explained(&s->failed) && (s->note || !lines.len))
        report_note(report, TONE_PLAIN, "%s: %s%s%s", s->label, state, s->note ? ": " : "",
                    s->note ? s->note : "");
}

static void note_state(struct report *report, const struct series *s)
{
    const char *lack = series_lack(report->arena, s);
    if (lack)
        report_note(report, TONE_PLAIN, "%s: %s", s->label, lack);
    else if (s->state == SERIES_PARTIAL)
        note_partial(report, s);
}

/* Whether a value in the tables has the mark before it. */
static bool has_mark(const struct report *report, const char *mark)
{
    for (size_t i = 0; i < report->table_count; i++) {
        const struct table *t = &report->tables[i];
        for (size_t r = 0; r < t->row_count; r++)
            for (size_t c = 0; c < t->column_count; c++)
                if (!isnan(t->rows[r].cells[c].number) &&
                    str_starts(t->rows[r].cells[c].text, mark))
                    return true;
    }
    return false;
}

void notes_add_marks(struct report *report, const char *baseline)
{
    const char *unclear = cell_mark(VERDICT_UNCLEAR), *same = cell_mark(VERDICT_SAME);
    bool has_unclear = has_mark(report, unclear), has_same = has_mark(report, same);
    struct strv parts = strv_new(report->arena);
    if (has_unclear)
        strv_addf(&parts, "%s may or may not differ from %s", unclear, baseline);
    if (has_same)
        strv_addf(&parts, "%s is within noise of %s", same, has_unclear ? "it" : baseline);
    if (has_mark(report, DOUBT_MARK))
        strv_addf(&parts, "%s moved by %s", DOUBT_MARK, DOUBT_REASON);
    if (parts.len)
        report_note(report, TONE_PLAIN, "%s", strv_join(&parts, ", "));
}

struct strv notes_absent(struct arena *a, const struct frame *frame, size_t series)
{
    struct strv names = strv_new(a);
    for (size_t r = 0; r < frame->row_count; r++)
        if (!frame->measured[r * frame->series_count + series] && !frame_failed(frame, r, series))
            strv_add(&names, frame->rows[r].short_name);
    return names;
}

static void note_absent(struct report *report, const struct frame *frame, size_t series,
                        const char *what)
{
    const struct series *s = &frame->series[series];
    struct strv names = notes_absent(report->arena, frame, series);
    if (s->path && names.len)
        report_note(report, TONE_PLAIN, "%s, not in %s: %s%s", what, s->label,
                    lists_all(&names) ? ""
                                      : arena_printf(report->arena, "%zu benchmarks: ", names.len),
                    list(report->arena, &names));
}

void notes_add(struct report *report, const struct frame *frame, const struct contrast *contrast)
{
    for (size_t i = 0; i < frame->series_count; i++)
        note_state(report, &frame->series[i]);
    if (!contrast->paired)
        return;
    note_absent(report, frame, contrast->baseline, "new");
    note_absent(report, frame, contrast->head, "gone");
}
