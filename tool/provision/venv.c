#include "provision/venv.h"

#include "files/file.h"

#include <string.h>

void venv_init(struct venv *e, const struct tasks *shared, const struct plan *plan,
               const struct planned_version *planned, const struct tools *tools)
{
    *e = (struct venv){.plan = plan, .planned = planned, .tools = tools, .lock_head = ""};
    task_init(&e->task, shared, planned->label);
    e->packages = strv_new(shared->arena);
}

/* --- the temporary directory ----------------------------------------------------------------- */

static void name_places(struct venv *e)
{
    struct arena *a = e->task.shared->arena;
    e->path = path_join(a, e->dir, "venv");
    e->python = path_join(a, e->path, "bin/python");
    e->cwd = path_join(a, e->dir, "iso");
}

int venv_register(struct venv *e, struct error *err)
{
    e->dir = e->site = NULL;
    return workdir_register(e->task.shared->arena, &e->work, e->plan->out, e->planned->label,
                            e->plan->work_dir, e->plan->options->tmp_prefix, err);
}

int venv_make_dir(struct venv *e, struct error *err)
{
    if (!e->dir && workdir_make(&e->work, err) < 0)
        return -1;
    e->dir = e->work.path;
    name_places(e);
    return 0;
}

int venv_remove(struct venv *e, struct error *err)
{
    e->dir = e->site = NULL;
    if (!e->work.journal)
        return 0;
    int result = workdir_remove(&e->work, err);
    if (result < 0)
        e->work.journal = NULL; /* stays registered: the next start tries again */
    return result;
}

/* --- the environment ------------------------------------------------------------------------- */

/* The directory venv/lib/PYTHON/site-packages, whatever the interpreter calls itself. */
static const char *find_site(const struct venv *e)
{
    struct arena *a = e->task.shared->arena;
    struct strv names = strv_new(a);
    const char *lib = path_join(a, e->path, "lib");
    if (dir_list(lib, &names, NULL) < 0)
        return NULL;
    for (size_t i = 0; i < names.len; i++) {
        const char *site = arena_printf(a, "%s/%s/site-packages", lib, names.items[i]);
        if (path_is_dir(site))
            return site;
    }
    return NULL;
}

/* "version_info = 3.11.7" in pyvenv.cfg, or NULL. */
static const char *read_python_version(const struct venv *e)
{
    static const char name[] = "version_info = ";
    struct arena *a = e->task.shared->arena;
    const char *text = file_read(a, path_join(a, e->path, "pyvenv.cfg"), NULL, NULL);
    const char *at = text ? strstr(text, name) : NULL;
    if (!at)
        return NULL;
    at += strlen(name);
    return arena_strndup(a, at, strcspn(at, " \r\n"));
}

static int made(struct task *t, const struct child_result *result, struct error *err)
{
    struct venv *e = t->subject;
    if (task_judge_said(t, result, "uv venv", err) < 0)
        return -1;
    e->site = find_site(e);
    e->python_version = read_python_version(e);
    if (!e->site || !path_exists(e->python))
        return error_set(err, EXIT_FAILED,
                         "uv venv: made no environment in %s; try 'uv venv' by hand", e->path);
    return 0;
}

int venv_make(struct task *t, struct error *err)
{
    struct venv *e = t->subject;
    struct arena *a = t->shared->arena;
    if (e->site && path_exists(e->python))
        return 0;
    task_enter(t, STAGE_VENV, "venv");
    if (venv_make_dir(e, err) < 0)
        return -1;
    struct strv argv = strv_new(a);
    strv_add_each(&argv, e->tools->uv, "venv", "--quiet", "--no-project");
    strv_addf(&argv, "--python=%s", e->tools->python);
    strv_add(&argv, e->path);
    return task_command(t, &(struct task_command){.argv = argv.items, .finish = made}, err);
}

static int looked_at(struct task *t, const struct child_result *result, struct error *err)
{
    (void)t, (void)result, (void)err;
    return 0;
}

int venv_look_at(struct task *t, struct error *err)
{
    (void)err; /* what is wrong with uv or Python, the install says */
    struct error none;
    struct venv *e = t->subject;
    struct strv argv = strv_new(t->shared->arena);
    strv_add_each(&argv, e->tools->uv, "python", "find", "--quiet", "--no-project", e->python);
    (void)task_command(t, &(struct task_command){.argv = argv.items, .finish = looked_at}, &none);
    return 0;
}

bool venv_adopt(struct venv *e)
{
    e->dir = e->work.path;
    name_places(e);
    e->site = find_site(e);
    if (!path_exists(e->python) || !path_is_dir(e->cwd))
        e->site = NULL;
    return e->site;
}
