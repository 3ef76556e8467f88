#include "sweep/reuse.h"

#include "builds/own_build.h"
#include "files/facts.h"
#include "files/file.h"
#include "measure/run.h"
#include "reuse/results.h"
#include "runfile/run_file.h"
#include "sweep/history.h"
#include "sweep/progress.h"
#include "sweep/record.h"
#include "text/error_print.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct reuse {
    struct store store;
    struct store_bound bound;
    struct facts environment, method;
    bool counts_only; /* times are measured each time */
    bool told;        /* that something is wrong with the store */
};

/* --- the store ------------------------------------------------------------------------------- */

/* The directory that the option names, or that of the user's caches. */
static const char *find_store(struct arena *a, const char *named, struct error *err)
{
    const char *home = getenv("HOME"), *cache = getenv("XDG_CACHE_HOME");
    if (named)
        return path_absolute(a, named, err);
    if (cache && *cache == '/')
        return path_join(a, cache, "benchmem/results");
    if (home && *home == '/')
        return path_join(a, home, ".cache/benchmem/results");
    error_set(err, EXIT_FAILED,
              "there is no HOME to keep results in; name a directory with --reuse-dir");
    return NULL;
}

/* Something that keeps no version from being measured. */
static void tell(const struct sweep *s, struct error *err)
{
    if (!s->reuse->told) {
        error_add(err, "--reuse");
        error_print(err, stderr);
    }
    s->reuse->told = true;
}

/* Whether times are measured each time. */
static bool is_counts_only(const struct sweep_options *o)
{
    return !o->no_time && !o->reuse_times;
}

/* What versions are measured with, as it is now. */
static int look_around(struct sweep *s, struct facts *environment, struct facts *method,
                       struct error *err)
{
    *environment = *method = (struct facts){.arena = s->arena};
    if (conditions_of_environment(environment, &s->tools, s->plan, s->tasks.env, err) < 0 ||
        key_method(method, s->plan, err) < 0)
        return -1;
    facts_add(method, "reused", is_counts_only(s->options) ? "counts" : "all");
    if (!s->options->no_time && s->options->reuse_times)
        conditions_of_times(method, s->plan);
    return 0;
}

/* Why nothing of this sweep is reused, or NULL. */
static const char *refusal(const struct sweep *s)
{
    const struct sweep_options *o = s->options;
    return run_launcher(s->plan) ? "the processor of a node is not known before it is given"
           : o->until_clear      ? "how long --rounds auto measures depends on all versions"
           : is_counts_only(o) && !o->instructions
               ? "times are measured each time; --no-time does without, and --reuse-times takes "
                 "those of an earlier date"
               : NULL;
}

void reuse_open(struct sweep *s)
{
    struct error err;
    struct reuse *r = arena_alloc(s->arena, sizeof *r);
    const struct sweep_options *o = s->options;
    if (!o->reuse)
        return;
    const char *why = refusal(s);
    if (why) {
        progress_note(s->progress, "--reuse: nothing is reused: %s", why);
        return;
    }
    r->store = (struct store){.dir = find_store(s->arena, o->reuse_dir, &err),
                              .stop = loop_stop_flag(s->loop)};
    r->counts_only = is_counts_only(o);
    r->bound.bytes = (uint64_t)o->reuse_size << 20;
    if (!r->store.dir || look_around(s, &r->environment, &r->method, &err) < 0) {
        error_add(&err, "--reuse: nothing is reused");
        error_print(&err, stderr);
        return;
    }
    s->reuse = r;
}

/* A directory of the version's that is not there. */
static const char *scratch(struct version *v, const char *name, struct error *err)
{
    return venv_make_dir(&v->venv, err) < 0 ? NULL : path_join(v->sweep->arena, v->venv.dir, name);
}

/* --- locks ----------------------------------------------------------------------------------- */

