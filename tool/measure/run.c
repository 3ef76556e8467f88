#include "measure/run.h"

#include "files/beside.h"
#include "files/file.h"
#include "measure/resources.h"

#include <string.h>

const char *run_path(const struct run *r, const char *name)
{
    return arena_printf(r->venv->task.shared->arena, "%s/%s.%ld.%s", r->venv->dir, r->pass->name,
                        r->round, name);
}

const char *run_json(const struct run *r)
{
    return run_path(r, "json");
}

const char *run_cache(const struct run *r)
{
    return run_path(r, "cache");
}

/* --- the words ------------------------------------------------------------------------------- */

/* WORD with {python}, {version}, {label}, {cwd}, {suite} and {json} replaced. */
static const char *fill(const struct run *r, const char *word)
{
    const struct venv *e = r->venv;
    const struct str_place places[] = {
        {"{python}", e->python},        {"{version}", e->planned->full_version},
        {"{label}", e->planned->label}, {"{cwd}", e->cwd},
        {"{suite}", e->plan->suite},    {"{json}", run_json(r)},
    };
    return str_fill(e->task.shared->arena, word, places, sizeof places / sizeof *places);
}

static void own_command(const struct run *r, struct strv *argv, struct strv *env)
{
    const struct venv *e = r->venv;
    const struct strv *command = &e->plan->options->command;
    for (size_t i = 0; i < command->len; i++)
        strv_add(argv, fill(r, command->items[i]));
    strv_addf(env, "BENCHMEM_PYTHON=%s", e->python);
    strv_addf(env, "BENCHMEM_VERSION=%s", e->planned->full_version);
    strv_addf(env, "BENCHMEM_LABEL=%s", e->planned->label);
    strv_addf(env, "BENCHMEM_CWD=%s", e->cwd);
    strv_addf(env, "BENCHMEM_JSON=%s", run_json(r));
}

static int write_module(const struct venv *e, const struct plugin_module *module, struct error *err)
{
    struct arena *a = e->task.shared->arena;
    const char *path = path_join(a, e->site, arena_printf(a, "%s.py", module->name));
    return file_write_scratch(path, module->text, strlen(module->text), err);
}

/* Put the plugins that the run has use for into the environment's site-packages, and turn them on
 * where pytest is what is run. */
static int add_plugins(const struct run *r, struct strv *argv, struct strv *env, struct error *err)
{
    const struct venv *e = r->venv;
    for (const struct plugin *const *p = r->pass->plugins; *p; p++) {
        int wanted = (*p)->prepare ? (*p)->prepare(r, env, err) : 1;
        if (wanted < 0)
            return -1;
        if (!wanted || e->plan->options->command.len)
            continue;
        for (const struct plugin_module *m = (*p)->modules; m->name; m++)
            if (write_module(e, m, err) < 0)
                return error_add(err, "writing the plugin that %s", (*p)->does);
        strv_add_each(argv, "-p", (*p)->modules[0].name);
    }
    return 0;
}

int run_suite(const struct run *r, const struct strv *options, struct strv *argv, struct strv *env,
              struct error *err)
{
    const struct venv *e = r->venv;
    if (e->plan->options->command.len) {
        own_command(r, argv, env);
        return add_plugins(r, argv, env, err);
    }
    strv_add_each(argv, e->python, "-m", "pytest", e->plan->suite, "--benchmark-only");
    strv_addf(argv, "--benchmark-json=%s", run_json(r));
    strv_add(argv, "-o");
    strv_addf(argv, "cache_dir=%s", run_cache(r));
    if (options)
        strv_append(argv, options);
    if (add_plugins(r, argv, env, err) < 0)
        return -1;
    strv_append(argv, &e->plan->options->pytest_args);
    return 0;
}

/* --- through the launcher of a cluster ------------------------------------------------------- */

/* A run whose command is on a node. */
struct launched {
    struct run *run;
    struct mask_stream output;
};

const struct launcher *run_launcher(const struct plan *plan)
{
    return launcher_of(&plan->options->launcher);
}

static void on_masked(void *data, const char *bytes, size_t len)
{
    struct task *t = data;
    output_add(&t->output, bytes, len);
}

static void on_output(void *data, const char *bytes, size_t len)
{
    struct launched *l = data;
    mask_stream_add(&l->output, bytes, len);
}

static void on_nothing(void *data)
{
    (void)data;
}

static const struct session_user nobody = {.done = on_nothing};

static struct session_user user_of(struct launched *l, void (*done)(void *data))
{
    return (struct session_user){.output = on_output, .done = done, .data = l};
}

static struct launched *launched_of(struct run *r)
{
    struct task *t = &r->venv->task;
    struct launched *l = arena_alloc(t->shared->arena, sizeof *l);
    *l = (struct launched){.run = r};
    mask_stream_init(&l->output, t->shared->arena, t->shared->mask, on_masked, t);
    return l;
}

static void on_ready(void *data)
{
    struct launched *l = data;
    struct run *r = l->run;
    struct error err;
    mask_stream_end(&l->output);
    int failed = session_is_ready(*r->session)
                     ? 0
                     : task_judge(&session_told(*r->session)->result, r->pass->name, &err);
    task_release(&r->venv->task, failed < 0 ? &err : NULL);
}

