#include "files/sealed.h"

#include "files/file.h"
#include "files/fingerprint.h"
#include "files/tree.h"

#include <string.h>
#include <sys/stat.h>

static const char key_name[] = "key", digests_name[] = "digests";

struct key key_of_facts(struct arena *a, const char *head, const struct facts *const *facts,
                        size_t count, const char *prefix, int digits)
{
    struct str s = str_new(a);
    str_add(&s, head);
    for (size_t i = 0; i < count; i++)
        facts_text(facts[i], &s);
    return (struct key){s.data,
                        arena_printf(a, "%s%.*s", prefix, digits, fingerprint_of(a, s.data))};
}

/* --- what is there --------------------------------------------------------------------------- */

struct listing {
    struct arena *arena;
    const char *dir;
    struct str *out;
};

/* What the file is and what is in it: "program 5b1f..."; NULL on failure. */
static const char *describe(struct arena *a, const char *path, const struct stat *st,
                            struct error *err)
{
    const char *target = S_ISLNK(st->st_mode) ? path_link(a, path, err) : "";
    const char *print = !target                ? NULL
                        : S_ISREG(st->st_mode) ? fingerprint_file(a, path, err)
                                               : fingerprint_of(a, target);
    const char *kind = S_ISLNK(st->st_mode)    ? "link"
                       : S_ISDIR(st->st_mode)  ? "directory"
                       : st->st_mode & S_IXUSR ? "program"
                                               : "file";
    return print ? arena_printf(a, "%s %s", kind, print) : NULL;
}

/* Add the line of what is called NAME: "program 5b1f... bin/tool". */
static int add_line(void *data, const char *name, struct error *err)
{
    struct stat st;
    const struct listing *l = data;
    const char *path = path_join(l->arena, l->dir, name);
    if (strcmp(path_name(name), "__pycache__") == 0 || strcmp(name, key_name) == 0 ||
        strcmp(name, digests_name) == 0)
        return 0;
    if (lstat(path, &st) < 0)
        return error_system(err, path, "read");
    if (!S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode) && !S_ISLNK(st.st_mode))
        return 0;
    const char *what = describe(l->arena, path, &st, err);
    if (!what)
        return -1;
    str_addf(l->out, "%s %s\n", what, name);
    return S_ISDIR(st.st_mode);
}

/* Add a line for all that store_put() takes of the directory, but for the seal. */
static int list(struct arena *a, const char *dir, struct str *s, struct error *err)
{
    struct listing l = {a, dir, s};
    return dir_walk(a, dir, add_line, &l, err);
}

int sealed_put(struct arena *a, const struct store *store, const struct key *key, const char *dir,
               struct store_bound bound, struct error *err)
{
    struct str s = str_new(a);
    if (list(a, dir, &s, err) < 0 ||
        file_write(path_join(a, dir, digests_name), s.data, s.len, err) < 0 ||
        file_write(path_join(a, dir, key_name), key->text, strlen(key->text), err) < 0)
        return error_add(err, "keeping it in %s", store->dir);
    return store_put(store, key->name, dir, bound, err);
}

/* --- getting --------------------------------------------------------------------------------- */

/* The text of a file of the seal; NULL if there is none. */
static const char *read_own(struct arena *a, const char *dir, const char *name)
{
    struct error unread;
    size_t len;
    const char *path = path_join(a, dir, name);
    const char *text = path_is_link(path) ? NULL : file_read(a, path, &len, &unread);
    return text && strlen(text) == len ? text : NULL;
}

/* The name of the first file whose line one of the texts has and the other has not. */
static const char *first_other(struct arena *a, const char *was, const char *is)
{
    while (*was && *is) {
        size_t len = strcspn(was, "\n"), other = strcspn(is, "\n");
        if (len != other || memcmp(was, is, len) != 0)
            break;
        was += len + (was[len] != '\0');
        is += other + (is[other] != '\0');
    }
    const char *line = *was ? was : is, *kind = strchr(line, ' ');
    const char *name = kind ? strchr(kind + 1, ' ') : NULL;
    return name ? arena_strndup(a, name + 1, strcspn(name + 1, "\n")) : digests_name;
}

static int check(struct arena *a, const struct key *key, const char *dir, struct error *err)
{
    const char *text = read_own(a, dir, key_name), *digests = read_own(a, dir, digests_name);
    if (!text || strcmp(text, key->text) != 0)
        return error_set(err, EXIT_FAILED, "its key is not that of its name");
    if (!digests)
        return error_set(err, EXIT_FAILED, "its digests are not there");
    struct str now = str_new(a);
    if (list(a, dir, &now, err) < 0)
        return -1;
    if (strcmp(now.data, digests) == 0)
        return 0;
    return error_set(err, EXIT_FAILED, "%s is not as it was", first_other(a, digests, now.data));
}

int sealed_get(struct arena *a, const struct store *store, const struct key *key, const char *dir,
               struct error *err)
{
    int found = store_get(store, key->name, dir, err);
    if (found == 0 || (found > 0 && check(a, key, dir, err) == 0))
        return found;
    (void)tree_remove(dir, NULL);
    if (found < 0)
        return error_add(err, "%s/%s", store->dir, key->name);
    (void)store_drop(store, key->name, NULL);
    return error_add(err, "%s/%s: damaged, so it is not used", store->dir, key->name);
}

const char *sealed_content(struct arena *a, const char *dir)
{
    const char *digests = path_is_link(dir) ? NULL : read_own(a, dir, digests_name);
    return digests ? fingerprint_of(a, digests) : NULL;
}

/* --- what comes near ------------------------------------------------------------------------- */

const char *sealed_nearest(struct arena *a, const struct store *store, const struct key *key,
                           const char *prefix)
{
    enum { LOOKED_AT = 200 };
    const char *nearest = NULL;
    size_t least = 0;
    struct strv names = strv_new(a);
    if (!path_is_dir(store->dir) || dir_list(store->dir, &names, NULL) < 0)
        return NULL;
    for (size_t i = 0, looked = 0; i < names.len && looked < LOOKED_AT; i++) {
        size_t lines;
        const char *path = arena_printf(a, "%s/%s/%s", store->dir, names.items[i], key_name);
        if (!str_starts(names.items[i], prefix))
            continue;
        const char *text = file_read(a, path, NULL, NULL);
        const char *differs = text ? facts_difference(a, key->text, text, &lines) : NULL;
        looked++;
        if (differs && (!nearest || lines < least)) {
            nearest = differs;
            least = lines;
        }
    }
    return nearest;
}
