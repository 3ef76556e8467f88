#include "builds/own_build.h"

#include "files/facts.h"
#include "files/file.h"
#include "files/fingerprint.h"
#include "files/tree.h"
#include "outdir/build_record.h"
#include "outdir/outdir.h"
#include "provision/surroundings.h"
#include "system/host.h"

#include <stdlib.h>
#include <string.h>

static const char HEAD[] = "# built from commit ";

/* In an entry of the store. */
static const char FILES[] = "files", DIR_NAME[] = "built-in";
static const char KEY_HEAD[] = "benchmem build 1\n";

/* --- beginning ------------------------------------------------------------------------------- */

/* The commit that the lock is of; NULL if it says none. */
static int read_commit(const struct venv *e, const char **commit, struct error *err)
{
    struct arena *a = e->task.shared->arena;
    const char *text = file_read(a, e->lock, NULL, err);
    if (!text)
        return error_add(err, "reading the lock");
    const char *hash = str_starts(text, HEAD) ? text + strlen(HEAD) : "";
    size_t len = strspn(hash, "0123456789abcdef");
    *commit = len >= 40 ? arena_strndup(a, hash, len) : NULL;
    return 0;
}

/* The commands run as in an environment that is activated; a uv that they call knows --as-of. */
static const char *const *environment(const struct venv *e)
{
    struct arena *a = e->task.shared->arena;
    const char *path = getenv("PATH");
    struct strv set = strv_new(a);
    strv_addf(&set, "VIRTUAL_ENV=%s", e->path);
    strv_addf(&set, "PATH=%s/bin%s%s", e->path, path ? ":" : "", path ? path : "");
    if (e->plan->options->as_of)
        strv_addf(&set, "UV_EXCLUDE_NEWER=%s", e->plan->options->as_of);
    return task_environment(a, &set);
}

int own_build_begin(struct task *t, struct error *err)
{
    struct venv *e = t->subject;
    struct arena *a = t->shared->arena;
    const char *commit = NULL;
    if (!e->planned->ref || (e->plan->options->locked && !e->lock)) /* resolve_lock() says so */
        return 0;
    task_enter(t, STAGE_INSTALL, "git fetch");
    if (e->lock && read_commit(e, &commit, err) < 0)
        return -1;
    if (e->plan->options->locked && !commit)
        return error_set(err, EXIT_FAILED,
                         "--locked: the lock %s is of no commit of a repository; sweep once "
                         "without --locked to make it anew",
                         e->lock);
    if (!commit)
        e->lock = NULL;
    if (venv_make_dir(e, err) < 0)
        return -1;
    repository_init(e, commit);
    struct own_build *b = arena_alloc(a, sizeof *b);
    const char *kept = path_join(a, e->dir, "own-build");
    *b = (struct own_build){
        .env = environment(e),
        .build = path_join(a, e->dir, "build"),
        .kept = kept,
        .files = path_join(a, kept, FILES),
        .dir = e->dir,
        .store = {path_join(a, e->plan->out, OUTDIR_BUILDS), loop_stop_flag(t->shared->loop)},
        .source = e->repository->source,
    };
    e->own = b;
    return 0;
}

static void record(struct venv *e)
{
    struct arena *a = e->task.shared->arena;
    const struct strv *commands = &e->plan->options->install_commands;
    struct build_record *r = arena_alloc(a, sizeof *r);
    *r = (struct build_record){.repository = e->repository->origin,
                               .ref = e->planned->ref,
                               .commit = e->repository->commit};
    r->components = strv_new(a);
    r->commands = strv_new(a);
    for (size_t i = 0; i < commands->len; i++)
        strv_add(&r->commands, mask_text(a, e->plan->mask, commands->items[i]));
    e->build_record = r;
}

int own_build_require(struct task *t, struct error *err)
{
    struct venv *e = t->subject;
    struct arena *a = t->shared->arena;
    const struct staged nothing = {.arena = a};
    if (!e->own)
        return 0;
    record(e);
    e->lock_head =
        arena_printf(a, "%s%s of %s\n", HEAD, e->repository->commit, e->repository->origin);
    if (e->lock)
        return 0;
    const struct str *project = &e->repository->project;
    const char *dir = path_join(a, e->dir, "project");
    if (dir_make(dir, err) < 0 ||
        (project->len && file_write_scratch(path_join(a, dir, "pyproject.toml"), project->data,
                                            project->len, err) < 0) ||
        build_requirements_read(a, e->plan->options, &nothing, dir, &e->own->requirements, err) < 0)
        return error_add(err, "%s", e->planned->spec);
    e->requirements = &e->own->requirements;
    return 0;
}