static void take_lock(struct version *v)
{
    struct error err;
    struct key key;
    struct sweep *s = v->sweep;
    struct venv *e = &v->venv;
    if (e->lock || !key_has_fixed_lock(s->arena, e))
        return;
    const char *dir = scratch(v, "reused", &err), *path = version_file(v, OUTDIR_LOCK, 0);
    key_of_lock(s->arena, e, &s->reuse->environment, &key);
    int found = dir ? results_get_lock(s->arena, &s->reuse->store, &key, path, dir, &err) : -1;
    if (found < 0)
        tell(s, &err);
    if (found > 0)
        e->lock = path;
}

void reuse_locks(struct sweep *s)
{
    for (size_t i = 0; s->reuse && i < s->count && !loop_signal(s->loop); i++)
        if (s->versions[i].place == PLACE_WANTED)
            take_lock(&s->versions[i]);
}

/* A lock of local files is not for later. */
static void keep_lock(struct version *v)
{
    struct error err;
    struct key key;
    struct sweep *s = v->sweep;
    const struct venv *e = &v->venv;
    const char *text = file_read(s->arena, e->lock, NULL, &err);
    if (!text || strstr(text, " @ ") || s->options->locked || !key_has_fixed_lock(s->arena, e))
        return;
    const char *dir = scratch(v, "kept", &err);
    key_of_lock(s->arena, e, &s->reuse->environment, &key);
    if (store_has(&s->reuse->store, key.name))
        return;
    if (!dir ||
        results_put_lock(s->arena, &s->reuse->store, &key, e->lock, dir, s->reuse->bound, &err) < 0)
        tell(s, &err);
}

/* --- finding --------------------------------------------------------------------------------- */

/* Why the version is measured whatever is kept, or NULL: what of it is on this disk may be changed
 * between two sweeps.  BUILD is as of own_build_content(). */
static const char *refusal_of(const struct version *v, const char *build, struct error *err)
{
    const struct venv *e = &v->venv;
    struct arena *a = v->sweep->arena;
    if (e->planned->build_tree)
        return "a build tree is measured as it is now";
    if (e->planned->ref && !build)
        return v->sweep->options->keep_builds ? "it is not built yet" : "no build of it is kept";
    const char *text = file_read(a, e->lock, NULL, err);
    struct strv lines = strv_parts(a, text ? text : "", '\n');
    for (size_t i = 0; i < lines.len; i++)
        if (strstr(lines.items[i], " @ file://") && !str_ends(lines.items[i], "\\"))
            return "a source tree is measured as it is now";
    return text ? NULL : "its lock cannot be read";
}

/* Of a failure that is not there every time there must be another try. */
static bool is_wanted(const struct sweep *s, enum version_status status)
{
    return status == VERSION_OK || (status == VERSION_PARTIAL && s->options->allow_partial);
}

static void tell_missing(const struct version *v)
{
    struct sweep *s = v->sweep;
    const char *prefix = key_prefix(s->arena, &v->venv);
    const char *differs = sealed_nearest(s->arena, &s->reuse->store, &v->key, prefix);
    if (differs)
        progress_note(s->progress, "%s: not reused: of the nearest result differs: %s",
                      v->planned->label, differs);
    else
        progress_note(s->progress, "%s: not reused: there is no result of it in %s",
                      v->planned->label, s->reuse->store.dir);
}

/* Decide the version's key; BUILD is as of own_build_content(). */
static int make_key(struct version *v, const char *build, struct error *err)
{
    struct sweep *s = v->sweep;
    const struct reuse *r = s->reuse;
    if (key_of_result(s->arena, &v->venv, build, &r->environment, &r->method, &v->key, err) < 0)
        return -1;
    v->mixed = v->taken_key && strcmp(v->taken_key, v->key.name) != 0;
    return 0;
}

