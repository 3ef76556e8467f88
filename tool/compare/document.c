#include "compare/document.h"

#include "compare/doubt.h"
#include "compare/notes.h"
#include "judge/statistics.h"
#include "text/json.h"

#include <math.h>

static void add_ratio(struct json *j, double ratio, double low, double high, double p)
{
    json_number(j, "ratio", ratio);
    json_number(j, "low", low);
    json_number(j, "high", high);
    json_number(j, "p", p);
}

static void add_judged(struct json *j, const struct judged *judged, enum metric metric)
{
    json_string(j, "verdict", verdict_word(judged->verdict, metric));
    add_ratio(j, judged->ratio, judged->low, judged->high, judged->p);
    json_number(j, "floor", judged->floor);
    if (judged->rounds_needed)
        json_count(j, "rounds_needed", judged->rounds_needed);
}

static void add_counter(struct json *j, const struct counter *counter)
{
    if (!counter_said(counter))
        return;
    json_begin_object(j, "counted", JSON_SPACED);
    for (int i = 0; i < COUNTER_PARTS; i++)
        json_string(j, counter_part_name((enum counter_part)i), counter->parts[i]);
    json_end(j);
}

/* The ids; the same with their reasons; the reasons told together. */
static void add_failed(struct json *j, const struct failures *failed)
{
    struct strv lines = failures_lines(j->out->arena, failed);
    json_begin_list(j, "failed", JSON_SPACED);
    for (size_t i = 0; i < failed->len; i++)
        json_string(j, NULL, failed->items[i].id);
    json_end(j);
    if (!failed->len)
        return;
    failures_print(j, "failed_tests", JSON_SPACED, failed);
    json_strings(j, "reasons", &lines);
}

static void add_series(struct json *j, const struct view *view)
{
    json_begin_list(j, "series", JSON_INDENTED);
    for (size_t i = 0; i < view->series_count; i++) {
        const struct series *s = &view->frame->series[view->series[i]];
        json_begin_object(j, NULL, JSON_SPACED);
        json_string(j, "label", s->label);
        json_string(j, "state", series_state_name(s->state));
        json_string(j, "file", s->path);
        json_string(j, "stage", s->stage);
        json_string(j, "note", s->note);
        json_string(j, "reused", s->reused);
        json_string(j, "counts_reused", s->counts_reused);
        add_failed(j, &s->failed);
        json_begin_object(j, "machine", JSON_SPACED);
        json_string(j, "node", s->machine.node);
        json_string(j, "cpu", s->machine.cpu);
        json_string(j, "python", s->machine.python);
        json_end(j);
        add_counter(j, &s->counter);
        json_end(j);
    }
    json_end(j);
}

static void add_contrast(struct json *j, const struct view *view)
{
    const struct frame *f = view->frame;
    const struct contrast *c = &view->contrast;
    struct arena *a = j->out->arena;
    struct strv added = strv_new(a), gone = strv_new(a);
    if (c->paired) {
        added = notes_absent(a, f, c->baseline);
        gone = notes_absent(a, f, c->head);
    }
    json_string(j, "baseline", c->paired ? f->series[c->baseline].label : NULL);
    json_string(j, "head", c->paired ? f->series[c->head].label : NULL);
    json_strings(j, "new", &added);
    json_strings(j, "gone", &gone);
}

static void begin_place(struct json *j, const struct view *view, size_t column, size_t row,
                        size_t series)
{
    const struct frame *f = view->frame;
    json_begin_object(j, NULL, JSON_SPACED);
    json_string(j, "column", column_key(j->out->arena, &f->columns[column]));
    json_string(j, "id", f->rows[row].id);
    json_string(j, "series", f->series[series].label);
}

static void add_row_judged(struct json *j, const struct view *view, size_t column, size_t row)
{
    for (size_t k = 0; k < view->series_count; k++) {
        struct judged judged = verdicts_at(view->judged, column, row, view->series[k]);
        if (judged.verdict == VERDICT_NONE)
            continue;
        begin_place(j, view, column, row, view->series[k]);
        add_judged(j, &judged, view->frame->columns[column].metric);
        json_end(j);
    }
}

static void add_row_steps(struct json *j, const struct view *view, size_t column, size_t row)
{
    struct steps steps = verdicts_steps(view->judged, column, row);
    for (size_t k = 0; k < steps.count; k++) {
        const struct step *s = &steps.items[k];
        begin_place(j, view, column, row, s->series);
        add_ratio(j, s->ratio, s->low, s->high, s->p);
        json_end(j);
    }
}

static void add_row_doubts(struct json *j, const struct view *view, size_t column, size_t row)
{
    for (size_t k = 0; k < view->series_count; k++) {
        if (!doubt_at(view, column, row, view->series[k]))
            continue;
        begin_place(j, view, column, row, view->series[k]);
        json_end(j);
    }
}

/* A list of what ADD says of the rows, column by column. */
static void add_rows(struct json *j, const char *name, const struct view *view,
                     void (*add)(struct json *, const struct view *, size_t column, size_t row))
{
    json_begin_list(j, name, JSON_INDENTED);
    for (size_t c = 0; c < view->column_count; c++)
        for (size_t i = 0; i < view->row_count && !view_is_repeated(view, c); i++)
            add(j, view, view->columns[c], view->rows[i]);
    json_end(j);
}

