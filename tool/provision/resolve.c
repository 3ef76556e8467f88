#include "provision/resolve.h"

#include "base/digest.h"
#include "base/file.h"
#include "data/outdir.h"

#include <string.h>

static const char *lock_path(const struct venv *e)
{
    return outdir_path(e->task.shared->arena, e->plan->out, OUTDIR_LOCK, e->planned->label, 0);
}

const char *resolve_found(const struct venv *e)
{
    const char *path = lock_path(e);
    return path_is_file(path) ? path : NULL;
}

const char *resolve_inputs(const struct venv *e)
{
    struct arena *a = e->task.shared->arena;
    const struct plan *plan = e->plan;
    uint64_t digest = digest_text(DIGEST_EMPTY, e->planned->spec);
    for (size_t i = 0; i < plan->extras.len; i++)
        digest = digest_text(digest, mask_text(a, NULL, plan->extras.items[i]));
    digest = digest_text(digest, plan->options->as_of ? plan->options->as_of : "");
    digest = digest_text(digest, e->tools->python);
    return digest_name(a, digest);
}

/* The lock is kept without the secrets of its URLs. */
static int keep(struct venv *e, const char *text, struct error *err)
{
    const char *masked = mask_text(e->task.shared->arena, NULL, text), *path = lock_path(e);
    if (file_write(path, masked, strlen(masked), err) < 0)
        return -1;
    e->lock = path;
    return 0;
}

static int resolved(struct task *t, const struct child_result *result, struct error *err)
{
    struct venv *e = t->subject;
    struct arena *a = t->shared->arena;
    if (task_judge_said(t, result, "uv pip compile", err) < 0)
        return error_add(err, "resolving %s", e->planned->spec);
    const char *text = file_read(a, path_join(a, e->dir, "lock.txt"), NULL, err);
    if (!text || keep(e, text, err) < 0)
        return error_add(err, "keeping the lock");
    return 0;
}

int resolve_lock(struct task *t, struct error *err)
{
    struct venv *e = t->subject;
    struct arena *a = t->shared->arena;
    const struct sweep_options *o = e->plan->options;
    if (e->lock)
        return 0;
    task_enter(t, STAGE_INSTALL, "resolve");
    if (o->locked)
        return error_set(err, EXIT_FAILED,
                         "--locked: there is no lock %s; sweep once without --locked to make it",
                         lock_path(e));
    if (venv_make_dir(e, err) < 0)
        return -1;
    struct str wanted;
    str_init(&wanted, a);
    str_addf(&wanted, "%s\n", e->planned->full_spec);
    for (size_t i = 0; i < e->plan->extras.len; i++)
        str_addf(&wanted, "%s\n", e->plan->extras.items[i]);
    const char *input = path_join(a, e->dir, "requirements.in");
    if (file_write(input, wanted.data, wanted.len, err) < 0)
        return -1;

    struct strv argv;
    strv_init(&argv, a);
    strv_add_each(&argv, e->tools->uv, "pip", "compile", "--quiet", "--no-header", "--no-annotate",
                  "--generate-hashes");
    strv_addf(&argv, "--python=%s", e->tools->python);
    if (o->as_of)
        strv_addf(&argv, "--exclude-newer=%s", o->as_of);
    strv_addf(&argv, "--output-file=%s", path_join(a, e->dir, "lock.txt"));
    strv_add(&argv, input);
    /* Its standard output is the lock once more: captured, so that it does not fill the log. */
    struct str *copy = arena_alloc(a, sizeof *copy);
    str_init(copy, a);
    return task_command(
        t, &(struct task_command){.argv = argv.items, .capture = copy, .finish = resolved}, err);
}
