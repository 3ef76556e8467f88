#include "builds/cmake_cache.h"

#include "files/file.h"

#include <ctype.h>
#include <string.h>

static const char CACHE[] = "CMakeCache.txt";

int cmake_cache_read(struct arena *a, const char *dir, struct cmake_cache *c, struct error *err)
{
    const char *path = path_join(a, dir, CACHE);
    *c = (struct cmake_cache){.arena = a, .dir = dir};
    if (!path_is_file(path))
        return error_set(err, EXIT_FAILED,
                         "%s: there is no %s in it, so it is no build tree, or was not configured; "
                         "run cmake -S SOURCE -B %s",
                         dir, CACHE, dir);
    c->text = file_read(a, path, NULL, err);
    if (!c->text)
        return error_add(err, "reading the build tree's cache");
    const char *made = cmake_cache_get(c, "CMAKE_CACHEFILE_DIR");
    const char *real = made && path_is_dir(made) ? path_real(a, made, NULL) : made;
    if (made && (!real || strcmp(real, dir) != 0))
        return error_set(err, EXIT_FAILED,
                         "%s: this build tree was moved or copied: it was made as %s, and its "
                         "install rules still take the files from there; name that directory, or "
                         "configure and build again here",
                         dir, made);
    return 0;
}

const char *cmake_cache_get(const struct cmake_cache *c, const char *name)
{
    size_t len = strlen(name);
    for (const char *line = c->text; *line; line += *line == '\n') {
        size_t end = strcspn(line, "\n");
        if (end > len && memcmp(line, name, len) == 0 && line[len] == ':') {
            const char *value = memchr(line, '=', end);
            size_t size = value ? (size_t)(line + end - ++value) : 0;
            return size ? arena_strndup(c->arena, value, size) : NULL;
        }
        line += end;
    }
    return NULL;
}

/* What stands in quotes after WORDS in the text; NULL if they are not in it. */
static const char *quoted_after(struct arena *a, const char *text, const char *words)
{
    const char *at = text ? strstr(text, words) : NULL;
    at = at ? strchr(at, '"') : NULL;
    return at ? arena_strndup(a, at + 1, strcspn(at + 1, "\"")) : NULL;
}

static const char *version_of_cmake(const struct cmake_cache *c)
{
    const char *parts[] = {cmake_cache_get(c, "CMAKE_CACHE_MAJOR_VERSION"),
                           cmake_cache_get(c, "CMAKE_CACHE_MINOR_VERSION"),
                           cmake_cache_get(c, "CMAKE_CACHE_PATCH_VERSION")};
    if (!parts[0] || !parts[1] || !parts[2])
        return NULL;
    return arena_printf(c->arena, "%s.%s.%s", parts[0], parts[1], parts[2]);
}

/* A release candidate's directory has more to its name than the cache has. */
static const char *compiler_file(const struct cmake_cache *c, const char *language)
{
    struct strv names = strv_new(c->arena);
    const char *files = path_join(c->arena, c->dir, "CMakeFiles"), *version = version_of_cmake(c);
    if (!version || dir_list(files, &names, NULL) < 0)
        return NULL;
    for (size_t i = 0; i < names.len; i++) {
        const char *path =
            arena_printf(c->arena, "%s/%s/CMake%sCompiler.cmake", files, names.items[i], language);
        if (str_starts(names.items[i], version) && path_is_file(path))
            return path;
    }
    return NULL;
}

const char *cmake_cache_compiler(const struct cmake_cache *c, const char *language)
{
    struct arena *a = c->arena;
    const char *path = compiler_file(c, language);
    const char *text = path ? file_read(a, path, NULL, NULL) : NULL;
    const char *id = quoted_after(a, text, arena_printf(a, "set(CMAKE_%s_COMPILER_ID ", language));
    const char *version =
        quoted_after(a, text, arena_printf(a, "set(CMAKE_%s_COMPILER_VERSION ", language));
    if (!id || !*id)
        return NULL;
    return version && *version ? arena_printf(a, "%s %s", id, version) : id;
}

const char *cmake_cache_flags(const struct cmake_cache *c, const char *language, const char *config)
{
    struct str upper = str_new(c->arena);
    for (const char *p = config; *p; p++)
        str_addc(&upper, (char)toupper((unsigned char)*p));
    const char *all = cmake_cache_get(c, arena_printf(c->arena, "CMAKE_%s_FLAGS", language));
    const char *own = cmake_cache_get(
        c, arena_printf(c->arena, "CMAKE_%s_FLAGS_%s", language, upper.data ? upper.data : ""));
    return arena_printf(c->arena, "%s%s%s", all ? all : "", all && own ? " " : "", own ? own : "");
}

/* --- install rules and targets --------------------------------------------------------------- */

enum { SCRIPTS_MOST = 2000 };

void cmake_cache_components(const struct cmake_cache *c, struct strv *components)
{
    static const char component[] = "CMAKE_INSTALL_COMPONENT STREQUAL \"", more[] = "include(\"";
    struct strv scripts = strv_new(c->arena);
    strv_add(&scripts, path_join(c->arena, c->dir, "cmake_install.cmake"));
    for (size_t i = 0; i < scripts.len && i < SCRIPTS_MOST; i++) {
        const char *text = path_is_file(scripts.items[i])
                               ? file_read(c->arena, scripts.items[i], NULL, NULL)
                               : NULL;
        for (const char *p = text ? strchr(text, '"') : NULL; p; p = strchr(p + 1, '"')) {
            const char *value = arena_strndup(c->arena, p + 1, strcspn(p + 1, "\"\n"));
            size_t before = (size_t)(p + 1 - text);
            bool is_more = before >= sizeof more - 1 &&
                           memcmp(p + 2 - sizeof more, more, sizeof more - 1) == 0;
            bool is_component =
                before >= sizeof component - 1 &&
                memcmp(p + 2 - sizeof component, component, sizeof component - 1) == 0;
            if (is_more && str_ends(value, "/cmake_install.cmake") && !strv_has(&scripts, value))
                strv_add(&scripts, value);
            if (is_component && !strv_has(components, value))
                strv_add(components, value);
        }
    }
}

const char *cmake_cache_target_of(const struct cmake_cache *c, const char *file)
{
    struct arena *a = c->arena;
    const char *list = path_join(a, c->dir, "CMakeFiles/TargetDirectories.txt");
    const char *text = path_is_file(list) ? file_read(a, list, NULL, NULL) : NULL;
    const char *name = path_name(file), *found = NULL;
    const char *bare = str_starts(name, "lib") ? name + 3 : name;
    struct strv lines = text ? strv_parts(a, text, '\n') : strv_new(a);
    for (size_t i = 0; i < lines.len; i++) {
        const char *target = path_name(lines.items[i]);
        if (!str_ends(target, ".dir"))
            continue;
        target = arena_strndup(a, target, strlen(target) - 4);
        size_t len = strlen(target);
        bool fits = (str_starts(name, target) && strchr(".", name[len])) ||
                    (str_starts(bare, target) && strchr(".", bare[len]));
        if (len && fits && (!found || len > strlen(found)))
            found = target;
    }
    return found;
}
