#include "files/file.h"

#include "base/digest.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { OWN_FILE_MAX = 8192, SUCCESSOR_ATTEMPTS = 100 };

int file_map(const char *path, struct file_map *map, struct error *err)
{
    *map = (struct file_map){0};
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a pipe is not waited for */
    if (fd < 0)
        return error_system(err, path, "open");
    if (fstat(fd, &st) < 0) {
        error_system(err, path, "read");
    } else if (!S_ISREG(st.st_mode)) {
        error_set(err, EXIT_FAILED, "%s: not a regular file", path);
    } else if (st.st_size == 0) {
        close(fd);
        return 0;
    } else {
        void *p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (p != MAP_FAILED) {
            close(fd);
            *map = (struct file_map){p, (size_t)st.st_size};
            return 0;
        }
        error_system(err, path, "map");
    }
    close(fd);
    return -1;
}

void file_map_rest(const struct file_map *map, size_t from, size_t to)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    from -= from % page;
    if (map->data && from < to)
        madvise((void *)(uintptr_t)(map->data + from), to - from, MADV_DONTNEED);
}

void file_unmap(struct file_map *map)
{
    if (map->data)
        munmap((void *)(uintptr_t)map->data, map->len);
    *map = (struct file_map){0};
}

char *file_read(struct arena *a, const char *path, size_t *len, struct error *err)
{
    struct stat st;
    char chunk[16384];
    ssize_t n = -1;
    struct str s = str_new(a);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        error_system(err, path, "open");
        return NULL;
    }
    if (fstat(fd, &st) == 0 && S_ISFIFO(st.st_mode)) {
        error_set(err, EXIT_FAILED, "%s: is a pipe, not a file", path);
    } else {
        while ((n = read(fd, chunk, sizeof chunk)) > 0 || (n < 0 && errno == EINTR))
            str_addn(&s, chunk, n > 0 ? (size_t)n : 0);
        if (n < 0)
            error_system(err, path, "read");
    }
    close(fd);
    if (n == 0 && len)
        *len = s.len;
    return n == 0 ? s.data : NULL;
}

int file_read_own(struct arena *a, const char *path, const char **text, struct error *err)
{
    struct stat st;
    char chunk[OWN_FILE_MAX];
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0)
        return errno == ENOENT || errno == ELOOP ? 0 : error_system(err, path, "open");
    ssize_t n = -1;
    bool own = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_uid == geteuid() &&
               st.st_size < OWN_FILE_MAX;
    if (own && (n = read(fd, chunk, sizeof chunk)) < 0)
        error_system(err, path, "read");
    close(fd);
    if (!own)
        return 0;
    if (n < 0)
        return -1;
    *text = arena_strndup(a, chunk, (size_t)n);
    return 1;
}

int file_write_all(int fd, const char *data, size_t len)
{
    while (len > 0) {
        ssize_t n = write(fd, data, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        data += n;
        len -= (size_t)n;
    }
    return 0;
}

bool file_is_named(int fd, const char *path)
{
    struct stat a, b;
    return fstat(fd, &a) == 0 && lstat(path, &b) == 0 && a.st_dev == b.st_dev &&
           a.st_ino == b.st_ino;
}

static const char successor_prefix[] = ".benchmem-";

/* Whether a file has its content also after the machine has stopped: it is on the disk then. */
enum lasting { FILE_LASTS, FILE_SCRATCH };

/* The new file beside PATH that will take its place.  Its lock tells that its owner lives: one that
 * is free can be removed (file_clean). */
struct successor {
    char path[PATH_MAX];
    int fd;
    enum lasting lasting;
};

/* A new file of the name pattern PATH, locked.  One that was taken for a dead owner's between the
 * two is made again.  Where the file system knows no locks none is removed either. */
static int make_locked(char *path)
{
    char *random = path + strlen(path) - strlen("XXXXXX");
    for (int attempt = 0;; attempt++) {
        memset(random, 'X', strlen("XXXXXX"));
        int fd = mkostemp(path, O_CLOEXEC);
        if (fd < 0)
            return -1;
        (void)flock(fd, LOCK_EX | LOCK_NB);
        if (file_is_named(fd, path) || attempt == SUCCESSOR_ATTEMPTS)
            return fd;
        close(fd);
    }
}

static int successor_open(struct successor *s, const char *path, enum lasting lasting,
                          struct error *err)
{
    s->lasting = lasting;
    const char *slash = strrchr(path, '/');
    int dir = slash ? (int)(slash - path) + 1 : 0;
    int n = snprintf(s->path, sizeof s->path, "%.*s%sXXXXXX", dir, path, successor_prefix);
    if (n < 0 || (size_t)n >= sizeof s->path) {
        errno = ENAMETOOLONG;
        return error_system(err, path, "write");
    }
    s->fd = make_locked(s->path);
    if (s->fd < 0)
        return error_system(err, path, "write");
    mode_t mask = umask(0);
    umask(mask);
    if (fchmod(s->fd, 0666 & ~mask) < 0) {
        error_system(err, path, "write");
        close(s->fd);
        unlink(s->path);
        return -1;
    }
    return 0;
}

/* Let the successor take PATH's place if RESULT is 0, else remove it. */
static int successor_close(struct successor *s, const char *path, int result, struct error *err)
{
    if (result == 0 && s->lasting == FILE_LASTS && fsync(s->fd) < 0 && errno != EINVAL)
        result = error_system(err, path, "write");
    /* What close() would tell fsync() has told; until the rename the lock is needed. */
    if (result == 0 && rename(s->path, path) < 0)
        result = error_system(err, path, "replace");
    if (result < 0)
        unlink(s->path);
    close(s->fd);
    return result;
}

/* Remove NAME in the directory unless somebody has it locked. */
static void clean_one(int dir, const char *name)
{
    struct stat opened, named;
    int fd = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0)
        return;
    if (fstat(fd, &opened) == 0 && S_ISREG(opened.st_mode) && opened.st_uid == geteuid() &&
        flock(fd, LOCK_EX | LOCK_NB) == 0 && fstatat(dir, name, &named, AT_SYMLINK_NOFOLLOW) == 0 &&
        named.st_ino == opened.st_ino)
        (void)unlinkat(dir, name, 0);
    close(fd);
}

