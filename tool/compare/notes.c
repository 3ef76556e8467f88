#include "compare/notes.h"

#include "compare/mark.h"

#include "text/width.h"

/* How many names a note lists before it only counts. */
enum { LISTED_MOST = 40 };

const char *notes_name(struct arena *a, const char *name)
{
    enum { WIDEST = 72 };
    return text_elide(a, text_visible(a, name), WIDEST);
}

/* The first few of the names, and how many more there are. */
static const char *list(struct arena *a, const struct strv *names)
{
    struct strv few;
    strv_init(&few, a);
    for (size_t i = 0; i < names->len && i < LISTED_MOST; i++)
        strv_add(&few, notes_name(a, names->items[i]));
    if (names->len > LISTED_MOST)
        strv_addf(&few, "and %zu more", names->len - LISTED_MOST);
    return strv_join(&few, ", ");
}

static void note_state(struct report *report, const struct series *s)
{
    struct arena *a = report->arena;
    const char *why = s->note ? arena_printf(a, ": %s", s->note) : "";
    const char *at = s->stage ? arena_printf(a, " at %s", s->stage) : "";
    switch (s->state) {
    case SERIES_PARTIAL:
        report_note(report, TONE_PLAIN, "%s: partial: %zu test%s failed%s%s", s->label,
                    s->failed.len, s->failed.len == 1 ? "" : "s", s->failed.len ? ": " : "",
                    list(a, &s->failed));
        break;
    case SERIES_FAILED:
        report_note(report, TONE_PLAIN, "%s: failed%s", s->label, why);
        break;
    case SERIES_UNAVAILABLE:
        report_note(report, TONE_PLAIN, "%s: unavailable%s%s", s->label, at, why);
        break;
    case SERIES_ABSENT:
        report_note(report, TONE_PLAIN, "%s: not in this run%s", s->label, why);
        break;
    case SERIES_PLAIN:
    case SERIES_OK:
        break;
    }
}

static bool has_verdict(const struct view *view, enum judgement verdict)
{
    for (size_t i = 0; i < view->column_count; i++)
        for (size_t k = 0; k < view->row_count; k++)
            for (size_t s = 0; s < view->series_count; s++)
                if (judgement_of(view->judged, view->columns[i], view->rows[k], view->series[s])
                        .verdict == verdict)
                    return true;
    return false;
}

void notes_add_marks(struct report *report, const struct view *view)
{
    bool unclear = has_verdict(view, JUDGED_UNCLEAR), same = has_verdict(view, JUDGED_SAME);
    const char *baseline = view->frame->series[view->contrast.baseline].label;
    if (!unclear && !same)
        return;
    report_note(report, TONE_PLAIN, "%s%s%s%s%s %s", unclear ? mark_of(JUDGED_UNCLEAR) : "",
                unclear ? " may or may not differ" : "", unclear && same ? ", " : "",
                same ? mark_of(JUDGED_SAME) : "", same ? " does not differ" : "",
                arena_printf(report->arena, "from %s", baseline));
}

struct strv notes_absent(struct arena *a, const struct frame *frame, size_t series)
{
    struct strv names;
    strv_init(&names, a);
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
        report_note(report, TONE_PLAIN, "%s, not in %s: %s", what, s->label,
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
