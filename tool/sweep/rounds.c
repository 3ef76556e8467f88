#include "sweep/rounds.h"

#include "base/clock.h"
#include "measure/passes.h"
#include "sweep/counting.h"
#include "sweep/history.h"
#include "sweep/machine_turn.h"
#include "sweep/progress.h"
#include "sweep/record.h"
#include "sweep/resume.h"
#include "sweep/shuffle.h"
#include "sweep/sweep_judge.h"
#include "system/host_state.h"
#include "text/error_print.h"

#include <math.h>

enum { WHOLE_ROUNDS = 3 }; /* before verdicts are asked for */

size_t rounds_nodes(const struct sweep *s)
{
    return s->options->nodes > 1 ? (size_t)s->options->nodes : 1;
}

/* --- processes ------------------------------------------------------------------------------- */

/* A version being measured in a round. */
struct measuring {
    struct version *version;
    struct host_state host;
    double started;
};

static bool is_local(const struct sweep *s)
{
    return !run_launcher(s->plan);
}

/* The pace of the CPUs that measure, where there are rounds to hold it against others.  A launcher
 * may measure on another machine. */
static double pace_of(const struct version *v)
{
    const struct sweep *s = v->sweep;
    const struct cpus *before = NULL;
    if (!plan_has_rounds(s->options) || s->options->launcher.len)
        return NAN;
    if (s->plan->cpus && !(before = cpus_keep_to(s->arena, s->plan->cpus, NULL)))
        return NAN;
    double pace = host_pace();
    if (before)
        cpus_restore(before);
    return pace;
}

static void begin(struct measuring *m, struct run *run, struct version *v, long round)
{
    struct sweep *s = v->sweep;
    history_begin(v, round);
    *run = (struct run){.venv = &v->venv,
                        .pass = &passes[PASS_TIMED],
                        .round = round,
                        .activity = plan_has_rounds(s->options)
                                        ? arena_printf(s->arena, "round %ld", round)
                                        : "run",
                        .only = s->only,
                        .file = history_file(v),
                        .allocations = version_file(v, OUTDIR_ALLOCATIONS, 0),
                        .job_name = version_job_of(s, v->planned->label),
                        .pinned = s->pinned};
    *m = (struct measuring){.version = v, .host = host_state_unknown(), .started = clock_seconds()};
    if (is_local(s) && !s->options->no_time)
        m->host = host_state_now(s->arena, "");
    m->host.pace = pace_of(v);
}

static void end(struct measuring *m, const struct run *run)
{
    struct version *v = m->version;
    struct sweep *s = v->sweep;
    const struct outcome *o = &v->venv.task.outcome;
    double seconds = clock_seconds() - m->started;
    if (!is_local(s))
        m->host = run->host;
    if (!s->pinned && plan_pins_node(s->options))
        s->pinned = run->place.node;
    if (o->reason)
        progress_failure(s->progress, v, o);
    v->cut = v->cut || o->cut;
    history_add(v, seconds, &m->host, &run->place);
    if (o->status != VERSION_PENDING)
        record_keep(v);
}

/* Measure those of the versions, each in its round, at the same time; COUNT of them. */
static void measure(struct sweep *s, struct version **versions, const long *rounds, size_t count,
                    struct session **const *sessions)
{
    struct measuring *all = arena_array(s->arena, count, sizeof *all);
    struct run *runs = arena_array(s->arena, count, sizeof *runs);
    /* Memory is what it is beside others too; a node is not this machine. */
    bool is_alone = is_local(s) && !s->options->no_time;
    if (count == 0 || loop_signal(s->loop) || (is_alone && !machine_turn_take(s, true)))
        return;
    double started = clock_seconds();
    for (size_t i = 0; i < count; i++) {
        begin(&all[i], &runs[i], versions[i], rounds[i]);
        runs[i].session = sessions ? sessions[i] : NULL;
        if (sessions) /* the job is the round's */
            runs[i].job_name = version_job_of(s, arena_printf(s->arena, "round-%ld", rounds[i]));
    }
    run_all(s->arena, runs, count, count);
    for (size_t i = 0; i < count; i++)
        all[i].host.pace = fmax(all[i].host.pace, pace_of(versions[i]));
    machine_turn_give(s);
    s->measured += clock_seconds() - started;
    for (size_t i = 0; i < count; i++)
        end(&all[i], &runs[i]);
}

void rounds_measure_first(struct sweep *s, struct version **versions, size_t count)
{
    long *firsts = arena_array(s->arena, count, sizeof *firsts);
    for (size_t i = 0; i < count; i++)
        firsts[i] = 1;
    measure(s, versions, firsts, count, NULL);
}

/* --- rounds ---------------------------------------------------------------------------------- */

/* The rounds of the next so many numbers side by side, each on one node, which all versions of it
 * share: it waits for that once.  A version is measured by one of them at a time. */
static void measure_rounds(struct sweep *s, long first, size_t lanes)
{
    size_t *order = arena_array(s->arena, s->count, sizeof *order);
    struct session **sessions = arena_array(s->arena, lanes, sizeof *sessions);
    struct version **versions = arena_array(s->arena, lanes, sizeof *versions);
    struct session ***at = arena_array(s->arena, lanes, sizeof *at);
    long *rounds = arena_array(s->arena, lanes, sizeof *rounds);
    shuffle(order, s->count, s->seed, first);
    for (size_t i = 0; i < s->count; i++) {
        size_t n = 0;
        for (size_t lane = 0; lane < lanes; lane++) {
            struct version *v = &s->versions[order[(i + lane) % s->count]];
            if (!place_has_environment(v->place) || !resume_wants(v, first + (long)lane))
                continue;
            versions[n] = v;
            rounds[n] = first + (long)lane;
            at[n++] = &sessions[lane];
        }
        measure(s, versions, rounds, n, at);
    }
    run_close(s->loop, sessions, lanes);
}

void rounds_measure_all(struct sweep *s, long from, long to, size_t at_once)
{
    struct version **all = arena_array(s->arena, s->count, sizeof *all);
    for (size_t i = 0; i < s->count; i++)
        all[i] = &s->versions[i];
    size_t most = rounds_nodes(s) < s->count ? rounds_nodes(s) : s->count, lanes = 1;
    for (long round = from; round <= to; round += (long)lanes) {
        lanes = (size_t)(to - round) < most ? (size_t)(to - round) + 1 : most;
        if (plan_has_timed_pass(s->options))
            measure_rounds(s, round, lanes);
        for (size_t lane = 0; lane < lanes; lane++)
            counting_run(s, all, s->count, at_once, round + (long)lane);
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
        if (place_has_environment(s->versions[i].place) && resume_wants(&s->versions[i], round))
            return true;
    return false;
}

/* Make S->only what is still unclear.  Whether there is any. */
static bool narrow(struct sweep *s)
{
    struct error err;
    struct strv *ids = arena_alloc(s->arena, sizeof *ids);
    *ids = strv_new(s->arena);
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
