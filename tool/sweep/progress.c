#include "sweep/progress.h"

#include "base/clock.h"
#include "sweep/version.h"
#include "system/terminal.h"
#include "text/error_print.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

enum { LINES_MOST = 20 }; /* of a failure */

struct progress {
    struct sweep *sweep;
    bool live;
    size_t lines; /* of the region that are on the screen */
    size_t ended;
};

/* --- the live region ------------------------------------------------------------------------- */

static void erase(struct progress *p)
{
    if (p->lines)
        printf("\033[%zuA\033[J", p->lines);
    p->lines = 0;
}

/* One line of the region, never longer than the terminal is wide. */
static void region_line(struct progress *p, const char *text)
{
    int columns = (int)terminal_columns(stdout);
    printf("%.*s\n", columns > 1 ? columns - 1 : 79, text);
    p->lines++;
}

static void draw(struct progress *p)
{
    if (!p->live)
        return;
    const struct sweep *s = p->sweep;
    char text[256];
    size_t working = 0, most = 10;
    erase(p);
    for (size_t i = 0; i < s->count; i++) {
        const struct task *t = &s->versions[i].venv.task;
        if (t->stage == STAGE_NONE || t->outcome.status != VERSION_PENDING || working++ >= most)
            continue;
        snprintf(text, sizeof text, "  %-20.40s %-12s %6.1f s", t->label, t->activity,
                 clock_seconds() - t->stage_started);
        region_line(p, text);
    }
    snprintf(text, sizeof text, "  %zu of %zu done", p->ended, s->count);
    region_line(p, text);
    fflush(stdout);
}

static void on_tick(void *data)
{
    draw(data);
}

struct progress *progress_open(struct sweep *sweep)
{
    struct progress *p = arena_alloc(sweep->arena, sizeof *p);
    *p = (struct progress){.sweep = sweep, .live = terminal_is(stdout)};
    if (p->live)
        loop_tick(sweep->loop, 0.1, on_tick, p);
    return p;
}

void progress_close(struct progress *p)
{
    erase(p);
    p->live = false;
    loop_tick(p->sweep->loop, 0, NULL, NULL);
    fflush(stdout);
}

/* --- events ---------------------------------------------------------------------------------- */

void progress_note(struct progress *p, const char *format, ...)
{
    va_list args;
    erase(p);
    va_start(args, format);
    vprintf(format, args);
    va_end(args);
    putchar('\n');
    draw(p);
    fflush(stdout);
}

void progress_failure(struct progress *p, const struct version *v, const struct outcome *o)
{
    struct error err;
    struct strv lines = o->last_lines;
    const char *reason = o->reason;
    if (!lines.len && failures_explained(&o->failed_tests))
        lines = failures_lines(v->sweep->arena, &o->failed_tests);
    if (lines.len == 1 && !o->last_lines.len)
        lines.len = 0; /* it is the reason */
    else if (!o->last_lines.len && lines.len)
        reason = arena_printf(v->sweep->arena, "%zu failed", o->failed_tests.len);
    error_set(&err, EXIT_FAILED, "%s: %s%s: %s", v->planned->label,
              sweep_stage_name(o->failed_stage ? o->failed_stage : STAGE_RUN),
              v->round && plan_has_rounds(v->sweep->options)
                  ? arena_printf(v->sweep->arena, " in round %ld", v->round)
                  : "",
              reason);
    erase(p);
    fflush(stdout);
    error_print(&err, stderr);
    for (size_t i = 0; i < lines.len && i < LINES_MOST; i++)
        fprintf(stderr, "    %s\n", lines.items[i]);
    if (lines.len > LINES_MOST)
        fprintf(stderr, "    and %zu more\n", lines.len - LINES_MOST);
    if (o->hint && reason != o->reason)
        fprintf(stderr, "    %s\n", o->hint);
    draw(p);
}

void progress_begin(void *data, const struct task *t)
{
    struct progress *p = data;
    if (p->live)
        draw(p);
    else if (t->stage >= STAGE_RUN)
        progress_note(p, "%s: %s", t->label, t->activity);
}

void progress_end(void *data, const struct task *t, double seconds)
{
    struct progress *p = data;
    if (!p->live)
        progress_note(p, "%s: %s %.1f s", t->label, t->activity, seconds);
}

void progress_ended(struct progress *p, const struct version *v)
{
    p->ended++;
    const char *label = v->planned->label;
    const struct outcome *o = &v->outcome;
    size_t n = o->benchmarks;
    if (v->reused)
        progress_note(p, "%s: reused, %zu benchmark%s, measured %s", label, n, n == 1 ? "" : "s",
                      v->reused);
    else if (o->status == VERSION_OK)
        progress_note(p, "%s: ok, %zu benchmark%s", label, n, n == 1 ? "" : "s");
    else if (o->status == VERSION_PARTIAL)
        progress_note(p, "%s: partial, %zu benchmark%s, %zu failed", label, n, n == 1 ? "" : "s",
                      o->failed_tests.len);
    else
        progress_note(p, "%s: %s at %s", label, version_status_name(o->status),
                      sweep_stage_name(o->failed_stage));
}
