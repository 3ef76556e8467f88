#include "sweep/sweep.h"

#include "base/file.h"
#include "base/stray.h"
#include "data/doubts.h"
#include "data/outdir.h"
#include "sweep/history.h"
#include "sweep/leftover.h"
#include "sweep/measure.h"
#include "sweep/progress.h"
#include "sweep/provision.h"
#include "sweep/record.h"
#include "sweep/rounds.h"
#include "sweep/turn.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { RESOLVE_JOBS = 16, JOBS_MAX = 8 };

/* --- the end of a version -------------------------------------------------------------------- */

/* Whether the environment is for the rounds that follow, in other processes. */
static bool is_for_later(const struct version *v)
{
    const struct sweep *s = v->sweep;
    return !history_is_last(s->options) && v->work.journal && (v->provisioned || v->lent) &&
           !loop_signal(s->loop);
}

/* Remove the environment, lend it to the next round, or keep it and say where. */
static void put_away(struct version *v)
{
    struct error err;
    if (is_for_later(v)) {
        v->dir = NULL;
        if (workdir_lend(v->sweep->arena, &v->work, v->sweep->run_id, &err) < 0)
            error_print(&err, stderr);
    } else if (v->sweep->options->keep_venv && v->dir && !v->sweep->options->prepare) {
        progress_note(v->sweep->progress, "%s: kept %s", v->planned->label, v->dir);
        v->dir = NULL;
        if (workdir_forget(&v->work, &err) < 0)
            error_print(&err, stderr);
    } else if (provision_remove(v, &err) < 0) {
        error_print(&err, stderr);
    }
}

/* Everything that follows once the version has ended; one that was interrupted has not.  That it
 * could not be recorded does not keep the others from being measured. */
static void end_version(struct version *v)
{
    struct error err;
    put_away(v);
    if (v->status == VERSION_PENDING)
        return;
    if (!v->kept && (record_version(v, &err) < 0 || measure_settle_previous(v, &err) < 0)) {
        error_print(&err, stderr);
        v->sweep->unrecorded = true;
    }
    progress_ended(v->sweep->progress, v);
    if (v->reason && !v->kept)
        progress_failure(v->sweep->progress, v);
}

/* --- the whole ------------------------------------------------------------------------------- */

/* The versions that have not ended and have no environment, all or the next MOST from FROM on. */
static size_t pending(struct sweep *s, struct version **out, size_t *from, size_t most)
{
    size_t n = 0;
    for (; *from < s->count && n < most; ++*from)
        if (s->versions[*from].status == VERSION_PENDING && !s->versions[*from].provisioned)
            out[n++] = &s->versions[*from];
    return n;
}

static size_t jobs_of(const struct sweep *s)
{
    if (s->options->jobs > 0)
        return (size_t)s->options->jobs;
    long cpus = sysconf(_SC_NPROCESSORS_ONLN);
    return cpus < 1 ? 1 : cpus > JOBS_MAX ? JOBS_MAX : (size_t)cpus;
}

static void resolve_all(struct sweep *s, struct version **wave)
{
    size_t from = 0, n = pending(s, wave, &from, s->count);
    if (n > 0 && turn_take(s, false))
        version_run_all(s, wave, n, provision_resolve, RESOLVE_JOBS);
    turn_give(s);
}

static void provision(struct sweep *s, struct version **versions, size_t n)
{
    if (n > 0 && turn_take(s, false))
        version_run_all(s, versions, n, provision_environment, jobs_of(s));
    turn_give(s);
    for (size_t i = 0; i < n; i++) {
        versions[i]->provisioned = versions[i]->status == VERSION_PENDING && !loop_signal(s->loop);
        versions[i]->is_lost = versions[i]->status != VERSION_PENDING;
        if (versions[i]->is_lost)
            history_keep_results(versions[i]);
    }
}

