#include "sweep/history.h"

#include "files/file.h"
#include "outdir/outdir.h"
#include "runfile/join.h"

#include <math.h>
#include <string.h>

/* --- one round ------------------------------------------------------------------------------- */

const char *history_name_of(const struct version *v, long round)
{
    bool has_rounds = plan_has_rounds(v->sweep->options);
    return outdir_name(v->sweep->arena, has_rounds ? OUTDIR_ROUND : OUTDIR_RUN_FILE,
                       v->planned->label, has_rounds ? round : 0);
}

const char *history_file_of(const struct version *v, long round)
{
    return version_in_out(v, history_name_of(v, round));
}

const char *history_file(const struct version *v)
{
    return history_file_of(v, v->round);
}

void history_begin(struct version *v, long round)
{
    struct task *t = &v->venv.task;
    v->round = round;
    t->spent_before = 0;
    for (size_t i = 0; i < STAGE_QUEUE && round > 1; i++)
        t->spent_before += isnan(t->seconds[i]) ? 0 : t->seconds[i];
}

void history_add(struct version *v, double seconds, const struct host_state *host,
                 const struct manifest_place *place)
{
    const struct outcome *o = &v->venv.task.outcome;
    struct arena *a = v->sweep->arena;
    if (o->status != VERSION_PENDING) {
        struct manifest_round *r = manifest_add_round(a, &v->history, v->round);
        *r = (struct manifest_round){.round = v->round,
                                     .status = o->status,
                                     .failed_stage = o->failed_stage,
                                     .reason = o->reason,
                                     .failed_tests = o->failed_tests,
                                     .seconds = seconds,
                                     .host = *host,
                                     .place = *place};
        if (outcome_has_results(o)) {
            r->json = history_name_of(v, v->round);
            r->digest = file_digest(a, history_file(v), NULL);
            v->outcome.benchmarks = o->benchmarks;
        }
        if (o->status != VERSION_OK)
            v->history_lines = o->last_lines;
    }
    history_conclude(v);
}

/* --- the counted run ------------------------------------------------------------------------- */

static struct manifest_round *first_with_results(const struct version *v)
{
    for (size_t i = 0; i < v->history.round_count; i++)
        if (v->history.rounds[i].json)
            return &v->history.rounds[i];
    return NULL;
}

bool history_has_results(const struct version *v)
{
    return first_with_results(v) != NULL;
}

long history_round_to_count(const struct version *v, long round)
{
    const struct manifest_round *r =
        plan_has_timed_pass(v->sweep->options) ? first_with_results(v) : NULL;
    return r ? r->round : round;
}

void history_begin_count(struct version *v)
{
    struct task *t = &v->venv.task;
    t->spent_before = 0;
    for (size_t i = 0; i < STAGE_QUEUE; i++)
        t->spent_before += isnan(t->seconds[i]) ? 0 : t->seconds[i];
}

void history_add_count(struct version *v)
{
    struct manifest_round *r = first_with_results(v);
    if (r && v->history.count.json)
        r->digest = file_digest(v->sweep->arena, version_in_out(v, r->json), NULL);
    if (v->history.count.status != VERSION_OK)
        v->history_lines = v->venv.task.outcome.last_lines;
    if (v->outcome.benchmarks == 0) /* they were timed by another process */
        v->outcome.benchmarks = v->history.count.benchmarks;
    history_conclude(v);
}

/* --- all rounds ------------------------------------------------------------------------------ */

