#include "sweep/summary.h"

#include "outdir/doubts.h"

#include <stdio.h>

static size_t count_status(const struct sweep *s, enum version_status status)
{
    size_t n = 0;
    for (size_t i = 0; i < s->count; i++)
        n += s->versions[i].outcome.status == status;
    return n;
}

static double seconds_of(const struct version *v)
{
    double sum = 0;
    for (size_t i = 0; i < STAGE_COUNT; i++)
        sum += v->venv.task.seconds[i] > 0 ? v->venv.task.seconds[i] : 0;
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
    return !plan_has_rounds(s->options)
               ? ""
               : arena_printf(s->arena, " %3zu%s rounds", n, plan_of_rounds(s->arena, s->options));
}

void summary_print(const struct sweep *s)
{
    struct strv unavailable = strv_new(s->arena);
    for (size_t i = 0; i < s->count; i++) {
        const struct version *v = &s->versions[i];
        const char *status = version_status_name(v->outcome.status);
        const char *file =
            outcome_has_results(&v->outcome) ? version_file(v, OUTDIR_RUN_FILE, 0) : NULL;
        printf("  %-20s %-12s %4zu benchmarks%s %8.1f s%s%s\n", v->planned->label,
               v->reused ? arena_printf(s->arena, "%s, reused", status) : status,
               v->outcome.benchmarks, rounds_of(v), seconds_of(v), file ? "  " : "",
               file ? file : "");
        if (v->outcome.status == VERSION_UNAVAILABLE)
            strv_add(&unavailable, v->planned->label);
    }
    if (unavailable.len)
        printf("failed to provision: %s\n", strv_join(&unavailable, ", "));
    if (!s->options->no_time && !s->options->counted_only && doubts(s))
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
static int exit_code_of_rounds(const struct sweep *s, long from, long to)
{
    size_t ended = s->lost, bad = s->options->skip_unavailable ? 0 : s->lost;
    for (size_t i = 0; i < s->count; i++) {
        const struct version *v = &s->versions[i];
        for (size_t k = 0; k < v->history.round_count; k++) {
            const struct manifest_round *r = &v->history.rounds[k];
            if (r->round < from || r->round > to)
                continue;
            ended++;
            bad += r->status != VERSION_OK &&
                   !(r->status == VERSION_PARTIAL && s->options->allow_partial);
        }
    }
    return bad || s->unrecorded ? EXIT_FAILED : ended ? EXIT_OK : EXIT_SKIP;
}

/* Of the counted runs: what has no times, and was told so, is no failure of theirs. */
static int exit_code_of_counts(const struct sweep *s)
{
    size_t counted = 0, bad = 0;
    for (size_t i = 0; i < s->count; i++) {
        const struct version *v = &s->versions[i];
        enum version_status status = v->history.count.status;
        bool is_fine =
            status == VERSION_OK || (status == VERSION_PARTIAL && s->options->allow_partial);
        bool is_wanted = status != VERSION_PENDING || v->outcome.status == VERSION_PENDING ||
                         outcome_has_results(&v->outcome);
        counted += is_fine;
        bad += is_wanted && !is_fine;
    }
    return bad || s->unrecorded ? EXIT_FAILED : counted ? EXIT_OK : EXIT_SKIP;
}

int summary_exit_code(const struct sweep *s)
{
    if (s->options->counted_only)
        return exit_code_of_counts(s);
    if (s->options->round > 1)
        return exit_code_of_rounds(
            s, s->options->round, s->options->until_clear ? s->options->rounds : s->options->round);
    size_t ok = count_status(s, VERSION_OK), partial = count_status(s, VERSION_PARTIAL);
    size_t unavailable = count_status(s, VERSION_UNAVAILABLE);
    if (s->unrecorded)
        return EXIT_FAILED;
    if (s->options->skip_unavailable && unavailable == s->count)
        return EXIT_SKIP;
    if (s->options->allow_partial)
        ok += partial;
    if (s->options->skip_unavailable)
        ok += unavailable;
    return ok == s->count ? EXIT_OK : EXIT_FAILED;
}
