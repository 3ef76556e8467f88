#include "builds/build_tree.h"

#include "files/file.h"
#include "files/tree.h"

#include <string.h>

/* --- the tree -------------------------------------------------------------------------------- */

/* The configuration that its install rules take if none is named. */
static const char *built_config(const struct cmake_cache *c)
{
    static const char set[] = "set(CMAKE_INSTALL_CONFIG_NAME \"";
    const char *path = path_join(c->arena, c->dir, "cmake_install.cmake");
    const char *text = file_read(c->arena, path, NULL, NULL);
    const char *at = text ? strstr(text, set) : NULL;
    at = at ? at + sizeof set - 1 : "";
    return arena_strndup(c->arena, at, strcspn(at, "\""));
}

static int decide_config(struct build_tree *b, const struct sweep_options *o, struct error *err)
{
    const struct cmake_cache *c = &b->cache;
    const char *types = cmake_cache_get(c, "CMAKE_CONFIGURATION_TYPES");
    const char *wanted = o->build_config && *o->build_config ? o->build_config : NULL;
    b->config = wanted ? wanted : built_config(c);
    if (!types) {
        if (strcmp(b->config, built_config(c)) == 0)
            return 0;
        return error_set(
            err, EXIT_FAILED,
            "--build-config %s: %s has one configuration, %s; leave the option out, or "
            "configure with -D CMAKE_BUILD_TYPE=%s and build",
            wanted, c->dir, *built_config(c) ? built_config(c) : "that of no name", wanted);
    }
    struct strv all = strv_parts(c->arena, types, ';');
    const char *usual = cmake_cache_get(c, "CMAKE_DEFAULT_BUILD_TYPE");
    if (!wanted && usual)
        b->config = usual;
    if (!strv_has(&all, b->config) && !wanted)
        b->config = all.items[0];
    if (strv_has(&all, b->config))
        return 0;
    return error_set(err, EXIT_FAILED, "--build-config %s: %s has the configurations %s", wanted,
                     c->dir, strv_join(&all, ", "));
}

static int open_tree(struct venv *e, struct error *err)
{
    struct arena *a = e->task.shared->arena;
    const char *dir = e->planned->build_tree;
    struct build_tree *b = arena_alloc(a, sizeof *b);
    *b = (struct build_tree){.commit = str_new(a)};
    if (cmake_cache_read(a, dir, &b->cache, err) < 0)
        return -1;
    if (!path_is_file(path_join(a, dir, "cmake_install.cmake")))
        return error_set(
            err, EXIT_FAILED,
            "%s: there is no cmake_install.cmake in it: the tree was not generated, or "
            "with CMAKE_SKIP_INSTALL_RULES; run cmake %s",
            dir, dir);
    b->cmake = cmake_cache_get(&b->cache, "CMAKE_COMMAND");
    if (!b->cmake || !path_is_file(b->cmake))
        return error_set(err, EXIT_FAILED,
                         "%s: the cmake that made it, %s, is not there; configure it again", dir,
                         b->cmake ? b->cmake : "of no name");
    if (decide_config(b, e->plan->options, err) < 0)
        return -1;
    struct strv set = strv_new(a);
    strv_addf(&set, "DESTDIR=%s", path_join(a, e->dir, "stage"));
    strv_add_each(&set, "CMAKE_INSTALL_MODE=COPY", "GIT_OPTIONAL_LOCKS=0");
    b->env = task_environment(a, &set);
    install_manifests_init(&b->manifests, a, dir, loop_stop_flag(e->task.shared->loop));
    e->build = b;
    return 0;
}

/* --- what is recorded ------------------------------------------------------------------------ */

static void record(struct venv *e)
{
    static const char *const languages[] = {"C", "CXX", "Fortran", "CUDA", "HIP"};
    enum { LANGUAGES = sizeof languages / sizeof *languages };
    struct arena *a = e->task.shared->arena;
    struct build_tree *b = e->build;
    const struct cmake_cache *c = &b->cache;
    struct build_record *r = arena_alloc(a, sizeof *r);
    *r = (struct build_record){
        .directory = c->dir,
        .source = cmake_cache_get(c, "CMAKE_HOME_DIRECTORY"),
        .config = *b->config ? b->config : NULL,
        .generator = cmake_cache_get(c, "CMAKE_GENERATOR"),
        .components = e->plan->options->build_components,
        .compilers = arena_array(a, LANGUAGES, sizeof *r->compilers),
    };
    for (size_t i = 0; i < LANGUAGES; i++) {
        const char *compiler = cmake_cache_compiler(c, languages[i]);
        if (compiler)
            r->compilers[r->compiler_count++] = (struct build_compiler){
                languages[i], compiler, cmake_cache_flags(c, languages[i], b->config)};
    }
    /* "<commit>", or "<commit>-dirty"; nothing where there is no repository. */
    const char *commit = b->commit.data;
    size_t len = strspn(commit, "0123456789abcdef");
    if (len >= 40) {
        r->commit = arena_strndup(a, commit, len);
        r->dirty = str_starts(commit + len, "-dirty");
    }
    e->build_record = r;
}

