#include "files/tree.h"

#include "base/str.h"
#include "files/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Directories below each other that are copied, that are walked at once when removing, and that are
 * named when something goes wrong below them. */
enum { COPY_DEPTH_MAX = 200, REMOVE_DEPTH_MAX = 50, NAMED_DEPTH_MAX = 8 };

const char *tree_temp_parent(void)
{
    const char *dir = getenv("TMPDIR");
    return dir && *dir ? dir : "/tmp";
}

int tree_make_plain(const char *path, struct error *err)
{
    struct stat st;
    if (mkdir(path, 0777) == 0)
        return 0;
    if (errno != EEXIST || lstat(path, &st) < 0)
        return error_set(err, EXIT_FAILED, "%s: cannot make the directory: %s", path,
                         strerror(errno));
    if (!S_ISDIR(st.st_mode))
        return error_set(err, EXIT_FAILED,
                         "%s: is %s, where a directory of the sweep goes; remove it or choose "
                         "another --out",
                         path, S_ISLNK(st.st_mode) ? "a link" : "no directory");
    return 0;
}

int tree_make_private(const char *path, struct error *err)
{
    if (mkdir(path, 0700) < 0)
        return error_set(err, EXIT_FAILED,
                         "%s: cannot make the directory: %s; choose another place with --work-dir",
                         path, strerror(errno));
    return 0;
}

int tree_add_file(const char *path, const char *name, const char *text, struct error *err)
{
    int result = -1, fd = -1;
    int dir = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (dir >= 0)
        fd = openat(dir, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd >= 0)
        result = file_write_all(fd, text, strlen(text));
    if (result < 0)
        error_set(err, EXIT_FAILED, "%s/%s: cannot write: %s", path, name, strerror(errno));
    if (fd >= 0)
        close(fd);
    if (dir >= 0)
        close(dir);
    return result;
}

/* --- copy ------------------------------------------------------------------------------------ */

struct copy {
    const char *const *exclude;
    mode_t mode;      /* of directories, less umask */
    bool keeps_links; /* as they are, wherever they lead */
    const volatile sig_atomic_t *stop;
    struct error *err;
    bool has_left_out;
    struct stat left_out;
};

static int copy_fail(const struct copy *c, const char *name, const char *doing)
{
    return error_set(c->err, EXIT_FAILED, "%s: cannot %s: %s%s", name, doing, strerror(errno),
                     errno == ENOSPC || errno == EDQUOT
                         ? "; make room on the disk of --work-dir or choose another with --work-dir"
                         : "");
}

/* Whether ST is the directory that is to be left out. */
static bool left_out(const struct copy *c, const struct stat *st)
{
    return c->has_left_out && S_ISDIR(st->st_mode) && st->st_dev == c->left_out.st_dev &&
           st->st_ino == c->left_out.st_ino;
}

