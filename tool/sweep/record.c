#include "sweep/record.h"

#include "base/clock.h"
#include "files/file.h"
#include "outdir/outdir.h"
#include "provision/resolve.h"
#include "sweep/history.h"
#include "sweep/leftover.h"
#include "sweep/progress.h"
#include "sweep/resume.h"
#include "system/host.h"
#include "text/error_print.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MANIFEST_WAIT = 30 }; /* seconds; it is held for milliseconds */

/* --- the directory --------------------------------------------------------------------------- */

static int by_label(const void *a, const void *b)
{
    const struct version *const *x = a, *const *y = b;
    return strcmp((*x)->planned->label, (*y)->planned->label);
}

/* Wait until no other sweep has the label. */
static int take_label(struct version *v, struct error *err)
{
    struct sweep *s = v->sweep;
    const char *path = version_file(v, OUTDIR_BUSY, 0);
    bool said = false;
    for (;;) {
        long owner = 0;
        int taken = lock_try(&v->lock, path, &owner, err);
        if (taken > 0)
            v->venv.task.held = v->lock.fd; /* while they live the label is not free */
        if (taken != 0)
            return taken < 0 ? -1 : 0;
        if (!said)
            progress_note(s->progress, "%s: waiting for another sweep of it (process %ld)",
                          v->planned->label, owner);
        said = true;
        loop_sleep(s->loop, 0.1);
        if (loop_signal(s->loop))
            return error_set(err, EXIT_SIGNAL + loop_signal(s->loop), "interrupted");
    }
}

/* In the labels' order, so that two sweeps cannot wait for each other. */
static int take_labels(struct sweep *s, struct error *err)
{
    struct version **sorted = arena_array(s->arena, s->count, sizeof *sorted);
    for (size_t i = 0; i < s->count; i++)
        sorted[i] = &s->versions[i];
    qsort(sorted, s->count, sizeof *sorted, by_label);
    for (size_t i = 0; i < s->count; i++)
        if (take_label(sorted[i], err) < 0)
            return -1;
    return 0;
}

/* The directory that an earlier round lent us, or a new one. */
static int find_place(struct version *v, struct error *err)
{
    const struct sweep *s = v->sweep;
    struct workdir *w = &v->venv.work;
    int found = plan_goes_on(s->options)
                    ? workdir_read(s->arena, w, s->plan->out, v->planned->label, err)
                    : 0;
    bool lent = found > 0 && w->run;
    if (found < 0 || (!lent && venv_register(&v->venv, err) < 0))
        return -1;
    version_move(v, lent ? PLACE_LENT : PLACE_WANTED);
    return 0;
}

int record_open(struct sweep *s, struct error *err)
{
    const struct sweep_options *o = s->options;
    unsigned extras = (plan_has_rounds(o) ? OUTDIR_HAS_ROUNDS : 0) |
                      (o->instructions ? OUTDIR_HAS_COUNTS : 0) |
                      (o->memory ? OUTDIR_HAS_ALLOCATIONS : 0);
    if (outdir_make(s->arena, s->plan->out, extras, err) < 0)
        return error_add(err, "--out");
    if (take_labels(s, err) < 0 || leftover_clean(s, s->options->prepare, err) < 0)
        return -1;
    for (size_t i = 0; i < s->count; i++)
        if (find_place(&s->versions[i], err) < 0)
            return -1;
    return 0;
}

void record_close(struct sweep *s)
{
    for (size_t i = 0; i < s->count; i++) {
        (void)workdir_forget(&s->versions[i].venv.work, NULL);
        lock_release(&s->versions[i].lock);
    }
}

/* --- the manifest ---------------------------------------------------------------------------- */

/* Give a manifest the facts of a run that begins now. */
static void fill_header(const struct sweep *s, struct manifest *m)
{
    struct host host = host_facts(s->arena);
    m->package = s->options->package;
    m->run_id = clock_unique(s->arena);
    m->started = clock_iso(s->arena);
    m->uv = s->tools.uv_version;
    m->node = s->pinned;
    m->host.node = host.node;
    m->host.system = host.system;
    m->host.machine = host.machine;
    m->host.cpu = host.cpu;
    m->host.cpus = host.cpus;
}

static long rounds_wanted(const struct version *v)
{
    const struct sweep *s = v->sweep;
    size_t n = v->history.round_count;
    if (!plan_has_rounds(s->options))
        return 0;
    return !s->options->until_clear ? s->options->rounds : n ? v->history.rounds[n - 1].round : 1;
}