/* "rounds 3 and 5 of 7: WHY" of those that were not ok, WHY being that of the first. */
static const char *reason_of(const struct version *v)
{
    struct arena *a = v->sweep->arena;
    const char *why = NULL, *last = NULL;
    struct strv before = strv_new(a);
    for (size_t i = 0; i < v->history.round_count; i++) {
        const struct manifest_round *r = &v->history.rounds[i];
        if (r->status == VERSION_OK)
            continue;
        if (last)
            strv_add(&before, last);
        last = arena_printf(a, "%ld", r->round);
        if (!why)
            why = r->reason ? r->reason : version_status_name(r->status);
    }
    if (!last)
        return NULL;
    return before.len
               ? arena_printf(a, "rounds %s and %s%s: %s", strv_join(&before, ", "), last,
                              plan_of_rounds(a, v->sweep->options), why)
               : arena_printf(a, "round %s%s: %s", last, plan_of_rounds(a, v->sweep->options), why);
}

static const struct manifest_round *first_failed(const struct version *v)
{
    for (size_t i = 0; i < v->history.round_count; i++)
        if (v->history.rounds[i].status != VERSION_OK)
            return &v->history.rounds[i];
    return NULL;
}

/* What is not counted though it was timed. */
static void conclude_count(struct version *v)
{
    struct outcome *o = &v->outcome;
    const struct manifest_count *c = &v->history.count;
    if (!plan_has_timed_pass(v->sweep->options) || c->status == VERSION_PENDING ||
        c->status == VERSION_OK)
        return;
    for (size_t i = 0; i < c->failed.len; i++)
        failures_add(&o->failed_tests, c->failed.items[i].id,
                     arena_printf(v->sweep->arena, "when counted: %s", c->failed.items[i].reason));
    if (o->status != VERSION_OK)
        return;
    o->status = VERSION_PARTIAL;
    o->reason = arena_printf(v->sweep->arena, "%s: %s", sweep_stage_name(STAGE_COUNTED), c->reason);
    o->last_lines = v->history_lines;
}

void history_conclude(struct version *v)
{
    struct outcome *o = &v->outcome;
    size_t benchmarks = o->benchmarks; /* until they are joined anew */
    outcome_init(o, v->sweep->arena);
    o->benchmarks = benchmarks;
    v->round = 0;
    if (!v->history.round_count)
        return;
    const struct manifest_round *failed = first_failed(v);
    for (size_t i = 0; i < v->history.round_count; i++)
        failures_append(&o->failed_tests, &v->history.rounds[i].failed_tests);
    o->status = !failed ? VERSION_OK : history_has_results(v) ? VERSION_PARTIAL : failed->status;
    if (!failed) {
        conclude_count(v);
        return;
    }
    o->failed_stage = history_has_results(v) ? STAGE_NONE : failed->failed_stage;
    o->reason = plan_has_rounds(v->sweep->options) ? reason_of(v) : failed->reason;
    o->last_lines = v->history_lines;
    conclude_count(v);
}

void history_keep_results(struct version *v)
{
    const struct outcome lost = v->outcome;
    if (!history_has_results(v))
        return;
    history_conclude(v);
    v->outcome.status = VERSION_PARTIAL;
    v->outcome.reason =
        v->sweep->options->counted_only
            ? arena_printf(v->sweep->arena, "was timed and not counted: %s", lost.reason)
            : arena_printf(v->sweep->arena, "the rounds after %ld were not measured: %s",
                           v->history.rounds[v->history.round_count - 1].round, lost.reason);
    v->outcome.last_lines = lost.last_lines;
}

int history_join(struct version *v, struct error *err)
{
    struct sweep *s = v->sweep;
    struct join_source *sources =
        arena_array(s->arena, v->history.round_count + 1, sizeof *sources);
    const char *file = version_file(v, OUTDIR_RUN_FILE, 0);
    size_t count = 0;
    for (size_t i = 0; i < v->history.round_count; i++) {
        const struct manifest_round *r = &v->history.rounds[i];
        if (r->json)
            sources[count++] = (struct join_source){version_in_out(v, r->json), r->round};
    }
    if (count == 0 || !plan_has_rounds(s->options)) /* the process wrote it, and was counted */
        return 0;
    if (join_run_files(sources, count, file, &v->outcome.benchmarks, err) < 0)
        return error_add(err, "joining the rounds of %s", v->planned->label);
    return 0;
}
