#include "compare/comparable.h"

#include "judge/rank.h"
#include "judge/verdict_decide.h"

#include <string.h>

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

size_t comparable_too_few(const struct view *view, size_t *enough)
{
    size_t most = 0;
    for (size_t i = 0; i < view->column_count; i++) {
        enum metric metric = view->frame->columns[view->columns[i]].metric;
        size_t here = metric == METRIC_TIME || metric == METRIC_RSS
                          ? most_processes(view, view->columns[i])
                          : 0;
        most = here > most ? here : most;
    }
    if (!view->judged || most < 2 || rank_least_p(most, most) <= VERDICT_EACH)
        return 0;
    for (*enough = most + 1; rank_least_p(*enough, *enough) > VERDICT_EACH;)
        ++*enough;
    return most;
}

/* ---- machines ---- */

/* What a series says of where it was measured, and of who counted. */
enum part {
    PART_CPU,
    PART_NODE,
    PART_PLACE,
    PART_PYTHON,
    PART_COUNTER,
    PARTS = PART_COUNTER + COUNTER_PARTS
};

/* What the I-th series says; "" if it does not. */
static const char *said_by(const struct view *view, size_t i, enum part part)
{
    const struct series *s = &view->frame->series[view->series[i]];
    bool is_placed = s->machine.place && *s->machine.place; /* which says more than the name */
    const char *const machine[] = {s->machine.cpu, is_placed ? "" : s->machine.node,
                                   s->machine.place, s->machine.python};
    const char *said = part < PART_COUNTER ? machine[part] : s->counter.parts[part - PART_COUNTER];
    return said ? said : "";
}

static struct series *shown_series(struct arena *a, const struct view *view)
{
    struct series *shown = arena_array(a, view->series_count + 1, sizeof *shown);
    for (size_t i = 0; i < view->series_count; i++)
        shown[i] = view->frame->series[view->series[i]];
    return shown;
}

/* A line for each of the parts from FIRST to before END that differs, of which WHAT depends. */
static void add_differences(struct strv *warnings, const struct view *view, const char *what,
                            enum part first, enum part end)
{
    static const char *const names[PARTS] = {
        "CPU", "machine name", "place", "Python version", "valgrind", "processor", "allocator"};
    struct arena *a = warnings->arena;
    const struct series *shown = shown_series(a, view);
    for (enum part part = first; part < end; part++) {
        struct strv said = strv_new(a), different = strv_new(a);
        for (size_t i = 0; i < view->series_count; i++)
            strv_add(&said, said_by(view, i, part));
        for (size_t i = 0; i < said.len; i++) {
            const char *one = said.items[i];
            const char *labels = *one ? series_alike(a, shown, said.items, said.len, i) : NULL;
            if (labels)
                strv_addf(&different, "%s (%s)", one, labels);
        }
        if (different.len > 1)
            strv_addf(warnings, "%s may not compare: %s differs: %s", what, names[part],
                      strv_join(&different, ", "));
    }
}

const char *comparable_place(const struct view *view)
{
    const char *place = view->series_count ? said_by(view, 0, PART_PLACE) : "";
    for (size_t i = 1; i < view->series_count; i++)
        if (strcmp(said_by(view, i, PART_PLACE), place) != 0)
            return "";
    return place;
}

const char *comparable_reused(struct arena *a, const struct view *view)
{
    return series_reused(a, shown_series(a, view), view->series_count);
}

const char *comparable_reused_line(struct arena *a, const struct view *view, bool told)
{
    return series_reused_line(a, shown_series(a, view), view->series_count, told);
}

void comparable_machines(struct strv *warnings, const struct view *view)
{
    add_differences(warnings, view, "times", PART_CPU, PART_COUNTER);
}

void comparable_counters(struct strv *warnings, const struct view *view)
{
    add_differences(warnings, view, "instructions", PART_PYTHON, PARTS);
}