/* --- builds that are kept -------------------------------------------------------------------- */

static const char *key_prefix(const struct venv *e)
{
    return arena_printf(e->task.shared->arena, "%.12s-", e->repository->commit);
}

/* What the words of a command name, by content where they hold a file's absolute path, by place
 * where it is a program: the first, or one as in -DCMAKE_C_COMPILER=gcc-13. */
static const char *print_files(struct arena *a, const struct strv *words)
{
    struct fingerprint print = fingerprint_new();
    for (size_t i = 0; i < words->len; i++) {
        const char *word = words->items[i], *given = strrchr(word, '=');
        const char *path = i ? strchr(word, '/') : path_program(a, word);
        const char *content = path && path_is_file(path) ? fingerprint_file(a, path, NULL) : NULL;
        fingerprint_text(&print, content ? content : "");
        surroundings_add_program(&print, a, given ? given + 1 : word);
    }
    return fingerprint_name(a, &print);
}

/* All that a build depends on, as far as we can know it. */
static int make_key(const struct venv *e, const char *lock, struct key *key, struct error *err)
{
    struct arena *a = e->task.shared->arena;
    const struct strv *commands = &e->plan->options->install_commands;
    struct facts f = {.arena = a};
    facts_add(&f, "commit", e->repository->commit);
    facts_add(&f, "ref", e->planned->ref);
    for (size_t i = 0; i < commands->len; i++) {
        facts_add(&f, arena_printf(a, "command %zu", i + 1),
                  mask_text(a, e->plan->mask, commands->items[i]));
        facts_add(&f, arena_printf(a, "files of command %zu", i + 1),
                  print_files(a, &e->plan->commands[i]));
    }
    facts_add(&f, "as of", e->plan->options->as_of ? e->plan->options->as_of : "now");
    facts_add(&f, "lock", fingerprint_of(a, lock));
    struct fingerprint print = fingerprint_new();
    fingerprint_place(&print, a, e->tools->python);
    facts_add(&f, "interpreter", fingerprint_name(a, &print));
    if (surroundings_add(&f, e->plan->mask, e->task.shared->env, err) < 0)
        return -1;
    *key = key_of_facts(a, KEY_HEAD, (const struct facts *const[]){&f}, 1, key_prefix(e), 16);
    return 0;
}

/* Have the paths in the files be those of here. */
static int relocate(struct arena *a, const struct own_build *b, struct error *err)
{
    struct staged files;
    const char *was = file_read(a, path_join(a, b->kept, DIR_NAME), NULL, err);
    if (!was || staged_read(a, b->files, "", &files, err) < 0)
        return -1;
    bool fits = strlen(was) == strlen(b->dir);
    for (size_t i = 0; i < files.files.len; i++) {
        const char *path = staged_path(&files, files.files.items[i]);
        int found = path_is_file(path) || path_is_link(path)
                        ? file_replace(path, was, fits ? b->dir : was, err)
                        : 0;
        if (found < 0)
            return -1;
        if (found && !fits)
            return error_set(err, EXIT_FAILED,
                             "%s has the path %s in it, and that of here is not as long",
                             files.files.items[i], was);
    }
    return 1;
}

/* For a thread.  One that cannot be used is as one that is not there; B->ERR says why. */
static void get(void *data)
{
    struct own_build *b = data;
    struct arena a = {0};
    b->result = sealed_get(&a, &b->store, &b->key, b->kept, &b->err);
    if (b->result > 0)
        b->result = relocate(&a, b, &b->err);
    if (b->result < 0)
        (void)tree_remove(b->kept, NULL);
    arena_release(&a);
}

static void remark(struct venv *e, const char *text)
{
    e->remark = e->remark ? arena_printf(e->task.shared->arena, "%s; %s", e->remark, text) : text;
}