/* Find what is kept under the version's key, if this run has none of it: it is in *DIR then. */
static int look_up(struct version *v, struct manifest *one, const char **dir, struct error *err)
{
    struct sweep *s = v->sweep;
    *dir = scratch(v, "reused", err);
    if (!*dir)
        return -1;
    int found = results_get(s->arena, &s->reuse->store, &v->key, *dir, one, err);
    if (found == 0)
        tell_missing(v);
    if (found <= 0)
        return found;
    const struct manifest_entry *e = &one->entries[0];
    enum version_status status = s->reuse->counts_only ? e->count.status : e->status;
    if (is_wanted(s, status))
        return found;
    progress_note(s->progress, "%s: not reused: the result is %s, which --allow-partial allows",
                  v->planned->label, version_status_name(status));
    return 0;
}

static bool find(struct version *v, struct manifest *one, const char **dir)
{
    struct error err;
    struct sweep *s = v->sweep;
    const char *build = own_build_content(&v->venv), *why = refusal_of(v, build, &err);
    if (why) {
        progress_note(s->progress, "%s: not reused: %s", v->planned->label, why);
        return false;
    }
    *one = (struct manifest){0};
    int found = make_key(v, build, &err);
    if (found == 0 && !v->history.round_count && !s->reuse->counts_only)
        found = look_up(v, one, dir, &err);
    if (found < 0)
        tell(s, &err);
    return found > 0;
}

/* The versions that have what is needed to know their keys. */
static bool is_candidate(const struct version *v)
{
    return (v->place == PLACE_WANTED || v->place == PLACE_READY) && v->venv.lock &&
           !loop_signal(v->sweep->loop);
}

/* --- taking ---------------------------------------------------------------------------------- */

/* What the entry says becomes what the version came to. */
static void take_entry(struct version *v, const struct manifest *one)
{
    const struct manifest_entry *e = &one->entries[0];
    struct error ignored;
    v->reused = one->started;
    v->history.rounds = e->rounds;
    v->history.round_count = e->round_count;
    v->history.count = e->count;
    v->history_lines = e->last_lines;
    v->venv.packages = e->packages;
    v->venv.python_version = e->python;
    history_conclude(v);
    (void)run_file_count(version_file(v, OUTDIR_RUN_FILE, 0), &v->outcome.benchmarks, &ignored);
}

static void take(struct version *v, const struct manifest *one, const char *dir)
{
    struct error err;
    struct sweep *s = v->sweep;
    const char *line = arena_printf(s->arena, "# reused: measured %s, kept in %s/%s\n",
                                    one->started, s->reuse->store.dir, v->key.name);
    if (results_place(s->arena, dir, one, s->plan->out, &err) < 0) {
        tell(s, &err);
        return;
    }
    take_entry(v, one);
    output_add(&v->venv.task.output, line, strlen(line));
    if (record_version(v, &err) < 0) {
        error_print(&err, stderr);
        s->unrecorded = true;
    }
    version_move(v, PLACE_DONE);
}

void reuse_take(struct sweep *s)
{
    for (size_t i = 0; s->reuse && i < s->count; i++) {
        struct version *v = &s->versions[i];
        struct manifest one;
        const char *dir;
        if (is_candidate(v) && find(v, &one, &dir))
            take(v, &one, dir);
    }
}

static int take_counts(struct version *v, const struct manifest *one, const char *dir,
                       struct error *err)
{
    struct arena *a = v->sweep->arena;
    const struct manifest_entry *e = &one->entries[0];
    struct manifest_count count = e->count;
    count.round = history_round_to_count(v, 1);
    count.reused = one->started;
    if (!count.json)
        return error_set(err, EXIT_FAILED, "%s: it was not counted", dir);
    if (file_copy(path_join(a, dir, count.json), version_file(v, OUTDIR_COUNTS, 0), err) < 0 ||
        results_transfer_counts(a, path_join(a, dir, e->json), history_file_of(v, count.round),
                                &count.benchmarks, err) < 0)
        return -1;
    v->history.count = count;
    return 0;
}

