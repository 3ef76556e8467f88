#include "builds/repository.h"

#include "base/digest.h"
#include "files/file.h"
#include "files/tree.h"
#include "outdir/outdir.h"
#include "provision/pep440.h"

#include <string.h>

static bool is_whole_hash(const char *text)
{
    size_t len = strspn(text, "0123456789abcdef");
    return (len == 40 || len == 64) && !text[len];
}

/* Whether it has to be fetched by its name, being neither branch, tag nor commit. */
static bool is_by_name(const char *ref)
{
    return strcmp(ref, "HEAD") == 0 || str_starts(ref, "refs/");
}

void repository_init(struct venv *e, const char *commit)
{
    struct arena *a = e->task.shared->arena;
    const struct plan *plan = e->plan;
    const char *ref = e->planned->ref, *digest = digest_name(a, digest_text(DIGEST_EMPTY, ref));
    struct repository *r = arena_alloc(a, sizeof *r);
    *r = (struct repository){
        .ref = ref,
        .commit = commit,
        .path = path_join(a, plan->out, OUTDIR_REPOSITORY),
        .source = path_join(a, e->dir, "source"),
        .git = e->tools->git,
        .pinned = arena_printf(a, "refs/benchmem/%s", digest),
        .lock = {.fd = -1},
        .lock_path = path_join(a, plan->out, OUTDIR_REPOSITORY_BUSY),
        .origin = mask_text(a, plan->mask, plan->repository),
        .stop = loop_stop_flag(e->task.shared->loop),
    };
    r->busy = path_join(a, r->path, "benchmem-busy");
    r->stamp = path_join(a, r->path, "benchmem-origin");
    struct strv set = strv_new(a);
    strv_addf(&set, "BENCHMEM_REPOSITORY=%s", plan->repository);
    strv_add_each(&set, "GIT_TERMINAL_PROMPT=0", "GIT_OPTIONAL_LOCKS=0");
    r->env = task_environment(a, &set);
    r->said = str_new(a);
    r->project = str_new(a);
    e->repository = r;
}

/* --- turns ----------------------------------------------------------------------------------- */

static bool is_usable(struct arena *a, const struct repository *r)
{
    const char *text = path_is_file(r->stamp) ? file_read(a, r->stamp, NULL, NULL) : NULL;
    return text && strcmp(text, r->origin) == 0 && !path_exists(r->busy);
}

/* For a thread: wait until no other process has the copy; remove one that is of no use. */
static void wait_for_turn(void *data)
{
    struct repository *r = data;
    r->taken = lock_wait(&r->lock, r->lock_path, r->stop, &r->err);
    if (r->taken == 0)
        error_set(&r->err, EXIT_FAILED, "%s: interrupted", r->path);
    if (r->taken <= 0)
        return;
    struct arena a = {0};
    file_clean(r->path); /* of one that was killed in its turn */
    r->is_new = !is_usable(&a, r);
    if (r->is_new && tree_remove(r->path, &r->err) < 0)
        r->taken = -1;
    arena_release(&a);
}

/* What git does there is over, well or not; RESULT is handed on. */
static int end_turn(struct repository *r, int result)
{
    lock_release(&r->lock);
    return result;
}

/* --- git ------------------------------------------------------------------------------------- */

static struct strv git_words(const struct venv *e, const char *dir)
{
    struct strv argv = strv_new(e->task.shared->arena);
    strv_add_each(&argv, e->repository->git, "-c", "core.hooksPath=/dev/null", "-c",
                  "gc.autoDetach=false", "-c", "advice.detachedHead=false");
    if (e->plan->is_local) /* its submodules may be too, which git allows nobody by default */
        strv_add_each(&argv, "-c", "protocol.file.allow=always");
    if (dir)
        strv_add_each(&argv, "-C", dir);
    return argv;
}

static int run_git(struct task *t, const struct strv *argv, struct str *capture,
                   int (*finish)(struct task *task, const struct child_result *result,
                                 struct error *err),
                   struct error *err)
{
    const struct venv *e = t->subject;
    struct task_command command = {
        .argv = argv->items, .env = e->repository->env, .capture = capture, .finish = finish};
    return task_command(t, &command, err);
}

static int look(struct task *t, struct error *err);

static int fetched(struct task *t, const struct child_result *result, struct error *err)
{
    const struct venv *e = t->subject;
    struct repository *r = e->repository;
    if (!result->signal && !result->timed_out)
        (void)file_remove(r->busy, NULL);
    /* That a commit cannot be had by its name is told as that it is not there. */
    bool is_certain = r->looked == LOOKED_THERE || result->timed_out || result->signal;
    if (is_certain && task_judge_said(t, result, "git fetch", err) < 0)
        return end_turn(r, error_add(err, "%s", r->origin));
    return look(t, err);
}

