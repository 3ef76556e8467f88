#include "sweep/leftover.h"

#include "files/file.h"
#include "outdir/outdir.h"
#include "text/error_print.h"

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
static int settle(const struct cleaning *c, const char *label, const struct workdir *w,
                  struct error *err)
{
    const struct manifest_entry *e = manifest_find(&c->manifest, label);
    bool recorded = e && e->attempt && strcmp(e->attempt, w->token) == 0;
    bool is_one = recorded ? e->json != NULL : w->had_run_file;
    return outdir_settle(c->arena, c->out, label, recorded, is_one, err);
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
    if (!w.run && settle(c, label, &w, err) < 0)
        return error_add(err, "putting the earlier run file back");
    if (workdir_remove(&w, err) < 0)
        return -1;
    return workdir_forget(&w, err);
}

/* --- all ------------------------------------------------------------------------------------- */

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
    const char *path = outdir_path(c->arena, c->out, OUTDIR_BUSY, label, 0);
    if (!is_ours(s, label) && lock_try(&lock, path, NULL, &err) != 1)
        return;
    c->lent_too = lent_too || (is_ours(s, label) && !plan_goes_on(s->options));
    if (finish(c, label, &err) < 0) {
        error_add(&err, "cleaning up after an earlier sweep of %s", label);
        error_print(&err, stderr);
    }
    lock_release(&lock);
}

int leftover_clean(struct sweep *s, bool lent_too, struct error *err)
{
    struct cleaning c = {.arena = s->arena, .out = s->plan->out};
    bool exists;
    struct strv labels = strv_new(s->arena);
    outdir_clean(s->arena, c.out);
    outdir_labels(s->arena, c.out, &labels);
    if (labels.len == 0)
        return 0;
    const char *path = path_join(s->arena, c.out, OUTDIR_MANIFEST);
    if (manifest_read(s->arena, path, &c.manifest, &exists, err) < 0)
        return -1;
    for (size_t i = 0; i < labels.len; i++)
        clean_label(&c, s, labels.items[i], lent_too);
    return 0;
}