/* The environment that was lent, if it is of any use; else a place for a new one. */
static int take_place(struct version *v, struct error *err)
{
    if (v->history.round_count && provision_adopt(v)) {
        v->provisioned = true;
        return 0;
    }
    return provision_remove(v, err) < 0 ? -1 : record_place(v, err);
}

/* What is there of earlier rounds, or of an earlier sweep; versions that want nothing have ended.
 */
static int begin_version(struct version *v, long last, struct error *err)
{
    bool wanted = false;
    if (v->is_out) {
        v->status = VERSION_UNAVAILABLE;
        v->kept = v->recorded = true;
        return 0;
    }
    for (long round = 1; round <= last; round++)
        wanted = wanted || history_wants(v, round);
    if (wanted) {
        if (!v->history.round_count &&
            outdir_keep(v->sweep->arena, v->sweep->plan->out, v->planned->label, err) < 0)
            return -1;
        return v->lent ? take_place(v, err) : 0;
    }
    history_conclude(v);
    v->kept = v->recorded = true;
    return 0;
}

static int begin_versions(struct sweep *s, long last, struct error *err)
{
    for (size_t i = 0; i < s->count; i++)
        if (begin_version(&s->versions[i], last, err) < 0)
            return -1;
    return 0;
}

/* Provision as many as may be at once, then measure them one by one; so on. */
static void measure_once(struct sweep *s, struct version **wave)
{
    size_t jobs = jobs_of(s), from = 0, n;
    while (!loop_signal(s->loop) && (n = pending(s, wave, &from, jobs)) > 0) {
        provision(s, wave, n);
        for (size_t i = 0; i < n; i++) {
            if (wave[i]->provisioned)
                rounds_measure(wave[i], 1);
            end_version(wave[i]);
        }
    }
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

/* Provision all, then measure them round by round. */
static void measure_rounds(struct sweep *s, struct version **wave, long last)
{
    size_t from = 0, n = pending(s, wave, &from, s->count);
    say_rounds(s);
    provision(s, wave, n);
    for (size_t i = 0; i < n; i++)
        if (!wave[i]->provisioned)
            end_version(wave[i]);
    if (s->options->until_clear && last > 1)
        rounds_measure_until_clear(s);
    else
        rounds_measure_all(s, 1, last);
    for (size_t i = 0; i < s->count; i++)
        if (s->versions[i].provisioned)
            end_version(&s->versions[i]);
}

static int measure_all(struct sweep *s, struct error *err)
{
    struct version **wave = arena_array(s->arena, s->count, sizeof *wave);
    long last = !history_has_rounds(s)        ? 1
                : history_is_last(s->options) ? s->options->rounds
                                              : s->options->round;
    s->method = history_method(s);
    if (record_join(s, err) < 0 || begin_versions(s, last, err) < 0)
        return -1;
    resolve_all(s, wave);
    for (size_t i = 0; i < s->count; i++)
        if (s->versions[i].status != VERSION_PENDING)
            end_version(&s->versions[i]);
    if (history_has_rounds(s))
        measure_rounds(s, wave, last);
    else
        measure_once(s, wave);
    return 0;
}

/* Resolve all, fill uv's cache, write the manifest with every version pending. */
static int prepare(struct sweep *s, struct error *err)
{
    struct version **wave = arena_array(s->arena, s->count, sizeof *wave);
    size_t from = 0, unresolved = 0;
    for (size_t i = 0; i < s->count; i++) {
        struct version *v = &s->versions[i];
        v->inputs = provision_inputs(s, v->planned);
        v->resolved = s->options->locked && path_is_file(v->lockfile);
    }
    resolve_all(s, wave);
    size_t n = pending(s, wave, &from, s->count);
    if (n > 0 && turn_take(s, false))
        version_run_all(s, wave, n, provision_cache, jobs_of(s));
    turn_give(s);
    for (size_t i = 0; i < s->count; i++) {
        struct version *v = &s->versions[i];
        put_away(v);
        if (v->reason)
            progress_failure(v->sweep->progress, v);
        unresolved += !v->resolved;
        v->status = VERSION_PENDING;
    }
    if (loop_signal(s->loop))
        return 0;
    /* The new run begins even if nothing came of it: a gate must not judge the one before. */
    if (record_begin(s, err) < 0)
        return -1;
    if (unresolved == s->count)
        return error_set(err, STATUS_FAILED,
                         "--prepare: none of the %zu versions could be resolved; see above",
                         s->count);
    progress_note(s->progress, "prepared %zu of %zu versions in %s", s->count - unresolved,
                  s->count, s->plan->out);
    return 0;
}

/* --- the summary ----------------------------------------------------------------------------- */

static size_t count_status(const struct sweep *s, enum version_status status)
{
    size_t n = 0;
    for (size_t i = 0; i < s->count; i++)
        n += s->versions[i].status == status;
    return n;
}

static double seconds_of(const struct version *v)
{
    double sum = 0;
    for (size_t i = 0; i < STAGE_COUNT; i++)
        sum += v->seconds[i] > 0 ? v->seconds[i] : 0;
    return sum;
}

/* What of the machine's state makes the times doubtful, or NULL. */
static const char *doubts(const struct sweep *s)
{
    struct doubts_rounds *all = arena_array(s->arena, s->count, sizeof *all);
    for (size_t i = 0; i < s->count; i++) {
        const struct version *v = &s->versions[i];
        all[i] = (struct doubts_rounds){v->history.rounds, v->history.round_count};
    }
    return doubts_of_rounds(s->arena, all, s->count);
}

/* "7 of 7 rounds", in a sweep that has some. */
static const char *rounds_of(const struct version *v)
{
    size_t n = 0;
    const struct sweep *s = v->sweep;
    for (size_t i = 0; i < v->history.round_count; i++)
        n += v->history.rounds[i].json != NULL;
    return history_has_rounds(s) ? arena_printf(s->arena, " %3zu%s rounds", n, history_of(s)) : "";
}

static void summarise(const struct sweep *s)
{
    struct strv unavailable;
    strv_init(&unavailable, s->arena);
    for (size_t i = 0; i < s->count; i++) {
        const struct version *v = &s->versions[i];
        printf("  %-20s %-12s %4zu benchmarks%s %8.1f s%s%s\n", v->planned->label,
               version_status_name(v->status), v->benchmarks, rounds_of(v), seconds_of(v),
               v->has_run_file ? "  " : "", v->has_run_file ? measure_run_file(v) : "");
        if (v->status == VERSION_UNAVAILABLE)
            strv_add(&unavailable, v->planned->label);
    }
    if (unavailable.len)
        printf("failed to provision: %s\n", strv_join(&unavailable, ", "));
    if (doubts(s))
        printf("%s\n", doubts(s));
    if (count_status(s, VERSION_OK) + count_status(s, VERSION_PARTIAL) == 0)
        return;
    const char *compare[] = {"benchmem", "compare", s->plan->out, NULL};
    const char *plot[] = {"benchmem", "plot", s->plan->out, NULL};
    printf("compare: %s\n", output_words(s->arena, compare));
    printf("plot:    %s%s\n", output_words(s->arena, plot),
           s->options->memory ? " --columns peak" : "");
}

/* Of the rounds FROM ... TO: that of the versions which came so far. */
static int exit_status_of_rounds(const struct sweep *s, long from, long to)
{
    size_t ended = 0, bad = 0;
    for (size_t i = 0; i < s->count; i++) {
        const struct version *v = &s->versions[i];
        ended += v->is_lost;
        bad += v->is_lost && !s->options->skip_unavailable;
        for (size_t k = 0; k < v->history.round_count; k++) {
            const struct manifest_round *r = &v->history.rounds[k];
            if (r->round < from || r->round > to)
                continue;
            ended++;
            bad += r->status != VERSION_OK &&
                   !(r->status == VERSION_PARTIAL && s->options->allow_partial);
        }
    }
    return bad || s->unrecorded ? STATUS_FAILED : ended ? STATUS_OK : STATUS_SKIP;
}

static int exit_status(const struct sweep *s)
{
    if (s->options->round > 1)
        return exit_status_of_rounds(
            s, s->options->round, s->options->until_clear ? s->options->rounds : s->options->round);
    size_t ok = count_status(s, VERSION_OK), partial = count_status(s, VERSION_PARTIAL);
    size_t unavailable = count_status(s, VERSION_UNAVAILABLE);
    if (s->unrecorded)
        return STATUS_FAILED;
    if (s->options->skip_unavailable && unavailable == s->count)
        return STATUS_SKIP;
    if (s->options->allow_partial)
        ok += partial;
    if (s->options->skip_unavailable)
        ok += unavailable;
    return ok == s->count ? STATUS_OK : STATUS_FAILED;
}

/* What it takes to remove directories: most of it is for reading them, level by level. */
enum { ABANDON_MEMORY = 1 << 20 };

/* Out of memory: nothing can be recorded any more, but nothing is left behind. */
static void abandon(void *data)
{
    struct sweep *s = data;
    struct error ignored;
    stray_kill(NULL, 0);
    loop_end_work(s->loop);
    for (size_t i = 0; i < s->count; i++) {
        struct version *v = &s->versions[i];
        bool settled = measure_settle_previous(v, &ignored) == 0;
        if (v->work.journal && workdir_remove(&v->work, &ignored) == 0 && settled)
            (void)workdir_forget(&v->work, &ignored);
        lock_release(&v->lock);
    }
}

static bool has_begun_rounds(const struct sweep *s)
{
    for (size_t i = 0; i < s->count; i++)
        if (s->versions[i].history.round_count)
            return history_has_rounds(s);
    return false;
}

/* Remove what was lent to rounds that do not follow. */
static int clean(struct sweep *s, struct error *err)
{
    s->count = 0; /* no label is ours */
    return path_is_dir(s->plan->out) ? leftover_return(s, err) : 0;
}

static int run(struct sweep *s, struct error *err)
{
    if (s->options->clean)
        return clean(s, err);
    if (record_open(s, err) < 0)
        return -1;
    if (provision_tools(s, err) < 0) {
        /* A gate must not judge the run before, so a new one begins all the same. */
        struct error ignored;
        if (s->options->prepare && !loop_signal(s->loop))
            (void)record_begin(s, &ignored);
        return -1;
    }
    return s->options->prepare ? prepare(s, err) : measure_all(s, err);
}

/* Where the machine's lock is, by the option of that name; NULL: nowhere. */
static const char *turn_path(struct arena *a, const char *option)
{
    if (!option)
        return machine_lock_path(a);
    return strcmp(option, "off") == 0 ? NULL : option;
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
        return err.status;
    }
    s.turn = (struct machine_lock){.path = turn_path(a, plan->options->lock), .fd = -1};
    s.versions = arena_array(a, s.count, sizeof *s.versions);
    for (size_t i = 0; i < s.count; i++)
        version_init(&s.versions[i], &s, &plan->versions[i]);
    arena_on_full(abandon, &s, ABANDON_MEMORY);
    s.progress = progress_open(&s);

    int result = run(&s, &err);
    progress_close(s.progress);
    int status = result < 0 ? err.status : STATUS_OK;
    if (result < 0 && !loop_signal(s.loop))
        error_print(&err, stderr);
    for (size_t i = 0; i < s.count; i++) {
        struct version *v = &s.versions[i];
        put_away(v);
        if (measure_settle_previous(v, &err) < 0)
            error_print(&err, stderr);
    }
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
        return STATUS_SIGNAL + signum;
    }
    if (result == 0 && !s.options->prepare && !s.options->clean) {
        summarise(&s);
        status = exit_status(&s);
        if (recorded)
            *recorded = true;
    }
    return status;
}