/* --- what was installed ---------------------------------------------------------------------- */

static int fail_outside(const struct venv *e, struct error *err)
{
    return error_set(err, EXIT_FAILED,
                     "%s installs outside of its prefix: %s; make these destinations relative, or "
                     "choose components without them (--build-component, COMPONENT)",
                     e->planned->build_tree,
                     strv_join_few(&e->build->staged.outside, STAGED_NAMED));
}

/* A link back to where it was built would be measured as whatever the next build makes of it. */
static int check_links(const struct venv *e, struct error *err)
{
    const struct build_tree *b = e->build;
    const char *const dirs[] = {b->cache.dir, e->build_record->source};
    for (size_t k = 0; k < sizeof dirs / sizeof *dirs; k++) {
        const char *real, *file = dirs[k] ? staged_link_into(&b->staged, dirs[k], &real) : NULL;
        if (file)
            return error_set(err, EXIT_FAILED,
                             "%s installs %s as a link to %s; install a copy of that", b->cache.dir,
                             file, real);
    }
    return 0;
}

static int read_staged(struct venv *e, struct error *err)
{
    struct arena *a = e->task.shared->arena;
    return staged_read(a, path_join(a, e->dir, "stage"), e->path, &e->build->staged, err);
}

/* What install scripts have written below the prefix past the DESTDIR belongs there too. */
static int take_written(struct venv *e, struct error *err)
{
    struct arena *a = e->task.shared->arena;
    const char *stage = arena_printf(a, "%s/stage%s", e->dir, e->path);
    if (!path_is_dir(e->path))
        return 0;
    if (dir_make(stage, err) < 0 || staged_merge(a, e->path, stage, err) < 0 ||
        tree_remove(e->path, err) < 0)
        return error_add(err, "taking what an install script wrote");
    return read_staged(e, err);
}

/* The site-packages of the Python that the tree was made with are ours. */
static int take_sites(struct venv *e, struct error *err)
{
    int taken;
    const char *site;
    while ((taken = staged_take_site(&e->build->staged, &site, err)) > 0) {
        const char *line = arena_printf(e->task.shared->arena,
                                        "-- Not installed into %s: the environment has it\n", site);
        output_add(&e->task.output, line, strlen(line));
    }
    return taken;
}

static int see_staged(struct venv *e, struct error *err)
{
    struct build_tree *b = e->build;
    if (take_written(e, err) < 0 || take_sites(e, err) < 0)
        return -1;
    if (b->staged.outside.len)
        return fail_outside(e, err);
    if (!b->staged.files.len)
        return error_set(err, EXIT_FAILED,
                         "%s installs nothing: its project has no install() rule that is not "
                         "excluded",
                         e->planned->build_tree);
    record(e);
    if (check_links(e, err) < 0 || module_place_find(e, &b->staged, &b->module, err) < 0 ||
        build_requirements_read(e->task.shared->arena, e->plan->options, &b->staged,
                                e->build_record->source, &b->requirements, err) < 0)
        return -1;
    e->requirements = &b->requirements;
    e->lock_head = arena_printf(e->task.shared->arena, "# requirements of the build tree: %s\n",
                                b->requirements.digest);
    return 0;
}

/* --- cmake --install ------------------------------------------------------------------------- */

/* The file that cmake says is not there, NULL if it says another thing.  It folds its lines at
 * spaces, those of the path too. */
static const char *missing_file(const struct task *t)
{
    const char *at = strstr(t->output.text.data + t->output.command_at, "cannot find");
    at = at ? strchr(at, '"') : NULL;
    const char *end = at ? strstr(at + 1, "\":") : NULL;
    if (!end)
        return NULL;
    struct str path = str_new(t->shared->arena);
    for (const char *p = at + 1; p < end; p++) {
        bool folded = *p == '\n' && p[1] == ' ' && p[2] == ' ';
        str_addc(&path, folded ? ' ' : *p);
        p += folded ? 2 : 0;
    }
    return path.data;
}

static int explain(const struct venv *e, const struct child_result *result, struct error *err)
{
    struct arena *a = e->task.shared->arena;
    const struct build_tree *b = e->build;
    const char *missing = missing_file(&e->task);
    if (task_judge(result, "cmake --install", err) == 0 || result->timed_out || !missing)
        return error_add(err, "installing %s", b->cache.dir);
    const char *target = cmake_cache_target_of(&b->cache, missing);
    struct strv words = strv_new(a);
    strv_add_each(&words, "cmake", "--build", b->cache.dir);
    if (*b->config && cmake_cache_get(&b->cache, "CMAKE_CONFIGURATION_TYPES"))
        strv_add_each(&words, "--config", b->config);
    if (target)
        strv_add_each(&words, "--target", target);
    return error_set(err, EXIT_FAILED,
                     "installing %s: cmake --install: exited with %d: %s is not there, so the tree "
                     "is not built, or not all of it; build it: %s",
                     b->cache.dir, result->exit_code, missing, output_words(a, words.items));
}

