#include "data/sources.h"

#include "base/index.h"
#include "files/file.h"
#include "outdir/doubts.h"
#include "outdir/manifest.h"
#include "outdir/outdir.h"

#include <string.h>

struct search {
    struct arena *arena;
    struct sources *found;
    size_t cap;           /* of the series found */
    const char **origins; /* per series: DIRECTORY/LABEL, to tell equal labels apart */
    bool alone;           /* one RUN was named */
    struct index files;   /* real path -> index of the RUN that named it */
    struct strv problems; /* all of them, for one error */
};

static struct series *add_series(struct search *s, const char *label, const char *directory)
{
    struct sources *f = s->found;
    size_t cap = s->cap;
    f->series = arena_more(s->arena, f->series, f->count, &cap, sizeof *f->series);
    s->origins = arena_more(s->arena, s->origins, f->count, &s->cap, sizeof *s->origins);
    s->origins[f->count] = arena_printf(s->arena, "%s/%s", directory, label);
    struct series *added = &f->series[f->count++];
    *added = (struct series){.label = label, .failed = failures_new(s->arena)};
    return added;
}

/* Remember the file; that it was there already is a problem. */
static void note_file(struct search *s, const char *path)
{
    struct error err;
    bool added = true;
    const char *real = path_real(s->arena, path, &err);
    if (real)
        index_add(&s->files, real, 0, &added);
    if (!added)
        strv_addf(&s->problems, "%s: the same file is given twice; give each run once", path);
}

/* The directory of a path as the peer's labels have it: without "." and doubled slashes, "" for the
 * current one. */
static const char *label_directory(struct arena *a, const char *path)
{
    struct strv parts = strv_parts(a, path_parent(a, path), '/');
    struct str s = str_new(a);
    for (size_t i = 0; i < parts.len; i++) {
        const char *part = parts.items[i];
        if (*part && strcmp(part, ".") != 0)
            str_addf(&s, "%s%s", s.len || path[0] == '/' ? "/" : "", part);
    }
    return s.data;
}

static void add_file(struct search *s, const char *path)
{
    struct series *one = add_series(s, path_stem(s->arena, path), label_directory(s->arena, path));
    one->path = path;
    one->state = SERIES_PLAIN;
    note_file(s, path);
}

/* ---- a sweep's directory ---- */

/* What became of it the last time says what to expect. */
static const char *not_run_yet(struct arena *a, const struct manifest_entry *e)
{
    const struct manifest_ending *b = &e->before;
    if (e->reason && *e->reason)
        return arena_printf(a, "not run yet; could not be prepared: %s", e->reason);
    if (b->status != VERSION_FAILED && b->status != VERSION_UNAVAILABLE)
        return "not run yet";
    bool says_stage = b->status == VERSION_UNAVAILABLE && b->failed_stage != STAGE_NONE;
    return arena_printf(a, "not run yet; %s%s%s before%s%s", version_status_name(b->status),
                        says_stage ? " at " : "",
                        says_stage ? sweep_stage_name(b->failed_stage) : "", b->reason ? ": " : "",
                        b->reason ? b->reason : "");
}

static void add_version(struct search *s, const char *directory, const char *origin,
                        const struct manifest_entry *e)
{
    struct arena *a = s->arena;
    struct series *one = add_series(s, e->label, origin);
    one->state = SERIES_ABSENT;
    if (e->status == VERSION_PENDING) {
        one->note = not_run_yet(a, e);
    } else if (e->status == VERSION_FAILED || e->status == VERSION_UNAVAILABLE) {
        one->state = e->status == VERSION_FAILED ? SERIES_FAILED : SERIES_UNAVAILABLE;
        one->stage = e->failed_stage == STAGE_NONE ? NULL : sweep_stage_name(e->failed_stage);
        one->note = e->reason && *e->reason ? e->reason : NULL;
    } else {
        const char *path = e->json ? path_join(a, directory, e->json) : NULL;
        if (!path || !path_is_file(path)) {
            one->note =
                arena_printf(a, "its run file %s is gone; sweep it again", e->json ? e->json : "");
            return;
        }
        one->path = path;
        one->state = e->status == VERSION_OK ? SERIES_OK : SERIES_PARTIAL;
        one->note = e->reason && *e->reason ? e->reason : NULL;
        one->reused = e->reused;
        one->counts_reused = e->count.reused;
        failures_append(&one->failed, &e->failed_tests);
        note_file(s, path);
    }
}

