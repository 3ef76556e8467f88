#include "files/store.h"

#include "base/clock.h"
#include "files/file.h"
#include "files/lock.h"
#include "files/tree.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char NEW[] = ".new-", BUSY[] = ".busy";

enum { WRITER_WAIT = 10 }; /* seconds; nobody else wants that lock for longer than a moment */

/* Take the store's lock, however long others have it. */
static int take(struct arena *a, const struct store *s, struct lock *lock, struct error *err)
{
    int taken = lock_wait(lock, path_join(a, s->dir, BUSY), s->stop, err);
    return taken > 0 ? 0 : taken < 0 ? -1 : error_set(err, EXIT_FAILED, "%s: interrupted", s->dir);
}

/* --- reading --------------------------------------------------------------------------------- */

bool store_has(const struct store *s, const char *key)
{
    struct arena a = {0};
    const char *path = path_join(&a, s->dir, key);
    bool has = path_is_own_dir(path);
    arena_release(&a);
    return has;
}

int store_get(const struct store *s, const char *key, const char *to, struct error *err)
{
    static const char *const nothing[] = {NULL};
    struct arena a = {0};
    struct lock lock = {.fd = -1};
    if (!store_has(s, key))
        return 0;
    const char *entry = path_join(&a, s->dir, key);
    /* Where no lock can be made nothing can be removed either. */
    int result = take(&a, s, &lock, err) < 0 && *s->stop ? -1 : 0;
    if (result == 0 && store_has(s, key)) {
        result = tree_clone(entry, to, nothing, s->stop, err) < 0 ? -1 : 1;
        (void)utimensat(AT_FDCWD, entry, NULL, AT_SYMLINK_NOFOLLOW);
    }
    lock_release(&lock);
    arena_release(&a);
    return result;
}

/* --- writing --------------------------------------------------------------------------------- */

/* Remove what has no writer that lives. */
static void clean(struct arena *a, const struct store *s)
{
    struct strv names = strv_new(a);
    if (dir_list(s->dir, &names, NULL) < 0)
        return;
    for (size_t i = 0; i < names.len; i++) {
        const char *name = names.items[i];
        size_t len = strlen(name) - (str_ends(name, BUSY) ? strlen(BUSY) : 0);
        struct lock lock;
        if (!str_starts(name, NEW))
            continue;
        const char *path = arena_printf(a, "%s/%.*s", s->dir, (int)len, name);
        if (lock_try(&lock, arena_printf(a, "%s%s", path, BUSY), NULL, NULL) <= 0)
            continue;
        if (tree_remove(path, NULL) < 0)
            (void)file_remove(path, NULL);
        lock_release(&lock);
    }
}

/* Take an entry away; clean() removes it. */
static int put_aside(struct arena *a, const struct store *s, const char *key, struct error *err)
{
    return file_rename(path_join(a, s->dir, key),
                       arena_printf(a, "%s/%s%s", s->dir, NEW, clock_token(a)), err);
}

struct entry {
    const char *key;
    struct timespec used;
};

/* The newest first. */
static int by_use(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    if (x->used.tv_sec != y->used.tv_sec)
        return x->used.tv_sec > y->used.tv_sec ? -1 : 1;
    return (x->used.tv_nsec < y->used.tv_nsec) - (x->used.tv_nsec > y->used.tv_nsec);
}

/* That one cannot be removed is no failure: the next time it can. */
static void trim(struct arena *a, const struct store *s, struct store_bound bound)
{
    size_t count = 0;
    uint64_t bytes = 0; /* of this entry and those that are newer */
    struct strv names = strv_new(a);
    if (dir_list(s->dir, &names, NULL) < 0)
        return;
    struct entry *entries = arena_array(a, names.len, sizeof *entries);
    for (size_t i = 0; i < names.len; i++) {
        struct stat st;
        bool there = lstat(path_join(a, s->dir, names.items[i]), &st) == 0;
        if (there && *names.items[i] != '.' && S_ISDIR(st.st_mode))
            entries[count++] = (struct entry){names.items[i], st.st_mtim};
    }
    qsort(entries, count, sizeof *entries, by_use);
    for (size_t i = 0; i < count; i++) {
        const char *path = path_join(a, s->dir, entries[i].key);
        if (bound.bytes && (i == 0 || bytes <= bound.bytes))
            bytes += tree_bytes(path);
        if (i > 0 &&
            ((bound.entries && i >= bound.entries) || (bound.bytes && bytes > bound.bytes)))
            (void)put_aside(a, s, entries[i].key, NULL);
    }
}

/* Rename PATH to the entry KEY. */
static int come(struct arena *a, const struct store *s, const char *key, const char *path,
                struct store_bound bound, struct error *err)
{
    struct lock lock;
    const char *entry = path_join(a, s->dir, key);
    if (take(a, s, &lock, err) < 0)
        return -1;
    bool is_there = path_exists(entry) || path_is_link(entry); /* be it none */
    int result = is_there ? put_aside(a, s, key, err) : 0;
    (void)utimensat(AT_FDCWD, path, NULL, AT_SYMLINK_NOFOLLOW);
    if (result == 0)
        result = file_rename(path, entry, err);
    if (result == 0)
        trim(a, s, bound);
    lock_release(&lock);
    return result;
}

static int put(struct arena *a, const struct store *s, const char *key, const char *from,
               struct store_bound bound, struct error *err)
{
    static const char *const exclude[] = {"__pycache__", NULL};
    struct lock lock;
    if (dir_make(s->dir, err) < 0)
        return -1;
    clean(a, s);
    const char *path = arena_printf(a, "%s/%s%s", s->dir, NEW, clock_token(a));
    if (lock_take(&lock, arena_printf(a, "%s%s", path, BUSY), WRITER_WAIT, err) < 0)
        return -1;
    int result = tree_clone(from, path, exclude, s->stop, err);
    if (result == 0)
        result = come(a, s, key, path, bound, err);
    if (result < 0)
        (void)tree_remove(path, NULL);
    lock_release(&lock);
    clean(a, s);
    return result;
}

int store_put(const struct store *s, const char *key, const char *from, struct store_bound bound,
              struct error *err)
{
    struct arena a = {0};
    int result = put(&a, s, key, from, bound, err);
    arena_release(&a);
    return result < 0 ? error_add(err, "keeping it in %s", s->dir) : 0;
}

int store_drop(const struct store *s, const char *key, struct error *err)
{
    struct arena a = {0};
    struct lock lock;
    if (!store_has(s, key))
        return 0;
    int result = take(&a, s, &lock, err);
    if (result >= 0) {
        result = store_has(s, key) ? put_aside(&a, s, key, err) : 0;
        lock_release(&lock);
        clean(&a, s);
    }
    arena_release(&a);
    return result;
}
