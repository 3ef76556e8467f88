#include "sweep/rounds.h"

#include "base/clock.h"
#include "base/host.h"
#include "sweep/history.h"
#include "sweep/measure.h"
#include "sweep/order.h"
#include "sweep/progress.h"
#include "sweep/record.h"
#include "sweep/turn.h"

/* What the round gave is on the disk before the next one begins.  That it could not be written does
 * not keep the others from being measured. */
static void keep(struct version *v)
{
    struct error err;
    v->recorded = true;
    if (history_join(v, &err) < 0 || record_version(v, &err) < 0 || history_clean(v, &err) < 0 ||
        measure_settle_previous(v, &err) < 0) {
        error_print(&err, stderr);
        v->sweep->unrecorded = true;
    }
}

void rounds_measure(struct version *v, long round)
{
    struct sweep *s = v->sweep;
    if (!turn_take(s, true))
        return;
    history_begin(v, round);
    struct host_state host = host_state_now(s->arena, "");
    double started = clock_seconds();
    version_run_all(s, &v, 1, measure_run, 1);
    turn_give(s);
    bool ended = v->status != VERSION_PENDING;
    if (v->reason)
        progress_failure(s->progress, v);
    history_add(v, clock_seconds() - started, &host);
    if (ended)
        keep(v);
}

void rounds_measure_all(struct sweep *s, long from, long to)
{
    size_t *order = arena_array(s->arena, s->count, sizeof *order);
    for (long round = from; round <= to; round++) {
        order_shuffle(order, s->count, s->seed, round);
        for (size_t i = 0; i < s->count && !loop_signal(s->loop); i++) {
            struct version *v = &s->versions[order[i]];
            if (v->provisioned && history_wants(v, round))
                rounds_measure(v, round);
        }
    }
}
