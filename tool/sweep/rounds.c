#include "sweep/rounds.h"

#include "base/clock.h"
#include "base/host.h"
#include "measure/passes.h"
#include "sweep/counting.h"
#include "sweep/history.h"
#include "sweep/machine_turn.h"
#include "sweep/progress.h"
#include "sweep/record.h"
#include "sweep/shuffle.h"
#include "sweep/sweep_judge.h"
#include "text/error_print.h"

#include <math.h>

enum { WHOLE_ROUNDS = 3 }; /* before verdicts are asked for */

/* The pace of the CPUs that measure, where there are rounds to hold it against others.  A launcher
 * may measure on another machine. */
static double pace_of(const struct version *v)
{
    const struct sweep *s = v->sweep;
    const struct cpus *before = NULL;
    struct error ignored;
    if (!plan_has_rounds(s->options) || s->options->launcher.len)
        return NAN;
    if (s->plan->cpus && !(before = cpus_keep_to(s->arena, s->plan->cpus, &ignored)))
        return NAN;
    double pace = host_pace();
    if (before)
        cpus_restore(before);
    return pace;
}

void rounds_measure(struct version *v, long round)
{
    struct sweep *s = v->sweep;
    const struct outcome *o = &v->venv.task.outcome;
    /* Memory is what it is beside others too. */
    if (!s->options->no_time && !machine_turn_take(s, true))
        return;
    history_begin(v, round);
    struct run run = {.venv = &v->venv,
                      .pass = &passes[PASS_TIMED],
                      .round = round,
                      .activity = plan_has_rounds(s->options)
                                      ? arena_printf(s->arena, "round %ld", round)
                                      : "run",
                      .only = s->only,
                      .file = history_file(v)};
    struct host_state host =
        s->options->no_time ? host_state_unknown() : host_state_now(s->arena, "");
    host.pace = pace_of(v);
    double started = clock_seconds();
    run_all(s->arena, &run, 1, 1);
    host.pace = fmax(host.pace, pace_of(v));
    machine_turn_give(s);
    s->measured += clock_seconds() - started;
    if (o->reason)
        progress_failure(s->progress, v, o);
    history_add(v, clock_seconds() - started, &host);
    if (o->status != VERSION_PENDING)
        record_keep(v);
}

void rounds_measure_all(struct sweep *s, long from, long to, size_t at_once)
{
    size_t *order = arena_array(s->arena, s->count, sizeof *order);
    struct version **all = arena_array(s->arena, s->count, sizeof *all);
    bool is_timed = plan_has_timed_pass(s->options);
    for (size_t i = 0; i < s->count; i++)
        all[i] = &s->versions[i];
    for (long round = from; round <= to; round++) {
        shuffle(order, s->count, s->seed, round);
        for (size_t i = 0; is_timed && i < s->count && !loop_signal(s->loop); i++) {
            struct version *v = &s->versions[order[i]];
            if (place_has_environment(v->place) && history_wants(v, round))
                rounds_measure(v, round);
        }
        counting_run(s, all, s->count, at_once, round);
    }
}

/* --- until it is clear ----------------------------------------------------------------------- */

static size_t count_rounds(const struct sweep *s, long *last)
{
    size_t n = 0;
    *last = 0;
    for (size_t i = 0; i < s->count; i++) {
        const struct manifest_entry *h = &s->versions[i].history;
        n += h->round_count;
        if (h->round_count && h->rounds[h->round_count - 1].round > *last)
            *last = h->rounds[h->round_count - 1].round;
    }
    return n;
}

static bool somebody_wants(const struct sweep *s, long round)
{
    for (size_t i = 0; i < s->count; i++)
        if (place_has_environment(s->versions[i].place) && history_wants(&s->versions[i], round))
            return true;
    return false;
}

/* Make S->only what is still unclear.  Whether there is any. */
static bool narrow(struct sweep *s)
{
    struct error err;
    struct strv *ids = arena_alloc(s->arena, sizeof *ids);
    strv_init(ids, s->arena);
    if (s->judge->unclear(s->judge->data, s->plan, ids, &err) < 0) {
        error_add(&err, "--rounds auto: finding what is still unclear");
        error_print(&err, stderr);
        s->unrecorded = true;
        return false;
    }
    progress_note(s->progress, "%zu benchmark%s still unclear", ids->len, ids->len == 1 ? "" : "s");
    s->only = ids;
    return ids->len > 0;
}

/* Measure the round.  Whether it gave anything. */
static bool measure_one(struct sweep *s, long round, size_t at_once)
{
    long last;
    size_t before = count_rounds(s, &last);
    rounds_measure_all(s, round, round, at_once);
    return count_rounds(s, &last) > before;
}

void rounds_measure_until_clear(struct sweep *s, size_t at_once)
{
    double took = 0;
    long round = 1, last;
    for (; round <= s->options->rounds && !loop_signal(s->loop); round++) {
        double before = s->measured;
        count_rounds(s, &last);
        if (round <= WHOLE_ROUNDS && !somebody_wants(s, round))
            continue;
        if (round > WHOLE_ROUNDS && round <= last)
            round = last + 1;
        if (round > WHOLE_ROUNDS && !narrow(s))
            break;
        if (s->measured + took > s->options->budget) {
            progress_note(s->progress, "--budget: another round would take more than %g s",
                          s->options->budget);
            break;
        }
        if (!measure_one(s, round, at_once))
            break;
        took = s->measured - before;
    }
    s->only = NULL;
}
