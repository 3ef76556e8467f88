#include "sweep/sweep.h"

#include "files/beside.h"
#include "files/file.h"
#include "measure/run.h"
#include "outdir/outdir.h"
#include "provision/resolve.h"
#include "sweep/counting.h"
#include "sweep/environments.h"
#include "sweep/history.h"
#include "sweep/leftover.h"
#include "sweep/machine_turn.h"
#include "sweep/progress.h"
#include "sweep/record.h"
#include "sweep/resume.h"
#include "sweep/reuse.h"
#include "sweep/rounds.h"
#include "sweep/summary.h"
#include "system/orphans.h"
#include "text/error_print.h"

#include <stdio.h>
#include <string.h>

/* --- the end of a version -------------------------------------------------------------------- */

/* Whether the environment is for what follows in other processes: rounds, or the counted run. */
static bool is_for_later(const struct version *v)
{
    const struct sweep *s = v->sweep;
    bool is_to_count = s->options->timed_only && v->history.count.status == VERSION_PENDING &&
                       outcome_has_results(&v->outcome);
    return (!plan_is_last_round(s->options) || is_to_count) && v->venv.work.journal &&
           (place_has_environment(v->place) || v->place == PLACE_LENT) && !loop_signal(s->loop);
}

/* Remove the environment, lend it to the next round, or keep it and say where. */
static void put_away(struct version *v)
{
    struct error err;
    const struct sweep *s = v->sweep;
    struct venv *e = &v->venv;
    if (is_for_later(v)) {
        e->dir = NULL;
        if (workdir_lend(s->arena, &e->work, s->run_id, &err) < 0)
            error_print(&err, stderr);
    } else if (s->options->keep_venv && e->dir && !s->options->prepare) {
        progress_note(s->progress, "%s: kept %s", v->planned->label, e->dir);
        e->dir = NULL;
        if (workdir_forget(&e->work, &err) < 0)
            error_print(&err, stderr);
    } else if (venv_remove(e, &err) < 0) {
        error_print(&err, stderr);
    }
}

/* Nothing follows for the version, wherever it is. */
static void leave(struct version *v)
{
    struct error err;
    put_away(v);
    if (version_settle(v, &err) < 0)
        error_print(&err, stderr);
    version_move(v, PLACE_ENDED);
}

/* The version could not be provisioned, which is recorded.  That it could not be does not keep the
 * others from being measured. */
static void record_lost(struct version *v)
{
    struct error err;
    bool recorded = record_version(v, &err) == 0;
    version_move(v, recorded ? PLACE_RECORDED : PLACE_UNRECORDED);
    if (!recorded || version_settle(v, &err) < 0) {
        error_print(&err, stderr);
        v->sweep->unrecorded = true;
    }
}

/* Everything that follows once the version has ended; one that was interrupted has not. */
static void end_version(struct version *v)
{
    bool is_lost = v->place == PLACE_LOST;
    reuse_keep(v);
    put_away(v);
    if (is_lost)
        record_lost(v);
    leave(v);
    if (v->outcome.status == VERSION_PENDING)
        return;
    progress_ended(v->sweep->progress, v);
    if (is_lost)
        progress_failure(v->sweep->progress, v, &v->outcome);
}

/* --- the whole ------------------------------------------------------------------------------- */

/* The environment that was lent, if it is of any use; else a place for a new one. */
static int take_lent(struct version *v, struct error *err)
{
    if (v->history.round_count && venv_adopt(&v->venv)) {
        version_move(v, PLACE_READY);
        return 0;
    }
    if (venv_remove(&v->venv, err) < 0 || venv_register(&v->venv, err) < 0)
        return -1;
    version_move(v, PLACE_WANTED);
    return 0;
}

/* There are no times that a count could stand beside: by a failure, which was told then, or since
 * nobody has timed it. */
static void say_uncounted(const struct version *v)
{
    struct error err;
    const char *label = v->planned->label;
    if (v->outcome.status != VERSION_PENDING) {
        progress_note(v->sweep->progress, "%s: not counted: there are no times of it: %s", label,
                      v->outcome.reason);
        return;
    }
    error_set(&err, EXIT_FAILED, "%s: not counted: it was not timed in this run, which comes first",
              label);
    error_print(&err, stderr);
}

