#include "measure/timed.h"

#include "measure/allocations.h"
#include "measure/artifacts.h"
#include "measure/origin.h"
#include "measure/reasons.h"
#include "measure/selection.h"
#include "runfile/amend.h"

/* As short as pytest-benchmark lets it, where times are not wanted. */
static const char *const quick[] = {
    "--benchmark-min-rounds=1", "--benchmark-min-time=0.000001", "--benchmark-max-time=0.000001",
    "--benchmark-calibration-precision=1", "--benchmark-warmup=off"};

int timed_words(const struct run *r, struct strv *argv, struct strv *env, struct error *err)
{
    const struct sweep_options *o = r->venv->plan->options;
    struct strv options = strv_new(r->venv->task.shared->arena);
    if (o->memory)
        strv_add(&options, "--benchmark-memory");
    for (size_t i = 0; o->no_time && i < sizeof quick / sizeof *quick; i++)
        strv_add(&options, quick[i]);
    return run_suite(r, &options, argv, env, err);
}

int timed_judge(struct run *r, const struct child_result *result, struct error *err)
{
    struct task *t = &r->venv->task;
    struct outcome *o = &t->outcome;
    struct error none;
    size_t count = artifacts_count(r, &none);
    if (count == 0 && selection_had_none(r, result))
        return 0;
    if (allocations_begin(r, err) < 0)
        return -1;
    if (origin_judge(r, count > 0 && !result->timed_out && !result->lost, err) < 0)
        return -1;
    struct reasons reasons;
    reasons_read(r, &reasons);
    int ended = artifacts_judge(r, result, err);
    if (ended < 0)
        artifacts_failed_tests(r, &o->failed_tests);
    reasons_explain(r, &reasons, ended, err);
    if (result->timed_out || result->lost)
        return -1;
    if (count == 0) {
        artifacts_nothing(r, ended, &none, err);
        return artifacts_add_skipped(r, &reasons.skipped, err);
    }
    if (artifacts_keep(r, err) < 0 || allocations_keep(r, err) < 0)
        return -1;
    if (r->venv->plan->options->no_time &&
        amend_run_file(r->file, NULL, 0, true, r->file, NULL, err) < 0)
        return -1;
    o->benchmarks = count;
    o->cut = artifacts_cut(r, result);
    o->status = ended < 0 ? VERSION_PARTIAL : VERSION_OK;
    if (ended < 0)
        task_explain(t, err);
    return 0;
}
