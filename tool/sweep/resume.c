#include "sweep/resume.h"

#include "base/digest.h"
#include "files/file.h"
#include "sweep/history.h"

#include <string.h>

enum { GIVE_UP = 2 }; /* rounds in a row without results */

/* --- what is taken up ------------------------------------------------------------------------ */

static uint64_t digest_list(uint64_t digest, const struct strv *list)
{
    for (size_t i = 0; i < list->len; i++)
        digest = digest_text(digest, list->items[i]);
    return digest_text(digest, "");
}

const char *resume_method(struct arena *a, const struct plan *plan)
{
    const struct sweep_options *o = plan->options;
    uint64_t digest = digest_text(DIGEST_EMPTY, plan->suite);
    for (size_t i = 0; i < plan->copy_count; i++)
        digest = digest_text(digest, plan->copies[i].from);
    digest = digest_list(digest, &o->pytest_args);
    digest = digest_list(digest, &o->launcher);
    digest = digest_list(digest, &o->command);
    digest = digest_text(digest, o->memory ? "memory" : "");
    digest = digest_text(digest, o->cpu ? o->cpu : "");
    if (o->no_time)
        digest =
            digest_text(digest, arena_printf(a, "count %ld %ld", o->count_calls, o->count_warmup));
    return digest_name(a, digest);
}

static bool is_same(const char *a, const char *b)
{
    return a && b && strcmp(a, b) == 0;
}

/* Whether the round's file is there, whole and the one that was recorded. */
static bool has_its_file(const struct version *v, const struct manifest_round *r)
{
    const char *path = version_in_out(v, r->json);
    return is_same(r->json, history_name_of(v, r->round)) && path_is_file(path) &&
           is_same(file_digest(v->sweep->arena, path, NULL), r->digest);
}

/* Take up what was counted, if a round that has it is. */
static void take_up_count(struct version *v, const struct manifest_count *c)
{
    const struct sweep_options *o = v->sweep->options;
    const struct manifest_round *r = manifest_find_round(&v->history, c->round);
    bool is_asked =
        !o->instructions || (c->calls == o->count_calls && c->warmup == o->count_warmup);
    bool is_there = c->json && path_is_file(version_in_out(v, c->json));
    if (r && r->json && is_asked && (is_there || (o->timed_only && !c->json)))
        v->history.count = *c;
}

void resume_take_up(struct version *v, const struct manifest_entry *e)
{
    struct arena *a = v->sweep->arena;
    const struct sweep_options *o = v->sweep->options;
    long at_hand = o->round;
    if (!is_same(e->run_id, v->sweep->run_id) || !is_same(e->inputs, v->venv.inputs) ||
        !is_same(e->method, v->sweep->method))
        return;
    for (size_t i = 0; i < e->round_count; i++) {
        const struct manifest_round *r = &e->rounds[i];
        bool is_known = o->counted_only || (at_hand && r->round != at_hand);
        if (r->json ? has_its_file(v, r) : is_known)
            *manifest_add_round(a, &v->history, r->round) = *r;
    }
    if (!o->counted_only || e->reused)
        take_up_count(v, &e->count);
    if (v->history.round_count) {
        v->venv.packages = e->packages;
        v->venv.build_record = e->build;
        v->venv.python_version = e->python;
        v->history_lines = e->last_lines;
        v->taken_key = e->key ? e->key : "";
        v->reused = e->reused;
        memcpy(v->venv.task.seconds, e->seconds, sizeof e->seconds);
    } else if ((at_hand && e->status == VERSION_UNAVAILABLE) ||
               (o->counted_only && e->status != VERSION_PENDING && !e->json)) {
        v->outcome.status = e->status;
        v->outcome.failed_stage = e->failed_stage;
        v->outcome.reason = e->reason;
        version_move(v, PLACE_DONE);
    }
}

/* --- what is still wanted -------------------------------------------------------------------- */

bool resume_wants(const struct version *v, long round)
{
    long failed = 0;
    if (manifest_find_round(&v->history, round))
        return false;
    for (size_t i = 0; i < v->history.round_count && v->history.rounds[i].round < round; i++)
        failed = v->history.rounds[i].json ? 0 : failed + 1;
    return failed < GIVE_UP;
}

bool resume_wants_count(const struct version *v, long round)
{
    const struct sweep_options *o = v->sweep->options;
    if (!o->instructions || o->timed_only)
        return false;
    if (!plan_has_timed_pass(o))
        return resume_wants(v, round);
    return v->history.count.status == VERSION_PENDING && history_has_results(v);
}
