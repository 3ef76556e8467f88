#include "provision/isolate.h"

#include "files/file.h"
#include "files/tree.h"

/* One copying, on a thread of its own. */
struct copying {
    const struct plan *plan;
    const char *cwd;
    const volatile sig_atomic_t *stop;
    int result;
    struct error err;
};

const char *const isolate_passed_over[] = {
    "__pycache__",   "*.ipynb",     ".DS_Store",        ".venv",        ".git",
    ".pytest_cache", ".benchmarks", "*/CMakeCache.txt", "*/pyvenv.cfg", NULL};

static void copy_all(void *data)
{
    struct copying *c = data;
    struct arena a = {0};
    for (size_t i = 0; i < c->plan->copy_count && c->result == 0; i++) {
        const struct planned_copy *copy = &c->plan->copies[i];
        c->result = tree_copy(copy->from, path_join(&a, c->cwd, copy->name), isolate_passed_over,
                              c->plan->out, c->stop, &c->err);
    }
    arena_release(&a);
}

/* The work of the version's copy step, kept for its finish. */
static int copied(struct task *t, const struct child_result *result, struct error *err)
{
    (void)result;
    const struct copying *c = ((struct venv *)t->subject)->copying;
    if (c->result < 0)
        *err = c->err;
    return c->result;
}

static int packages_listed(struct task *t, const struct child_result *result, struct error *err)
{
    struct venv *e = t->subject;
    if (task_judge(result, "uv pip freeze", err) < 0)
        return -1;
    struct strv lines = strv_parts(t->shared->arena, e->freeze.data, '\n');
    e->packages = strv_new(t->shared->arena);
    for (size_t i = 0; i < lines.len; i++)
        if (*lines.items[i])
            strv_add(&e->packages, mask_text(t->shared->arena, NULL, lines.items[i]));
    return 0;
}

/* What is there beyond the lock, or of it. */
static int list_packages(struct task *t, struct error *err)
{
    struct venv *e = t->subject;
    struct strv argv = strv_new(t->shared->arena);
    strv_add_each(&argv, e->tools->uv, "pip", "freeze");
    strv_addf(&argv, "--python=%s", e->python);
    e->freeze = str_new(t->shared->arena);
    return task_command(t,
                        &(struct task_command){
                            .argv = argv.items, .capture = &e->freeze, .finish = packages_listed},
                        err);
}

int isolate_copy(struct task *t, struct error *err)
{
    struct venv *e = t->subject;
    struct arena *a = t->shared->arena;
    task_enter(t, STAGE_ISOLATION, "isolation");
    if (dir_make(e->cwd, err) < 0)
        return -1;
    struct copying *c = arena_alloc(a, sizeof *c);
    *c = (struct copying){.plan = e->plan, .cwd = e->cwd, .stop = loop_stop_flag(t->shared->loop)};
    e->copying = c;
    if (task_work(t, copy_all, c, copied, err) < 0)
        return -1;
    return e->packages.len && !e->planned->build_tree && !e->own ? 0 : list_packages(t, err);
}