static int fetch(struct task *t, struct error *err)
{
    const struct venv *e = t->subject;
    struct repository *r = e->repository;
    struct strv argv = git_words(e, r->path);
    bool by_name = ++r->looked == ASKED_BY_NAME;
    if (file_write(r->stamp, r->origin, strlen(r->origin), err) < 0 ||
        file_write(r->busy, "", 0, err) < 0)
        return end_turn(r, -1);
    strv_add_each(&argv, "--config-env=remote.origin.url=BENCHMEM_REPOSITORY", "fetch", "--quiet",
                  "--no-write-fetch-head", "--no-tags", "--force", "--update-shallow");
    if (by_name)
        strv_add(&argv, "origin");
    else
        strv_add_each(&argv, "--prune", "origin", "+refs/heads/*:refs/heads/*",
                      "+refs/tags/*:refs/tags/*", "+refs/remotes/*:refs/remotes/*");
    if (by_name || (!r->commit && is_by_name(r->ref)))
        strv_addf(&argv, "+%s:%s", r->commit ? r->commit : r->ref, r->pinned);
    return run_git(t, &argv, NULL, fetched, err) < 0 ? end_turn(r, -1) : 0;
}

static int initialised(struct task *t, const struct child_result *result, struct error *err)
{
    const struct venv *e = t->subject;
    if (task_judge_said(t, result, "git init", err) < 0)
        return end_turn(e->repository, -1);
    return fetch(t, err);
}

static int has_turn(struct task *t, const struct child_result *result, struct error *err)
{
    (void)result;
    const struct venv *e = t->subject;
    struct repository *r = e->repository;
    if (r->taken < 0 || *r->stop) {
        *err = r->err;
        return end_turn(r, error_add(err, "the copy of the repository"));
    }
    if (!r->is_new)
        return r->is_resolving ? fetch(t, err) : look(t, err);
    struct strv argv = git_words(e, NULL);
    strv_add_each(&argv, "init", "--quiet", "--bare", r->path);
    return run_git(t, &argv, NULL, initialised, err) < 0 ? end_turn(r, -1) : 0;
}

/* --- the commit ------------------------------------------------------------------------------ */

static int fail_unknown(const struct venv *e, struct error *err)
{
    const struct repository *r = e->repository;
    const struct plan *plan = e->plan;
    struct arena *a = e->task.shared->arena;
    const char *shallow = plan->is_local ? path_join(a, plan->repository, ".git/shallow") : NULL;
    if (r->commit)
        return error_set(err, EXIT_FAILED, "%s: the commit %s of %s is not there any more",
                         r->origin, r->commit, r->ref);
    return error_set(
        err, EXIT_FAILED, "%s: there is no tag, branch or commit '%s'%s", r->origin, r->ref,
        shallow && path_exists(shallow) ? "; it is a shallow clone: git fetch --unshallow --tags"
        : pep440_is_version(r->ref) && !plan->options->install_spec
            ? "; if the tags are called v1.0, give --install-spec v{version} "
              "(INSTALL_SPEC)"
            : "");
}

static int cloned(struct task *t, const struct child_result *result, struct error *err);

/* A commit that has no such file has no project. */
static int read_project(struct task *t, const struct child_result *result, struct error *err)
{
    const struct venv *e = t->subject;
    struct repository *r = e->repository;
    if (result->exit_code)
        r->project = str_new(t->shared->arena);
    if (result->timed_out || result->signal)
        return end_turn(r, task_judge(result, "git show", err));
    return end_turn(r, 0);
}

static int found(struct task *t, struct error *err)
{
    const struct venv *e = t->subject;
    struct repository *r = e->repository;
    if (r->is_resolving) {
        struct strv show = git_words(e, r->path);
        strv_add(&show, "show");
        strv_addf(&show, "%s:pyproject.toml", r->commit);
        return run_git(t, &show, &r->project, read_project, err) < 0 ? end_turn(r, -1) : 0;
    }
    struct strv argv = git_words(e, NULL);
    strv_add_each(&argv, "clone", "--quiet", "--no-checkout", r->path, r->source);
    return run_git(t, &argv, NULL, cloned, err) < 0 ? end_turn(r, -1) : 0;
}

static int looked(struct task *t, const struct child_result *result, struct error *err)
{
    const struct venv *e = t->subject;
    struct repository *r = e->repository;
    const char *hash = arena_strndup(t->shared->arena, r->said.data, strcspn(r->said.data, "\n"));
    if (result->timed_out || result->signal) {
        (void)task_judge(result, "git rev-parse", err);
        return end_turn(r, -1);
    }
    if (result->exit_code == 0 && is_whole_hash(hash)) {
        r->commit = hash;
        return found(t, err);
    }
    bool has_name = r->commit || is_whole_hash(r->ref);
    if (r->looked == LOOKED_HERE || (r->looked == LOOKED_THERE && has_name))
        return fetch(t, err);
    return end_turn(r, fail_unknown(e, err));
}

