#include "explain/explain_table.h"

#include "judge/statistics.h"
#include "text/unit.h"

#include <math.h>

enum { COLUMN_FUNCTION, COLUMN_OBJECT, COLUMN_BEFORE, COLUMN_AFTER, COLUMN_CHANGE, COLUMN_SHARE };

static const char missing[] = "—";

static const char *amount(struct arena *a, double instructions)
{
    return unit_format_alone(a, UNIT_LARGE, instructions);
}

static const char *signed_amount(struct arena *a, double instructions)
{
    return arena_printf(a, "%s%s",
                        instructions > 0   ? "+"
                        : instructions < 0 ? "-"
                                           : "",
                        amount(a, fabs(instructions)));
}

static const char *share_text(struct arena *a, const struct difference *d, double change)
{
    double all = d->after - d->before;
    return all != 0 ? arena_printf(a, "%.0f%%", 100 * change / all) : missing;
}

static const char *name_of(const struct difference_part *part)
{
    return part->name ? part->name : "(without symbols)";
}

static void set_change(struct arena *a, struct table_row *row, const struct difference *d,
                       double change)
{
    enum tone tone = change > 0 ? TONE_BAD : change < 0 ? TONE_GOOD : TONE_PLAIN;
    table_set(row, COLUMN_CHANGE, signed_amount(a, change), change, tone);
    table_set(row, COLUMN_SHARE, share_text(a, d, change), NAN, TONE_PLAIN);
}

static void add_part(struct table *table, const struct difference *d,
                     const struct difference_part *part)
{
    struct arena *a = table->arena;
    struct table_row *row = table_row(table, part->name);
    table_set(row, COLUMN_FUNCTION, name_of(part), NAN, TONE_PLAIN);
    table_set(row, COLUMN_OBJECT, part->object, NAN, TONE_PLAIN);
    table_set(row, COLUMN_BEFORE, part->in_before ? amount(a, part->before) : missing, part->before,
              TONE_PLAIN);
    table_set(row, COLUMN_AFTER, part->in_after ? amount(a, part->after) : missing, part->after,
              TONE_PLAIN);
    set_change(a, row, d, part->after - part->before);
}

/* Functions that are not in the table, as one row. */
static void add_others(struct table *table, const struct difference *d, size_t shown)
{
    struct arena *a = table->arena;
    double before = d->before, after = d->after;
    for (size_t i = 0; i < shown; i++) {
        before -= d->parts[i].before;
        after -= d->parts[i].after;
    }
    struct table_row *row = table_row(table, NULL);
    row->rule = true;
    table_set(row, COLUMN_FUNCTION, "all others", NAN, TONE_PLAIN);
    table_set(row, COLUMN_BEFORE, amount(a, before), before, TONE_PLAIN);
    table_set(row, COLUMN_AFTER, amount(a, after), after, TONE_PLAIN);
    set_change(a, row, d, after - before);
}

/* ---- Python functions ---- */

static const char *whole(struct arena *a, double number)
{
    return isnan(number) ? missing
                         : unit_format(a, UNIT_COUNT, unit_scale_for(UNIT_COUNT, NULL, 0), number);
}

static const char *signed_whole(struct arena *a, double number)
{
    return arena_printf(a, "%s%s", number > 0 ? "+" : "", whole(a, number));
}

static bool has_bytecodes(const struct difference *d)
{
    for (size_t i = 0; i < d->python_count; i++)
        if (isnan(d->python[i].bytecodes[0] + d->python[i].bytecodes[1]))
            return false;
    return true;
}

static void add_python_row(struct table *table, const struct difference_python *p, bool bytecodes)
{
    struct arena *a = table->arena;
    struct table_row *row = table_row(table, p->name);
    const double *shown = bytecodes ? p->bytecodes : p->calls;
    double change = shown[1] - shown[0];
    size_t at = 0;
    table_set(row, at++, p->name, NAN, TONE_PLAIN);
    table_set(row, at++,
              *p->file ? arena_printf(a, "%s:%.0f", p->file, p->line) : "(generated code)", NAN,
              TONE_PLAIN);
    for (int side = 0; bytecodes && side < 2; side++)
        table_set(row, at++, whole(a, p->bytecodes[side]), p->bytecodes[side], TONE_PLAIN);
    for (int side = 0; side < 2; side++)
        table_set(row, at++, whole(a, p->calls[side]), p->calls[side], TONE_PLAIN);
    table_set(row, at, signed_whole(a, change), change,
              change > 0   ? TONE_BAD
              : change < 0 ? TONE_GOOD
                           : TONE_PLAIN);
}

