#include "measure/origin.h"

#include "base/embed.h"
#include "files/file.h"

/* One program for both checks. */
EMBED(benchmem_origin, BENCHMEM_ORIGIN_PY);

static int checked(struct task *t, const struct child_result *result, struct error *err)
{
    const struct venv *e = t->subject;
    if (task_judge_said(t, result, "the check", err) < 0)
        return error_add(err, "--import-check %s", e->plan->options->import_check);
    return 0;
}

int origin_check(struct task *t, struct error *err)
{
    const struct venv *e = t->subject;
    const char *module = e->plan->options->import_check;
    if (!module)
        return 0;
    const char **argv = arena_array(t->shared->arena, 6, sizeof *argv);
    argv[0] = e->python;
    argv[1] = "-c";
    argv[2] = benchmem_origin;
    argv[3] = module;
    argv[4] = e->path;
    return task_command(t, &(struct task_command){.argv = argv, .cwd = e->cwd, .finish = checked},
                        err);
}

static bool is_watched(const struct run *r)
{
    const struct sweep_options *o = r->venv->plan->options;
    return o->import_check && !o->command.len;
}

static int prepare(const struct run *r, struct strv *env, struct error *err)
{
    (void)err;
    if (!is_watched(r))
        return 0;
    strv_addf(env, "BENCHMEM_ORIGIN_MODULE=%s", r->venv->plan->options->import_check);
    strv_addf(env, "BENCHMEM_ORIGIN_FILE=%s", run_path(r, "origin.txt"));
    return 1;
}

const struct plugin origin_plugin = {
    .modules = {{"_benchmem_origin", benchmem_origin}},
    .does = "watches --import-check",
    .prepare = prepare,
};

int origin_judge(const struct run *r, bool has_data, struct error *err)
{
    struct task *t = &r->venv->task;
    const char *module = r->venv->plan->options->import_check;
    if (!is_watched(r))
        return 0;
    const char *text = file_read(t->shared->arena, run_path(r, "origin.txt"), NULL, NULL);
    if (text ? !*text : !has_data)
        return 0;
    task_enter(t, STAGE_ISOLATION, "isolation");
    if (!text)
        return error_set(err, EXIT_FAILED,
                         "--import-check %s: the run ended without telling where it came from, so "
                         "its numbers cannot be trusted; let pytest end by itself, with the plugin "
                         "%s",
                         module, origin_plugin.modules[0].name);
    return error_set(err, EXIT_FAILED,
                     "--import-check %s: at the end of the run %s; keep the checkout out of "
                     "--copy-dir, or use a src layout",
                     module, text);
}