void file_clean(const char *path)
{
    DIR *d = opendir(path);
    struct dirent *entry;
    while (d && (entry = readdir(d)) != NULL)
        if (str_starts(entry->d_name, successor_prefix))
            clean_one(dirfd(d), entry->d_name);
    if (d)
        closedir(d);
}

static int write_whole(const char *path, const char *data, size_t len, enum lasting lasting,
                       struct error *err)
{
    struct successor s;
    if (successor_open(&s, path, lasting, err) < 0)
        return -1;
    int result = file_write_all(s.fd, data, len) < 0 ? error_system(err, path, "write") : 0;
    return successor_close(&s, path, result, err);
}

int file_write(const char *path, const char *data, size_t len, struct error *err)
{
    return write_whole(path, data, len, FILE_LASTS, err);
}

int file_write_scratch(const char *path, const char *data, size_t len, struct error *err)
{
    return write_whole(path, data, len, FILE_SCRATCH, err);
}

struct file_writer {
    struct successor successor;
    const char *path;
    int failed; /* errno of what could not be written, or 0 */
    size_t len;
    char buffer[65536];
};

struct file_writer *file_write_begin(struct arena *a, const char *path, struct error *err)
{
    struct file_writer *w = arena_alloc(a, sizeof *w);
    w->path = arena_strdup(a, path);
    return successor_open(&w->successor, path, FILE_LASTS, err) < 0 ? NULL : w;
}

static void writer_flush(struct file_writer *w)
{
    if (!w->failed && file_write_all(w->successor.fd, w->buffer, w->len) < 0)
        w->failed = errno;
    w->len = 0;
}

void file_put(struct file_writer *w, const char *data, size_t len)
{
    if (len > sizeof w->buffer - w->len)
        writer_flush(w);
    if (len <= sizeof w->buffer - w->len) {
        memcpy(w->buffer + w->len, data, len);
        w->len += len;
    } else if (!w->failed && file_write_all(w->successor.fd, data, len) < 0) {
        w->failed = errno;
    }
}

int file_write_end(struct file_writer *w, bool keep, struct error *err)
{
    struct error dropped;
    int result = -1;
    if (keep) {
        writer_flush(w);
        errno = w->failed;
        result = w->failed ? error_system(err, w->path, "write") : 0;
    }
    if (keep && result == 0)
        return successor_close(&w->successor, w->path, 0, err);
    successor_close(&w->successor, w->path, -1, &dropped);
    return keep ? -1 : 0;
}

static int copy_whole(const char *from, const char *path, enum lasting lasting, struct error *err)
{
    struct file_map map;
    if (file_map(from, &map, err) < 0)
        return -1;
    int result = write_whole(path, map.data, map.len, lasting, err);
    file_unmap(&map);
    return result;
}

int file_copy(const char *from, const char *path, struct error *err)
{
    return copy_whole(from, path, FILE_LASTS, err);
}

int file_copy_program(const char *from, const char *path, struct error *err)
{
    if (copy_whole(from, path, FILE_SCRATCH, err) < 0)
        return -1;
    return chmod(path, 0700) < 0 ? error_system(err, path, "make a program of it") : 0;
}

