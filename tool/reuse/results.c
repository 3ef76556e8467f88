#include "reuse/results.h"

#include "files/file.h"
#include "files/tree.h"
#include "outdir/outdir.h"
#include "runfile/amend.h"

#include <string.h>

static const char lock_name[] = "lock.txt";

static const char *allocations_of(struct arena *a, const struct manifest_entry *e)
{
    return outdir_name(a, OUTDIR_ALLOCATIONS, e->label, 0);
}

/* The files of the version in DIR: those that the manifest names, and where it allocates. */
static struct strv files_of(struct arena *a, const char *dir, const struct manifest_entry *e)
{
    struct strv names = strv_new(a);
    for (size_t i = 0; i < e->round_count; i++)
        if (e->rounds[i].json && !strv_has(&names, e->rounds[i].json))
            strv_add(&names, e->rounds[i].json);
    const char *others[] = {e->json, e->lock, e->count.json};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (others[i] && !strv_has(&names, others[i]))
            strv_add(&names, others[i]);
    if (path_is_file(path_join(a, dir, allocations_of(a, e))))
        strv_add(&names, allocations_of(a, e));
    return names;
}

static int copy(struct arena *a, const char *from, const char *to, const char *name,
                struct error *err)
{
    const char *path = path_join(a, to, name);
    return dir_make(path_parent(a, path), err) < 0 ? -1
                                                   : file_copy(path_join(a, from, name), path, err);
}

static int copy_all(struct arena *a, const char *from, const char *to, const struct strv *names,
                    struct error *err)
{
    for (size_t i = 0; i < names->len; i++)
        if (copy(a, from, to, names->items[i], err) < 0)
            return -1;
    return 0;
}

int results_put(struct arena *a, const struct store *store, const struct key *key, const char *out,
                const struct manifest *one, const char *scratch, struct store_bound bound,
                struct error *err)
{
    const struct strv names = files_of(a, out, &one->entries[0]);
    if (tree_make_private(scratch, err) < 0)
        return -1;
    int result = copy_all(a, out, scratch, &names, err);
    if (result == 0)
        result = manifest_write(a, path_join(a, scratch, OUTDIR_MANIFEST), one, err);
    if (result == 0)
        result = sealed_put(a, store, key, scratch, bound, err);
    (void)tree_remove(scratch, NULL);
    return result;
}

/* Whether the entry has all that its manifest speaks of. */
static int check(struct arena *a, const char *dir, const struct manifest *one, struct error *err)
{
    if (one->count != 1 || !one->started || !one->entries[0].json)
        return error_set(err, EXIT_FAILED, "it does not hold the results of one version");
    const struct strv wanted = files_of(a, dir, &one->entries[0]);
    for (size_t i = 0; i < wanted.len; i++)
        if (!path_is_file(path_join(a, dir, wanted.items[i])))
            return error_set(err, EXIT_FAILED, "it does not hold %s", wanted.items[i]);
    return 0;
}

int results_get(struct arena *a, const struct store *store, const struct key *key,
                const char *scratch, struct manifest *one, struct error *err)
{
    int found = sealed_get(a, store, key, scratch, err);
    if (found <= 0)
        return found;
    if (manifest_read(a, path_join(a, scratch, OUTDIR_MANIFEST), one, NULL, err) < 0 ||
        check(a, scratch, one, err) < 0)
        return error_add(err, "%s/%s: not used", store->dir, key->name);
    return 1;
}

int results_place(struct arena *a, const char *scratch, const struct manifest *one, const char *out,
                  struct error *err)
{
    const struct manifest_entry *e = &one->entries[0];
    struct strv names = files_of(a, scratch, e);
    if (file_remove(path_join(a, out, allocations_of(a, e)), err) < 0)
        return -1;
    return copy_all(a, scratch, out, &names, err);
}

int results_put_lock(struct arena *a, const struct store *store, const struct key *key,
                     const char *path, const char *scratch, struct store_bound bound,
                     struct error *err)
{
    if (tree_make_private(scratch, err) < 0)
        return -1;
    int result = file_copy(path, path_join(a, scratch, lock_name), err);
    if (result == 0)
        result = sealed_put(a, store, key, scratch, bound, err);
    (void)tree_remove(scratch, NULL);
    return result;
}

int results_get_lock(struct arena *a, const struct store *store, const struct key *key,
                     const char *path, const char *scratch, struct error *err)
{
    int found = sealed_get(a, store, key, scratch, err);
    if (found <= 0)
        return found;
    int copied = file_copy(path_join(a, scratch, lock_name), path, err);
    (void)tree_remove(scratch, NULL);
    return copied < 0 ? -1 : 1;
}

/* --- counts ---------------------------------------------------------------------------------- */

/* The member of that name of an object; none if there is none, or VALUE is no object. */
static struct span member(struct arena *a, struct span value, const char *name)
{
    struct spans members = {0};
    return span_members(a, value, &members) ? span_member(&members, name) : (struct span){0};
}

/* What a benchmark has that can be handed on; nothing where it was not counted. */
static struct amendment amendment_of(struct arena *a, struct span benchmark)
{
    struct span own = member(a, member(a, benchmark, "extra_info"), "benchmem");
    struct span instructions = member(a, own, "instructions"), counted = member(a, own, "counted");
    struct amendment none = {.fullname = member(a, benchmark, "fullname")};
    if (!instructions.at || !counted.at)
        return none;
    const char *text =
        arena_printf(a, "{\"instructions\": %.*s, \"counted\": %.*s}", (int)instructions.len,
                     instructions.at, (int)counted.len, counted.at);
    none.members = (struct span){text, strlen(text)};
    return none;
}

int results_transfer_counts(struct arena *a, const char *from, const char *to, size_t *amended,
                            struct error *err)
{
    size_t len, count = 0;
    struct spans benchmarks = {0};
    const char *text = file_read(a, from, &len, err);
    if (!text)
        return -1;
    struct span root = span_trim((struct span){text, len});
    if (!span_elements(a, member(a, root, "benchmarks"), &benchmarks))
        return error_set(err, EXIT_FAILED, "%s: has no list of benchmarks", from);
    struct amendment *all = arena_array(a, benchmarks.count + 1, sizeof *all);
    for (size_t i = 0; i < benchmarks.count; i++) {
        struct amendment one = amendment_of(a, benchmarks.values[i]);
        if (one.members.at)
            all[count++] = one;
    }
    return amend_run_file(to, all, count, false, to, amended, err);
}