bool tree_is_marked(int dir, const char *path, const char *const *exclude)
{
    char file[PATH_MAX];
    for (; *exclude; exclude++)
        if (str_starts(*exclude, "*/") &&
            (size_t)snprintf(file, sizeof file, "%s%s", path, *exclude + 1) < sizeof file &&
            faccessat(dir, file, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
            return true;
    return false;
}

static int copy_bytes(const struct copy *c, int in, int out, const char *name)
{
    char chunk[65536];
    for (;;) {
        if (c->stop && *c->stop)
            return error_set(c->err, EXIT_FAILED, "%s: copying was interrupted", name);
        ssize_t n = read(in, chunk, sizeof chunk);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return copy_fail(c, name, "read");
        if (n == 0)
            return 0;
        if (file_write_all(out, chunk, (size_t)n) < 0)
            return copy_fail(c, name, "write the copy");
    }
}

/* Copy the regular file FROM/NAME; IN is it, opened. */
static int copy_file(const struct copy *c, int in, int to, const char *name, mode_t mode)
{
    int out = openat(to, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode & 0777);
    if (out < 0)
        return copy_fail(c, name, "write the copy");
    int result = copy_bytes(c, in, out, name);
    if (close(out) < 0 && result == 0)
        result = copy_fail(c, name, "write the copy");
    return result;
}

static int copy_dir(const struct copy *c, int from, int to, int depth);

static int copy_subdir(const struct copy *c, int in, int to, const char *name, int depth)
{
    if (mkdirat(to, name, c->mode) < 0)
        return copy_fail(c, name, "make the copy's directory");
    int out = openat(to, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (out < 0)
        return copy_fail(c, name, "open the copy's directory");
    int result = copy_dir(c, in, out, depth + 1);
    close(out);
    return result;
}

static int copy_link(const struct copy *c, int from, int to, const char *name)
{
    char target[4096];
    ssize_t n = readlinkat(from, name, target, sizeof target);
    if (n < 0 || (size_t)n >= sizeof target)
        return copy_fail(c, name, "read the link");
    target[n] = '\0';
    return symlinkat(target, to, name) < 0 ? copy_fail(c, name, "write the copy") : 0;
}

static int copy_entry(const struct copy *c, int from, int to, const char *name, int depth)
{
    struct stat st;
    if (str_matches_any(name, c->exclude))
        return 0;
    if (fstatat(from, name, &st, AT_SYMLINK_NOFOLLOW) < 0)
        return copy_fail(c, name, "read");
    bool link = S_ISLNK(st.st_mode);
    if (link && c->keeps_links)
        return copy_link(c, from, to, name);
    if (link && (fstatat(from, name, &st, 0) < 0 || !S_ISREG(st.st_mode)))
        return 0;
    if ((!S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode)) || left_out(c, &st) ||
        (S_ISDIR(st.st_mode) && tree_is_marked(from, name, c->exclude)))
        return 0;

    int flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | (link ? 0 : O_NOFOLLOW);
    int in = openat(from, name, flags);
    if (in < 0)
        return copy_fail(c, name, "open");
    int result = S_ISREG(st.st_mode) ? copy_file(c, in, to, name, st.st_mode)
                                     : copy_subdir(c, in, to, name, depth);
    close(in);
    return result;
}

static int copy_dir(const struct copy *c, int from, int to, int depth)
{
    if (depth > COPY_DEPTH_MAX)
        return error_set(c->err, EXIT_FAILED, "more than %d directories deep", COPY_DEPTH_MAX);
    int scan = dup(from);
    DIR *d = scan < 0 ? NULL : fdopendir(scan);
    if (!d) {
        if (scan >= 0)
            close(scan);
        return copy_fail(c, "directory", "list");
    }
    int result = 0;
    struct dirent *entry;
    while (result == 0 && (entry = readdir(d)) != NULL) {
        const char *name = entry->d_name;
        if (strcmp(name, ".") != 0 && strcmp(name, "..") != 0) {
            result = copy_entry(c, from, to, name, depth);
            if (result < 0 && depth < NAMED_DEPTH_MAX && S_ISDIR(DTTOIF(entry->d_type)))
                error_add(c->err, "%s", name);
        }
    }
    closedir(d);
    return result;
}

static int copy_whole(struct copy *c, const char *from, const char *to)
{
    int result = -1, out = -1;
    int in = open(from, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (in < 0) {
        copy_fail(c, from, "open");
        goto done;
    }
    if (mkdir(to, c->mode) < 0 ||
        (out = open(to, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)) < 0) {
        copy_fail(c, to, "make the directory");
        goto done;
    }
    result = copy_dir(c, in, out, 0);
    if (result < 0)
        error_add(c->err, "copying %s", from);
done:
    if (in >= 0)
        close(in);
    if (out >= 0)
        close(out);
    return result;
}

int tree_copy(const char *from, const char *to, const char *const *exclude, const char *leave_out,
              const volatile sig_atomic_t *stop, struct error *err)
{
    struct copy c = {.exclude = exclude, .mode = 0700, .stop = stop, .err = err};
    c.has_left_out = leave_out && stat(leave_out, &c.left_out) == 0;
    return copy_whole(&c, from, to);
}

int tree_clone(const char *from, const char *to, const char *const *exclude,
               const volatile sig_atomic_t *stop, struct error *err)
{
    struct copy c = {
        .exclude = exclude, .keeps_links = true, .mode = 0777, .stop = stop, .err = err};
    return copy_whole(&c, from, to);
}

/* --- size ------------------------------------------------------------------------------------ */

/* Takes DIR over. */
static uint64_t bytes_below(int dir, int depth)
{
    uint64_t bytes = 0;
    DIR *d = dir < 0 || depth > COPY_DEPTH_MAX ? NULL : fdopendir(dir);
    if (!d && dir >= 0)
        close(dir);
    struct dirent *entry;
    while (d && (entry = readdir(d)) != NULL) {
        struct stat st;
        const char *name = entry->d_name;
        if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0 ||
            fstatat(dirfd(d), name, &st, AT_SYMLINK_NOFOLLOW) < 0)
            continue;
        if (S_ISREG(st.st_mode))
            bytes += (uint64_t)st.st_size;
        else if (S_ISDIR(st.st_mode))
            bytes += bytes_below(
                openat(dirfd(d), name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC), depth + 1);
    }
    if (d)
        closedir(d);
    return bytes;
}

uint64_t tree_bytes(const char *path)
{
    return bytes_below(open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC), 0);
}

/* --- remove ---------------------------------------------------------------------------------- */

static void note_first(struct error *err, int *result, const char *name)
{
    if (*result == 0)
        *result = error_set(err, EXIT_FAILED, "%s: cannot remove: %s", name, strerror(errno));
}

/* One turn of a removal.  Directories too deep to be walked with one descriptor per level are
 * moved up to the top, for the next turn. */
struct removal {
    int top;
    int moved;
    const char *keep; /* in the top directory; NULL: nothing */
    struct error *err;
};

static bool move_up(struct removal *r, int dir, const char *name)
{
    char to[40];
    snprintf(to, sizeof to, ".deep-%d-%d", (int)getpid(), r->moved);
    if (renameat(dir, name, r->top, to) < 0)
        return false;
    r->moved++;
    return true;
}

/* Remove what is in the directory; takes DIR over. */
static int remove_below(struct removal *r, int dir, int depth)
{
    int result = 0;
    struct error *err = r->err;
    DIR *d = fdopendir(dir);
    if (!d && errno == ENOMEM)
        arena_full(); /* which has some in reserve for this */
    if (!d) {
        note_first(err, &result, "directory");
        close(dir);
        return result;
    }
    struct dirent *entry;
    while ((entry = readdir(d)) != NULL) {
        const char *name = entry->d_name;
        if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
            continue;
        if (depth == 0 && r->keep && strcmp(name, r->keep) == 0)
            continue;
        if (unlinkat(dirfd(d), name, 0) == 0)
            continue;
        if (errno != EISDIR && errno != EPERM && errno != EACCES) {
            if (errno != ENOENT)
                note_first(err, &result, name);
            continue;
        }
        int sub = openat(dirfd(d), name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (sub < 0 && errno == EACCES && fchmodat(dirfd(d), name, 0700, 0) == 0)
            sub = openat(dirfd(d), name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (sub < 0) {
            note_first(err, &result, name);
            continue;
        }
        (void)fchmod(sub, 0700);
        if (depth >= REMOVE_DEPTH_MAX && move_up(r, dirfd(d), name))
            close(sub);
        else if (remove_below(r, sub, depth + 1) < 0)
            result = -1;
        else if (unlinkat(dirfd(d), name, AT_REMOVEDIR) < 0)
            note_first(err, &result, name);
    }
    closedir(d);
    return result;
}

/* Remove what is in the directory PATH, opened as DIR, but for KEEP. */
static int empty(const char *path, int dir, const char *keep, struct error *err)
{
    int result = 0;
    (void)fchmod(dir, 0700);
    struct removal r = {.top = dir, .keep = keep, .err = err};
    do {
        r.moved = 0;
        int again = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (again < 0)
            note_first(err, &result, path);
        else if (remove_below(&r, again, 0) < 0)
            result = -1;
    } while (r.moved > 0 && result == 0);
    return result;
}

/* The directory, opened; -1 with *RESULT 0 if it does not exist, -1 if it cannot be. */
static int open_tree(const char *path, int *result, struct error *err)
{
    int dir = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    *result = 0;
    if (dir < 0 && errno != ENOENT && errno != ENAMETOOLONG)
        note_first(err, result, path);
    return dir;
}

int tree_remove(const char *path, struct error *err)
{
    int result, dir = open_tree(path, &result, err);
    if (dir < 0)
        return result;
    result = empty(path, dir, NULL, err);
    close(dir);
    if (rmdir(path) < 0)
        note_first(err, &result, path);
    if (result < 0)
        error_add(err, "removing %s", path);
    return result;
}

enum mark { MARK_NONE, MARK_BEGUN, MARK_WHOLE };

/* Whether the directory's file NAME says MARK, or as much of it as was written before a death. */
static enum mark read_mark(int dir, const char *name, const char *mark)
{
    char text[256];
    struct stat st;
    int fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return MARK_NONE;
    ssize_t n = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) ? read(fd, text, sizeof text) : -1;
    close(fd);
    if (n < 0 || (size_t)n > strlen(mark) || memcmp(text, mark, (size_t)n) != 0)
        return MARK_NONE;
    return (size_t)n == strlen(mark) ? MARK_WHOLE : MARK_BEGUN;
}

int tree_remove_marked(const char *path, const char *name, const char *mark, struct error *err)
{
    struct stat st;
    int result, dir = open_tree(path, &result, err);
    if (dir < 0)
        return result;
    bool own = fstat(dir, &st) == 0 && st.st_uid == geteuid();
    enum mark found = own ? read_mark(dir, name, mark) : MARK_NONE;
    if (found == MARK_WHOLE)
        result = empty(path, dir, name, err);
    if (found != MARK_NONE && result == 0 && unlinkat(dir, name, 0) < 0)
        note_first(err, &result, name);
    close(dir);
    if (result == 0 && (!own || rmdir(path) < 0))
        result = error_set(err, EXIT_FAILED, "%s: %s; look at it and remove it by hand", path,
                           !own || errno == ENOTEMPTY || errno == EEXIST
                               ? "is not what a sweep made there, so it stays"
                               : strerror(errno));
    if (result < 0)
        error_add(err, "removing %s", path);
    return result;
}
