#include "sweep/version.h"

#include "files/file.h"
#include "files/path.h"

#include <stdio.h>
#include <stdlib.h>

void version_init(struct version *v, struct sweep *s, const struct planned_version *planned)
{
    *v = (struct version){.sweep = s, .planned = planned, .lock.fd = -1};
    venv_init(&v->venv, &s->tasks, s->plan, planned, &s->tools);
    outcome_init(&v->outcome, s->arena);
    v->history_lines = strv_new(s->arena);
}

void version_move(struct version *v, enum place to)
{
    if (!place_may(v->place, to)) {
        fprintf(stderr, "benchmem: %s: cannot be %s after it was %s\n", v->planned->label,
                place_name(to), place_name(v->place));
        abort();
    }
    v->place = to;
}

const char *version_job_of(const struct sweep *s, const char *what)
{
    const char *name = s->options->job_name;
    return arena_printf(s->arena, "%s.%s", name ? name : s->options->package, what);
}

const char *version_file(const struct version *v, enum outdir_file file, long round)
{
    const struct sweep *s = v->sweep;
    return outdir_path(s->arena, s->plan->out, file, v->planned->label, round);
}

const char *version_in_out(const struct version *v, const char *name)
{
    return path_join(v->sweep->arena, v->sweep->plan->out, name);
}

int version_settle(const struct version *v, struct error *err)
{
    const struct sweep *s = v->sweep;
    bool recorded = place_is_recorded(v->place);
    if (v->place == PLACE_PLANNED || v->place == PLACE_ENDED)
        return 0;
    /* Counts of an earlier sweep are not those of this one's run file. */
    if (recorded && !v->history.count.json &&
        file_remove(version_file(v, OUTDIR_COUNTS, 0), err) < 0)
        return -1;
    if (recorded && (!outcome_has_results(&v->outcome) || !s->options->memory) &&
        file_remove(version_file(v, OUTDIR_ALLOCATIONS, 0), err) < 0)
        return -1;
    return outdir_settle(s->arena, s->plan->out, v->planned->label, recorded,
                         !recorded || outcome_has_results(&v->outcome), err);
}