/* The Python functions that changed. */
static void add_python(struct report *report, const struct explanation *e, size_t top)
{
    struct arena *a = report->arena;
    const struct difference *d = &e->difference;
    const char *const sides[] = {e->from, e->to};
    bool bytecodes = has_bytecodes(d);
    if (d->python_count && difference_python_change(&d->python[0]) == 0)
        report_note(report, TONE_PLAIN,
                    "%s: the Python functions that a call runs are the same in %s and %s, as often "
                    "called%s",
                    e->name, e->from, e->to, bytecodes ? " and as long" : "");
    if (!d->python_count || difference_python_change(&d->python[0]) == 0)
        return;
    struct table *table =
        report_table(report, arena_printf(a, "%s: Python functions in one call, %s → %s", e->name,
                                          e->from, e->to));
    struct table_column *name = table_column(table, "function", ALIGN_LEFT);
    name->key = name->elastic = true;
    table_column(table, "at", ALIGN_LEFT)->elastic = true;
    for (int side = 0; bytecodes && side < 2; side++)
        table_column(table, arena_printf(a, "bytecodes %s", sides[side]), ALIGN_RIGHT);
    for (int side = 0; side < 2; side++)
        table_column(table, arena_printf(a, "calls %s", sides[side]), ALIGN_RIGHT);
    table_column(table, "change", ALIGN_RIGHT);
    for (size_t i = 0; i < d->python_count && i < top; i++)
        if (difference_python_change(&d->python[i]) != 0)
            add_python_row(table, &d->python[i], bytecodes);
}

static size_t shown_of(const struct difference *d, size_t top)
{
    return d->part_count < top ? d->part_count : top;
}

void explain_add_table(struct report *report, const struct explanation *e, size_t top)
{
    struct arena *a = report->arena;
    const struct difference *d = &e->difference;
    size_t shown = shown_of(d, top);
    bool nameless = false;
    struct table *table = report_table(
        report, arena_printf(a, "%s: %s → %s instructions (%s), %s → %s", e->name,
                             amount(a, d->before), amount(a, d->after),
                             unit_format_percent(a, statistics_percent(d->before, d->after)),
                             e->from, e->to));
    struct table_column *name = table_column(table, "function", ALIGN_LEFT);
    name->key = name->elastic = true;
    table_column(table, "in", ALIGN_LEFT)->elastic = true;
    table_column(table, e->from, ALIGN_RIGHT);
    table_column(table, e->to, ALIGN_RIGHT);
    table_column(table, "change", ALIGN_RIGHT);
    table_column(table, "share", ALIGN_RIGHT);
    for (size_t i = 0; i < shown; i++) {
        add_part(table, d, &d->parts[i]);
        nameless = nameless || !d->parts[i].name;
    }
    add_others(table, d, shown);
    add_python(report, e, top);
    if (nameless)
        report_note(report, TONE_PLAIN,
                    "a library without symbols is one row: which of its functions it was can be "
                    "told if it is built without being stripped");
}

void explain_add_json(struct json *j, const struct explanation *e, size_t top)
{
    const struct difference *d = &e->difference;
    json_begin_object(j, NULL, JSON_INDENTED);
    json_string(j, "id", e->id);
    json_string(j, "metric", "instructions");
    json_string(j, "from", e->from);
    json_string(j, "to", e->to);
    json_number(j, "before", d->before);
    json_number(j, "after", d->after);
    json_begin_list(j, "functions", JSON_INDENTED);
    for (size_t i = 0; i < shown_of(d, top); i++) {
        const struct difference_part *part = &d->parts[i];
        json_begin_object(j, NULL, JSON_SPACED);
        json_string(j, "object", part->object);
        json_string(j, "function", part->name);
        json_number(j, "before", part->in_before ? part->before : NAN);
        json_number(j, "after", part->in_after ? part->after : NAN);
        json_number(j, "change", part->after - part->before);
        json_number(j, "share_percent", difference_share(d, part));
        json_end(j);
    }
    json_end(j);
    json_begin_list(j, "python", JSON_INDENTED);
    for (size_t i = 0; i < d->python_count && i < top; i++) {
        const struct difference_python *p = &d->python[i];
        json_begin_object(j, NULL, JSON_SPACED);
        json_string(j, "file", p->file);
        json_number(j, "line", p->line);
        json_string(j, "function", p->name);
        json_number(j, "calls_before", p->calls[0]);
        json_number(j, "calls_after", p->calls[1]);
        json_number(j, "bytecodes_before", p->bytecodes[0]);
        json_number(j, "bytecodes_after", p->bytecodes[1]);
        json_end(j);
    }
    json_end(j);
    json_end(j);
}

void explain_add_lines(struct strv *lines, const struct difference *difference, size_t most)
{
    struct arena *a = lines->arena;
    double all = difference->after - difference->before;
    for (size_t i = 0; i < difference->part_count && most > 0; i++) {
        const struct difference_part *part = &difference->parts[i];
        double change = part->after - part->before;
        if (!(change * all > 0))
            continue;
        strv_addf(lines, "%s (%s) %s: %s", signed_amount(a, change),
                  share_text(a, difference, change), part->object, name_of(part));
        most--;
    }
}
