#include "builds/staged.h"

#include "files/file.h"

#include <string.h>

/* --- reading --------------------------------------------------------------------------------- */

/* Note a file, by its path below the root. */
static void note(struct staged *s, const char *below)
{
    const char *file = path_below(below, s->prefix);
    if (file && *file)
        strv_add(&s->files, file);
    else
        strv_add(&s->outside, below);
}

int staged_read(struct arena *a, const char *root, const char *prefix, struct staged *s,
                struct error *err)
{
    *s = (struct staged){.arena = a, .root = root, .prefix = prefix, .files = strv_new(a)};
    s->outside = strv_new(a);
    struct strv dirs = strv_new(a);
    if (path_is_own_dir(root))
        strv_add(&dirs, "");
    for (size_t i = 0; i < dirs.len; i++) {
        const char *below = dirs.items[i];
        struct strv names = strv_new(a);
        if (dir_list(arena_printf(a, "%s%s", root, below), &names, err) < 0)
            return error_add(err, "looking at what was installed");
        if (!names.len && !path_below(s->prefix, below) /* nor above it */)
            note(s, below);
        for (size_t k = 0; k < names.len; k++) {
            const char *path = arena_printf(a, "%s/%s", below, names.items[k]);
            if (path_is_own_dir(arena_printf(a, "%s%s", root, path)))
                strv_add(&dirs, path);
            else
                note(s, path);
        }
    }
    return 0;
}

const char *staged_path(const struct staged *s, const char *file)
{
    return arena_printf(s->arena, "%s%s/%s", s->root, s->prefix, file);
}

static bool is_below(const char *path, const char *dir)
{
    const char *below = path_below(path, dir);
    return below && *below;
}

const char *staged_link_into(const struct staged *s, const char *dir, const char **real)
{
    for (size_t i = 0; i < s->files.len; i++) {
        const char *path = staged_path(s, s->files.items[i]);
        *real = path_is_link(path) ? path_real(s->arena, path, NULL) : NULL;
        if (*real && is_below(*real, dir) && !is_below(*real, s->root))
            return s->files.items[i];
    }
    return NULL;
}

/* --- modules --------------------------------------------------------------------------------- */

static bool is_module_file(const char *name)
{
    return str_ends(name, ".py") || str_ends(name, ".so") || str_ends(name, ".pyc");
}

/* The directory that PATH is in; "" for a file of the prefix itself. */
static const char *directory_of(struct arena *a, const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? arena_strndup(a, path, (size_t)(slash - path)) : "";
}

/* From where the file FILE makes "import NAME" work; NULL if it does not. */
static const char *importable_from(struct arena *a, const char *file, const char *name)
{
    size_t len = strlen(name);
    const char *base = path_name(file), *dir = directory_of(a, file);
    if (!is_module_file(base))
        return NULL;
    if (strncmp(base, name, len) == 0 && base[len] == '.')
        return dir;
    return *dir && strcmp(path_name(dir), name) == 0 ? directory_of(a, dir) : NULL;
}

/* Whether DIR is within the package NAME of one of the DIRS. */
static bool is_within_package(struct arena *a, const struct strv *dirs, const char *name,
                              const char *dir)
{
    for (size_t i = 0; i < dirs->len; i++) {
        const char *from = dirs->items[i];
        if (path_below(dir, arena_printf(a, "%s%s%s", from, *from ? "/" : "", name)))
            return true;
    }
    return false;
}

void staged_find_module(const struct staged *s, const char *name, struct strv *dirs)
{
    struct strv all = strv_new(s->arena);
    for (size_t i = 0; i < s->files.len; i++) {
        const char *dir = importable_from(s->arena, s->files.items[i], name);
        if (dir && !strv_has(&all, dir))
            strv_add(&all, dir);
    }
    for (size_t i = 0; i < all.len; i++)
        if (!is_within_package(s->arena, &all, name, all.items[i]))
            strv_add(dirs, all.items[i]);
}

const char *staged_other_python(const struct staged *s, const char *dir, const char *name,
                                const char *wanted)
{
    static const char tag[] = ".cpython-";
    const char *other = NULL;
    const char *module = arena_printf(s->arena, "%s%s%s", dir, *dir ? "/" : "", name);
    size_t len = strlen(module);
    for (size_t i = 0; i < s->files.len; i++) {
        const char *file = s->files.items[i], *at = strstr(path_name(file), tag);
        if (strncmp(file, module, len) != 0 || !strchr("./", file[len]) || !at ||
            !str_ends(file, ".so"))
            continue;
        at += sizeof tag - 1;
        const char *built = arena_strndup(s->arena, at, strspn(at, "0123456789"));
        if (strcmp(built, wanted) == 0)
            return NULL;
        other = built;
    }
    return other;
}

/* --- moving ---------------------------------------------------------------------------------- */

int staged_merge(struct arena *a, const char *from, const char *to, struct error *err)
{
    struct strv rest; /* directories that both have, relative */
    rest = strv_new(a);
    strv_add(&rest, "");
    for (size_t i = 0; i < rest.len; i++) {
        struct strv names = strv_new(a);
        if (dir_list(arena_printf(a, "%s%s", from, rest.items[i]), &names, err) < 0)
            return -1;
        for (size_t k = 0; k < names.len; k++) {
            const char *below = arena_printf(a, "%s/%s", rest.items[i], names.items[k]);
            const char *source = arena_printf(a, "%s%s", from, below);
            const char *target = arena_printf(a, "%s%s", to, below);
            bool is_there = path_exists(target) || path_is_link(target);
            if (is_there && path_is_own_dir(source) && path_is_dir(target))
                strv_add(&rest, below);
            else if (is_there)
                return error_set(err, EXIT_FAILED,
                                 "%s is there already, from what else was installed", target);
            else if (file_rename(source, target, err) < 0)
                return -1;
        }
    }
    return 0;
}