static void add_worst(struct json *j, const struct view *view, const struct changes *changes)
{
    const struct frame *f = view->frame;
    size_t count, head = view->contrast.head;
    const size_t *largest = changes_largest(j->out->arena, changes, VERDICT_MORE, &count);
    if (!count) {
        json_null(j, "worst");
        return;
    }
    const struct change *change = &changes->rows[largest[0]];
    const struct judged judged = verdicts_at(view->judged, changes->column, change->row, head);
    json_begin_object(j, "worst", JSON_SPACED);
    json_string(j, "id", f->rows[change->row].id);
    json_number(j, "percent", change->percent);
    json_string(j, "against", f->series[change->reference].label);
    json_string(j, "since", f->series[change->since].label);
    if (change->step)
        add_ratio(j, change->step->ratio, change->step->low, change->step->high, change->step->p);
    else if (changes->is_judged)
        add_ratio(j, judged.ratio, judged.low, judged.high, judged.p);
    json_end(j);
}

static void add_tally(struct json *j, const struct tally *tally, bool judged)
{
    json_count(j, "better", tally->counts[VERDICT_LESS]);
    json_count(j, "worse", tally->counts[VERDICT_MORE]);
    json_count(j, "unchanged", tally->counts[VERDICT_SAME]);
    if (judged) {
        json_count(j, "unclear", tally->counts[VERDICT_UNCLEAR]);
        json_count(j, "unjudged", tally->counts[VERDICT_NONE]);
    }
}

static void add_verdicts(struct json *j, const struct view *view)
{
    json_begin_list(j, "verdicts", JSON_INDENTED);
    for (size_t i = 0; i < view->column_count && view->contrast.paired; i++) {
        const struct changes *changes = &view->changes[i];
        if (!view_is_headline(view, i))
            continue;
        json_begin_object(j, NULL, JSON_SPACED);
        json_string(j, "column", column_key(j->out->arena, &view->frame->columns[changes->column]));
        json_number(j, "limit_percent", changes->is_judged ? NAN : changes->limit);
        add_tally(j, &changes->own, changes->is_judged);
        json_begin_object(j, "later", JSON_SPACED);
        add_tally(j, &changes->later, changes->is_judged);
        json_end(j);
        json_count(j, "new", changes->added);
        json_count(j, "gone", changes->gone);
        json_number(j, "mean", changes->mean);
        add_worst(j, view, changes);
        json_end(j);
    }
    json_end(j);
}

/* The change of each row of the I-th column shown. */
static void add_changes(struct json *j, const struct view *view, size_t i)
{
    const struct frame *f = view->frame;
    size_t column = view->columns[i];
    for (size_t k = 0; k < view->row_count; k++) {
        const struct change *change = &view->changes[i].rows[view->rows[k]];
        if (isnan(change->percent))
            continue;
        begin_place(j, view, column, change->row, view->contrast.head);
        json_string(j, "against", f->series[change->reference].label);
        json_number(j, "percent", change->percent);
        json_string(j, "verdict", verdict_word(change->verdict, f->columns[column].metric));
        if (verdict_is_change(change->verdict))
            json_string(j, "since", f->series[change->since].label);
        json_end(j);
    }
}

static void add_regressions(struct json *j, const struct document *d, const char *name,
                            const struct regression *list, size_t count)
{
    json_begin_list(j, name, JSON_INDENTED);
    for (size_t i = 0; i < count; i++) {
        const struct regression *r = &list[i];
        json_begin_object(j, NULL, JSON_SPACED);
        json_string(j, "rule", r->rule->text);
        json_string(j, "id", d->view->frame->rows[r->row].id);
        json_string(j, "against", d->view->frame->series[r->reference].label);
        json_number(j, "base", r->base);
        json_number(j, "head", r->head);
        json_number(j, "percent", statistics_percent(r->base, r->head));
        if (r->same_work)
            json_bool(j, "same_instructions", true);
        if (r->judged.verdict != VERDICT_NONE)
            add_judged(j, &r->judged, r->rule->column.metric);
        json_end(j);
    }
    json_end(j);
}

static void add_gate(struct json *j, const struct document *d)
{
    if (!d->gate) {
        json_null(j, "gate");
        return;
    }
    json_begin_object(j, "gate", JSON_INDENTED);
    add_regressions(j, d, "regressions", d->gate->regressions, d->gate->count);
    if (d->view->judged || d->gate->unclear_count)
        add_regressions(j, d, "unclear", d->gate->unclear, d->gate->unclear_count);
    json_end(j);
}

static void add_notes(struct json *j, const char *name, const struct report *report, bool overview)
{
    json_begin_list(j, name, JSON_SPACED);
    for (size_t i = 0; i < report->note_count; i++)
        if ((report->notes[i].place == NOTE_OVERVIEW) == overview)
            json_string(j, NULL, report->notes[i].text);
    json_end(j);
}

void document_write(struct str *out, const struct document *document)
{
    static const char *const layouts[] = {"matrix", "runs", "diff"};
    const struct view *view = document->view;
    const struct report *report = document->report;
    struct json j = json_new(out);
    json_begin_object(&j, NULL, JSON_INDENTED);
    json_integer(&j, "benchmem_compare", DOCUMENT_VERSION);
    json_string(&j, "layout", layouts[view->layout]);
    add_series(&j, view);
    add_contrast(&j, view);
    add_verdicts(&j, view);
    json_begin_list(&j, "changes", JSON_INDENTED);
    for (size_t i = 0; i < view->column_count && view->contrast.paired; i++)
        if (view_is_headline(view, i))
            add_changes(&j, view, i);
    json_end(&j);
    if (view->judged) {
        add_rows(&j, "judgements", view, add_row_judged);
        add_rows(&j, "steps", view, add_row_steps);
    }
    if (doubt_can(view))
        add_rows(&j, "doubts", view, add_row_doubts);
    add_gate(&j, document);
    report_write_json(&j, "tables", report);
    add_notes(&j, "overview", report, true);
    add_notes(&j, "notes", report, false);
    json_strings(&j, "warnings", document->warnings);
    json_end(&j);
    str_addc(out, '\n');
}
