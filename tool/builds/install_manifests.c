#include "builds/install_manifests.h"

#include "files/file.h"

#include <string.h>

void install_manifests_init(struct install_manifests *m, struct arena *a, const char *dir,
                            const volatile sig_atomic_t *stop)
{
    *m = (struct install_manifests){.arena = a, .dir = dir, .lock.fd = -1, .stop = stop};
    m->lock_path = path_join(a, dir, "pytest-benchmem-install.lock");
    m->kept = strv_new(a);
}

void install_manifests_wait(void *data)
{
    struct install_manifests *m = data;
    m->taken = lock_wait(&m->lock, m->lock_path, m->stop, &m->err);
}

static int list(const struct install_manifests *m, struct strv *names, struct error *err)
{
    struct strv all = strv_new(m->arena);
    if (dir_list(m->dir, &all, err) < 0)
        return -1;
    for (size_t i = 0; i < all.len; i++)
        if (str_matches(all.items[i], "install_manifest*.txt"))
            strv_add(names, all.items[i]);
    return 0;
}

int install_manifests_keep(struct install_manifests *m, struct error *err)
{
    struct strv names = strv_new(m->arena);
    if (m->taken <= 0) {
        *err = m->err;
        return m->taken < 0 ? error_add(err, "waiting for the build tree")
                            : error_set(err, EXIT_FAILED, "%s: interrupted", m->dir);
    }
    int result = list(m, &names, err);
    for (size_t i = 0; i < names.len && result == 0; i++) {
        const char *text =
            file_read(m->arena, path_join(m->arena, m->dir, names.items[i]), NULL, err);
        if (text)
            strv_add_each(&m->kept, names.items[i], text);
        result = text ? 0 : -1;
    }
    if (result == 0)
        return 0;
    lock_release(&m->lock);
    return error_add(err, "keeping the build tree's install manifests");
}

static bool was_there(const struct strv *kept, const char *name)
{
    for (size_t i = 0; i + 1 < kept->len; i += 2)
        if (strcmp(kept->items[i], name) == 0)
            return true;
    return false;
}

int install_manifests_restore(struct install_manifests *m, struct error *err)
{
    if (m->lock.fd < 0)
        return 0;
    struct strv names = strv_new(m->arena);
    int result = list(m, &names, err);
    for (size_t i = 0; i < names.len && result == 0; i++)
        if (!was_there(&m->kept, names.items[i]))
            result = file_remove(path_join(m->arena, m->dir, names.items[i]), err);
    for (size_t i = 0; i + 1 < m->kept.len && result == 0; i += 2) {
        const char *path = path_join(m->arena, m->dir, m->kept.items[i]);
        const char *text = m->kept.items[i + 1];
        result = file_write(path, text, strlen(text), err);
    }
    lock_release(&m->lock);
    return result < 0 ? error_add(err, "putting the build tree's install manifests back") : 0;
}
