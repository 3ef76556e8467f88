#include "provision/resolve.h"

#include "base/digest.h"
#include "files/file.h"
#include "outdir/outdir.h"

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

/* Of what is built here more belongs to it: how, what is installed, and where it is found. */
static uint64_t digest_build(uint64_t digest, const struct sweep_options *o)
{
    const struct strv *const lists[] = {&o->build_components, &o->build_requirements,
                                        &o->install_commands};
    digest = digest_text(digest, o->build_config ? o->build_config : "");
    digest = digest_text(digest, o->build_module_dir ? o->build_module_dir : "");
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        for (size_t k = 0; k < lists[i]->len; k++)
            digest = digest_text(digest, lists[i]->items[k]);
        digest = digest_text(digest, "");
    }
    return digest;
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
    if (e->planned->build_tree || e->planned->ref)
        digest = digest_build(digest, plan->options);
    return digest_name(a, digest);
}

/* Whether the lock that is there is of what the build tree requires now. */
static int lock_fits(const struct venv *e, struct error *err)
{
    const char *text = file_read(e->task.shared->arena, e->lock, NULL, err);
    return text ? str_starts(text, e->lock_head) : -1;
}

/* The lock is kept without the secrets of its URLs. */
static int keep(struct venv *e, const char *text, struct error *err)
{
    struct arena *a = e->task.shared->arena;
    const char *masked = arena_printf(a, "%s%s", e->lock_head, mask_text(a, NULL, text));
    const char *path = lock_path(e);
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

/* What the package that is built requires beyond the lines; and nothing may bring a release of it.
 */
static void add_build(const struct venv *e, struct strv *argv)
{
    const char *package = e->plan->options->package;
    const struct build_requirements *r = e->requirements;
    strv_addf(argv, "--no-emit-package=%.*s", (int)strcspn(package, "["), package);
    if (!r->pyproject)
        return;
    strv_add(argv, r->pyproject);
    for (size_t i = 0; i < r->extras.len; i++)
        strv_addf(argv, "--extra=%s", r->extras.items[i]);
}

int resolve_lock(struct task *t, struct error *err)
{
    static task_step *const make_venv[] = {venv_make, venv_look_at, NULL}; /* wait for no lock */
    struct venv *e = t->subject;
    struct arena *a = t->shared->arena;
    const struct sweep_options *o = e->plan->options;
    int fits = e->lock ? lock_fits(e, err) : 0;
    if (fits != 0)
        return fits < 0 ? error_add(err, "reading the lock") : 0;
    task_enter(t, STAGE_INSTALL, "resolve");
    if (o->locked && e->lock)
        return error_set(err, EXIT_FAILED,
                         "--locked: the lock %s is of other requirements than the build tree has "
                         "now; sweep once without --locked to make it anew",
                         lock_path(e));
    if (o->locked)
        return error_set(err, EXIT_FAILED,
                         "--locked: there is no lock %s; sweep once without --locked to make it",
                         lock_path(e));
    if (venv_make_dir(e, err) < 0)
        return -1;
    struct str wanted = str_new(a);
    if (!e->requirements)
        str_addf(&wanted, "%s\n", e->planned->full_spec);
    for (size_t i = 0; e->requirements && i < e->requirements->lines.len; i++)
        str_addf(&wanted, "%s\n", e->requirements->lines.items[i]);
    for (size_t i = 0; i < e->plan->extras.len; i++)
        str_addf(&wanted, "%s\n", e->plan->extras.items[i]);
    const char *input = path_join(a, e->dir, "requirements.in");
    if (file_write_scratch(input, wanted.data, wanted.len, err) < 0)
        return -1;

    struct strv argv = strv_new(a);
    strv_add_each(&argv, e->tools->uv, "pip", "compile", "--quiet", "--no-header", "--no-annotate",
                  "--generate-hashes");
    strv_addf(&argv, "--python=%s", e->tools->python);
    if (o->as_of)
        strv_addf(&argv, "--exclude-newer=%s", o->as_of);
    strv_addf(&argv, "--output-file=%s", path_join(a, e->dir, "lock.txt"));
    strv_add(&argv, input);
    if (e->requirements)
        add_build(e, &argv);
    /* Its standard output is the lock once more: captured, so that it does not fill the log. */
    struct str *copy = arena_alloc(a, sizeof *copy);
    *copy = str_new(a);
    int started = task_command(
        t, &(struct task_command){.argv = argv.items, .capture = copy, .finish = resolved}, err);
    if (started == 0 && !o->reuse)
        task_branch(t, make_venv);
    return started;
}
