#include "builds/added.h"

#include "files/file.h"

#include <string.h>

/* What tools write in passing. */
static bool is_passing(const char *name)
{
    return strcmp(name, "__pycache__") == 0 || strcmp(name, ".lock") == 0;
}

/* What a path below the root is noted as; of a directory it is 0. */
static size_t state_of(const char *path)
{
    return path_is_own_dir(path) ? 0 : (size_t)file_state(path);
}

static int note(void *data, const char *below, struct error *err)
{
    (void)err;
    struct added *d = data;
    bool added;
    const char *path = path_join(d->arena, d->root, below);
    if (is_passing(path_name(below)))
        return 0;
    index_add(&d->before, below, state_of(path), &added);
    return path_is_own_dir(path);
}

int added_begin(struct added *d, struct arena *a, const char *root, struct error *err)
{
    *d = (struct added){.arena = a, .root = root, .before = index_new(a)};
    return dir_walk(a, root, note, d, err);
}

struct taking {
    struct added *added;
    const char *to;
    size_t seen; /* of what was there before */
};

static int take(void *data, const char *below, struct error *err)
{
    struct taking *t = data;
    struct added *d = t->added;
    const char *path = path_join(d->arena, d->root, below);
    const char *target = path_join(d->arena, t->to, below);
    const size_t *state = index_find(&d->before, below);
    if (is_passing(path_name(below)))
        return 0;
    if (!state)
        return dir_make(path_parent(d->arena, target), err) < 0 ||
                       file_rename(path, target, err) < 0
                   ? -1
                   : 0;
    t->seen++;
    if (*state != state_of(path))
        d->changed = arena_printf(d->arena, "changed %s", below);
    return path_is_own_dir(path);
}

int added_take(struct added *d, const char *to, struct error *err)
{
    struct taking t = {.added = d, .to = to};
    if (dir_make(to, err) < 0 || dir_walk(d->arena, d->root, take, &t, err) < 0)
        return -1;
    if (!d->changed && t.seen < d->before.count)
        d->changed = "removed files";
    return 0;
}
