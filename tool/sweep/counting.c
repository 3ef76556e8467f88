#include "sweep/counting.h"

#include "measure/count_record.h"
#include "measure/counted.h"
#include "measure/passes.h"
#include "sweep/history.h"
#include "sweep/progress.h"
#include "sweep/record.h"
#include "sweep/resume.h"
#include "sweep/reuse.h"
#include "system/host_state.h"

/* What was counted, and why the rest was not, for the manifest. */
static void note_count(struct version *v, const struct run *r)
{
    struct sweep *s = v->sweep;
    const struct outcome *o = &v->venv.task.outcome;
    struct manifest_count *c = &v->history.count;
    *c = (struct manifest_count){.status = o->status,
                                 .reason = o->reason,
                                 .failed = o->failed_tests,
                                 .benchmarks = o->benchmarks,
                                 .calls = s->options->count_calls,
                                 .warmup = s->options->count_warmup,
                                 .round = r->round};
    if (outcome_has_results(o))
        c->json = outdir_name(s->arena, OUTDIR_COUNTS, v->planned->label, 0);
}

static void tell(struct version *v, const struct run *r)
{
    struct sweep *s = v->sweep;
    struct outcome told = v->venv.task.outcome;
    if (told.reason) {
        told.failed_stage = told.failed_stage ? told.failed_stage : STAGE_COUNTED;
        progress_failure(s->progress, v, &told);
    }
    if (!s->told_randomised && counted_randomised(r)) {
        progress_note(s->progress,
                      "counted with address randomisation on, as this system does not let it be "
                      "turned off: counts of one version may differ by about 1 %%");
        s->told_randomised = true;
    }
}

/* What skips itself under Valgrind alone is no failure, but somebody will miss it. */
static void tell_skipped(const struct version *v, const struct run *r)
{
    if (!r->count)
        return;
    struct strv lines = failures_lines(v->sweep->arena, &r->count->skipped);
    for (size_t i = 0; i < lines.len; i++)
        progress_note(v->sweep->progress, "%s: skipped only when counted: %s", v->planned->label,
                      lines.items[i]);
}

/* A round of the version's, or one beside the timed. */
static void begin(struct version *v, struct run *r, long round)
{
    const struct sweep *s = v->sweep;
    *r = (struct run){.venv = &v->venv,
                      .pass = &passes[PASS_COUNTED],
                      .round = history_round_to_count(v, round),
                      .activity = "count",
                      .job_name = version_job_of(s, v->planned->label),
                      .counts = version_file(v, OUTDIR_COUNTS, 0)};
    if (!plan_has_timed_pass(s->options))
        history_begin(v, r->round);
    else
        history_begin_count(v);
    r->file = history_file_of(v, r->round);
}

static void end(struct version *v, const struct run *r)
{
    /* What the machine does beside it makes no count doubtful. */
    struct host_state unknown = host_state_unknown();
    const struct sweep *s = v->sweep;
    const struct outcome *o = &v->venv.task.outcome;
    v->cut = v->cut || o->cut;
    if (o->status != VERSION_PENDING) {
        note_count(v, r);
        tell(v, r);
        tell_skipped(v, r);
    }
    if (!plan_has_timed_pass(s->options))
        history_add(v, v->venv.task.seconds[STAGE_COUNTED], &unknown, &r->place);
    else if (o->status != VERSION_PENDING)
        history_add_count(v);
    if (o->status != VERSION_PENDING)
        record_keep(v);
}

void counting_run(struct sweep *s, struct version **versions, size_t count, size_t at_once,
                  long round)
{
    struct version **counted = arena_array(s->arena, count, sizeof *counted);
    struct run *runs = arena_array(s->arena, count, sizeof *runs);
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        if (place_has_environment(versions[i]->place) && resume_wants_count(versions[i], round) &&
            !reuse_take_count(versions[i]))
            counted[n++] = versions[i];
    if (n == 0 || loop_signal(s->loop))
        return;
    for (size_t i = 0; i < n; i++)
        begin(counted[i], &runs[i], round);
    run_all(s->arena, runs, n, at_once);
    for (size_t i = 0; i < n; i++)
        end(counted[i], &runs[i]);
}
