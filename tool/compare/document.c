#include "compare/document.h"

#include "compare/notes.h"
#include "judge/statistics.h"
#include "text/json.h"

#include <math.h>

static void add_member(struct str *out, const char *name, const char *text)
{
    str_addf(out, ", \"%s\": ", name);
    json_add_string(out, text);
}

static void add_number(struct str *out, const char *name, double number)
{
    str_addf(out, ", \"%s\": ", name);
    json_add_number(out, number);
}

static void add_ratio(struct str *out, double ratio, double low, double high, double p)
{
    add_number(out, "ratio", ratio);
    add_number(out, "low", low);
    add_number(out, "high", high);
    add_number(out, "p", p);
}

static void add_judged(struct str *out, const struct judged *judged, enum metric metric)
{
    add_member(out, "verdict", verdict_word(judged->verdict, metric));
    add_ratio(out, judged->ratio, judged->low, judged->high, judged->p);
    add_number(out, "floor", judged->floor);
    if (judged->rounds_needed)
        str_addf(out, ", \"rounds_needed\": %zu", judged->rounds_needed);
}

static void add_series(struct str *out, const struct view *view)
{
    str_add(out, "  \"series\": [");
    for (size_t i = 0; i < view->series_count; i++) {
        const struct series *s = &view->frame->series[view->series[i]];
        str_addf(out, "%s\n    {\"label\": ", i ? "," : "");
        json_add_string(out, s->label);
        add_member(out, "state", series_state_name(s->state));
        add_member(out, "file", s->path);
        add_member(out, "stage", s->stage);
        add_member(out, "note", s->note);
        str_add(out, ", \"failed\": ");
        json_add_strings(out, &s->failed);
        str_add(out, ",\n     \"machine\": {\"node\": ");
        json_add_string(out, s->machine.node);
        add_member(out, "cpu", s->machine.cpu);
        add_member(out, "python", s->machine.python);
        str_add(out, "}}");
    }
    str_add(out, "],\n");
}

static void add_contrast(struct str *out, const struct view *view)
{
    const struct frame *f = view->frame;
    const struct contrast *c = &view->contrast;
    struct strv absent;
    strv_init(&absent, out->arena);
    str_add(out, "  \"baseline\": ");
    json_add_string(out, c->paired ? f->series[c->baseline].label : NULL);
    str_add(out, ", \"head\": ");
    json_add_string(out, c->paired ? f->series[c->head].label : NULL);
    str_add(out, ",\n  \"new\": ");
    if (c->paired)
        absent = notes_absent(out->arena, f, c->baseline);
    json_add_strings(out, &absent);
    str_add(out, ",\n  \"gone\": ");
    if (c->paired)
        absent = notes_absent(out->arena, f, c->head);
    json_add_strings(out, &absent);
    str_add(out, ",\n");
}

static void begin_place(struct str *out, const struct view *view, size_t column, size_t row,
                        size_t series, bool *first)
{
    const struct frame *f = view->frame;
    str_addf(out, "%s\n    {\"column\": ", *first ? "" : ",");
    *first = false;
    json_add_string(out, column_key(out->arena, &f->columns[column]));
    add_member(out, "id", f->rows[row].id);
    add_member(out, "series", f->series[series].label);
}

static void add_judgements(struct str *out, const struct view *view, size_t column, bool *first)
{
    for (size_t i = 0; i < view->row_count; i++) {
        for (size_t k = 0; k < view->series_count; k++) {
            struct judged judged =
                verdicts_at(view->judged, column, view->rows[i], view->series[k]);
            if (judged.verdict == VERDICT_NONE)
                continue;
            begin_place(out, view, column, view->rows[i], view->series[k], first);
            add_judged(out, &judged, view->frame->columns[column].metric);
            str_add(out, "}");
        }
    }
}

static void add_steps(struct str *out, const struct view *view, size_t column, bool *first)
{
    for (size_t i = 0; i < view->row_count; i++) {
        struct steps steps = verdicts_steps(view->judged, column, view->rows[i]);
        for (size_t k = 0; k < steps.count; k++) {
            const struct step *s = &steps.items[k];
            begin_place(out, view, column, view->rows[i], s->series, first);
            add_ratio(out, s->ratio, s->low, s->high, s->p);
            str_add(out, "}");
        }
    }
}

