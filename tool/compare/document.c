#include "compare/document.h"

#include "compare/notes.h"
#include "compare/statistics.h"
#include "text/json.h"

static const char *state_name(enum series_state state)
{
    static const char *const names[] = {[SERIES_PLAIN] = "plain",
                                        [SERIES_OK] = "ok",
                                        [SERIES_PARTIAL] = "partial",
                                        [SERIES_FAILED] = "failed",
                                        [SERIES_UNAVAILABLE] = "unavailable",
                                        [SERIES_ABSENT] = "absent"};
    return names[state];
}

static void add_member(struct str *out, const char *name, const char *text)
{
    str_addf(out, ", \"%s\": ", name);
    json_add_string(out, text);
}

static void add_series(struct str *out, const struct view *view)
{
    str_add(out, "  \"series\": [");
    for (size_t i = 0; i < view->series_count; i++) {
        const struct series *s = &view->frame->series[view->series[i]];
        str_addf(out, "%s\n    {\"label\": ", i ? "," : "");
        json_add_string(out, s->label);
        add_member(out, "state", state_name(s->state));
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

static void add_verdicts(struct str *out, const struct document *d)
{
    const struct frame *f = d->view->frame;
    str_add(out, "  \"verdicts\": [");
    for (size_t i = 0; i < d->verdict_count; i++) {
        const struct verdict *v = &d->verdicts[i];
        str_addf(out, "%s\n    {\"column\": ", i ? "," : "");
        json_add_string(out, column_key(out->arena, &f->columns[v->column]));
        str_add(out, ", \"limit_percent\": ");
        json_add_number(out, v->limit);
        str_addf(out,
                 ", \"better\": %zu, \"worse\": %zu, \"unchanged\": %zu, \"worst\": ", v->better,
                 v->worse, v->unchanged);
        if (v->worse) {
            str_add(out, "{\"id\": ");
            json_add_string(out, f->rows[v->worst].id);
            str_add(out, ", \"percent\": ");
            json_add_number(out, v->percent);
            add_member(out, "since", f->series[v->since].label);
            str_add(out, "}");
        } else {
            str_add(out, "null");
        }
        str_add(out, "}");
    }
    str_add(out, "],\n");
}

static void add_gate(struct str *out, const struct document *d)
{
    str_add(out, "  \"gate\": ");
    if (!d->gate) {
        str_add(out, "null,\n");
        return;
    }
    str_add(out, "{\"regressions\": [");
    for (size_t i = 0; i < d->gate->count; i++) {
        const struct regression *r = &d->gate->regressions[i];
        str_addf(out, "%s\n    {\"rule\": ", i ? "," : "");
        json_add_string(out, r->rule->text);
        add_member(out, "id", d->view->frame->rows[r->row].id);
        str_add(out, ", \"base\": ");
        json_add_number(out, r->base);
        str_add(out, ", \"head\": ");
        json_add_number(out, r->head);
        str_add(out, ", \"percent\": ");
        json_add_number(out, statistics_percent(r->base, r->head));
        str_add(out, "}");
    }
    str_add(out, "]},\n");
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
    str_addf(out, "{\"benchmem_compare\": %d,\n", DOCUMENT_VERSION);
    str_addf(out, "  \"layout\": \"%s\",\n", layouts[document->view->layout]);
    add_series(out, document->view);
    add_contrast(out, document->view);
    add_verdicts(out, document);
    add_gate(out, document);
    str_add(out, "  \"tables\": ");
    report_write_json(out, document->report, 2);
    str_add(out, ",\n");
    add_notes(out, document);
    str_add(out, "}\n");
}
