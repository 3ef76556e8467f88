#include "builds/added.h"

#include "files/file.h"

#include <string.h>

static bool is_real_dir(const char *path)
{
    return path_is_dir(path) && !path_is_link(path);
}

/* What tools write in passing. */
static bool is_passing(const char *name)
{
    return strcmp(name, "__pycache__") == 0 || strcmp(name, ".lock") == 0;
}

/* Call EACH for all that is below the root, directories before what is in them; it returns 1 where
 * they are to be walked, -1 to end the walk. */
static int walk(struct added *d,
                int (*each)(struct added *d, const char *below, void *data, struct error *err),
                void *data, struct error *err)
{
    struct strv dirs = strv_new(d->arena);
    strv_add(&dirs, "");
    for (size_t i = 0; i < dirs.len; i++) {
        struct strv names = strv_new(d->arena);
        if (dir_list(arena_printf(d->arena, "%s%s", d->root, dirs.items[i]), &names, err) < 0)
            return -1;
        for (size_t k = 0; k < names.len; k++) {
            if (is_passing(names.items[k]))
                continue;
            const char *below = arena_printf(d->arena, "%s/%s", dirs.items[i], names.items[k]);
            int result = each(d, below, data, err);
            if (result < 0)
                return -1;
            if (result > 0)
                strv_add(&dirs, below);
        }
    }
    return 0;
}

static int note(struct added *d, const char *below, void *data, struct error *err)
{
    (void)data;
    (void)err;
    bool added;
    const char *path = arena_printf(d->arena, "%s%s", d->root, below);
    bool is_dir = is_real_dir(path);
    index_add(&d->before, below, is_dir ? 0 : (size_t)file_state(path), &added);
    return is_dir;
}

int added_begin(struct added *d, struct arena *a, const char *root, struct error *err)
{
    *d = (struct added){.arena = a, .root = root, .before = index_new(a)};
    return walk(d, note, NULL, err);
}

struct taking {
    const char *to;
    size_t seen; /* of what was there before */
};

static int take(struct added *d, const char *below, void *data, struct error *err)
{
    struct taking *t = data;
    const char *path = arena_printf(d->arena, "%s%s", d->root, below);
    const char *target = arena_printf(d->arena, "%s%s", t->to, below);
    const size_t *state = index_find(&d->before, below);
    bool is_dir = is_real_dir(path);
    if (!state)
        return dir_make(path_parent(d->arena, target), err) < 0 ||
                       file_rename(path, target, err) < 0
                   ? -1
                   : 0;
    t->seen++;
    if (*state != (is_dir ? 0 : (size_t)file_state(path)))
        d->changed = arena_printf(d->arena, "changed %s", below + 1);
    return is_dir;
}

int added_take(struct added *d, const char *to, struct error *err)
{
    struct taking t = {.to = to};
    if (dir_make(to, err) < 0 || walk(d, take, &t, err) < 0)
        return -1;
    if (!d->changed && t.seen < d->before.count)
        d->changed = "removed files";
    return 0;
}
