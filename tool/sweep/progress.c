#include "sweep/progress.h"

#include "base/clock.h"
#include "base/terminal.h"
#include "sweep/history.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

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
        const struct version *v = &s->versions[i];
        if (v->stage == STAGE_NONE || v->status != VERSION_PENDING || working++ >= most)
            continue;
        snprintf(text, sizeof text, "  %-20.40s %-12s %6.1f s", v->planned->label, v->activity,
                 clock_seconds() - v->stage_started);
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

void progress_failure(struct progress *p, const struct version *v)
{
    struct error err;
    error_set(&err, STATUS_FAILED, "%s: %s%s: %s", v->planned->label,
              sweep_stage_name(v->failed_stage ? v->failed_stage : STAGE_RUN),
              v->round && history_has_rounds(v->sweep)
                  ? arena_printf(v->sweep->arena, " in round %ld", v->round)
                  : "",
              v->reason);
    erase(p);
    fflush(stdout);
    error_print(&err, stderr);
    for (size_t i = 0; i < v->last_lines.len; i++)
        fprintf(stderr, "    %s\n", v->last_lines.items[i]);
    draw(p);
}

void progress_begin(struct progress *p, const struct version *v)
{
    if (p->live)
        draw(p);
    else if (v->stage == STAGE_RUN)
        progress_note(p, "%s: %s", v->planned->label, v->activity);
}

void progress_end(struct progress *p, const struct version *v, double seconds)
{
    if (!p->live)
        progress_note(p, "%s: %s %.1f s", v->planned->label, v->activity, seconds);
}

void progress_ended(struct progress *p, const struct version *v)
{
    p->ended++;
    const char *label = v->planned->label;
    size_t n = v->benchmarks;
    if (v->status == VERSION_OK)
        progress_note(p, "%s: ok, %zu benchmark%s", label, n, n == 1 ? "" : "s");
    else if (v->status == VERSION_PARTIAL)
        progress_note(p, "%s: partial, %zu benchmark%s, %zu failed", label, n, n == 1 ? "" : "s",
                      v->failed_tests.len);
    else
        progress_note(p, "%s: %s at %s", label, version_status_name(v->status),
                      sweep_stage_name(v->failed_stage));
}
