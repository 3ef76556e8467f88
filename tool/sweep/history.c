#include "sweep/history.h"

#include "base/digest.h"
#include "base/file.h"
#include "data/outdir.h"
#include "runfile/join.h"
#include "runfile/run_file.h"
#include "sweep/measure.h"

#include <math.h>
#include <string.h>

enum { GIVE_UP = 2 }; /* rounds in a row without results */

bool history_has_rounds(const struct sweep *s)
{
    return s->options->rounds > 1;
}

const char *history_of(const struct sweep *s)
{
    return s->options->until_clear ? "" : arena_printf(s->arena, " of %ld", s->options->rounds);
}

bool history_is_last(const struct sweep_options *o)
{
    return !o->round || (o->until_clear ? o->round > 1 : o->round == o->rounds);
}

/* --- what counts ----------------------------------------------------------------------------- */

static uint64_t digest_list(uint64_t digest, const struct strv *list)
{
    for (size_t i = 0; i < list->len; i++)
        digest = digest_text(digest, list->items[i]);
    return digest_text(digest, "");
}

const char *history_method(const struct sweep *s)
{
    const struct sweep_options *o = s->options;
    uint64_t digest = digest_text(DIGEST_EMPTY, s->plan->suite);
    for (size_t i = 0; i < s->plan->copy_count; i++)
        digest = digest_text(digest, s->plan->copies[i].from);
    digest = digest_list(digest, &o->pytest_args);
    digest = digest_list(digest, &o->launcher);
    digest = digest_list(digest, &o->command);
    digest = digest_text(digest, o->memory ? "memory" : "");
    digest = digest_text(digest, o->cpu ? o->cpu : "");
    return digest_name(s->arena, digest);
}

static bool is_same(const char *a, const char *b)
{
    return a && b && strcmp(a, b) == 0;
}

static const char *file_name(const struct version *v, long round)
{
    bool has_rounds = history_has_rounds(v->sweep);
    return outdir_name(v->sweep->arena, has_rounds ? OUTDIR_ROUND : OUTDIR_RUN_FILE,
                       v->planned->label, has_rounds ? round : 0);
}

/* Whether the round's file is there, whole and the one that was recorded. */
static bool has_its_file(const struct version *v, const struct manifest_round *r)
{
    struct error ignored;
    struct arena *a = v->sweep->arena;
    const char *path = path_join(a, v->sweep->plan->out, r->json);
    return is_same(r->json, file_name(v, r->round)) && path_is_file(path) &&
           is_same(digest_file(a, path, &ignored), r->digest);
}

void history_take_up(struct version *v, const struct manifest_entry *e)
{
    struct arena *a = v->sweep->arena;
    long at_hand = v->sweep->options->round;
    if (!is_same(e->run_id, v->sweep->run_id) || !is_same(e->inputs, v->inputs) ||
        !is_same(e->method, v->sweep->method))
        return;
    for (size_t i = 0; i < e->round_count; i++) {
        const struct manifest_round *r = &e->rounds[i];
        if (r->json ? has_its_file(v, r) : at_hand && r->round != at_hand)
            *manifest_add_round(a, &v->history, r->round) = *r;
    }
    if (!v->history.round_count) {
        v->is_out = at_hand && e->status == VERSION_UNAVAILABLE;
        v->reason = v->is_out ? e->reason : NULL;
        v->failed_stage = v->is_out ? e->failed_stage : STAGE_NONE;
        return;
    }
    v->packages = e->packages;
    v->python_version = e->python;
    v->history_lines = e->last_lines;
    memcpy(v->seconds, e->seconds, sizeof v->seconds);
}

bool history_wants(const struct version *v, long round)
{
    long failed = 0;
    if (manifest_find_round(&v->history, round))
        return false;
    for (size_t i = 0; i < v->history.round_count && v->history.rounds[i].round < round; i++)
        failed = v->history.rounds[i].json ? 0 : failed + 1;
    return failed < GIVE_UP;
}

/* --- one round ------------------------------------------------------------------------------- */

static const char *in_out(const struct version *v, const char *name)
{
    return path_join(v->sweep->arena, v->sweep->plan->out, name);
}

const char *history_file(const struct version *v)
{
    return in_out(v, file_name(v, v->round));
}

static void clear_results(struct version *v)
{
    struct arena *a = v->sweep->arena;
    v->status = VERSION_PENDING;
    v->failed_stage = STAGE_NONE;
    v->reason = NULL;
    v->has_run_file = false;
    strv_init(&v->last_lines, a);
    strv_init(&v->failed_tests, a);
}