/* What is there of earlier rounds, or of an earlier sweep; versions that want nothing are done. */
static int begin_version(struct version *v, long last, struct error *err)
{
    const struct sweep *s = v->sweep;
    bool is_wanted = false;
    if (v->place == PLACE_DONE)
        return 0;
    for (long round = 1; round <= last; round++)
        is_wanted = is_wanted || resume_wants(v, round);
    is_wanted = is_wanted || resume_wants_count(v, 1);
    if (!is_wanted) {
        history_conclude(v);
        if (s->options->counted_only && v->outcome.status == VERSION_PENDING) {
            say_uncounted(v);
            leave(v);
            return 0;
        }
        put_away(v); /* what was lent is lent on */
        version_move(v, PLACE_DONE);
        return 0;
    }
    if (!v->history.round_count && outdir_keep(s->arena, s->plan->out, v->planned->label, err) < 0)
        return -1;
    return v->place == PLACE_LENT ? take_lent(v, err) : 0;
}

static int begin_versions(struct sweep *s, long last, struct error *err)
{
    for (size_t i = 0; i < s->count; i++)
        if (begin_version(&s->versions[i], last, err) < 0)
            return -1;
    return 0;
}

/* Provision as many as may be at once, then time them one by one, then count them at once; so on.
 */
static int measure_once(struct sweep *s, struct version **wave, struct error *err)
{
    size_t jobs = plan_jobs(s->options), nodes = rounds_nodes(s), from = 0, n;
    struct version **timed = arena_array(s->arena, s->count, sizeof *timed);
    while (!loop_signal(s->loop) &&
           (n = environments_wanted(s, wave, &from, jobs > nodes ? jobs : nodes)) > 0) {
        if (environments_make(s, wave, n, err) < 0)
            return -1;
        for (size_t i = 0; i < n; i += nodes) {
            size_t count = 0, next = n - i < nodes ? n : i + nodes;
            for (size_t k = i; k < next; k++)
                if (wave[k]->place == PLACE_READY && plan_has_timed_pass(s->options) &&
                    resume_wants(wave[k], 1))
                    timed[count++] = wave[k];
            rounds_measure_first(s, timed, count);
            for (size_t k = i; k < next && !s->options->instructions; k++)
                end_version(wave[k]);
        }
        counting_run(s, wave, n, jobs > nodes ? jobs : nodes, 1);
        for (size_t i = 0; i < n && s->options->instructions; i++)
            end_version(wave[i]);
    }
    return 0;
}

static void say_rounds(struct sweep *s)
{
    const struct sweep_options *o = s->options;
    if (o->until_clear)
        progress_note(s->progress, "rounds until it is clear, in the order of --seed %ld", s->seed);
    else if (o->round)
        progress_note(s->progress, "round %ld of %ld, in the order of --seed %ld", o->round,
                      o->rounds, s->seed);
    else
        progress_note(s->progress, "%ld rounds, in the order of --seed %ld", o->rounds, s->seed);
}

/* Count all that have an environment. */
static void count_all(struct sweep *s, struct version **wave)
{
    for (size_t i = 0; i < s->count; i++)
        wave[i] = &s->versions[i];
    counting_run(s, wave, s->count, plan_jobs(s->options), 1);
}

/* Provision all, then measure them round by round; or count what was timed. */
static int measure_rounds(struct sweep *s, struct version **wave, long last, struct error *err)
{
    size_t from = 0, n = environments_wanted(s, wave, &from, s->count);
    if (!s->options->counted_only)
        say_rounds(s);
    if (environments_make(s, wave, n, err) < 0)
        return -1;
    for (size_t i = 0; i < n; i++)
        if (wave[i]->place != PLACE_READY)
            end_version(wave[i]);
    if (s->options->counted_only)
        count_all(s, wave);
    else if (s->options->until_clear && last > 1)
        rounds_measure_until_clear(s, plan_jobs(s->options));
    else
        rounds_measure_all(s, 1, last, plan_jobs(s->options));
    for (size_t i = 0; i < s->count; i++)
        if (place_has_environment(s->versions[i].place))
            end_version(&s->versions[i]);
    return 0;
}

