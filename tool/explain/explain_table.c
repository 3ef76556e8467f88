#include "explain/explain_table.h"

#include "judge/statistics.h"
#include "text/unit.h"

#include <math.h>

enum {
    COLUMN_FUNCTION,
    COLUMN_PLACE,
    COLUMN_BEFORE,
    COLUMN_AFTER,
    COLUMN_CHANGE,
    COLUMN_SHARE,
    COLUMN_ALLOCATIONS
};

static const char missing[] = "—";

/* Whole below a thousand and in counts: they are exact. */
static const char *amount(struct arena *a, enum metric metric, double value)
{
    enum unit unit = metric_unit(metric);
    return unit_format_alone(a, unit == UNIT_COUNT ? UNIT_LARGE : unit, value);
}

static const char *signed_amount(struct arena *a, enum metric metric, double value)
{
    return arena_printf(a, "%s%s",
                        value > 0   ? "+"
                        : value < 0 ? "-"
                                    : "",
                        amount(a, metric, fabs(value)));
}

static const char *whole(struct arena *a, double number)
{
    return isnan(number) ? missing
                         : unit_format(a, UNIT_COUNT, unit_scale_for(UNIT_COUNT, NULL, 0), number);
}

static const char *share_text(struct arena *a, const struct difference *d, double change)
{
    double all = d->after - d->before;
    /* + 0: never -0. */
    return all != 0 ? arena_printf(a, "%.0f%%", round(100 * change / all) + 0.0) : missing;
}

const char *explain_name(struct arena *a, const struct difference_part *part)
{
    if (part->name)
        return part->name;
    return part->lowest < part->highest
               ? arena_printf(a, "0x%llx to 0x%llx", part->lowest, part->highest)
               : arena_printf(a, "0x%llx", part->lowest);
}

/* The library, or a site's file and line; "" where it has none. */
const char *explain_place(struct arena *a, const struct difference_part *part)
{
    return part->line > 0 ? arena_printf(a, "%s:%.0f", part->object, part->line) : part->object;
}

/* Whether what is told are sites, whose allocations are told beside their bytes. */
static bool tells_allocations(const struct explanation *e)
{
    return metric_unit(e->metric) == UNIT_BYTES;
}

static void set_change(struct arena *a, struct table_row *row, const struct explanation *e,
                       double change)
{
    enum tone tone = change > 0 ? TONE_BAD : change < 0 ? TONE_GOOD : TONE_PLAIN;
    table_set(row, COLUMN_CHANGE, signed_amount(a, e->metric, change), change, tone);
    table_set(row, COLUMN_SHARE, share_text(a, &e->difference, change), NAN, TONE_PLAIN);
}

static void set_amount(struct table_row *row, size_t column, const char *text, double value)
{
    table_set(row, column, text, value, TONE_PLAIN);
}

static void add_part(struct table *table, const struct explanation *e,
                     const struct difference_part *part)
{
    struct arena *a = table->arena;
    const bool in[] = {part->in_before, part->in_after};
    struct table_row *row = table_row(table, part->name);
    table_set(row, COLUMN_FUNCTION, explain_name(a, part), NAN, TONE_PLAIN);
    table_set(row, COLUMN_PLACE, explain_place(a, part), NAN, TONE_PLAIN);
    set_amount(row, COLUMN_BEFORE, in[0] ? amount(a, e->metric, part->before) : missing,
               part->before);
    set_amount(row, COLUMN_AFTER, in[1] ? amount(a, e->metric, part->after) : missing, part->after);
    set_change(a, row, e, part->after - part->before);
    for (size_t side = 0; side < 2 && tells_allocations(e); side++)
        set_amount(row, COLUMN_ALLOCATIONS + side,
                   in[side] ? whole(a, part->allocations[side]) : missing, part->allocations[side]);
}

/* Functions that are not in the table, as one row. */
static void add_others(struct table *table, const struct explanation *e, size_t shown)
{
    struct arena *a = table->arena;
    const struct difference *d = &e->difference;
    double before = d->before, after = d->after;
    for (size_t i = 0; i < shown; i++) {
        before -= d->parts[i].before;
        after -= d->parts[i].after;
    }
    struct table_row *row = table_row(table, NULL);
    row->rule = true;
    table_set(row, COLUMN_FUNCTION, "all others", NAN, TONE_PLAIN);
    set_amount(row, COLUMN_BEFORE, amount(a, e->metric, before), before);
    set_amount(row, COLUMN_AFTER, amount(a, e->metric, after), after);
    set_change(a, row, e, after - before);
}

