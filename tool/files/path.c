#include "files/path.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static mode_t mode_of(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 ? st.st_mode : 0;
}

bool path_exists(const char *path)
{
    return mode_of(path) != 0;
}

bool path_is_dir(const char *path)
{
    return S_ISDIR(mode_of(path));
}

bool path_is_file(const char *path)
{
    return S_ISREG(mode_of(path));
}

bool path_is_own_dir(const char *path)
{
    return path_is_dir(path) && !path_is_link(path);
}

bool path_is_link(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0 && S_ISLNK(st.st_mode);
}

char *path_join(struct arena *a, const char *dir, const char *name)
{
    if (name[0] == '/' || strcmp(dir, ".") == 0)
        return arena_strdup(a, name);
    return arena_printf(a, "%s%s%s", dir, str_ends(dir, "/") ? "" : "/", name);
}

char *path_real(struct arena *a, const char *path, struct error *err)
{
    char *real = realpath(path, NULL);
    if (!real && errno == ENOMEM)
        arena_full();
    if (!real) {
        error_system(err, path, "resolve the path");
        return NULL;
    }
    char *copy = arena_strdup(a, real);
    free(real);
    return copy;
}

char *path_link(struct arena *a, const char *path, struct error *err)
{
    char target[PATH_MAX];
    ssize_t n = readlink(path, target, sizeof target);
    if (n < 0 || (size_t)n >= sizeof target) {
        error_system(err, path, "read the link");
        return NULL;
    }
    return arena_strndup(a, target, (size_t)n);
}

char *path_absolute(struct arena *a, const char *path, struct error *err)
{
    char cwd[PATH_MAX];
    if (path[0] == '/')
        return arena_strdup(a, path);
    if (!getcwd(cwd, sizeof cwd)) {
        error_system(err, ".", "find the current directory");
        return NULL;
    }
    while (str_starts(path, "./"))
        path += 2;
    return strcmp(path, ".") == 0 || !*path ? arena_strdup(a, cwd) : path_join(a, cwd, path);
}

const char *path_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

char *path_parent(struct arena *a, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return arena_strdup(a, ".");
    return arena_strndup(a, path, slash == path ? 1 : (size_t)(slash - path));
}

const char *path_below(const char *path, const char *dir)
{
    if (!str_starts(path, dir))
        return NULL;
    const char *rest = path + strlen(dir);
    return *rest == '/' ? rest + 1 : *rest ? NULL : rest;
}

char *path_stem(struct arena *a, const char *path)
{
    const char *name = path_name(path);
    const char *dot = strrchr(name, '.');
    return arena_strndup(a, name, dot && dot != name ? (size_t)(dot - name) : strlen(name));
}

char *path_url(struct arena *a, const char *absolute)
{
    static const char plain[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
    struct str s = str_new(a);
    str_add(&s, "file://");
    for (const char *p = absolute; *p; p++) {
        if (strchr(plain, *p))
            str_addc(&s, *p);
        else
            str_addf(&s, "%%%02X", (unsigned)(unsigned char)*p);
    }
    return s.data;
}

struct strv path_files(struct arena *a, const char *name)
{
    const char *path = getenv("PATH");
    struct strv dirs = strv_parts(a, path ? path : "/usr/local/bin:/usr/bin:/bin", ':');
    struct strv files = strv_new(a);
    for (size_t i = 0; i < dirs.len; i++) {
        const char *file = path_join(a, *dirs.items[i] ? dirs.items[i] : ".", name);
        if (path_is_file(file))
            strv_add(&files, file);
    }
    return files;
}

char *path_program(struct arena *a, const char *name)
{
    if (strchr(name, '/'))
        return path_is_file(name) && access(name, X_OK) == 0 ? path_absolute(a, name, NULL) : NULL;
    struct strv files = path_files(a, name);
    for (size_t i = 0; i < files.len; i++)
        if (access(files.items[i], X_OK) == 0)
            return path_absolute(a, files.items[i], NULL);
    return NULL;
}