/* What is said of every value that was judged, and the steps. */
static void add_judged_values(struct str *out, const struct view *view)
{
    bool first = true;
    str_add(out, "  \"judgements\": [");
    for (size_t i = 0; i < view->column_count; i++)
        if (!view_is_repeated(view, i))
            add_judgements(out, view, view->columns[i], &first);
    str_add(out, "],\n  \"steps\": [");
    first = true;
    for (size_t i = 0; i < view->column_count; i++)
        if (!view_is_repeated(view, i))
            add_steps(out, view, view->columns[i], &first);
    str_add(out, "],\n");
}

static void add_verdicts(struct str *out, const struct document *d)
{
    const struct frame *f = d->view->frame;
    str_add(out, "  \"verdicts\": [");
    for (size_t i = 0; i < d->summary_count; i++) {
        const struct summary *m = &d->summaries[i];
        str_addf(out, "%s\n    {\"column\": ", i ? "," : "");
        json_add_string(out, column_key(out->arena, &f->columns[m->column]));
        add_number(out, "limit_percent", m->is_judged ? NAN : m->limit);
        str_addf(out, ", \"better\": %zu, \"worse\": %zu, \"unchanged\": %zu", m->better, m->worse,
                 m->unchanged);
        if (m->is_judged)
            str_addf(out, ", \"unclear\": %zu, \"unjudged\": %zu", m->unclear, m->unjudged);
        str_add(out, ", \"worst\": ");
        if (m->worse) {
            str_add(out, "{\"id\": ");
            json_add_string(out, f->rows[m->worst].id);
            add_number(out, "percent", m->percent);
            add_member(out, "since", f->series[m->since].label);
            if (m->is_judged)
                add_ratio(out, m->step.ratio, m->step.low, m->step.high, m->step.p);
            str_add(out, "}");
        } else {
            str_add(out, "null");
        }
        str_add(out, "}");
    }
    str_add(out, "],\n");
}

static void add_regressions(struct str *out, const struct document *d, const char *name,
                            const struct regression *list, size_t count)
{
    str_addf(out, "\"%s\": [", name);
    for (size_t i = 0; i < count; i++) {
        const struct regression *r = &list[i];
        str_addf(out, "%s\n    {\"rule\": ", i ? "," : "");
        json_add_string(out, r->rule->text);
        add_member(out, "id", d->view->frame->rows[r->row].id);
        add_number(out, "base", r->base);
        add_number(out, "head", r->head);
        add_number(out, "percent", statistics_percent(r->base, r->head));
        if (r->judged.verdict != VERDICT_NONE)
            add_judged(out, &r->judged, r->rule->column.metric);
        str_add(out, "}");
    }
    str_add(out, "]");
}

static void add_gate(struct str *out, const struct document *d)
{
    str_add(out, "  \"gate\": ");
    if (!d->gate) {
        str_add(out, "null,\n");
        return;
    }
    str_add(out, "{");
    add_regressions(out, d, "regressions", d->gate->regressions, d->gate->count);
    if (d->view->judged || d->gate->unclear_count) {
        str_add(out, ", ");
        add_regressions(out, d, "unclear", d->gate->unclear, d->gate->unclear_count);
    }
    str_add(out, "},\n");
}

static void add_notes(struct str *out, const struct document *d)
{
    str_add(out, "  \"notes\": [");
    for (size_t i = 0; i < d->report->note_count; i++) {
        str_add(out, i ? ", " : "");
        json_add_string(out, d->report->notes[i].text);
    }
    str_add(out, "],\n  \"warnings\": ");
    json_add_strings(out, d->warnings);
    str_add(out, "\n");
}

void document_write(struct str *out, const struct document *document)
{
    static const char *const layouts[] = {"matrix", "runs", "diff"};
    struct json j;
    str_addf(out, "{\"benchmem_compare\": %d,\n", DOCUMENT_VERSION);
    str_addf(out, "  \"layout\": \"%s\",\n", layouts[document->view->layout]);
    add_series(out, document->view);
    add_contrast(out, document->view);
    add_verdicts(out, document);
    if (document->view->judged)
        add_judged_values(out, document->view);
    add_gate(out, document);
    str_add(out, "  ");
    json_init(&j, out);
    report_write_json(&j, "tables", document->report, 2);
    str_add(out, ",\n");
    add_notes(out, document);
    str_add(out, "}\n");
}
