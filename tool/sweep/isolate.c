#include "sweep/isolate.h"

#include "base/embed.h"
#include "base/file.h"
#include "base/tree.h"
#include "sweep/progress.h"

#include <stdio.h>
#include <string.h>

static const char plugin_name[] = "_benchmem_origin";

/* One program for both checks. */
EMBED(benchmem_origin, BENCHMEM_ORIGIN_PY);

/* --- copy ------------------------------------------------------------------------------------ */

/* One copying, on a thread of its own: no arena. */
struct copying {
    const struct plan *plan;
    char cwd[4096];
    const volatile sig_atomic_t *stop;
    int result;
    struct error err;
};

static void copy_all(void *data)
{
    static const char *const exclude[] = {"__pycache__", "*.ipynb",       ".DS_Store",   ".venv",
                                          ".git",        ".pytest_cache", ".benchmarks", NULL};
    struct copying *c = data;
    for (size_t i = 0; i < c->plan->copy_count && c->result == 0; i++) {
        const struct planned_copy *copy = &c->plan->copies[i];
        char to[sizeof c->cwd + 300];
        int n = snprintf(to, sizeof to, "%s/%s", c->cwd, copy->name);
        if (n < 0 || (size_t)n >= sizeof to)
            c->result = error_set(&c->err, STATUS_FAILED, "%s: its path is too long", copy->from);
        else
            c->result = tree_copy(copy->from, to, exclude, c->plan->out, c->stop, &c->err);
    }
}

/* The work of the version's copy step, kept for its finish. */
static int copied(struct version *v, const struct child_result *result, struct error *err)
{
    (void)result;
    const struct copying *c = v->copying;
    if (c->result < 0)
        *err = c->err;
    return c->result;
}

static int packages_listed(struct version *v, const struct child_result *result, struct error *err)
{
    if (version_judge(result, "uv pip freeze", err) < 0)
        return -1;
    struct strv lines;
    strv_init(&lines, v->sweep->arena);
    strv_split(&lines, v->freeze.data, '\n');
    for (size_t i = 0; i < lines.len; i++)
        if (*lines.items[i])
            strv_add(&v->packages, mask_text(v->sweep->arena, NULL, lines.items[i]));
    return 0;
}

int isolate_copy(struct version *v, struct error *err)
{
    struct sweep *s = v->sweep;
    struct arena *a = s->arena;
    version_enter(v, STAGE_ISOLATION, "isolation");
    v->cwd = path_join(a, v->dir, "iso");
    if (dir_make(v->cwd, err) < 0)
        return -1;
    struct copying *c = arena_alloc(a, sizeof *c);
    *c = (struct copying){.plan = s->plan, .stop = loop_stop_flag(s->loop)};
    int n = snprintf(c->cwd, sizeof c->cwd, "%s", v->cwd);
    if (n < 0 || (size_t)n >= sizeof c->cwd)
        return error_set(err, STATUS_FAILED, "%s: the path is too long; choose another --work-dir",
                         v->cwd);
    v->copying = c;
    if (version_work(v, copy_all, c, copied, err) < 0)
        return -1;

    struct strv argv;
    strv_init(&argv, a);
    strv_add(&argv, s->uv);
    strv_add(&argv, "pip");
    strv_add(&argv, "freeze");
    strv_addf(&argv, "--python=%s", v->python);
    str_init(&v->freeze, a);
    return version_command(v,
                           &(struct version_command){.argv = argv.items,
                                                     .capture = &v->freeze,
                                                     .finish = packages_listed},
                           err);
}

/* --- checks ---------------------------------------------------------------------------------- */

static int module_checked(struct version *v, const struct child_result *result, struct error *err)
{
    if (version_judge(result, "the check", err) < 0)
        return error_add(err, "--import-check %s", v->sweep->options->import_check);
    return 0;
}

int isolate_check(struct version *v, struct error *err)
{
    const char *module = v->sweep->options->import_check;
    if (!module)
        return 0;
    const char **argv = arena_array(v->sweep->arena, 6, sizeof *argv);
    argv[0] = v->python;
    argv[1] = "-c";
    argv[2] = benchmem_origin;
    argv[3] = module;
    argv[4] = v->venv;
    return version_command(
        v, &(struct version_command){.argv = argv, .cwd = v->cwd, .finish = module_checked}, err);
}

static const char *record_path(const struct version *v)
{
    return arena_printf(v->sweep->arena, "%s/%ld.origin.txt", v->dir, v->round);
}

int isolate_watch(struct version *v, struct strv *argv, struct strv *env, struct error *err)
{
    struct arena *a = v->sweep->arena;
    const char *module = v->sweep->options->import_check;
    if (!module)
        return 0;
    const char *plugin = arena_printf(a, "%s/%s.py", v->site, plugin_name);
    if (file_write(plugin, benchmem_origin, strlen(benchmem_origin), err) < 0)
        return error_add(err, "writing the plugin that watches --import-check");
    strv_add(argv, "-p");
    strv_add(argv, plugin_name);
    strv_addf(env, "BENCHMEM_ORIGIN_MODULE=%s", module);
    strv_addf(env, "BENCHMEM_ORIGIN_FILE=%s", record_path(v));
    return 0;
}

int isolate_verdict(struct version *v, bool has_data, struct error *err)
{
    const struct sweep_options *o = v->sweep->options;
    struct error ignored;
    if (!o->import_check || o->command.len)
        return 0;
    const char *text = file_read(v->sweep->arena, record_path(v), NULL, &ignored);
    if (text ? !*text : !has_data)
        return 0;
    version_enter(v, STAGE_ISOLATION, "isolation");
    if (!text)
        return error_set(err, STATUS_FAILED,
                         "--import-check %s: the run ended without telling where it came from, so "
                         "its numbers cannot be trusted; let pytest end by itself, with the plugin "
                         "%s",
                         o->import_check, plugin_name);
    return error_set(err, STATUS_FAILED,
                     "--import-check %s: at the end of the run %s; keep the checkout out of "
                     "--copy-dir, or use a src layout",
                     o->import_check, text);
}
