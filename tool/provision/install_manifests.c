#include "provision/install_manifests.h"

#include "base/file.h"

#include <string.h>

static int list(const char *dir, struct strv *names, struct error *err)
{
    struct strv all;
    strv_init(&all, names->arena);
    if (dir_list(dir, &all, err) < 0)
        return -1;
    for (size_t i = 0; i < all.len; i++)
        if (str_matches(all.items[i], "install_manifest*.txt"))
            strv_add(names, all.items[i]);
    return 0;
}

int install_manifests_keep(struct arena *a, const char *dir, struct strv *manifests,
                           struct error *err)
{
    struct strv names;
    strv_init(&names, a);
    int result = list(dir, &names, err);
    for (size_t i = 0; i < names.len && result == 0; i++) {
        const char *text = file_read(a, path_join(a, dir, names.items[i]), NULL, err);
        if (text)
            strv_add_each(manifests, names.items[i], text);
        result = text ? 0 : -1;
    }
    return result < 0 ? error_add(err, "keeping the build tree's install manifests") : 0;
}

static bool was_there(const struct strv *manifests, const char *name)
{
    for (size_t i = 0; i + 1 < manifests->len; i += 2)
        if (strcmp(manifests->items[i], name) == 0)
            return true;
    return false;
}

int install_manifests_restore(const char *dir, const struct strv *manifests, struct error *err)
{
    struct strv names;
    struct arena *a = manifests->arena;
    strv_init(&names, a);
    int result = list(dir, &names, err);
    for (size_t i = 0; i < names.len && result == 0; i++)
        if (!was_there(manifests, names.items[i]))
            result = file_remove(path_join(a, dir, names.items[i]), err);
    for (size_t i = 0; i + 1 < manifests->len && result == 0; i += 2) {
        const char *text = manifests->items[i + 1];
        result = file_write(path_join(a, dir, manifests->items[i]), text, strlen(text), err);
    }
    return result < 0 ? error_add(err, "putting the build tree's install manifests back") : 0;
}
