#include "data/series.h"

#include <string.h>

const char *series_state_name(enum series_state state)
{
    static const char *const names[] = {[SERIES_PLAIN] = "plain",
                                        [SERIES_OK] = "ok",
                                        [SERIES_PARTIAL] = "partial",
                                        [SERIES_FAILED] = "failed",
                                        [SERIES_UNAVAILABLE] = "unavailable",
                                        [SERIES_ABSENT] = "absent"};
    return names[state];
}

const char *counter_part_name(enum counter_part part)
{
    static const char *const names[] = {[COUNTER_VALGRIND] = "valgrind",
                                        [COUNTER_PROCESSOR] = "processor",
                                        [COUNTER_MALLOC] = "malloc"};
    return names[part];
}

bool counter_said(const struct counter *counter)
{
    for (int i = 0; i < COUNTER_PARTS; i++)
        if (counter->parts[i] && *counter->parts[i])
            return true;
    return false;
}

const char *series_lack(struct arena *a, const struct series *s)
{
    const char *state = series_state_name(s->state);
    if (s->state < SERIES_FAILED)
        return NULL;
    if (s->state == SERIES_ABSENT)
        return s->note ? s->note : "not in this run";
    /* A run that failed did so at the stage "run", which says nothing. */
    const char *stage = s->state == SERIES_UNAVAILABLE ? s->stage : NULL;
    return arena_printf(a, "%s%s%s%s%s", state, stage ? " at " : "", stage ? stage : "",
                        s->note ? ": " : "", s->note ? s->note : "");
}

const char *series_reused(struct arena *a, const struct series *series, size_t count)
{
    struct strv labels = strv_new(a);
    for (size_t i = 0; i < count; i++)
        if (series[i].reused)
            strv_addf(&labels, "%s (%.*s)", series[i].label, (int)strcspn(series[i].reused, "T"),
                      series[i].reused);
    return strv_join(&labels, ", ");
}

const char *series_alike(struct arena *a, const struct series *series, const char *const *texts,
                         size_t count, size_t i)
{
    struct strv labels = strv_new(a);
    for (size_t k = 0; k < count; k++) {
        if (strcmp(texts[k], texts[i]) != 0)
            continue;
        if (k < i)
            return NULL;
        strv_add(&labels, series[k].label);
    }
    return strv_join(&labels, ", ");
}

/* What is reused of it, "results of 2026-11-20"; "" if nothing is, or it is TOLD already. */
static const char *reused_of(struct arena *a, const struct series *s, bool told)
{
    const char *when = s->reused ? told ? NULL : s->reused : s->counts_reused;
    return when ? arena_printf(a, "%s of %.*s", s->reused ? "results" : "counts",
                               (int)strcspn(when, "T"), when)
                : "";
}

const char *series_reused_line(struct arena *a, const struct series *series, size_t count,
                               bool told)
{
    struct strv parts = strv_new(a), all = strv_new(a);
    for (size_t i = 0; i < count; i++)
        strv_add(&all, reused_of(a, &series[i], told));
    for (size_t i = 0; i < count; i++) {
        const char *labels = *all.items[i] ? series_alike(a, series, all.items, count, i) : NULL;
        if (labels)
            strv_addf(&parts, "%s: reused %s", labels, all.items[i]);
    }
    return strv_join(&parts, "; ");
}

int series_find(const struct series *series, size_t count, const char *label)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(series[i].label, label) == 0)
            return (int)i;
    return -1;
}

int series_find_for(const char *option, const struct series *series, size_t count,
                    const char *label, struct error *err)
{
    int found = series_find(series, count, label);
    if (found < 0) {
        struct arena scratch = {0};
        struct strv labels = strv_new(&scratch);
        for (size_t i = 0; i < count; i++)
            strv_add(&labels, series[i].label);
        error_set(err, EXIT_USAGE, "%s: no run is called '%s'; there are %s", option, label,
                  strv_join(&labels, ", "));
        arena_release(&scratch);
    }
    return found;
}

bool series_same_place(const struct series *left, const struct series *right)
{
    const char *l = left->machine.place, *r = right->machine.place;
    return strcmp(l ? l : "", r ? r : "") == 0;
}