/* Reset an entry to what is known before anything is run. */
static void fill_pending(struct sweep *s, struct version *v, struct manifest_entry *e)
{
    *e = (struct manifest_entry){
        .version = v->planned->version,
        .label = v->planned->label,
        .spec = v->planned->spec,
        .run_id = s->run_id,
        .status = VERSION_PENDING,
        .inputs = v->venv.inputs,
        .reason = v->outcome.reason,
        .python = v->venv.python_version,
        .last_lines = v->outcome.last_lines,
        .failed_tests = v->outcome.failed_tests,
        .packages = v->venv.packages,
        .build = v->venv.build_record,
        .method = s->method,
        .rounds_wanted = rounds_wanted(v),
        .rounds = v->history.rounds,
        .round_count = v->history.round_count,
        .count = v->history.count,
    };
    if (v->venv.lock)
        e->lock = outdir_name(s->arena, OUTDIR_LOCK, v->planned->label, 0);
    memcpy(e->seconds, v->venv.task.seconds, sizeof e->seconds);
}

static void fill_ended(struct version *v, struct manifest_entry *e)
{
    fill_pending(v->sweep, v, e);
    e->status = v->outcome.status;
    e->attempt = v->venv.work.token;
    e->key = v->mixed ? NULL : v->key.name;
    e->reused = v->reused;
    e->failed_stage = v->outcome.failed_stage;
    if (outcome_has_results(&v->outcome))
        e->json = outdir_name(v->sweep->arena, OUTDIR_RUN_FILE, v->planned->label, 0);
}

/* Read the manifest, let CHANGE change it, write it back; under its lock. */
static int update(struct sweep *s,
                  int (*change)(struct sweep *s, struct manifest *m, void *data, struct error *err),
                  void *data, struct error *err)
{
    struct lock lock;
    struct manifest m;
    bool exists;
    const char *path = path_join(s->arena, s->plan->out, OUTDIR_MANIFEST);
    if (lock_take(&lock, path_join(s->arena, s->plan->out, OUTDIR_MANIFEST_BUSY), MANIFEST_WAIT,
                  err) < 0)
        return -1;
    int result = manifest_read(s->arena, path, &m, &exists, err);
    if (result == 0 && exists && m.package && strcmp(m.package, s->options->package) != 0)
        result = error_set(err, EXIT_USAGE,
                           "--out %s: holds a sweep of %s, not of %s; choose another directory",
                           s->plan->out, m.package, s->options->package);
    if (result == 0)
        result = change(s, &m, data, err);
    if (result == 0)
        result = manifest_write(s->arena, path, &m, err);
    lock_release(&lock);
    return result;
}

/* Whether --prepare left the version to be taken up, or rounds of it are, with a lock of the same
 * inputs. */
static bool prepared(const struct sweep *s, const struct version *v, const struct manifest_entry *e)
{
    return (e->status == VERSION_PENDING || v->history.round_count) && e->lock && e->inputs &&
           e->run_id && strcmp(e->run_id, s->run_id) == 0 && strcmp(e->inputs, v->venv.inputs) == 0;
}

/* Decide the seed of a sweep with rounds: the one given, the run's, or a new one. */
static void take_seed(struct sweep *s, struct manifest *m)
{
    const struct sweep_options *o = s->options;
    if (!plan_has_rounds(s->options))
        return;
    if (o->seed)
        m->seed = o->seed;
    else if (!m->seed || !(o->resume || o->round))
        m->seed = 1 + (long)(strtoul(clock_token(s->arena) + 24, NULL, 16) % 999999999);
    s->seed = m->seed;
}

/* The node where this run has measured already, by whatever process of ours, in that ROUND (0: in
 * any); or NULL. */
static const char *find_node(const struct manifest *m, long round)
{
    for (size_t i = 0; i < m->count; i++) {
        const struct manifest_entry *e = &m->entries[i];
        for (size_t k = 0; k < e->round_count && manifest_is_newest(m, e); k++)
            if (e->rounds[k].place.node && (!round || e->rounds[k].round == round))
                return e->rounds[k].place.node;
    }
    return NULL;
}

/* What a command names is compared in its order, even if it was there before; processes of a
 * version each come in any order. */