/* Look for the commit in our copy. */
static int look(struct task *t, struct error *err)
{
    const struct venv *e = t->subject;
    struct repository *r = e->repository;
    const char *name = r->commit ? r->commit : is_by_name(r->ref) ? r->pinned : r->ref;
    struct strv argv = git_words(e, r->path);
    strv_add_each(&argv, "rev-parse", "--verify", "--quiet");
    strv_addf(&argv, "%s^{commit}", name);
    r->said = str_new(t->shared->arena);
    return run_git(t, &argv, &r->said, looked, err) < 0 ? end_turn(r, -1) : 0;
}

int repository_resolve(struct task *t, struct error *err)
{
    const struct venv *e = t->subject;
    struct repository *r = e->repository;
    if (!r || r->commit)
        return 0;
    r->is_resolving = true;
    r->looked = LOOKED_HERE;
    return task_work(t, wait_for_turn, r, has_turn, err);
}

/* --- the checkout ---------------------------------------------------------------------------- */

/* So that submodules beside the repository at that URL are found beside it. */
static int add_origin(const struct venv *e, const char *url, struct error *err)
{
    struct arena *a = e->task.shared->arena;
    const char *path = path_join(a, e->repository->source, ".git/config");
    const char *text = file_read(a, path, NULL, err);
    struct str s = str_new(a);
    if (!text)
        return -1;
    str_addf(&s, "%s[remote \"origin\"]\n\turl = \"", text);
    for (const char *p = url; *p; p++) {
        if (*p == '"' || *p == '\\')
            str_addc(&s, '\\');
        str_addc(&s, *p);
    }
    str_add(&s, "\"\n");
    return file_write(path, s.data, s.len, err);
}

static int submodules_there(struct task *t, const struct child_result *result, struct error *err)
{
    const struct repository *r = ((struct venv *)t->subject)->repository;
    if (task_judge_said(t, result, "git submodule update", err) < 0)
        return error_add(err, "checking out the submodules of %s", r->ref);
    return 0;
}

static int checked_out(struct task *t, const struct child_result *result, struct error *err)
{
    const struct venv *e = t->subject;
    const struct repository *r = e->repository;
    if (task_judge_said(t, result, "git checkout", err) < 0)
        return error_add(err, "checking out %s", r->ref);
    if (!path_is_file(path_join(t->shared->arena, r->source, ".gitmodules")))
        return 0;
    struct strv argv = git_words(e, r->source);
    strv_add_each(&argv, "submodule", "--quiet", "update", "--init", "--recursive");
    return run_git(t, &argv, NULL, submodules_there, err);
}

static int checkout(struct task *t, const char *origin, struct error *err)
{
    const struct venv *e = t->subject;
    const struct repository *r = e->repository;
    struct strv argv = git_words(e, r->source);
    if (add_origin(e, origin, err) < 0)
        return error_add(err, "checking out %s", r->ref);
    strv_add_each(&argv, "checkout", "--quiet", "--detach", r->commit);
    return run_git(t, &argv, NULL, checked_out, err);
}

/* Git says "origin" where there is none. */
static int origin_known(struct task *t, const struct child_result *result, struct error *err)
{
    const struct venv *e = t->subject;
    struct arena *a = t->shared->arena;
    const char *said = e->repository->said.data, *own = e->plan->repository;
    const char *url = arena_strndup(a, said, strcspn(said, "\n"));
    bool is_known = result->exit_code == 0 && *url && strcmp(url, "origin") != 0;
    if (result->timed_out || result->signal)
        return task_judge(result, "git ls-remote", err);
    if (is_known && *url != '/' && !strchr(url, ':'))
        url = path_join(a, own, url);
    return checkout(t, is_known ? url : own, err);
}

/* The submodules of a clone are beside what it was cloned from. */
static int cloned(struct task *t, const struct child_result *result, struct error *err)
{
    const struct venv *e = t->subject;
    struct repository *r = e->repository;
    struct arena *a = t->shared->arena;
    const char *repository = e->plan->repository;
    end_turn(r, 0);
    if (task_judge_said(t, result, "git clone", err) < 0)
        return error_add(err, "checking out %s", r->ref);
    if (!e->plan->is_local || !path_exists(path_join(a, repository, ".git")))
        return checkout(t, repository, err);
    struct strv argv = git_words(e, repository);
    strv_add_each(&argv, "ls-remote", "--get-url");
    r->said = str_new(a);
    return run_git(t, &argv, &r->said, origin_known, err);
}

int repository_checkout(struct task *t, struct error *err)
{
    const struct venv *e = t->subject;
    struct repository *r = e->repository;
    if (!r || r->is_unneeded)
        return 0;
    task_enter(t, STAGE_INSTALL, "git checkout");
    r->is_resolving = false;
    r->looked = LOOKED_HERE;
    return task_work(t, wait_for_turn, r, has_turn, err);
}
