#include "sweep/leftover.h"

#include "base/file.h"
#include "sweep/workdir.h"

#include <stdio.h>
#include <string.h>

/* --- one label ------------------------------------------------------------------------------- */

struct cleaning {
    struct arena *arena;
    const char *out;
    struct manifest manifest;
    bool lent_too;
};

/* Leave OUT/LABEL.json as an interrupted sweep would have left it. */
static int settle_run_file(const struct cleaning *c, const char *label, const struct workdir *w,
                           struct error *err)
{
    const char *file = arena_printf(c->arena, "%s/%s.json", c->out, label);
    const char *aside = arena_printf(c->arena, "%s/.%s.json.previous", c->out, label);
    const struct manifest_entry *e = manifest_find(&c->manifest, label);
    bool recorded = e && e->attempt && strcmp(e->attempt, w->token) == 0;
    if (!recorded && path_exists(aside))
        return file_restore(aside, file, err);
    bool wanted = recorded ? e->json != NULL : w->had_run_file;
    if (!wanted && !path_is_dir(file) && file_remove(file, err) < 0)
        return -1;
    return file_remove(aside, err);
}

/* The label's owner is dead: finish what it began. */
static int finish(const struct cleaning *c, const char *label, struct error *err)
{
    struct workdir w;
    int found = workdir_read(c->arena, &w, c->out, label, err);
    if (found <= 0 || !workdir_is_here(c->arena, &w))
        return found < 0 ? -1 : 0;
    if (w.run && !c->lent_too && c->manifest.run_id && strcmp(w.run, c->manifest.run_id) == 0)
        return 0;
    if (!w.run && settle_run_file(c, label, &w, err) < 0)
        return error_add(err, "putting the earlier run file back");
    if (workdir_remove(&w, err) < 0)
        return -1;
    return workdir_forget(&w, err);
}

/* --- all ------------------------------------------------------------------------------------- */

/* The label in ".LABELSUFFIX", or NULL. */
static const char *label_in(struct arena *a, const char *name, const char *suffix)
{
    size_t len = strlen(name), end = strlen(suffix);
    if (*name != '.' || len <= end + 1 || !str_ends(name, suffix))
        return NULL;
    return arena_strndup(a, name + 1, len - end - 1);
}

static void find_labels(const struct cleaning *c, struct strv *labels)
{
    struct error ignored;
    struct strv names;
    strv_init(&names, c->arena);
    if (dir_list(c->out, &names, &ignored) < 0)
        return;
    for (size_t i = 0; i < names.len; i++) {
        const char *label = label_in(c->arena, names.items[i], ".work");
        if (!label)
            label = label_in(c->arena, names.items[i], ".busy");
        if (label && !strv_has(labels, label))
            strv_add(labels, label);
    }
}

static bool is_ours(const struct sweep *s, const char *label)
{
    for (size_t i = 0; i < s->count; i++)
        if (strcmp(s->versions[i].planned->label, label) == 0)
            return true;
    return false;
}

static void clean_label(struct cleaning *c, const struct sweep *s, const char *label, bool lent_too)
{
    struct error err;
    struct lock lock = {.fd = -1};
    const char *path = arena_printf(c->arena, "%s/.%s.busy", c->out, label);
    if (!is_ours(s, label) && lock_try(&lock, path, NULL, &err) != 1)
        return;
    c->lent_too = lent_too || (is_ours(s, label) && s->options->round < 2);
    if (finish(c, label, &err) < 0) {
        error_add(&err, "cleaning up after an earlier sweep of %s", label);
        error_print(&err, stderr);
    }
    lock_release(&lock);
}

static int clean(struct sweep *s, bool lent_too, struct error *err)
{
    static const char *const places[] = {"", "/locks", "/logs", "/rounds"};
    struct cleaning c = {.arena = s->arena, .out = s->plan->out};
    struct strv labels;
    bool exists;
    strv_init(&labels, s->arena);
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        file_clean(arena_printf(s->arena, "%s%s", c.out, places[i]));
    find_labels(&c, &labels);
    if (labels.len == 0)
        return 0;
    const char *path = arena_printf(s->arena, "%s/sweep.json", c.out);
    if (manifest_read(s->arena, path, &c.manifest, &exists, err) < 0)
        return -1;
    for (size_t i = 0; i < labels.len; i++)
        clean_label(&c, s, labels.items[i], lent_too);
    return 0;
}

int leftover_clean(struct sweep *s, struct error *err)
{
    return clean(s, false, err);
}

int leftover_return(struct sweep *s, struct error *err)
{
    return clean(s, true, err);
}