bool reuse_take_count(struct version *v)
{
    struct error err;
    struct manifest one;
    const char *dir;
    struct sweep *s = v->sweep;
    if (!s->reuse || !s->reuse->counts_only || !v->key.text || v->mixed)
        return false;
    int found = look_up(v, &one, &dir, &err);
    if (found > 0 && take_counts(v, &one, dir, &err) < 0)
        found = -1;
    if (found < 0)
        tell(s, &err);
    if (found <= 0)
        return false;
    progress_note(s->progress, "%s: its counts are reused, measured %s", v->planned->label,
                  one.started);
    history_add_count(v);
    record_keep(v);
    return true;
}

static void look_for_counts(struct version *v)
{
    struct error err;
    struct manifest one;
    const char *dir;
    (void)find(v, &one, &dir); /* decides the key */
    int found = v->key.text ? look_up(v, &one, &dir, &err) : 0;
    if (found < 0)
        tell(v->sweep, &err);
    if (found > 0)
        progress_note(v->sweep->progress, "%s: its counts will be reused, measured %s",
                      v->planned->label, one.started);
}

void reuse_look(struct sweep *s)
{
    for (size_t i = 0; s->reuse && i < s->count; i++) {
        struct version *v = &s->versions[i];
        struct manifest one;
        const char *dir;
        if (!is_candidate(v))
            continue;
        keep_lock(v);
        if (s->reuse->counts_only) {
            look_for_counts(v);
            continue;
        }
        if (!find(v, &one, &dir))
            continue;
        v->reused = one.started;
        progress_note(s->progress, "%s: will be reused, measured %s", v->planned->label, v->reused);
    }
}

/* --- keeping --------------------------------------------------------------------------------- */

/* Whether nothing is missing of the version's results but tests that fail by themselves. */
static bool is_whole(const struct version *v)
{
    const struct sweep_options *o = v->sweep->options;
    const struct manifest_entry *h = &v->history;
    size_t wanted = plan_has_rounds(o) ? (size_t)o->rounds : 1, with_results = 0;
    for (size_t i = 0; i < h->round_count; i++)
        with_results += h->rounds[i].json != NULL;
    bool is_counted = !o->instructions || !plan_has_timed_pass(o) || h->count.json;
    if (v->sweep->reuse->counts_only)
        return h->count.json && !h->count.reused && outcome_has_results(&v->outcome) && !v->cut;
    bool is_good = v->outcome.status == VERSION_OK ||
                   (v->outcome.status == VERSION_PARTIAL && !plan_has_rounds(o) && !v->cut &&
                    v->outcome.failed_tests.len);
    return is_good && is_counted && with_results == wanted;
}

/* Whether all is as it was when the version's key was made. */
static int check_unchanged(const struct version *v, struct error *err)
{
    struct sweep *s = v->sweep;
    struct facts environment, method;
    struct key now;
    if (look_around(s, &environment, &method, err) < 0 ||
        key_of_result(s->arena, &v->venv, own_build_content(&v->venv), &environment, &method, &now,
                      err) < 0)
        return -1;
    if (strcmp(now.text, v->key.text) == 0)
        return 0;
    return error_set(err, EXIT_FAILED, "%s changed while it was measured",
                     facts_difference(s->arena, now.text, v->key.text, NULL));
}

void reuse_keep(struct version *v)
{
    struct error err;
    struct sweep *s = v->sweep;
    struct manifest one = {0};
    /* What was built just now is known by its content from here on. */
    const char *build = s->reuse && !v->key.text ? own_build_content(&v->venv) : NULL;
    if (build && make_key(v, build, &err) < 0)
        v->key.text = NULL;
    if (!s->reuse || v->place != PLACE_RECORDED || !v->key.text || v->mixed || !is_whole(v) ||
        loop_signal(s->loop))
        return;
    record_entry(v, &one);
    const char *dir = scratch(v, "kept", &err);
    if (check_unchanged(v, &err) < 0) {
        progress_note(s->progress, "%s: not kept for --reuse: %s", v->planned->label, err.text);
        return;
    }
    if (!dir || results_put(s->arena, &s->reuse->store, &v->key, s->plan->out, &one, dir,
                            s->reuse->bound, &err) < 0)
        tell(s, &err);
    else
        keep_lock(v);
}
