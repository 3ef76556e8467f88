#include "measure/run.h"

#include "base/file.h"

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
    const struct {
        const char *name, *value;
    } places[] = {
        {"{python}", e->python},        {"{version}", e->planned->full_version},
        {"{label}", e->planned->label}, {"{cwd}", e->cwd},
        {"{suite}", e->plan->suite},    {"{json}", run_json(r)},
    };
    struct str s;
    str_init(&s, e->task.shared->arena);
    while (*word) {
        size_t i = 0, count = sizeof places / sizeof *places;
        while (i < count && !str_starts(word, places[i].name))
            i++;
        if (i < count)
            str_add(&s, places[i].value);
        else
            str_addc(&s, *word);
        word += i < count ? strlen(places[i].name) : 1;
    }
    return s.data;
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

/* Put the plugins that the run has use for into the environment's site-packages, and turn them on
 * where pytest is what is run. */
static int add_plugins(const struct run *r, struct strv *argv, struct strv *env, struct error *err)
{
    const struct venv *e = r->venv;
    for (const struct plugin *const *p = r->pass->plugins; *p; p++) {
        int wanted = (*p)->prepare(r, env, err);
        if (wanted < 0)
            return -1;
        if (!wanted || e->plan->options->command.len)
            continue;
        const char *name = arena_printf(e->task.shared->arena, "%s.py", (*p)->module);
        const char *path = path_join(e->task.shared->arena, e->site, name);
        if (file_write(path, (*p)->text, strlen((*p)->text), err) < 0)
            return error_add(err, "writing the plugin that %s", (*p)->does);
        strv_add_each(argv, "-p", (*p)->module);
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

/* --- the run --------------------------------------------------------------------------------- */

static int ended(struct task *t, const struct child_result *result, struct error *err)
{
    struct run *r = t->subject;
    loop_kill_orphans(t->shared->loop);
    return loop_signal(t->shared->loop) ? 0 : r->pass->judge(r, result, err);
}

static int start(struct task *t, struct error *err)
{
    struct run *r = t->subject;
    const struct plan *plan = r->venv->plan;
    struct arena *a = t->shared->arena;
    struct strv argv, env;
    strv_init(&argv, a);
    strv_init(&env, a);
    task_enter(t, r->pass->stage, r->activity);
    strv_append(&argv, &plan->options->launcher);
    if (r->pass->words(r, &argv, &env, err) < 0)
        return -1;
    return task_command(t,
                        &(struct task_command){.argv = argv.items,
                                               .cwd = r->venv->cwd,
                                               .env = task_environment(a, &env),
                                               .cpus = r->pass->any_cpu ? NULL : plan->cpus,
                                               .fixed_addresses = r->pass->fixed_addresses,
                                               .finish = ended},
                        err);
}

void run_all(struct arena *a, struct run *runs, size_t count, size_t at_once)
{
    static task_step *const chain[] = {start, NULL};
    struct task **tasks = arena_array(a, count, sizeof *tasks);
    for (size_t i = 0; i < count; i++) {
        tasks[i] = &runs[i].venv->task;
        tasks[i]->subject = &runs[i];
    }
    task_run_all(tasks, count, chain, at_once);
}