static int got(struct task *t, const struct child_result *result, struct error *err)
{
    (void)result;
    struct arena *a = t->shared->arena;
    struct venv *e = t->subject;
    struct own_build *b = e->own;
    if (b->result < 0 && path_exists(b->kept)) {
        *err = b->err;
        return error_add(err, "taking the build that is kept");
    }
    if (b->result < 0)
        remark(e, arena_printf(a, "built again: %s", b->err.text));
    const char *differs =
        b->result == 0 ? sealed_nearest(a, &b->store, &b->key, key_prefix(e)) : NULL;
    if (differs)
        remark(e,
               arena_printf(a, "built again: of the nearest build of it that is kept differs: %s",
                            differs));
    if (b->result > 0) {
        b->state = BUILD_KEPT;
        b->content = sealed_content(a, b->kept);
        remark(e, arena_printf(a, "built before, taken from %s/%s", OUTDIR_BUILDS, b->key.name));
        e->repository->is_unneeded = true;
    }
    return 0;
}

const char *own_build_content(const struct venv *e)
{
    struct arena *a = e->task.shared->arena;
    const struct own_build *b = e->own;
    struct key key;
    if (!b || b->content || !e->plan->options->keep_builds)
        return b ? b->content : NULL;
    if (b->done || b->key.text) /* it was built, and is not kept */
        return NULL;
    const char *lock = e->lock ? file_read(a, e->lock, NULL, NULL) : NULL;
    if (!lock || make_key(e, lock, &key, NULL) < 0)
        return NULL;
    return sealed_content(a, path_join(a, b->store.dir, key.name));
}

int own_build_find(struct task *t, struct error *err)
{
    struct error unknown;
    struct venv *e = t->subject;
    const struct sweep_options *o = e->plan->options;
    struct own_build *b = e->own;
    if (!b)
        return 0;
    const char *lock = file_read(t->shared->arena, e->lock, NULL, err);
    if (!lock)
        return error_add(err, "reading the lock");
    if (o->keep_builds && make_key(e, lock, &b->key, &unknown) < 0)
        remark(e, arena_printf(t->shared->arena, "the build is not kept: %s", unknown.text));
    if (o->prepare && (!b->key.text || store_has(&b->store, b->key.name))) {
        b->state = BUILD_UNWANTED;
        e->repository->is_unneeded = true;
        return 0;
    }
    return b->key.text ? task_work(t, get, b, got, err) : 0;
}

/* --- the commands ---------------------------------------------------------------------------- */

/* How many processes a build may use, where others are built beside it. */
static const char *jobs(const struct venv *e)
{
    size_t at_once = plan_jobs(e->plan->options), cpus = (size_t)host_cpus();
    if (at_once > e->plan->count)
        at_once = e->plan->count;
    return arena_printf(e->task.shared->arena, "%zu", cpus > at_once ? cpus / at_once : 1);
}

/* The words of the command; its program is the environment's, where that has one. */
static struct strv words_of(const struct venv *e, const struct strv *command)
{
    struct arena *a = e->task.shared->arena;
    const struct str_place places[] = {
        {"{source}", e->own->source}, {"{build}", e->own->build}, {"{venv}", e->path},
        {"{python}", e->python},      {"{ref}", e->planned->ref}, {"{jobs}", jobs(e)},
    };
    struct strv argv = strv_new(a);
    for (size_t i = 0; i < command->len; i++)
        strv_add(&argv, str_fill(a, command->items[i], places, sizeof places / sizeof *places));
    const char *own = arena_printf(a, "%s/bin/%s", e->path, argv.items[0]);
    if (!strchr(argv.items[0], '/') && path_is_file(own))
        argv.items[0] = own;
    return argv;
}

static int run_next(struct task *t, struct error *err);

static int ended(struct task *t, const struct child_result *result, struct error *err)
{
    const struct venv *e = t->subject;
    const char *text = e->plan->options->install_commands.items[e->own->done];
    if (task_judge_said(t, result, text, err) < 0)
        return error_add(err, "building %s, commit %.12s", e->planned->ref, e->repository->commit);
    return ++e->own->done < e->plan->options->install_commands.len ? run_next(t, err) : 0;
}

