#include "page/page_facts.h"

#include <stddef.h>

/* The different texts that machines have at OFFSET, at most three of them; "" if there are none. */
static const char *distinct(struct arena *a, const struct frame *f, size_t offset)
{
    struct strv found = strv_new(a);
    for (size_t s = 0; s < f->series_count; s++) {
        const char *machine = (const char *)&f->series[s].machine;
        const char *one = *(const char *const *)(machine + offset);
        if (one && *one && !strv_has(&found, one))
            strv_add(&found, one);
    }
    return strv_join_few(&found, 3);
}

const char *page_facts(struct arena *a, const struct frame *f)
{
    const char *node = distinct(a, f, offsetof(struct machine, node)),
               *cpu = distinct(a, f, offsetof(struct machine, cpu)),
               *python = distinct(a, f, offsetof(struct machine, python)),
               *reused = series_reused(a, f->series, f->series_count);
    bool has_times = false;
    struct strv facts = strv_new(a);
    if (*node)
        strv_addf(&facts, "measured on %s", node);
    if (*cpu)
        strv_add(&facts, cpu);
    if (*python)
        strv_addf(&facts, "Python %s", python);
    for (size_t i = 0; i < f->column_count; i++)
        has_times = has_times || (f->columns[i].metric == METRIC_TIME && frame_has_column(f, i));
    if (has_times && *reused)
        strv_addf(&facts, "times of an earlier date: %s", reused);
    const char *line = series_reused_line(a, f->series, f->series_count, has_times);
    if (*line)
        strv_add(&facts, line);
    return strv_join(&facts, " · ");
}
