#include "sweep/environments.h"

#include "builds/build_tree.h"
#include "builds/own_build.h"
#include "measure/origin.h"
#include "provision/isolate.h"
#include "provision/resolve.h"
#include "sweep/history.h"
#include "sweep/machine_turn.h"
#include "sweep/progress.h"

enum { RESOLVE_JOBS = 16 };

size_t environments_wanted(struct sweep *s, struct version **out, size_t *from, size_t most)
{
    size_t n = 0;
    for (; *from < s->count && n < most; ++*from)
        if (s->versions[*from].place == PLACE_WANTED && !s->versions[*from].reused)
            out[n++] = &s->versions[*from];
    return n;
}

/* Take the versions through the steps, unless a signal comes first; those that fail are lost. */
static void provision(struct sweep *s, struct version **versions, size_t n, task_step *const *steps,
                      size_t at_once)
{
    struct task **tasks = arena_array(s->arena, n, sizeof *tasks);
    for (size_t i = 0; i < n; i++) {
        tasks[i] = &versions[i]->venv.task;
        tasks[i]->subject = &versions[i]->venv;
    }
    if (n > 0 && machine_turn_take(s, false))
        task_run_all(tasks, n, steps, at_once);
    machine_turn_give(s);
    for (size_t i = 0; i < n; i++) {
        struct version *v = versions[i];
        if (v->venv.remark)
            progress_note(s->progress, "%s: %s", v->planned->label, v->venv.remark);
        v->venv.remark = NULL;
        if (v->venv.task.outcome.status == VERSION_PENDING)
            continue;
        v->outcome = v->venv.task.outcome;
        version_move(v, PLACE_LOST);
        s->lost++;
        history_keep_results(v);
    }
}

void environments_resolve(struct sweep *s, struct version **wave)
{
    static task_step *const steps[] = {build_tree_stage,  own_build_begin, repository_resolve,
                                       own_build_require, resolve_lock,    NULL};
    size_t from = 0, n = environments_wanted(s, wave, &from, s->count);
    provision(s, wave, n, steps, RESOLVE_JOBS);
}

int environments_check_tools(struct sweep *s, struct error *err)
{
    return loop_signal(s->loop) ? 0 : tools_find(&s->tools, &s->tasks, err);
}

int environments_make(struct sweep *s, struct version **versions, size_t n, struct error *err)
{
    static task_step *const steps[] = {
        venv_make,     venv_install,      build_tree_install, own_build_find, repository_checkout,
        own_build_run, own_build_install, isolate_copy,       origin_check,   NULL};
    provision(s, versions, n, steps, plan_jobs(s->options));
    if (environments_check_tools(s, err) < 0)
        return -1;
    for (size_t i = 0; i < n && !loop_signal(s->loop); i++)
        if (versions[i]->place == PLACE_WANTED)
            version_move(versions[i], PLACE_READY);
    return 0;
}

void environments_prepare(struct sweep *s, struct version **wave)
{
    static task_step *const steps[] = {
        venv_make,         venv_install, own_build_find, repository_checkout, own_build_run,
        own_build_install, NULL};
    size_t from = 0, n = environments_wanted(s, wave, &from, s->count);
    provision(s, wave, n, steps, plan_jobs(s->options));
}
