/* sample_scan(): the numbers of a benchmark of the usual shape, straight from the squeezed text. */
#include "data/sample.h"
#include "runfile/number.h"
#include "runfile/scan.h"

#include <math.h>
#include <string.h>

struct scan {
    struct sample *sample;
    struct arena *scratch;
    const char *at, *end; /* terminated text without white space */
    bool has_stats, has_extra, has_memory, has_counter;
    double rounds; /* NAN: it does not say */
};

/* Whether the text goes on with this, which is then passed. */
static inline bool take(struct scan *s, const char *text)
{
    size_t len = strlen(text);
    if ((size_t)(s->end - s->at) < len || memcmp(s->at, text, len) != 0)
        return false;
    s->at += len;
    return true;
}

static bool take_number(struct scan *s, double *number)
{
    if (*s->at != '-' && (*s->at < '0' || *s->at > '9'))
        return false;
    *number = number_read(s->at, &s->at);
    return true;
}

/* A string without escapes, and its text. */
static bool take_text(struct scan *s, const char **text, size_t *len)
{
    if (*s->at != '"')
        return false;
    *text = s->at + 1;
    const char *close = scan_special(*text, s->end);
    *len = (size_t)(close - *text);
    s->at = close + 1;
    return close < s->end && *close == '"';
}

/* Between members or elements, or at the end of the list or object; *LAST then. */
static bool take_end(struct scan *s, char close, bool *last)
{
    *last = *s->at == close;
    return *s->at == close || *s->at == ',' ? s->at++ : false;
}

/* A list of numbers. */
static bool take_list(struct scan *s, struct passes *p)
{
    size_t cap = 0;
    bool last = false;
    *p = (struct passes){0};
    if (!take(s, "["))
        return false;
    if (take(s, "]"))
        return true;
    while (!last) {
        if (p->count == cap)
            p->values = arena_more(s->scratch, p->values, p->count, &cap, sizeof *p->values);
        if (!take_number(s, &p->values[p->count++]) || !take_end(s, ']', &last))
            return false;
    }
    return true;
}

/* ---- objects ---- */

typedef bool take_member(struct scan *s);

static bool take_object(struct scan *s, take_member *member)
{
    bool last = false;
    if (!take(s, "{"))
        return false;
    if (take(s, "}"))
        return true;
    while (!last)
        if (!member(s) || !take_end(s, '}', &last))
            return false;
    return true;
}

/* Take a member's name and colon.  The statistic it is; STAT_NONE if it is none, or no member. */
static enum stat take_stat_name(struct scan *s, const char **name, size_t *len)
{
    *len = 0;
    if (!take_text(s, name, len) || !take(s, ":"))
        return STAT_NONE;
    for (int i = STAT_MIN; i <= STAT_STDDEV; i++) {
        const char *known = stat_name((enum stat)i);
        if (strlen(known) == *len && memcmp(known, *name, *len) == 0)
            return (enum stat)i;
    }
    return STAT_NONE;
}

/* A list of `processes`. */
static bool take_process_list(struct scan *s)
{
    const char *name;
    size_t len;
    if (take(s, "\"passes\":"))
        return take_list(s, &s->sample->process_passes);
    if (take(s, "\"calls\":"))
        return take_list(s, &s->sample->process_calls);
    enum stat stat = take_stat_name(s, &name, &len);
    return stat != STAT_NONE && take_list(s, &s->sample->process_stats[stat]);
}

static bool take_stat(struct scan *s)
{
    struct sample *out = s->sample;
    const char *name;
    size_t len;
    enum stat stat = take_stat_name(s, &name, &len);
    if (stat != STAT_NONE)
        return take_number(s, &out->stats[stat]);
    if (isnan(s->rounds) && len == strlen("rounds") && memcmp(name, "rounds", len) == 0)
        return take_number(s, &s->rounds);
    if (out->has_processes || len != strlen("processes") || memcmp(name, "processes", len) != 0)
        return false;
    out->has_processes = true;
    return take_object(s, take_process_list);
}

/* A member of `counted`. */
static bool take_counter(struct scan *s)
{
    struct sample_counter *counter = &s->sample->counter;
    static const char *const members[COUNTER_PARTS] = {
        "\"valgrind\":", "\"processor\":", "\"malloc\":"};
    for (int i = 0; i < COUNTER_PARTS; i++)
        if (take(s, members[i]))
            return take_text(s, &counter->parts[i], &counter->lens[i]);
    return false;
}

static bool take_quantity(struct scan *s)
{
    struct passes *passes = s->sample->passes;
    if (take(s, "\"peak_bytes\":"))
        return take_list(s, &passes[METRIC_PEAK]);
    if (take(s, "\"total_bytes\":"))
        return take_list(s, &passes[METRIC_ALLOCATED]);
    if (take(s, "\"allocations\":"))
        return take_list(s, &passes[METRIC_ALLOCATIONS]);
    if (take(s, "\"rss_bytes\":"))
        return take_list(s, &passes[METRIC_RSS]);
    if (take(s, "\"instructions\":"))
        return take_list(s, &passes[METRIC_INSTRUCTIONS]);
    if (s->has_counter || !take(s, "\"counted\":"))
        return false;
    s->has_counter = true;
    return take_object(s, take_counter);
}

static bool take_extra(struct scan *s)
{
    if (s->has_memory || !take(s, "\"benchmem\":"))
        return false;
    s->has_memory = true;
    return take_object(s, take_quantity);
}

static bool take_part(struct scan *s)
{
    struct sample *out = s->sample;
    if (take(s, "\"fullname\":"))
        return !out->id && take_text(s, &out->id, &out->id_len) && out->id_len;
    if (!s->has_stats && take(s, "\"stats\":")) {
        s->has_stats = true;
        return take_object(s, take_stat);
    }
    if (!s->has_extra && take(s, "\"extra_info\":")) {
        s->has_extra = true;
        return take_object(s, take_extra);
    }
    return false;
}

static void forget_times(struct sample *sample)
{
    for (int i = STAT_MIN; i <= STAT_STDDEV; i++) {
        sample->stats[i] = NAN;
        sample->process_stats[i] = (struct passes){0};
    }
}

bool sample_scan(struct sample *sample, struct arena *scratch, const char *text, size_t len)
{
    struct scan s = {
        .sample = sample, .scratch = scratch, .at = text, .end = text + len, .rounds = NAN};
    *sample = (struct sample){0};
    forget_times(sample);
    if (!take_object(&s, take_part) || s.at != s.end || !sample->id)
        return false;
    if (s.rounds == 0)
        forget_times(sample);
    return true;
}
