#include "data/host_state.h"

#include "data/manifest.h"
#include "text/json.h"

#include <cJSON.h>
#include <math.h>
#include <string.h>

/* --- as JSON --------------------------------------------------------------------------------- */

static void add_number(struct str *s, const char *name, double value, bool known)
{
    str_addf(s, ", \"%s\": ", name);
    json_add_number(s, known ? value : NAN);
}

void host_state_write(struct str *s, const struct host_state *h)
{
    str_add(s, "{\"load\": [");
    for (int i = 0; i < 3; i++) {
        str_add(s, i ? ", " : "");
        json_add_number(s, h->load[i]);
    }
    str_addc(s, ']');
    add_number(s, "cpus", (double)h->cpus, h->cpus > 0);
    add_number(s, "running", (double)h->running, h->running >= 0);
    str_add(s, ", \"governor\": ");
    json_add_string(s, h->governor);
    str_addf(s, ", \"turbo\": %s", h->turbo < 0 ? "null" : h->turbo ? "true" : "false");
    add_number(s, "mhz", h->mhz, true);
    add_number(s, "memory", h->memory, true);
    add_number(s, "swap", h->swap, true);
    str_add(s, ", \"virtual\": ");
    json_add_string(s, h->virtual);
    add_number(s, "pace", h->pace, true);
    str_addc(s, '}');
}

static double number_of(const cJSON *item)
{
    return cJSON_IsNumber(item) ? item->valuedouble : NAN;
}

static long whole_of(const cJSON *item, long unknown)
{
    double value = number_of(item);
    return value >= 0 && value < 1e9 ? (long)value : unknown;
}

static const char *text_of(struct arena *a, const cJSON *item)
{
    return cJSON_IsString(item) ? arena_strdup(a, item->valuestring) : NULL;
}

struct host_state host_state_read(struct arena *a, const cJSON *object)
{
    const cJSON *load = cJSON_GetObjectItemCaseSensitive(object, "load");
    const cJSON *turbo = cJSON_GetObjectItemCaseSensitive(object, "turbo");
    struct host_state h = {
        .cpus = whole_of(cJSON_GetObjectItemCaseSensitive(object, "cpus"), 0),
        .running = whole_of(cJSON_GetObjectItemCaseSensitive(object, "running"), -1),
        .governor = text_of(a, cJSON_GetObjectItemCaseSensitive(object, "governor")),
        .turbo = cJSON_IsBool(turbo) ? cJSON_IsTrue(turbo) : -1,
        .mhz = number_of(cJSON_GetObjectItemCaseSensitive(object, "mhz")),
        .memory = number_of(cJSON_GetObjectItemCaseSensitive(object, "memory")),
        .swap = number_of(cJSON_GetObjectItemCaseSensitive(object, "swap")),
        .virtual = text_of(a, cJSON_GetObjectItemCaseSensitive(object, "virtual")),
        .pace = number_of(cJSON_GetObjectItemCaseSensitive(object, "pace")),
    };
    for (int i = 0; i < 3; i++)
        h.load[i] = number_of(cJSON_GetArrayItem(load, i));
    return h;
}

/* --- doubts ---------------------------------------------------------------------------------- */

/* BEST is the least pace of all rounds, NAN if none has one. */
typedef bool is_doubtful(const struct host_state *h, double best);

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

/* Where a doubt holds. */
struct finding {
    size_t rounds, of;              /* how many rounds, of how many */
    const struct host_state *worst; /* with the highest load, the most processes, the worst pace */
};

static bool has_round(const struct manifest_entry *e, long round, is_doubtful *test, double best)
{
    for (size_t i = 0; i < e->round_count; i++)
        if (e->rounds[i].round == round && (!test || test(&e->rounds[i].host, best)))
            return true;
    return false;
}

static bool is_of_newest(const struct manifest *m, const struct manifest_entry *e)
{
    return e->rounds_wanted && (!m->run_id || (e->run_id && strcmp(m->run_id, e->run_id) == 0));
}

static long last_round(const struct manifest *m)
{
    long last = 0;
    for (size_t i = 0; i < m->count; i++)
        for (size_t k = 0; is_of_newest(m, &m->entries[i]) && k < m->entries[i].round_count; k++)
            if (m->entries[i].rounds[k].round > last)
                last = m->entries[i].rounds[k].round;
    return last;
}

/* Whether a version of the newest run has the round, and passes the test (if any) in it. */
static bool any_has(const struct manifest *m, long round, is_doubtful *test, double best)
{
    for (size_t i = 0; i < m->count; i++)
        if (is_of_newest(m, &m->entries[i]) && has_round(&m->entries[i], round, test, best))
            return true;
    return false;
}

static double best_pace(const struct manifest *m)
{
    double best = NAN;
    for (size_t i = 0; i < m->count; i++)
        for (size_t k = 0; is_of_newest(m, &m->entries[i]) && k < m->entries[i].round_count; k++)
            best = fmin(best, m->entries[i].rounds[k].host.pace);
    return best;
}

/* Whether A is worse than B, by what the test looks at. */
static bool is_worse(is_doubtful *test, const struct host_state *a, const struct host_state *b)
{
    if (test == is_slower)
        return a->pace > b->pace;
    return a->load[0] > b->load[0] || (test == is_busy && a->running > b->running);
}

static struct finding find(const struct manifest *m, is_doubtful *test, double best)
{
    struct finding f = {0};
    for (long round = 1, last = last_round(m); round <= last; round++) {
        f.of += any_has(m, round, NULL, best);
        f.rounds += any_has(m, round, test, best);
    }
    for (size_t i = 0; i < m->count && f.rounds; i++) {
        const struct manifest_entry *e = &m->entries[i];
        for (size_t k = 0; is_of_newest(m, e) && k < e->round_count; k++) {
            const struct host_state *h = &e->rounds[k].host;
            if (test(h, best) && (!f.worst || is_worse(test, h, f.worst)))
                f.worst = h;
        }
    }
    return f;
}

/* " in 4 of 7 rounds", or nothing if it is all of them. */
static const char *where(struct arena *a, const struct finding *f)
{
    return f->rounds == f->of ? "" : arena_printf(a, " in %zu of %zu rounds", f->rounds, f->of);
}

const char *host_state_doubts(struct arena *a, const struct manifest *m)
{
    struct strv parts;
    strv_init(&parts, a);
    double best = best_pace(m);
    struct finding load = find(m, is_loaded, best), busy = find(m, is_busy, best);
    struct finding slowed = find(m, is_slowed, best), swap = find(m, is_swapping, best);
    struct finding slower = find(m, is_slower, best);
    if (load.worst)
        strv_addf(&parts, "load %.1f on %ld processors%s", load.worst->load[0], load.worst->cpus,
                  where(a, &load));
    if (busy.worst)
        strv_addf(&parts, "%ld other processes running%s", busy.worst->running, where(a, &busy));
    if (slowed.worst)
        strv_addf(&parts, "governor %s%s", slowed.worst->governor, where(a, &slowed));
    if (swap.rounds)
        strv_addf(&parts, "swap in use%s", where(a, &swap));
    if (slower.worst)
        strv_addf(&parts, "the processor up to %.1f times slower than at its best%s",
                  slower.worst->pace / best, where(a, &slower));
    return parts.len ? arena_printf(a, "times doubtful: %s", strv_join(&parts, ", ")) : NULL;
}