static int measure_all(struct sweep *s, struct error *err)
{
    struct version **wave = arena_array(s->arena, s->count, sizeof *wave);
    const struct sweep_options *o = s->options;
    long last = o->counted_only         ? 0
                : !plan_has_rounds(o)   ? 1
                : plan_is_last_round(o) ? o->rounds
                                        : o->round;
    s->method = resume_method(s->arena, s->plan);
    if (record_join(s, err) < 0 || begin_versions(s, last, err) < 0)
        return -1;
    reuse_locks(s);
    environments_resolve(s, wave);
    if (!o->locked && environments_check_tools(s, err) < 0) /* with locks uv has done nothing yet */
        return -1;
    reuse_take(s);
    for (size_t i = 0; i < s->count; i++)
        if (s->versions[i].place == PLACE_LOST || s->versions[i].place == PLACE_DONE) {
            if (o->counted_only && s->versions[i].place == PLACE_DONE && !s->versions[i].reused)
                say_uncounted(&s->versions[i]);
            end_version(&s->versions[i]);
        }
    return plan_has_rounds(o) || o->counted_only ? measure_rounds(s, wave, last, err)
                                                 : measure_once(s, wave, err);
}

/* Whether the nodes see what is made for them, where there are some. */
static int probe_nodes(struct sweep *s, struct error *err)
{
    const struct sweep_options *o = s->options;
    for (size_t i = 0; i < s->count && run_launcher(s->plan) && !loop_signal(s->loop); i++) {
        if (!s->versions[i].venv.dir)
            continue;
        progress_note(s->progress, "asking %s for a node that sees %s", o->launcher.items[0],
                      s->plan->work_dir);
        s->pinned = run_probe(&s->versions[i].venv, version_job_of(s, "setup"), err);
        return s->pinned ? 0 : -1;
    }
    return 0;
}

/* Resolve all, fill uv's cache, write the manifest with every version pending. */
static int prepare(struct sweep *s, struct error *err)
{
    struct version **wave = arena_array(s->arena, s->count, sizeof *wave);
    size_t unresolved = 0;
    for (size_t i = 0; i < s->count; i++) {
        struct venv *e = &s->versions[i].venv;
        e->inputs = resolve_inputs(e);
        e->lock = s->options->locked ? resolve_found(e) : NULL;
    }
    reuse_locks(s);
    environments_resolve(s, wave);
    reuse_look(s);
    environments_prepare(s, wave);
    int seen = probe_nodes(s, err);
    for (size_t i = 0; i < s->count; i++) {
        struct version *v = &s->versions[i];
        leave(v);
        if (v->outcome.reason)
            progress_failure(s->progress, v, &v->outcome);
        unresolved += !v->venv.lock;
    }
    if (loop_signal(s->loop))
        return 0;
    if (seen < 0)
        return error_add(err, "--prepare");
    /* The new run begins even if nothing came of it: a gate must not judge the one before. */
    if (record_begin(s, err) < 0)
        return -1;
    if (unresolved == s->count)
        return error_set(err, EXIT_FAILED,
                         "--prepare: none of the %zu versions could be resolved; see above",
                         s->count);
    progress_note(s->progress, "prepared %zu of %zu versions in %s", s->count - unresolved,
                  s->count, s->plan->out);
    return 0;
}

/* --- out of memory --------------------------------------------------------------------------- */

/* What it takes to remove directories: most of it is for reading them, level by level. */
enum { ABANDON_MEMORY = 1 << 20 };

/* Out of memory: nothing can be recorded any more, but nothing is left behind. */
static void abandon(void *data)
{
    struct sweep *s = data;
    struct error ignored;
    orphans_kill(NULL, 0);
    loop_end_work(s->loop);
    for (size_t i = 0; i < s->count; i++) {
        struct version *v = &s->versions[i];
        struct workdir *w = &v->venv.work;
        bool settled = version_settle(v, &ignored) == 0;
        if (w->journal && workdir_remove(w, &ignored) == 0 && settled)
            (void)workdir_forget(w, &ignored);
        lock_release(&v->lock);
    }
}