static int fail_component(const struct venv *e, const char *component, struct error *err)
{
    struct strv known = strv_new(e->task.shared->arena);
    cmake_cache_components(&e->build->cache, &known);
    return error_set(err, EXIT_FAILED, "--build-component %s: %s; components of %s: %s", component,
                     strv_has(&known, component) ? "installs nothing here"
                                                 : "no install() rule has that component",
                     e->build->cache.dir, known.len ? strv_join(&known, ", ") : "none");
}

/* What the command has installed: 1 there is a component more, 0 that was all. */
static int judge_install(struct venv *e, const struct child_result *result, struct error *err)
{
    struct build_tree *b = e->build;
    const struct strv *components = &e->plan->options->build_components;
    size_t before = b->staged.files.len + b->staged.outside.len;
    if (result->exit_code || result->signal || result->timed_out)
        return explain(e, result, err);
    if (read_staged(e, err) < 0)
        return -1;
    if (components->len && b->staged.files.len + b->staged.outside.len == before &&
        !path_is_dir(e->path))
        return fail_component(e, components->items[b->installed], err);
    return ++b->installed < components->len;
}

static int start_install(struct task *t, struct error *err);

static int installed(struct task *t, const struct child_result *result, struct error *err)
{
    struct venv *e = t->subject;
    int more = judge_install(e, result, err);
    if (more > 0)
        return start_install(t, err);
    if (install_manifests_restore(&e->build->manifests, more < 0 ? NULL : err) < 0 || more < 0)
        return -1;
    return see_staged(e, err);
}

static int start_install(struct task *t, struct error *err)
{
    const struct venv *e = t->subject;
    struct build_tree *b = e->build;
    const struct strv *components = &e->plan->options->build_components;
    struct strv argv = strv_new(t->shared->arena);
    strv_add_each(&argv, b->cmake, "--install", b->cache.dir, "--prefix", e->path);
    if (*b->config)
        strv_add_each(&argv, "--config", b->config);
    if (components->len)
        strv_add_each(&argv, "--component", components->items[b->installed]);
    int result = task_command(
        t, &(struct task_command){.argv = argv.items, .env = b->env, .finish = installed}, err);
    if (result < 0)
        (void)install_manifests_restore(&b->manifests, NULL);
    return result;
}

/* A source that is in no repository has no commit, and that is all. */
static int asked_git(struct task *t, const struct child_result *result, struct error *err)
{
    struct venv *e = t->subject;
    if (result->exit_code || result->signal)
        e->build->commit = str_new(t->shared->arena);
    return start_install(t, err);
}

/* No other sweep installs the tree now. */
static int has_turn(struct task *t, const struct child_result *result, struct error *err)
{
    (void)result;
    struct venv *e = t->subject;
    struct build_tree *b = e->build;
    if (install_manifests_keep(&b->manifests, err) < 0)
        return -1;
    const char *git = path_program(t->shared->arena, "git");
    const char *source = cmake_cache_get(&b->cache, "CMAKE_HOME_DIRECTORY");
    struct strv argv = strv_new(t->shared->arena);
    strv_add_each(&argv, git, "-C", source, "describe", "--always", "--dirty", "--abbrev=40",
                  "--exclude=*");
    struct task_command ask = {
        .argv = argv.items, .env = b->env, .capture = &b->commit, .finish = asked_git};
    if (git && source && path_is_dir(source) && task_command(t, &ask, err) == 0)
        return 0;
    return start_install(t, err);
}

int build_tree_stage(struct task *t, struct error *err)
{
    struct venv *e = t->subject;
    if (!e->planned->build_tree)
        return 0;
    task_enter(t, STAGE_INSTALL, "cmake --install");
    if (venv_make_dir(e, err) < 0 || open_tree(e, err) < 0)
        return -1;
    return task_work(t, install_manifests_wait, &e->build->manifests, has_turn, err);
}

/* --- into the environment -------------------------------------------------------------------- */

int build_tree_install(struct task *t, struct error *err)
{
    const struct venv *e = t->subject;
    struct arena *a = t->shared->arena;
    if (!e->build)
        return 0;
    const struct staged *s = &e->build->staged;
    if (module_place_check(e, s, &e->build->module, err) < 0)
        return -1;
    if (staged_merge(a, arena_printf(a, "%s%s", s->root, s->prefix), e->path, err) < 0 ||
        module_place_lead(e, &e->build->module, err) < 0)
        return error_add(err, "installing %s into the environment", e->planned->build_tree);
    return 0;
}