static struct session *open_session(const struct venv *e, const char *job_name, const char *node,
                                    const struct session_user *user, struct error *err)
{
    const struct plan *plan = e->plan;
    const struct tasks *shared = e->task.shared;
    struct session_place place = {.launcher = run_launcher(plan),
                                  .words = &plan->options->launcher,
                                  .name = job_name,
                                  .node = node,
                                  .program = beside_put(shared->arena, BESIDE_NODE, e->dir, err),
                                  .env = shared->env,
                                  .queue_timeout = plan->options->queue_timeout};
    return place.program ? session_open(shared->loop, shared->arena, &place, user, err) : NULL;
}

static void on_seen(void *data)
{
    struct session **session = data;
    session_close(*session, &nobody);
}

const char *run_probe(const struct venv *e, const char *job_name, struct error *err)
{
    struct session *session;
    struct session_user user = {.done = on_seen, .data = &session};
    session = open_session(e, job_name, NULL, &user, err);
    if (!session)
        return NULL;
    loop_run(e->task.shared->loop);
    int failed = task_judge(&session_told(session)->result, run_launcher(e->plan)->name, err);
    return failed < 0 ? NULL : session_told(session)->node;
}

/* Wait for a node, if there is none. */
static int queue(struct task *t, struct error *err)
{
    struct run *r = t->subject;
    const struct plan *plan = r->venv->plan;
    if (!run_launcher(plan) || (r->session && session_is_ready(*r->session)))
        return 0;
    if (!r->session) {
        r->session = arena_alloc(t->shared->arena, sizeof(struct session *));
        r->own_session = true;
    }
    struct launched *l = launched_of(r);
    struct session_user user = user_of(l, on_ready);
    task_enter(t, STAGE_QUEUE, "queue");
    *r->session = open_session(r->venv, r->job_name, r->pinned, &user, err);
    if (!*r->session)
        return -1;
    task_hold(t);
    return 0;
}

/* --- the run --------------------------------------------------------------------------------- */

static int ended(struct task *t, const struct child_result *result, struct error *err)
{
    struct run *r = t->subject;
    loop_kill_orphans(t->shared->loop);
    return loop_signal(t->shared->loop) ? 0 : r->pass->judge(r, result, err);
}

static void on_closed(void *data)
{
    struct launched *l = data;
    struct run *r = l->run;
    struct task *t = &r->venv->task;
    struct error err;
    mask_stream_end(&l->output);
    int failed = ended(t, &session_told(*r->session)->result, &err);
    task_release(t, failed < 0 ? &err : NULL);
}

static void on_command_ended(void *data)
{
    struct launched *l = data;
    struct run *r = l->run;
    const struct session_told *told = session_told(*r->session);
    r->place.node = told->node;
    r->place.job = told->job;
    r->host = told->state;
    struct session_user user = user_of(l, on_closed);
    if (r->own_session)
        session_close(*r->session, &user);
    else
        on_closed(l);
}

static void launch(struct run *r, const struct strv *argv, const struct strv *env)
{
    struct task *t = &r->venv->task;
    const struct sweep_options *o = r->venv->plan->options;
    const struct session_command command = {.argv = argv->items,
                                            .cwd = r->venv->cwd,
                                            .env = env,
                                            .cpus = r->pass->any_cpu ? NULL : o->cpu,
                                            .fixed_addresses = r->pass->fixed_addresses,
                                            .paced = plan_has_rounds(o) && !r->pass->any_cpu,
                                            .timeout = task_time_left(t)};
    struct launched *l = launched_of(r);
    struct session_user user = user_of(l, on_command_ended);
    output_command(&t->output, t->shared->mask, argv->items);
    task_hold(t);
    session_run(*r->session, &command, &user);
}

static int start(struct task *t, struct error *err)
{
    struct run *r = t->subject;
    const struct plan *plan = r->venv->plan;
    struct arena *a = t->shared->arena;
    struct strv argv = strv_new(a), env = strv_new(a);
    task_enter(t, r->pass->stage, r->activity);
    r->place.resources = resources_given(a, &env);
    if (!run_launcher(plan))
        strv_append(&argv, &plan->options->launcher);
    if (r->pass->words(r, &argv, &env, err) < 0) {
        if (r->own_session)
            session_close(*r->session, &nobody);
        return -1;
    }
    if (run_launcher(plan)) {
        launch(r, &argv, &env);
        return 0;
    }
    return task_command(t,
                        &(struct task_command){.argv = argv.items,
                                               .cwd = r->venv->cwd,
                                               .env = task_environment(a, &env),
                                               .cpus = r->pass->any_cpu ? NULL : plan->cpus,
                                               .fixed_addresses = r->pass->fixed_addresses,
                                               .finish = ended},
                        err);
}

void run_close(struct loop *loop, struct session *const *sessions, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (sessions[i])
            session_close(sessions[i], &nobody);
    loop_run(loop);
}

void run_all(struct arena *a, struct run *runs, size_t count, size_t at_once)
{
    static task_step *const chain[] = {queue, start, NULL};
    struct task **tasks = arena_array(a, count, sizeof *tasks);
    for (size_t i = 0; i < count; i++) {
        tasks[i] = &runs[i].venv->task;
        tasks[i]->subject = &runs[i];
        runs[i].host = host_state_unknown();
    }
    task_run_all(tasks, count, chain, at_once);
}
