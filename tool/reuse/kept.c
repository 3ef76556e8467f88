#include "reuse/kept.h"

#include "files/file.h"
#include "files/fingerprint.h"
#include "files/tree.h"

#include <string.h>

static const char key_name[] = "key", digests_name[] = "digests";

/* --- putting --------------------------------------------------------------------------------- */

static int seal(struct arena *a, const struct key *key, const char *dir, const struct strv *names,
                struct error *err)
{
    struct str s;
    str_init(&s, a);
    for (size_t i = 0; i < names->len; i++) {
        const char *print = fingerprint_file(a, path_join(a, dir, names->items[i]), err);
        if (!print)
            return -1;
        str_addf(&s, "%s %s\n", print, names->items[i]);
    }
    if (file_write(path_join(a, dir, digests_name), s.data, s.len, err) < 0)
        return -1;
    return file_write(path_join(a, dir, key_name), key->text, strlen(key->text), err);
}

int kept_put(struct arena *a, const struct store *store, const struct key *key, const char *dir,
             const struct strv *names, struct store_bound bound, struct error *err)
{
    struct error ignored;
    int result = seal(a, key, dir, names, err);
    if (result == 0)
        result = store_put(store, key->name, dir, bound, err);
    (void)tree_remove(dir, &ignored);
    return result;
}

/* --- getting --------------------------------------------------------------------------------- */

static int damaged(struct error *err, const char *what)
{
    return error_set(err, EXIT_FAILED, "%s", what);
}

/* "FINGERPRINT NAME" against the file. */
static int check_line(struct arena *a, const char *dir, const char *line, struct strv *names,
                      struct error *err)
{
    struct error unread;
    if (strlen(line) <= FINGERPRINT_DIGITS + 1 || line[FINGERPRINT_DIGITS] != ' ')
        return damaged(err, "a line of its digests is cut");
    const char *name = line + FINGERPRINT_DIGITS + 1, *path = path_join(a, dir, name);
    const char *print = path_is_link(path) ? NULL : fingerprint_file(a, path, &unread);
    if (!print)
        return damaged(err, arena_printf(a, "%s is not there", name));
    if (strncmp(print, line, FINGERPRINT_DIGITS) != 0)
        return damaged(err, arena_printf(a, "%s is not as it was", name));
    strv_add(names, name);
    return 0;
}

static int check(struct arena *a, const struct key *key, const char *dir, struct strv *names,
                 struct error *err)
{
    struct error unread;
    struct strv lines;
    size_t len = 0;
    const char *path = path_join(a, dir, key_name), *list = path_join(a, dir, digests_name);
    const char *text = path_is_link(path) ? NULL : file_read(a, path, &len, &unread);
    if (!text || len != strlen(key->text) || memcmp(text, key->text, len) != 0)
        return damaged(err, "its key is not that of its name");
    const char *digests = path_is_link(list) ? NULL : file_read(a, list, NULL, &unread);
    if (!digests)
        return damaged(err, "its digests are not there");
    strv_init(&lines, a);
    strv_split(&lines, digests, '\n');
    for (size_t i = 0; i < lines.len; i++)
        if (*lines.items[i] && check_line(a, dir, lines.items[i], names, err) < 0)
            return -1;
    return 0;
}

int kept_get(struct arena *a, const struct store *store, const struct key *key, const char *dir,
             struct strv *names, struct error *err)
{
    struct error ignored;
    int found = store_get(store, key->name, dir, err);
    if (found <= 0)
        return found < 0 ? error_add(err, "%s/%s", store->dir, key->name) : 0;
    if (check(a, key, dir, names, err) == 0)
        return 1;
    (void)tree_remove(dir, &ignored);
    (void)store_drop(store, key->name, &ignored);
    return error_add(err, "%s/%s: damaged, so it is not used", store->dir, key->name);
}

/* --- what comes near ------------------------------------------------------------------------- */

const char *kept_nearest(struct arena *a, const struct store *store, const struct key *key,
                         const char *prefix)
{
    enum { LOOKED_AT = 200 };
    struct error ignored;
    struct strv names;
    const char *nearest = NULL;
    size_t least = 0;
    strv_init(&names, a);
    if (!path_is_dir(store->dir) || dir_list(store->dir, &names, &ignored) < 0)
        return NULL;
    for (size_t i = 0, looked = 0; i < names.len && looked < LOOKED_AT; i++) {
        size_t lines;
        const char *path = arena_printf(a, "%s/%s/%s", store->dir, names.items[i], key_name);
        if (!str_starts(names.items[i], prefix))
            continue;
        const char *text = file_read(a, path, NULL, &ignored);
        const char *differs = text ? key_difference(a, key->text, text, &lines) : NULL;
        looked++;
        if (differs && (!nearest || lines < least)) {
            nearest = differs;
            least = lines;
        }
    }
    return nearest;
}