/* A sweep by its manifest, which is that of the directory. */
static void add_sweep(struct search *s, const char *directory, const struct manifest *m)
{
    struct arena *a = s->arena;
    struct error err;
    size_t before = s->found->count;
    struct strv unswept = strv_new(a);
    /* "." and ".." have no name to tell labels apart by */
    const char *real = path_real(a, directory, &err), *origin = real ? real : directory;
    for (size_t i = 0; i < m->count; i++) {
        if (manifest_is_newest(m, &m->entries[i]))
            add_version(s, directory, origin, &m->entries[i]);
        else
            strv_add(&unswept, m->entries[i].label);
    }
    if (s->found->count == before)
        strv_addf(&s->problems, "%s: the sweep has no versions; run benchmem sweep again",
                  directory);
    if (unswept.len)
        strv_addf(&s->found->unswept, "%s (files in %s stay until they are removed)",
                  strv_join(&unswept, ", "), directory);
    const char *doubts = doubts_of(a, m);
    if (doubts)
        strv_add(&s->found->doubts,
                 s->alone ? doubts : arena_printf(a, "%s: %s", directory, doubts));
    if (s->alone && m->package)
        s->found->package = m->package;
}

static void add_directory(struct search *s, const char *path)
{
    struct manifest m;
    struct error err;
    bool exists;
    if (manifest_read(s->arena, path_join(s->arena, path, OUTDIR_MANIFEST), &m, &exists, &err) < 0)
        strv_addf(&s->problems, "%s", err.text);
    else if (!exists)
        strv_addf(&s->problems,
                  "%s: a directory without " OUTDIR_MANIFEST " is no sweep; name its run files "
                  "(%s/*.json), or run benchmem sweep --out %s first",
                  path, path, path);
    else
        add_sweep(s, path, &m);
}

/* ---- labels ---- */

/* The last DEPTH directories of the origin before its label. */
static const char *label_from(const char *origin, const char *label, int depth)
{
    const char *at = origin + strlen(origin) - strlen(label);
    for (; depth > 0 && at > origin; depth--) {
        at--;
        while (at > origin && at[-1] != '/')
            at--;
    }
    return at;
}

/* Count of each label of the series. */
static void count_labels(struct index *uses, const struct search *s)
{
    const struct sources *f = s->found;
    *uses = index_new(s->arena);
    for (size_t i = 0; i < f->count; i++) {
        bool added;
        size_t *n = index_add(uses, f->series[i].label, 1, &added);
        *n += !added;
    }
}

/* Lengthen labels that occur more than once by their directories, one more each round, all of those
 * that clash alike. */
static void tell_apart(struct search *s)
{
    const struct sources *f = s->found;
    const char **stems = arena_array(s->arena, f->count + 1, sizeof *stems);
    for (size_t i = 0; i < f->count; i++)
        stems[i] = f->series[i].label;
    bool clash = s->origins; /* NULL: there are none */
    for (int depth = 1; clash && depth < 64; depth++) {
        struct index uses;
        count_labels(&uses, s);
        clash = false;
        for (size_t i = 0; i < f->count; i++) {
            if (*index_find(&uses, f->series[i].label) < 2)
                continue;
            clash = true;
            f->series[i].label = label_from(s->origins[i], stems[i], depth);
        }
    }
}

static void rename_series(struct search *s, const struct strv *labels)
{
    const struct sources *f = s->found;
    if (labels->len != f->count) {
        struct strv names = strv_new(s->arena);
        for (size_t i = 0; i < f->count; i++)
            strv_add(&names, f->series[i].label);
        strv_addf(&s->problems, "--label: %zu given for %zu runs; give one for each of %s",
                  labels->len, f->count, strv_join(&names, ", "));
        return;
    }
    struct index seen = index_new(s->arena);
    for (size_t i = 0; i < f->count; i++) {
        bool added;
        f->series[i].label = labels->items[i];
        index_add(&seen, labels->items[i], i, &added);
        if (!added)
            strv_addf(&s->problems, "--label: '%s' is given twice; give each run its own",
                      labels->items[i]);
    }
}

/* A sweep's record named by itself stands for its directory; among others (a shell's "out/?*") it
 * is passed over.  Whether PATH was one. */
static bool take_record(struct search *s, const char *path)
{
    struct manifest m;
    struct error err;
    if (strcmp(path_name(path), OUTDIR_MANIFEST) != 0 ||
        manifest_read(s->arena, path, &m, NULL, &err) < 0)
        return false;
    if (s->alone)
        add_sweep(s, path_parent(s->arena, path), &m);
    return true;
}

int sources_find(struct arena *a, const struct strv *runs, const struct strv *labels,
                 struct sources *sources, struct error *err)
{
    struct search s = {.arena = a, .found = sources, .alone = runs->len == 1};
    *sources = (struct sources){.package = "", .doubts = strv_new(a), .unswept = strv_new(a)};
    s.files = index_new(a);
    s.problems = strv_new(a);
    for (size_t i = 0; i < runs->len; i++) {
        const char *path = runs->items[i];
        if (path_is_dir(path))
            add_directory(&s, path);
        else if (!path_exists(path))
            strv_addf(&s.problems,
                      "%s: no such file or directory; give a run file or a sweep's directory",
                      path);
        else if (!take_record(&s, path))
            add_file(&s, path);
    }
    tell_apart(&s);
    if (labels->len && !s.problems.len)
        rename_series(&s, labels);
    if (s.problems.len)
        return error_set(err, EXIT_USAGE, "%s", strv_join(&s.problems, "\n"));
    return 0;
}