/* The file, opened for writing even if it is not made for that. */
static int open_to_change(const char *path)
{
    struct stat st;
    int fd = open(path, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
    if (fd >= 0 || errno != EACCES || lstat(path, &st) < 0 || !S_ISREG(st.st_mode) ||
        chmod(path, st.st_mode | S_IWUSR) < 0)
        return fd;
    fd = open(path, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
    (void)chmod(path, st.st_mode & 07777);
    return fd;
}

/* As file_replace() for a link: at the beginning, where it is absolute. */
static int replace_target(const char *path, const char *from, const char *to, struct error *err)
{
    char target[PATH_MAX];
    size_t len = strlen(from);
    ssize_t n = readlink(path, target, sizeof target - 1);
    if (n < 0)
        return error_system(err, path, "read the link");
    target[n] = '\0';
    if (!str_starts(target, from))
        return 0;
    memcpy(target, to, len);
    return unlink(path) < 0 || symlink(target, path) < 0 ? error_system(err, path, "write") : 1;
}

int file_replace(const char *path, const char *from, const char *to, struct error *err)
{
    struct file_map map;
    size_t len = strlen(from);
    int fd = -1, result = 0;
    if (path_is_link(path))
        return replace_target(path, from, to, err);
    if (file_map(path, &map, err) < 0)
        return -1;
    const char *end = map.len ? map.data + map.len : map.data; /* an empty file has no address */
    for (const char *p = map.data;
         result >= 0 && p && (p = memmem(p, (size_t)(end - p), from, len)); p += len) {
        result = 1;
        if (fd < 0)
            fd = open_to_change(path);
        if (fd < 0 || pwrite(fd, to, len, p - map.data) != (ssize_t)len)
            result = error_system(err, path, "write");
    }
    if (fd >= 0)
        close(fd);
    file_unmap(&map);
    return result;
}

int file_remove(const char *path, struct error *err)
{
    if (unlink(path) < 0 && errno != ENOENT && errno != ENOTDIR)
        return error_system(err, path, "remove");
    return 0;
}

int file_rename(const char *from, const char *to, struct error *err)
{
    if (rename(from, to) < 0)
        return error_system(err, to, "rename to");
    return 0;
}

int file_keep(const char *from, const char *aside, struct error *err)
{
    if (file_remove(aside, err) < 0)
        return -1;
    /* Where the file system has no second names, a copy. */
    return link(from, aside) == 0 ? 0 : file_copy(from, aside, err);
}

int file_restore(const char *aside, const char *to, struct error *err)
{
    if (file_rename(aside, to, err) < 0)
        return -1;
    return file_remove(aside, err); /* two names of one file are not renamed */
}

int dir_list(const char *path, struct strv *names, struct error *err)
{
    DIR *d = opendir(path);
    if (!d && errno == ENOMEM)
        arena_full();
    if (!d)
        return error_system(err, path, "list");
    struct dirent *entry;
    while ((entry = readdir(d)) != NULL)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            strv_add(names, arena_strdup(names->arena, entry->d_name));
    closedir(d);
    strv_sort(names);
    return 0;
}

int dir_walk(struct arena *a, const char *path,
             int (*each)(void *data, const char *below, struct error *err), void *data,
             struct error *err)
{
    struct strv dirs = strv_new(a);
    strv_add(&dirs, "");
    for (size_t i = 0; i < dirs.len; i++) {
        struct strv names = strv_new(a);
        if (dir_list(path_join(a, path, dirs.items[i]), &names, err) < 0)
            return -1;
        for (size_t k = 0; k < names.len; k++) {
            const char *below = arena_printf(a, "%s%s", dirs.items[i], names.items[k]);
            int result = each(data, below, err);
            if (result < 0)
                return -1;
            if (result > 0)
                strv_addf(&dirs, "%s/", below);
        }
    }
    return 0;
}

int dir_make(const char *path, struct error *err)
{
    char buffer[PATH_MAX];
    size_t len = strlen(path);
    if (len >= sizeof buffer) {
        errno = ENAMETOOLONG;
        return error_system(err, path, "make the directory");
    }
    memcpy(buffer, path, len + 1);
    for (char *p = buffer + 1; len > 0; p++) {
        if (*p != '/' && *p != '\0')
            continue;
        char held = *p;
        *p = '\0';
        int code = mkdir(buffer, 0777) < 0 ? errno : 0;
        if (code && !path_is_dir(buffer)) {
            errno = code;
            return error_system(err, path, "make the directory");
        }
        *p = held;
        if (!held)
            break;
    }
    return 0;
}

int dir_check_writable(const char *path, struct error *err)
{
    char buffer[PATH_MAX];
    int n = snprintf(buffer, sizeof buffer, "%s/%sXXXXXX", path, successor_prefix);
    if (n < 0 || (size_t)n >= sizeof buffer) {
        errno = ENAMETOOLONG;
        return error_system(err, path, "write to the directory");
    }
    int fd = mkostemp(buffer, O_CLOEXEC);
    if (fd < 0)
        return error_system(err, path, "write to the directory");
    close(fd);
    unlink(buffer);
    return 0;
}

const char *file_digest(struct arena *a, const char *path, struct error *err)
{
    struct file_map map;
    if (file_map(path, &map, err) < 0)
        return NULL;
    uint64_t digest = digest_bytes(DIGEST_EMPTY, map.data, map.len);
    file_unmap(&map);
    return digest_name(a, digest);
}

uint64_t file_state(const char *path)
{
    struct stat st;
    if (lstat(path, &st) < 0)
        return 0;
    char text[160];
    snprintf(text, sizeof text, "%ju %jo %jd %jd.%09ld", (uintmax_t)st.st_ino,
             (uintmax_t)st.st_mode, (intmax_t)st.st_size, (intmax_t)st.st_mtim.tv_sec,
             (long)st.st_mtim.tv_nsec);
    return digest_text(DIGEST_EMPTY, text);
}