/* ---- Python functions ---- */

static const char *signed_whole(struct arena *a, double number)
{
    return arena_printf(a, "%s%s", number > 0 ? "+" : "", whole(a, number));
}

/* Where it begins. */
const char *explain_python_place(struct arena *a, const struct difference_python *p)
{
    return *p->file ? arena_printf(a, "%s:%.0f", p->file, p->line) : "(generated code)";
}

static void add_python_row(struct table *table, const struct difference_python *p, bool bytecodes)
{
    struct arena *a = table->arena;
    struct table_row *row = table_row(table, p->name);
    const double *shown = bytecodes ? p->bytecodes : p->calls;
    double change = shown[1] - shown[0];
    size_t at = 0;
    table_set(row, at++, p->name, NAN, TONE_PLAIN);
    table_set(row, at++, explain_python_place(a, p), NAN, TONE_PLAIN);
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
static void add_python(struct report *report, const struct explanation *e, const char *title,
                       size_t top)
{
    struct arena *a = report->arena;
    const struct difference *d = &e->difference;
    const char *const sides[] = {e->from, e->to};
    bool bytecodes = difference_has_bytecodes(d);
    if (!d->python_count || difference_python_change(&d->python[0]) == 0)
        return;
    struct table *table = report_table(report, title);
    struct table_column *name = table_column(table, "Python function", ALIGN_LEFT);
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

/* Up to TOP of those that changed. */
static size_t shown_of(const struct difference *d, size_t top)
{
    size_t count = 0;
    while (count < d->part_count && count < top && d->parts[count].after != d->parts[count].before)
        count++;
    return count;
}

static void add_functions(struct report *report, const struct explanation *e, const char *title,
                          size_t top)
{
    const struct difference *d = &e->difference;
    size_t shown = shown_of(d, top);
    struct arena *a = report->arena;
    struct table *table = report_table(report, title);
    struct table_column *name = table_column(table, "function", ALIGN_LEFT);
    name->key = name->elastic = true;
    table_column(table, e->metric == METRIC_INSTRUCTIONS ? "in" : "at", ALIGN_LEFT)->elastic = true;
    table_column(table, e->from, ALIGN_RIGHT);
    table_column(table, e->to, ALIGN_RIGHT);
    table_column(table, "change", ALIGN_RIGHT);
    table_column(table, "share", ALIGN_RIGHT);
    if (tells_allocations(e)) {
        table_column(table, arena_printf(a, "allocations %s", e->from), ALIGN_RIGHT);
        table_column(table, arena_printf(a, "allocations %s", e->to), ALIGN_RIGHT);
    }
    for (size_t i = 0; i < shown; i++)
        add_part(table, e, &d->parts[i]);
    add_others(table, e, shown);
}

/* What the tables cannot say. */
static void add_notes(struct report *report, const struct explanation *e, size_t top)
{
    const struct difference *d = &e->difference;
    bool nameless = false, called = false;
    for (size_t i = 0; i < shown_of(d, top); i++) {
        nameless = nameless || !d->parts[i].name;
        called = called || str_starts(d->parts[i].object, "libffi");
    }
    if (d->python_count && difference_python_change(&d->python[0]) == 0)
        report_note(report, TONE_PLAIN,
                    "%s: the Python functions that a call runs are the same in %s and %s, as often "
                    "called%s",
                    e->name, e->from, e->to, difference_has_bytecodes(d) ? " and as long" : "");
    if (nameless)
        report_note(report, TONE_PLAIN,
                    "a library without symbols, be it in one version alone, is one row, of the "
                    "addresses where its functions begin; which it was can be told if symbols are "
                    "kept: no strip, no -s "
                    "(pybind11, nanobind: build type RelWithDebInfo, scikit-build-core: "
                    "install.strip=false, Cargo: strip=false)");
    if (called)
        report_note(report, TONE_PLAIN,
                    "libffi: with it is counted what ctypes or cffi call through it");
}

void explain_add_table(struct report *report, const struct explanation *e, size_t top)
{
    struct arena *a = report->arena;
    const struct difference *d = &e->difference;
    const char *title = arena_printf(
        a, "%s: %s → %s %s (%s), %s → %s", e->name, amount(a, e->metric, d->before),
        amount(a, e->metric, d->after), metric_name(e->metric),
        unit_format_percent(a, statistics_percent(d->before, d->after)), e->from, e->to);
    if (difference_is_of_python(d)) {
        add_python(report, e, title, top);
        add_functions(report, e, arena_printf(a, "%s: instructions of native functions", e->name),
                      top);
    } else {
        add_functions(report, e, title, top);
        add_python(report, e, arena_printf(a, "%s: Python functions in one call", e->name), top);
    }
    add_notes(report, e, top);
}

static void add_json_part(struct json *j, const struct explanation *e,
                          const struct difference_part *part)
{
    static const char *const allocations[] = {"allocations_before", "allocations_after"};
    const bool in[] = {part->in_before, part->in_after};
    bool is_site = e->metric != METRIC_INSTRUCTIONS;
    json_begin_object(j, NULL, JSON_SPACED);
    json_string(j, is_site ? "file" : "object", part->object);
    if (is_site)
        json_number(j, "line", part->line > 0 ? part->line : NAN);
    json_string(j, "function", part->name);
    if (!part->name)
        json_string(j, "addresses", explain_name(j->out->arena, part));
    json_number(j, "before", in[0] ? part->before : NAN);
    json_number(j, "after", in[1] ? part->after : NAN);
    json_number(j, "change", part->after - part->before);
    json_number(j, "share_percent", difference_share(&e->difference, part));
    for (size_t side = 0; side < 2 && tells_allocations(e); side++)
        json_number(j, allocations[side], in[side] ? part->allocations[side] : NAN);
    json_end(j);
}

static void add_json_python(struct json *j, const struct difference *d, size_t top)
{
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
}

void explain_add_json(struct json *j, const struct explanation *e, size_t top)
{
    const struct difference *d = &e->difference;
    json_begin_object(j, NULL, JSON_INDENTED);
    json_string(j, "id", e->id);
    json_string(j, "metric", metric_name(e->metric));
    json_string(j, "from", e->from);
    json_string(j, "to", e->to);
    json_number(j, "before", d->before);
    json_number(j, "after", d->after);
    if (e->metric == METRIC_INSTRUCTIONS)
        json_string(j, "first", difference_is_of_python(d) ? "python" : "functions");
    json_begin_list(j, e->metric == METRIC_INSTRUCTIONS ? "functions" : "sites", JSON_INDENTED);
    for (size_t i = 0; i < shown_of(d, top); i++)
        add_json_part(j, e, &d->parts[i]);
    json_end(j);
    if (e->metric == METRIC_INSTRUCTIONS)
        add_json_python(j, d, top);
    json_end(j);
}

/* Up to MOST lines on Python functions; how many these were. */
static size_t add_python_lines(struct strv *lines, const struct difference *d, size_t most)
{
    struct arena *a = lines->arena;
    bool bytecodes = difference_has_bytecodes(d);
    size_t count = 0;
    for (size_t i = 0; i < d->python_count && count < most; i++) {
        const struct difference_python *p = &d->python[i];
        double change = difference_python_change(p);
        if (!(change * (d->after - d->before) > 0))
            continue;
        strv_addf(lines, "%s %s %s: %s, calls %s → %s", signed_whole(a, change),
                  bytecodes ? "bytecodes" : "calls", explain_python_place(a, p), p->name,
                  whole(a, p->calls[0]), whole(a, p->calls[1]));
        count++;
    }
    return count;
}

void explain_add_lines(struct strv *lines, enum metric metric, const struct difference *difference,
                       size_t most)
{
    struct arena *a = lines->arena;
    double all = difference->after - difference->before;
    if (difference_is_of_python(difference))
        most -= add_python_lines(lines, difference, most);
    for (size_t i = 0; i < difference->part_count && most > 0; i++) {
        const struct difference_part *part = &difference->parts[i];
        double change = part->after - part->before;
        if (!(change * all > 0))
            continue;
        const char *place = explain_place(a, part);
        strv_addf(lines, "%s (%s) %s%s%s", signed_amount(a, metric, change),
                  share_text(a, difference, change), place, *place ? ": " : "",
                  explain_name(a, part));
        most--;
    }
}
