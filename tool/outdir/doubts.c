#include "outdir/doubts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- what is doubtful ---- */

/* BEST is the least pace of all rounds, NAN if none has one. */
typedef bool doubt_test(const struct host_state *h, double best);

static bool is_loaded(const struct host_state *h, double best)
{
    (void)best;
    return h->cpus > 0 && h->load[0] - 1 > (double)h->cpus / 2;
}

static bool is_busy(const struct host_state *h, double best)
{
    (void)best;
    return h->cpus > 0 && h->running >= h->cpus;
}

static bool is_slowed(const struct host_state *h, double best)
{
    (void)best;
    return h->governor && strcmp(h->governor, "performance") != 0;
}

static bool is_swapping(const struct host_state *h, double best)
{
    (void)best;
    return h->swap > h->memory / 100;
}

static bool is_slower(const struct host_state *h, double best)
{
    static const double slower = 1.2;
    return h->pace > slower * best;
}

/* How bad it is, by what the test looks at. */
static double badness(doubt_test *test, const struct host_state *h)
{
    if (test == is_slower)
        return h->pace;
    return test == is_busy ? (double)h->running : h->load[0];
}

/* ---- where ---- */

/* All rounds of all versions, by their numbers. */
struct seen {
    const struct manifest_round **rounds;
    size_t count;
    double best;
};

/* Where a doubt holds. */
struct finding {
    size_t rounds, of; /* how many rounds, of how many */
    const struct host_state *worst;
};

static int by_number(const void *left, const void *right)
{
    const struct manifest_round *const *a = left, *const *b = right;
    return ((*a)->round > (*b)->round) - ((*a)->round < (*b)->round);
}

static struct seen gather(struct arena *a, const struct doubts_rounds *versions, size_t count)
{
    struct seen s = {.best = NAN};
    for (size_t v = 0; v < count; v++)
        s.count += versions[v].count;
    s.rounds = arena_array(a, s.count + 1, sizeof *s.rounds);
    size_t at = 0;
    for (size_t v = 0; v < count; v++) {
        for (size_t i = 0; i < versions[v].count; i++) {
            s.rounds[at++] = &versions[v].rounds[i];
            s.best = fmin(s.best, versions[v].rounds[i].host.pace);
        }
    }
    qsort(s.rounds, s.count, sizeof(*s.rounds), by_number);
    return s;
}

static struct finding find(const struct seen *s, doubt_test *test)
{
    struct finding f = {0};
    long counted = 0; /* the last round that the finding holds; their numbers begin with 1 */
    for (size_t i = 0; i < s->count; i++) {
        const struct manifest_round *r = s->rounds[i];
        f.of += i == 0 || r->round != s->rounds[i - 1]->round;
        if (!test(&r->host, s->best))
            continue;
        f.rounds += r->round != counted;
        counted = r->round;
        if (!f.worst || badness(test, &r->host) > badness(test, f.worst))
            f.worst = &r->host;
    }
    return f;
}

/* " in 4 of 7 rounds", or nothing if it is all of them. */
static const char *where(struct arena *a, const struct finding *f)
{
    return f->rounds == f->of ? "" : arena_printf(a, " in %zu of %zu rounds", f->rounds, f->of);
}

const char *doubts_of_rounds(struct arena *a, const struct doubts_rounds *versions, size_t count)
{
    struct strv parts = strv_new(a);
    struct seen seen = gather(a, versions, count);
    struct finding load = find(&seen, is_loaded), busy = find(&seen, is_busy);
    struct finding slowed = find(&seen, is_slowed), swap = find(&seen, is_swapping);
    struct finding slower = find(&seen, is_slower);
    if (load.worst)
        strv_addf(&parts, "load %.1f on %ld processors%s", load.worst->load[0], load.worst->cpus,
                  where(a, &load));
    if (busy.worst)
        strv_addf(&parts, "%ld other processes running%s", busy.worst->running, where(a, &busy));
    if (slowed.worst)
        strv_addf(&parts, "governor %s%s", slowed.worst->governor, where(a, &slowed));
    if (swap.worst)
        strv_addf(&parts, "swap in use%s", where(a, &swap));
    if (slower.worst)
        strv_addf(&parts, "the processor up to %.1f times slower than at its best%s",
                  slower.worst->pace / seen.best, where(a, &slower));
    return parts.len ? arena_printf(a, "times doubtful: %s", strv_join(&parts, ", ")) : NULL;
}

const char *doubts_of(struct arena *a, const struct manifest *m)
{
    struct doubts_rounds *versions = arena_array(a, m->count + 1, sizeof *versions);
    size_t count = 0;
    for (size_t i = 0; i < m->count; i++) {
        const struct manifest_entry *e = &m->entries[i];
        if (e->rounds_wanted && manifest_is_newest(m, e))
            versions[count++] = (struct doubts_rounds){e->rounds, e->round_count};
    }
    return doubts_of_rounds(a, versions, count);
}
