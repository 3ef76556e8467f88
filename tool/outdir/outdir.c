#include "outdir/outdir.h"

#include "files/file.h"
#include "files/tree.h"
#include "outdir/manifest.h"

#include <stdlib.h>
#include <string.h>

/* A file's name is BEFORE, the label, ".ROUND" if there is one, AFTER. */
static const struct {
    const char *before, *after;
} files[OUTDIR_FILES] = {
    [OUTDIR_RUN_FILE] = {"", ".json"},
    [OUTDIR_ROUND] = {"rounds/", ".json"},
    [OUTDIR_COUNTS] = {"counts/", ".json"},
    [OUTDIR_ALLOCATIONS] = {"allocations/", ".json"},
    [OUTDIR_LOCK] = {"locks/", ".txt"},
    [OUTDIR_LOG] = {"logs/", ".txt"},
    [OUTDIR_COUNT_LOG] = {"logs/", ".count.txt"},
    [OUTDIR_PREVIOUS] = {".", ".json.previous"},
    [OUTDIR_WORK] = {".", ".work"},
    [OUTDIR_BUSY] = {".", ".busy"},
};

/* Directories below OUT. */
enum { ROUNDS, COUNTS, ALLOCATIONS, LOCKS, LOGS, PLACES };
static const char *const places[PLACES] = {"rounds", "counts", "allocations", "locks", "logs"};

const char *outdir_name(struct arena *a, enum outdir_file file, const char *label, long round)
{
    const char *number = round ? arena_printf(a, ".%ld", round) : "";
    return arena_printf(a, "%s%s%s%s", files[file].before, label, number, files[file].after);
}

const char *outdir_path(struct arena *a, const char *out, enum outdir_file file, const char *label,
                        long round)
{
    return path_join(a, out, outdir_name(a, file, label, round));
}

/* --- the directory --------------------------------------------------------------------------- */

int outdir_make(struct arena *a, const char *out, unsigned extras, struct error *err)
{
    const bool wanted[PLACES] = {[ROUNDS] = extras & OUTDIR_HAS_ROUNDS,
                                 [COUNTS] = extras & OUTDIR_HAS_COUNTS,
                                 [ALLOCATIONS] = extras & OUTDIR_HAS_ALLOCATIONS,
                                 [LOCKS] = true,
                                 [LOGS] = true};
    if (dir_make(out, err) < 0 || dir_check_writable(out, err) < 0)
        return -1;
    for (size_t i = 0; i < PLACES; i++)
        if (wanted[i] && tree_make_plain(path_join(a, out, places[i]), err) < 0)
            return -1;
    return 0;
}

void outdir_clean(struct arena *a, const char *out)
{
    file_clean(out);
    for (size_t i = 0; i < PLACES; i++)
        file_clean(path_join(a, out, places[i]));
}

/* What stands for the label in the name of such a file, or NULL. */
static const char *label_in(struct arena *a, enum outdir_file file, const char *name)
{
    const char *before = files[file].before, *after = files[file].after;
    size_t len = strlen(name), around = strlen(before) + strlen(after);
    if (len <= around || !str_starts(name, before) || !str_ends(name, after))
        return NULL;
    return arena_strndup(a, name + strlen(before), len - around);
}

void outdir_labels(struct arena *a, const char *out, struct strv *labels)
{
    struct strv names = strv_new(a);
    if (dir_list(out, &names, NULL) < 0)
        return;
    for (size_t i = 0; i < names.len; i++) {
        const char *label = label_in(a, OUTDIR_WORK, names.items[i]);
        if (!label)
            label = label_in(a, OUTDIR_BUSY, names.items[i]);
        if (label && !strv_has(labels, label))
            strv_add(labels, label);
    }
}

/* The K of the label's "LABEL.K" in the name of a round's file, or 0. */
static long round_in(struct arena *a, const char *name, const char *label)
{
    const char *both = label_in(a, OUTDIR_ROUND, name);
    size_t len = strlen(label);
    if (!both || !str_starts(both, label) || both[len] != '.')
        return 0;
    const char *digits = both + len + 1;
    size_t count = strspn(digits, "0123456789");
    return count && count < 9 && !digits[count] ? strtol(digits, NULL, 10) : 0;
}

int outdir_clean_rounds(struct arena *a, const char *out, const char *label,
                        const struct manifest_entry *e, struct error *err)
{
    const char *dir = path_join(a, out, places[ROUNDS]);
    struct strv names = strv_new(a);
    if (!path_is_dir(dir))
        return 0;
    if (dir_list(dir, &names, err) < 0)
        return -1;
    for (size_t i = 0; i < names.len; i++) {
        const char *name = arena_printf(a, "%s%s", files[OUTDIR_ROUND].before, names.items[i]);
        long round = round_in(a, name, label);
        const struct manifest_round *r = round ? manifest_find_round(e, round) : NULL;
        bool known = r && r->json && strcmp(r->json, name) == 0;
        if (round && !known && file_remove(path_join(a, out, name), err) < 0)
            return -1;
    }
    return 0;
}

/* --- earlier results ------------------------------------------------------------------------- */

int outdir_keep(struct arena *a, const char *out, const char *label, struct error *err)
{
    const char *file = outdir_path(a, out, OUTDIR_RUN_FILE, label, 0);
    const char *aside = outdir_path(a, out, OUTDIR_PREVIOUS, label, 0);
    if (path_is_dir(file))
        return error_set(err, EXIT_FAILED,
                         "%s: is a directory, where the run file of %s would go; move it away or "
                         "choose another --out",
                         file, label);
    if (path_exists(file) && file_keep(file, aside, err) < 0)
        return error_add(err, "keeping the earlier run file");
    return 0;
}

int outdir_settle(struct arena *a, const char *out, const char *label, bool recorded, bool is_one,
                  struct error *err)
{
    const char *file = outdir_path(a, out, OUTDIR_RUN_FILE, label, 0);
    const char *aside = outdir_path(a, out, OUTDIR_PREVIOUS, label, 0);
    if (!recorded && path_exists(aside))
        return file_restore(aside, file, err);
    if (!is_one && !path_is_dir(file) && file_remove(file, err) < 0)
        return -1;
    return file_remove(aside, err);
}
