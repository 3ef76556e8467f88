#include "measure/timed.h"

#include "measure/made.h"
#include "measure/narrow.h"
#include "measure/origin.h"

static const char *json(const struct run *r)
{
    return run_path(r, "json");
}

static const char *cache(const struct run *r)
{
    return run_path(r, "cache");
}

int timed_words(const struct run *r, struct strv *argv, struct strv *env, struct error *err)
{
    struct strv options;
    strv_init(&options, r->venv->task.shared->arena);
    strv_add(&options, "--benchmark-only");
    strv_addf(&options, "--benchmark-json=%s", json(r));
    strv_add(&options, "-o");
    strv_addf(&options, "cache_dir=%s", cache(r));
    if (r->venv->plan->options->memory)
        strv_add(&options, "--benchmark-memory");
    return run_suite(r, &options, json(r), argv, env, err);
}

int timed_judge(struct run *r, const struct child_result *result, struct error *err)
{
    struct task *t = &r->venv->task;
    struct outcome *o = &t->outcome;
    struct error none;
    size_t count = made_count(r, json(r), &none);
    if (count == 0 && narrow_had_none(r, result))
        return 0;
    if (origin_judge(r, count > 0 && !result->timed_out, err) < 0)
        return -1;
    int ended = made_judge(r, result, err);
    if (ended < 0)
        made_failed_tests(r, cache(r), &o->failed_tests);
    if (result->timed_out)
        return -1;
    if (count == 0)
        return made_nothing(r, ended, &none, err);
    if (made_keep(r, json(r), err) < 0)
        return -1;
    o->benchmarks = count;
    o->status = ended < 0 ? VERSION_PARTIAL : VERSION_OK;
    if (ended < 0)
        task_explain(t, err);
    return 0;
}
