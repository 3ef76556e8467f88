#include "builds/module_place.h"

#include "files/file.h"

#include <ctype.h>
#include <string.h>

/* What the files were built of, for messages. */
static const char *what(const struct venv *e)
{
    return e->planned->build_tree ? e->planned->build_tree : e->planned->spec;
}

static int fail(const struct venv *e, const struct staged *files, const struct module_place *place,
                const char *where, struct error *err)
{
    return error_set(err, EXIT_FAILED,
                     "%s installs no module '%s'%s; installed were: %s; name the module with "
                     "--import-check (IMPORT_CHECK), and the directory it is in with "
                     "--build-module-dir (MODULE_DIR)",
                     what(e), place->module, where, strv_join_few(&files->files, STAGED_NAMED));
}

/* The module that is imported: that of --import-check, else what the package is called. */
static const char *module_name(struct arena *a, const struct sweep_options *o, bool lower)
{
    struct str name = str_new(a);
    if (o->import_check)
        return arena_strndup(a, o->import_check, strcspn(o->import_check, "."));
    for (const char *p = o->package; *p && *p != '['; p++)
        str_addc(&name, strchr("-.", *p) ? '_' : lower ? (char)tolower((unsigned char)*p) : *p);
    return name.data;
}

static bool has_files(const struct staged *s, const char *dir)
{
    const char *below = *dir ? arena_printf(s->arena, "%s/", dir) : "";
    for (size_t i = 0; i < s->files.len; i++)
        if (str_starts(s->files.items[i], below))
            return true;
    return false;
}

/* "a/b" of "./a//b/" */
static const char *normal_dir(struct arena *a, const char *dir)
{
    struct strv parts = strv_parts(a, dir, '/');
    struct strv kept = strv_new(a);
    for (size_t i = 0; i < parts.len; i++)
        if (*parts.items[i] && strcmp(parts.items[i], ".") != 0)
            strv_add(&kept, parts.items[i]);
    return kept.len ? strv_join(&kept, "/") : "";
}

int module_place_find(const struct venv *e, const struct staged *files, struct module_place *place,
                      struct error *err)
{
    struct arena *a = files->arena;
    const struct sweep_options *o = e->plan->options;
    struct strv dirs = strv_new(a);
    for (int lower = 0; lower < 2 && !dirs.len; lower++) {
        place->module = module_name(a, o, lower);
        staged_find_module(files, place->module, &dirs);
    }
    if (o->build_module_dir) {
        const char *dir = normal_dir(a, o->build_module_dir);
        /* The package's name need not be its module's. */
        bool there = strv_has(&dirs, dir) || (!o->import_check && has_files(files, dir));
        place->dir = there ? dir : NULL;
        return place->dir
                   ? 0
                   : fail(e, files, place, arena_printf(a, " in %s", o->build_module_dir), err);
    }
    if (!dirs.len)
        return fail(e, files, place, "", err);
    place->dir = dirs.items[0];
    for (size_t i = 0; i < dirs.len; i++)
        if (str_ends(dirs.items[i], "/site-packages"))
            place->dir = dirs.items[i];
    if (dirs.len > 1 && !str_ends(place->dir, "/site-packages"))
        return error_set(err, EXIT_FAILED,
                         "%s installs the module '%s' in several directories: %s; choose one with "
                         "--build-module-dir (MODULE_DIR)",
                         what(e), place->module, strv_join_few(&dirs, STAGED_NAMED));
    return 0;
}

/* "311" of "3.11.7" */
static const char *python_tag(struct arena *a, const char *version)
{
    const char *dot = strchr(version, '.');
    return dot ? arena_printf(a, "%.*s%.*s", (int)(dot - version), version,
                              (int)strspn(dot + 1, "0123456789"), dot + 1)
               : version;
}

int module_place_check(const struct venv *e, const struct staged *files,
                       const struct module_place *place, struct error *err)
{
    const char *version = e->python_version;
    const char *other = version ? staged_other_python(files, place->dir, place->module,
                                                      python_tag(files->arena, version))
                                : NULL;
    if (!other)
        return 0;
    return error_set(err, EXIT_FAILED,
                     "%s: the extension modules of '%s' were built for Python %.1s.%s, and the "
                     "environments have %s; name that interpreter with --python (PYTHON), or build "
                     "for this one",
                     what(e), place->module, other, *other ? other + 1 : "", version);
}

int module_place_lead(const struct venv *e, const struct module_place *place, struct error *err)
{
    struct arena *a = e->task.shared->arena;
    const char *dir = *place->dir ? path_join(a, e->path, place->dir) : e->path;
    const char *real = path_real(a, dir, err), *site = path_real(a, e->site, err);
    if (!real || !site)
        return -1;
    if (strcmp(real, site) == 0)
        return 0;
    const char *line = arena_printf(a, "%s\n", dir);
    return file_write_scratch(path_join(a, e->site, "_benchmem_build_tree.pth"), line, strlen(line),
                              err);
}
