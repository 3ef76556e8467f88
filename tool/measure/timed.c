#include "measure/timed.h"

#include "measure/artifacts.h"
#include "measure/origin.h"
#include "measure/selection.h"

int timed_words(const struct run *r, struct strv *argv, struct strv *env, struct error *err)
{
    bool memory = r->venv->plan->options->memory;
    return run_suite(r, memory ? "--benchmark-memory" : NULL, argv, env, err);
}

int timed_judge(struct run *r, const struct child_result *result, struct error *err)
{
    struct task *t = &r->venv->task;
    struct outcome *o = &t->outcome;
    struct error none;
    size_t count = artifacts_count(r, &none);
    if (count == 0 && selection_had_none(r, result))
        return 0;
    if (origin_judge(r, count > 0 && !result->timed_out, err) < 0)
        return -1;
    int ended = artifacts_judge(r, result, err);
    if (ended < 0)
        artifacts_failed_tests(r, &o->failed_tests);
    if (result->timed_out)
        return -1;
    if (count == 0)
        return artifacts_nothing(r, ended, &none, err);
    if (artifacts_keep(r, err) < 0)
        return -1;
    o->benchmarks = count;
    o->status = ended < 0 ? VERSION_PARTIAL : VERSION_OK;
    if (ended < 0)
        task_explain(t, err);
    return 0;
}
