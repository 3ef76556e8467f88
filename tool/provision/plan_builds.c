#include "provision/plan_builds.h"

#include "files/file.h"
#include "provision/requirement.h"

#include <string.h>

/* Whether the relative path stays below where it begins. */
static bool stays_below(struct arena *a, const char *path)
{
    struct strv parts = strv_parts(a, path, '/');
    return *path != '/' && !strv_has(&parts, "..");
}

/* What is said of build trees, and of what is built there or by commands. */
static void check_build(struct arena *a, const struct sweep_options *o, const struct plan *plan,
                        struct strv *p)
{
    struct error err;
    bool has_tree = false, has_ref = false;
    for (size_t i = 0; i < plan->count; i++) {
        has_tree = has_tree || plan->versions[i].build_tree;
        has_ref = has_ref || plan->versions[i].ref;
    }
    const char *of_tree = o->build_config           ? "--build-config"
                          : o->build_components.len ? "--build-component"
                                                    : NULL;
    const char *of_both = o->build_module_dir         ? "--build-module-dir"
                          : o->build_requirements.len ? "--build-requirement"
                                                      : NULL;
    if (of_tree && !has_tree && !p->len)
        strv_addf(p, "%s is for a version that is a build tree, LABEL=build:DIR", of_tree);
    if (of_both && !has_tree && !has_ref && !p->len)
        strv_addf(p,
                  "%s is for a version that is a build tree, LABEL=build:DIR, or that "
                  "--install-command builds",
                  of_both);
    if (o->build_module_dir && !stays_below(a, o->build_module_dir))
        strv_addf(p, "--build-module-dir '%s' is no directory below the prefix; write it relative",
                  o->build_module_dir);
    for (size_t i = 0; i < o->build_components.len; i++)
        if (!*o->build_components.items[i] || str_has_control(o->build_components.items[i]))
            strv_addf(p, "--build-component '%s' is no component's name",
                      o->build_components.items[i]);
    for (size_t i = 0; i < o->build_requirements.len; i++)
        if (requirement_check(o->build_requirements.items[i], &err) < 0)
            strv_addf(p, "--build-requirement '%s': %s", o->build_requirements.items[i], err.text);
}

/* --- own commands ---------------------------------------------------------------------------- */

/* The directory of the git repository that DIR is in, or NULL. */
static const char *git_root(struct arena *a, const char *dir)
{
    struct error err;
    const char *root = path_real(a, dir, &err);
    for (; root; root = path_parent(a, root)) {
        bool is_bare =
            path_is_file(path_join(a, root, "HEAD")) && path_is_dir(path_join(a, root, "objects"));
        if (is_bare || path_exists(path_join(a, root, ".git")))
            return root;
        if (strcmp(root, "/") == 0)
            return NULL;
    }
    return NULL;
}

static void plan_repository(struct arena *a, const struct sweep_options *o, struct plan *plan,
                            struct strv *p)
{
    const char *given = o->repository;
    plan->is_local = path_is_dir(given);
    plan->repository = plan->is_local ? git_root(a, given) : given;
    if (!*given || *given == '-' || str_has_control(given))
        strv_addf(p, "--repository '%s' is neither a directory nor a URL", given);
    else if (!plan->repository)
        strv_addf(p, "--repository %s: is in no git repository", given);
    else if (!plan->is_local && !strchr(given, ':'))
        strv_addf(p, "--repository %s: no such directory, nor a URL", given);
}

/* What is built by commands of the user's own. */
static void plan_commands(struct arena *a, const struct sweep_options *o, struct plan *plan,
                          struct strv *p)
{
    size_t refs = 0;
    for (size_t i = 0; i < plan->count; i++)
        refs += plan->versions[i].ref != NULL;
    if (!o->install_commands.len) {
        if (o->repository)
            strv_add(p, "--repository is for --install-command; give that too");
        return;
    }
    if (o->repository)
        plan_repository(a, o, plan, p);
    else
        strv_add(p, "--install-command builds refs of a git repository; name it with --repository");
    if (!refs && !p->len)
        strv_add(p, "--install-command builds versions that are refs of --repository, and there is "
                    "none; write tags, branches or commits");
    if (o->keep_builds && refs > (size_t)o->keep_builds)
        strv_addf(p,
                  "--keep-builds %ld: there are %zu versions to build, of which some would be "
                  "built twice; give as many, or 0",
                  o->keep_builds, refs);
    plan->commands = arena_array(a, o->install_commands.len, sizeof *plan->commands);
    for (size_t i = 0; i < o->install_commands.len; i++) {
        struct strv *words = &plan->commands[i];
        const char *text = o->install_commands.items[i];
        *words = strv_new(a);
        if (!strv_split_words(words, text))
            strv_addf(p, "--install-command '%s': a quote in it does not end", text);
        else if (!words->len || !*words->items[0])
            strv_addf(p, "--install-command '%s': has no program", text);
    }
}

void plan_builds(struct arena *a, const struct sweep_options *o, struct plan *plan,
                 struct strv *problems)
{
    check_build(a, o, plan, problems);
    plan_commands(a, o, plan, problems);
}