static int join(struct sweep *s, struct manifest *m, void *data, struct error *err)
{
    struct strv labels = strv_new(s->arena);
    (void)data;
    (void)err;
    if (!m->run_id)
        fill_header(s, m);
    s->run_id = m->run_id;
    take_seed(s, m);
    for (size_t i = 0; i < s->count; i++) {
        struct version *v = &s->versions[i];
        struct manifest_entry *e = manifest_find(m, v->planned->label);
        v->venv.inputs = resolve_inputs(&v->venv);
        if (e && (s->options->resume || plan_goes_on(s->options)))
            resume_take_up(v, e);
        if (s->options->locked || (e && prepared(s, v, e)))
            v->venv.lock = resolve_found(&v->venv);
        if (!e)
            fill_pending(s, v, manifest_add(s->arena, m, v->planned->label));
        strv_add(&labels, v->planned->label);
    }
    manifest_arrange(s->arena, m, &labels);
    /* The first round of all versions shares a node even if each is a process, as under CTest. */
    bool is_shared = s->options->round == 1 && s->options->is_remote && !s->options->any_node;
    if (plan_pins_node(s->options) || is_shared)
        s->pinned = m->node ? m->node : find_node(m, is_shared ? 1 : 0);
    return 0;
}

int record_join(struct sweep *s, struct error *err)
{
    return update(s, join, NULL, err);
}

/* What became of a version in the run before, where that was no success. */
static struct manifest_ending ending_of(const struct manifest_entry *e)
{
    if (e->status == VERSION_PENDING && !e->reason)
        return e->before;
    if (e->status == VERSION_PENDING)
        return (struct manifest_ending){VERSION_UNAVAILABLE, STAGE_NONE, e->reason};
    bool failed = e->status == VERSION_FAILED || e->status == VERSION_UNAVAILABLE;
    return failed ? (struct manifest_ending){e->status, e->failed_stage, e->reason}
                  : (struct manifest_ending){0};
}

static int begin(struct sweep *s, struct manifest *m, void *data, struct error *err)
{
    (void)err;
    struct manifest old = *m;
    *m = (struct manifest){0};
    fill_header(s, m);
    s->run_id = m->run_id;
    take_seed(s, m);
    for (size_t i = 0; i < s->count; i++) {
        struct version *v = &s->versions[i];
        const struct manifest_entry *o = manifest_find(&old, v->planned->label);
        struct manifest_entry *e = manifest_add(s->arena, m, v->planned->label);
        fill_pending(s, v, e);
        if (o)
            e->before = ending_of(o);
    }
    for (size_t i = 0; i < old.count; i++) {
        const struct manifest_entry *o = &old.entries[i];
        if (manifest_find(m, o->label))
            continue;
        *manifest_add(s->arena, m, o->label) = *o;
        if (o->run_id && old.run_id && strcmp(o->run_id, old.run_id) == 0)
            strv_add(data, o->label);
    }
    return 0;
}

int record_begin(struct sweep *s, struct error *err)
{
    struct strv unswept; /* since this run */
    unswept = strv_new(s->arena);
    if (update(s, begin, &unswept, err) < 0)
        return -1;
    if (unswept.len)
        progress_note(s->progress, "no longer swept: %s; files in %s stay until they are removed",
                      strv_join(&unswept, ", "), s->plan->out);
    return 0;
}

void record_entry(struct version *v, struct manifest *one)
{
    struct sweep *s = v->sweep;
    fill_header(s, one);
    fill_ended(v, manifest_add(s->arena, one, v->planned->label));
}

static int set_version(struct sweep *s, struct manifest *m, void *data, struct error *err)
{
    (void)err;
    struct version *v = data;
    if (m->run_id)
        s->run_id = m->run_id;
    else
        fill_header(s, m);
    if (!m->uv) /* it had not said so when the run began */
        m->uv = s->tools.uv_version;
    fill_ended(v, manifest_add(s->arena, m, v->planned->label));
    return 0;
}

int record_version(struct version *v, struct error *err)
{
    struct sweep *s = v->sweep;
    long round = s->options->round > 1 ? s->options->round : 0;
    const char *log =
        version_file(v, s->options->counted_only ? OUTDIR_COUNT_LOG : OUTDIR_LOG, round);
    if (output_write(&v->venv.task.output, log, err) < 0)
        return error_add(err, "keeping the log of %s", v->planned->label);
    if (update(s, set_version, v, err) < 0)
        return error_add(err, "recording %s", v->planned->label);
    return 0;
}

void record_keep(struct version *v)
{
    struct error err;
    struct sweep *s = v->sweep;
    bool recorded = history_join(v, &err) == 0 && record_version(v, &err) == 0;
    version_move(v, recorded ? PLACE_RECORDED : PLACE_UNRECORDED);
    if (!recorded ||
        outdir_clean_rounds(s->arena, s->plan->out, v->planned->label, &v->history, &err) < 0 ||
        version_settle(v, &err) < 0) {
        error_print(&err, stderr);
        s->unrecorded = true;
    }
}