void history_begin(struct version *v, long round)
{
    clear_results(v);
    v->round = round;
    v->spent_before = 0;
    for (size_t i = 0; i < STAGE_COUNT && round > 1; i++)
        v->spent_before += isnan(v->seconds[i]) ? 0 : v->seconds[i];
}

void history_add(struct version *v, double seconds, const struct host_state *host)
{
    struct arena *a = v->sweep->arena;
    struct error ignored;
    if (v->status != VERSION_PENDING) {
        struct manifest_round *r = manifest_add_round(a, &v->history, v->round);
        *r = (struct manifest_round){.round = v->round,
                                     .status = v->status,
                                     .failed_stage = v->failed_stage,
                                     .reason = v->reason,
                                     .failed_tests = v->failed_tests,
                                     .seconds = seconds,
                                     .host = *host};
        if (v->has_run_file) {
            r->json = file_name(v, v->round);
            r->digest = digest_file(a, history_file(v), &ignored);
        }
        if (v->status != VERSION_OK)
            v->history_lines = v->last_lines;
    }
    history_conclude(v);
}

/* --- all rounds ------------------------------------------------------------------------------ */

static void add_failed(struct version *v, const struct manifest_round *r)
{
    for (size_t i = 0; i < r->failed_tests.len; i++)
        if (!strv_has(&v->failed_tests, r->failed_tests.items[i]))
            strv_add(&v->failed_tests, r->failed_tests.items[i]);
}

/* "rounds 3 and 5 of 7: WHY" of those that were not ok, WHY being that of the first. */
static const char *reason_of(const struct version *v)
{
    struct arena *a = v->sweep->arena;
    const char *why = NULL, *last = NULL;
    struct strv before;
    strv_init(&before, a);
    for (size_t i = 0; i < v->history.round_count; i++) {
        const struct manifest_round *r = &v->history.rounds[i];
        if (r->status == VERSION_OK)
            continue;
        if (last)
            strv_add(&before, last);
        last = arena_printf(a, "%ld", r->round);
        if (!why)
            why = r->reason ? r->reason : version_status_name(r->status);
    }
    if (!last)
        return NULL;
    return before.len ? arena_printf(a, "rounds %s and %s%s: %s", strv_join(&before, ", "), last,
                                     history_of(v->sweep), why)
                      : arena_printf(a, "round %s%s: %s", last, history_of(v->sweep), why);
}

static const struct manifest_round *first_failed(const struct version *v)
{
    for (size_t i = 0; i < v->history.round_count; i++)
        if (v->history.rounds[i].status != VERSION_OK)
            return &v->history.rounds[i];
    return NULL;
}

static bool has_results(const struct version *v)
{
    for (size_t i = 0; i < v->history.round_count; i++)
        if (v->history.rounds[i].json)
            return true;
    return false;
}

void history_conclude(struct version *v)
{
    clear_results(v);
    v->round = 0;
    if (!v->history.round_count)
        return;
    const struct manifest_round *failed = first_failed(v);
    for (size_t i = 0; i < v->history.round_count; i++)
        add_failed(v, &v->history.rounds[i]);
    v->has_run_file = has_results(v);
    v->status = !failed ? VERSION_OK : v->has_run_file ? VERSION_PARTIAL : failed->status;
    if (!failed)
        return;
    v->failed_stage = v->has_run_file ? STAGE_NONE : failed->failed_stage;
    v->reason = history_has_rounds(v->sweep) ? reason_of(v) : failed->reason;
    v->last_lines = v->history_lines;
}

void history_keep_results(struct version *v)
{
    const char *reason = v->reason;
    struct strv lines = v->last_lines;
    if (!has_results(v))
        return;
    history_conclude(v);
    v->status = VERSION_PARTIAL;
    v->reason = arena_printf(v->sweep->arena, "the rounds after %ld were not measured: %s",
                             v->history.rounds[v->history.round_count - 1].round, reason);
    v->last_lines = lines;
}

int history_join(struct version *v, struct error *err)
{
    struct sweep *s = v->sweep;
    struct join_source *sources =
        arena_array(s->arena, v->history.round_count + 1, sizeof *sources);
    size_t count = 0;
    for (size_t i = 0; i < v->history.round_count; i++) {
        const struct manifest_round *r = &v->history.rounds[i];
        if (r->json)
            sources[count++] = (struct join_source){in_out(v, r->json), r->round};
    }
    if (count == 0)
        return 0;
    if ((history_has_rounds(s) && join_run_files(sources, count, measure_run_file(v), err) < 0) ||
        run_file_count(measure_run_file(v), &v->benchmarks, err) < 0)
        return error_add(err, "joining the rounds of %s", v->planned->label);
    return 0;
}
