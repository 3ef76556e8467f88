#include "builds/staged.h"

#include "files/file.h"
#include "files/tree.h"

#include <string.h>
#include <unistd.h>

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

/* --- site-packages of another Python --------------------------------------------------------- */

/* The directory of that kind that PATH is below; NULL: in none. */
static const char *site_of(struct arena *a, const char *path)
{
    static const char *const names[] = {"/site-packages/", "/dist-packages/"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *at = strstr(path, names[i]);
        if (at)
            return arena_strndup(a, path, (size_t)(at - path) + strlen(names[i]) - 1);
    }
    return NULL;
}

/* "lib/python3.11/site-packages" of "/opt/lib/python3.11/site-packages", else its last part. */
static const char *site_below(const char *site)
{
    const char *at = path_name(site), *last = at;
    for (int parts = 1; parts < 3 && at > site + 1; parts++)
        for (at--; at > site + 1 && at[-1] != '/';)
            at--;
    return str_starts(at, "lib") ? at : last;
}

static bool is_library(const char *path)
{
    return strstr(path_name(path), ".so") != NULL;
}

/* Whether the file has one of the directories within, as an absolute RPATH is. */
static bool names_one(const char *path, const struct strv *dirs)
{
    struct file_map map;
    bool found = false;
    if (path_is_link(path) || file_map(path, &map, NULL) < 0)
        return false;
    for (size_t i = 0; i < dirs->len && map.data && !found; i++)
        found = memmem(map.data, map.len, dirs->items[i], strlen(dirs->items[i])) != NULL;
    file_unmap(&map);
    return found;
}

/* A library of those outside that would look for others where they are not put; NULL: none. */
static const char *library_that_looks_there(const struct staged *s)
{
    struct strv dirs = strv_new(s->arena);
    for (size_t i = 0; i < s->outside.len; i++) {
        const char *dir = path_parent(s->arena, s->outside.items[i]);
        if (is_library(s->outside.items[i]) && !strv_has(&dirs, dir))
            strv_add(&dirs, dir);
    }
    for (size_t i = 0; i < s->outside.len; i++)
        if (is_library(s->outside.items[i]) &&
            names_one(arena_printf(s->arena, "%s%s", s->root, s->outside.items[i]), &dirs))
            return s->outside.items[i];
    return NULL;
}

/* The directory, or one above it below the root, that is a link; NULL: none is. */
static const char *link_above(const struct staged *s, const char *dir)
{
    for (; strcmp(dir, s->root) != 0; dir = path_parent(s->arena, dir))
        if (path_is_link(dir))
            return dir;
    return NULL;
}

static int move_site(const struct staged *s, const char *site, struct error *err)
{
    struct arena *a = s->arena;
    const char *from = arena_printf(a, "%s%s", s->root, site);
    const char *to = staged_path(s, site_below(site)), *dir = path_parent(a, from);
    const char *link = link_above(s, to);
    if (link)
        return error_set(err, EXIT_FAILED, "%s is a link", link + strlen(s->root));
    if (dir_make(to, err) < 0 || staged_merge(a, from, to, err) < 0 || tree_remove(from, err) < 0)
        return -1;
    while (strcmp(dir, s->root) != 0 && rmdir(dir) == 0)
        dir = path_parent(a, dir);
    return 0;
}

int staged_take_site(struct staged *s, const char **site, struct error *err)
{
    *site = NULL;
    for (size_t i = 0; i < s->outside.len && !*site; i++)
        *site = site_of(s->arena, s->outside.items[i]);
    if (!*site)
        return 0;
    const char *library = library_that_looks_there(s);
    if (library)
        return error_set(
            err, EXIT_FAILED,
            "%s: it looks for libraries below %s, which are not those that are measured: "
            "make its RPATH relative, with $ORIGIN",
            library, *site);
    if (move_site(s, *site, err) < 0 || staged_read(s->arena, s->root, s->prefix, s, err) < 0)
        return error_add(err, "taking what was installed into %s", *site);
    return 1;
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