static bool has_begun_rounds(const struct sweep *s)
{
    for (size_t i = 0; i < s->count; i++)
        if (s->versions[i].history.round_count)
            return plan_has_rounds(s->options);
    return false;
}

/* Remove what was lent to rounds that do not follow. */
static int clean(struct sweep *s, struct error *err)
{
    s->count = 0; /* no label is ours */
    return path_is_dir(s->plan->out) ? leftover_clean(s, true, err) : 0;
}

/* Look for what the versions are provisioned and measured with. */
static int ask_tools(struct sweep *s, struct error *err)
{
    if (s->options->instructions && !beside_path(s->arena, BESIDE_CALL, err))
        return error_add(err, "--instructions");
    return tools_ask(&s->tools, &s->tasks, s->plan, err);
}

static int run(struct sweep *s, struct error *err)
{
    if (s->options->clean)
        return clean(s, err);
    struct error missing;
    int asked = ask_tools(s, &missing); /* which answer while the output directory is opened */
    if (record_open(s, err) < 0)
        return -1;
    if (asked < 0)
        *err = missing;
    bool at_once = s->options->prepare || s->options->reuse || !tools_can_begin(&s->tools);
    if (asked < 0 || (at_once && tools_find(&s->tools, &s->tasks, err) < 0)) {
        /* A gate must not judge the run before, so a new one begins all the same. */
        struct error ignored;
        if (s->options->prepare && !loop_signal(s->loop))
            (void)record_begin(s, &ignored);
        return -1;
    }
    reuse_open(s);
    return s->options->prepare ? prepare(s, err) : measure_all(s, err);
}

int sweep_run(struct arena *a, const struct plan *plan, const struct sweep_judge *judge,
              bool *recorded)
{
    struct error err;
    struct sweep s = {
        .arena = a, .plan = plan, .options = plan->options, .judge = judge, .count = plan->count};
    if (recorded)
        *recorded = false;
    s.loop = loop_open(a, &err);
    if (!s.loop) {
        error_print(&err, stderr);
        return err.exit_code;
    }
    struct strv none = strv_new(a);
    s.tasks = (struct tasks){.arena = a,
                             .loop = s.loop,
                             .mask = plan->mask,
                             .env = task_environment(a, &none),
                             .timeout = plan->options->timeout,
                             .entered = progress_begin,
                             .left = progress_end};
    s.turn = machine_turn_of(a, plan->options->lock);
    s.versions = arena_array(a, s.count, sizeof *s.versions);
    for (size_t i = 0; i < s.count; i++)
        version_init(&s.versions[i], &s, &plan->versions[i]);
    arena_on_full(abandon, &s, ABANDON_MEMORY);
    s.tasks.data = s.progress = progress_open(&s);

    int result = run(&s, &err);
    progress_close(s.progress);
    int exit_code = result < 0 ? err.exit_code : EXIT_OK;
    if (result < 0 && !loop_signal(s.loop))
        error_print(&err, stderr);
    for (size_t i = 0; i < s.count; i++)
        if (s.versions[i].place != PLACE_ENDED)
            leave(&s.versions[i]);
    record_close(&s);
    int signum = loop_signal(s.loop);
    loop_close(s.loop);
    arena_on_full(NULL, NULL, 0);

    if (signum) {
        fprintf(stderr,
                "benchmem: sweep: ended by signal %d; nothing was left behind, versions that "
                "had not ended keep their earlier results%s\n",
                signum,
                has_begun_rounds(&s) ? "; the rounds that had ended are kept, --resume measures "
                                       "the others"
                                     : "");
        return EXIT_SIGNAL + signum;
    }
    if (result == 0 && !s.options->prepare && !s.options->clean) {
        summary_print(&s);
        exit_code = summary_exit_code(&s);
        if (recorded)
            *recorded = true;
    }
    return exit_code;
}