static int run_next(struct task *t, struct error *err)
{
    const struct venv *e = t->subject;
    const struct strv argv = words_of(e, &e->plan->commands[e->own->done]);
    struct task_command command = {
        .argv = argv.items, .cwd = e->own->source, .env = e->own->env, .finish = ended};
    if (task_command(t, &command, err) < 0)
        return error_add(err, "building %s", e->planned->ref);
    return 0;
}

int own_build_run(struct task *t, struct error *err)
{
    const struct venv *e = t->subject;
    if (!e->own || e->own->state != BUILD_WANTED)
        return 0;
    task_enter(t, STAGE_INSTALL, "build");
    if (added_begin(&e->own->added, t->shared->arena, e->path, err) < 0 ||
        dir_make(e->own->build, err) < 0)
        return error_add(err, "building %s", e->planned->ref);
    return run_next(t, err);
}

/* --- what they have added -------------------------------------------------------------------- */

/* A link back to where it was built leads nowhere once that is removed. */
static int check_links(const struct venv *e, struct error *err)
{
    const char *const dirs[] = {e->own->source, e->own->build};
    for (size_t i = 0; i < sizeof dirs / sizeof *dirs; i++) {
        const char *real, *file = staged_link_into(&e->own->staged, dirs[i], &real);
        if (file)
            return error_set(err, EXIT_FAILED,
                             "%s: the commands install %s as a link to %s, which is removed after "
                             "them; have them install a copy",
                             e->planned->spec, file, real);
    }
    return 0;
}

static int see_files(struct venv *e, struct error *err)
{
    struct own_build *b = e->own;
    if (staged_read(e->task.shared->arena, b->files, "", &b->staged, err) < 0)
        return -1;
    if (!b->staged.files.len)
        return error_set(err, EXIT_FAILED,
                         "%s: the commands install nothing into the environment; have them install "
                         "below {venv}, such as cmake --install {build} --prefix {venv}",
                         e->planned->spec);
    if (check_links(e, err) < 0 || module_place_find(e, &b->staged, &b->module, err) < 0)
        return -1;
    return module_place_check(e, &b->staged, &b->module, err);
}

static int move_in(const struct venv *e, struct error *err)
{
    const struct own_build *b = e->own;
    if (staged_merge(e->task.shared->arena, b->files, e->path, err) < 0 ||
        module_place_lead(e, &b->module, err) < 0)
        return error_add(err, "installing %s into the environment", e->planned->ref);
    return 0;
}

/* For a thread: keep it, and remove what it was built in. */
static void put(void *data)
{
    struct own_build *b = data;
    struct arena a = {0};
    if (b->key.text)
        b->result = sealed_put(&a, &b->store, &b->key, b->kept, b->bound, &b->err);
    (void)tree_remove(b->source, NULL);
    (void)tree_remove(b->build, NULL);
    arena_release(&a);
}

static int was_put(struct task *t, const struct child_result *result, struct error *err)
{
    (void)result;
    struct venv *e = t->subject;
    struct own_build *b = e->own;
    if (b->result < 0)
        remark(e, arena_printf(t->shared->arena, "the build is not kept: %s", b->err.text));
    else if (b->key.text)
        b->content = sealed_content(t->shared->arena, b->kept);
    return move_in(e, err);
}

int own_build_install(struct task *t, struct error *err)
{
    struct venv *e = t->subject;
    struct own_build *b = e->own;
    if (!b || b->state == BUILD_UNWANTED)
        return 0;
    if (b->state == BUILD_KEPT)
        return see_files(e, err) < 0 ? -1 : move_in(e, err);
    if (added_take(&b->added, b->files, err) < 0)
        return error_add(err, "building %s", e->planned->ref);
    if (see_files(e, err) < 0 ||
        file_write(path_join(t->shared->arena, b->kept, DIR_NAME), b->dir, strlen(b->dir), err) < 0)
        return -1;
    if (b->key.text && b->added.changed) {
        b->key.text = NULL;
        remark(e, arena_printf(t->shared->arena,
                               "the build is not kept: its commands have %s in the environment",
                               b->added.changed));
    }
    b->bound.entries = (size_t)e->plan->options->keep_builds;
    return task_work(t, put, b, was_put, err);
}
