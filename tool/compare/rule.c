#include "compare/rule.h"

#include "judge/judge.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct suffix {
    const char *name;
    double factor;
};

static const struct suffix byte_suffixes[] = {
    {"", 1}, {"B", 1}, {"KiB", 1024}, {"MiB", 1048576}, {"GiB", 1073741824}, {NULL, 0}};
static const struct suffix time_suffixes[] = {{"", 1},      {"s", 1},     {"ms", 1e-3},
                                              {"us", 1e-6}, {"µs", 1e-6}, {"μs", 1e-6},
                                              {"ns", 1e-9}, {NULL, 0}};
static const struct suffix count_suffixes[] = {{"", 1}, {NULL, 0}};
static const struct suffix large_suffixes[] = {
    {"", 1}, {"k", 1e3}, {"M", 1e6}, {"G", 1e9}, {NULL, 0}};

static const struct suffix *suffixes_of(enum metric metric)
{
    switch (metric_unit(metric)) {
    case UNIT_SECONDS:
        return time_suffixes;
    case UNIT_BYTES:
        return byte_suffixes;
    case UNIT_LARGE:
        return large_suffixes;
    case UNIT_COUNT:
        break;
    }
    return count_suffixes;
}

static char *lowered(char *text)
{
    for (char *p = text; *p; p++)
        *p = (char)tolower((unsigned char)*p);
    return text;
}

/* TEXT up to END without the spaces around it. */
static char *trimmed(struct arena *a, const char *text, const char *end)
{
    while (text < end && isspace((unsigned char)*text))
        text++;
    while (end > text && isspace((unsigned char)end[-1]))
        end--;
    return arena_strndup(a, text, (size_t)(end - text));
}

static const char latest[] = "latest:";

static bool parse_field(struct arena *a, struct rule *rule)
{
    const char *field = rule->field + (rule->latest ? strlen(latest) : 0);
    const char *dot = strchr(field, '.');
    const char *name = dot ? arena_strndup(a, field, (size_t)(dot - field)) : field;
    rule->column = (struct column){.stat = STAT_HEADLINE};
    if (!metric_parse(name, &rule->column.metric))
        return false;
    return !dot || (stat_parse(dot + 1, &rule->column.stat) &&
                    metric_has_stat(rule->column.metric, rule->column.stat));
}

static bool parse_percent(const char *text, double *percent)
{
    char *end;
    /* No hexadecimal, no infinity: a gate that can never close is a mistake. */
    if (strspn(text, "0123456789.eE-") != strlen(text))
        return false;
    *percent = strtod(text, &end);
    return end > text && *end == '\0' && isfinite(*percent) && *percent >= 0;
}

static bool parse_absolute(enum metric metric, const char *text, double *value)
{
    size_t digits = strspn(text, "0123456789."), whole = strspn(text, "0123456789");
    bool point = text[whole] == '.';
    size_t fraction = point ? strspn(text + whole + 1, "0123456789") : 0;
    if (digits != whole + point + fraction || (point ? fraction : whole) == 0)
        return false;
    double number = strtod(text, NULL);
    text += digits;
    text += strspn(text, " \t");
    for (const struct suffix *s = suffixes_of(metric); s->name; s++) {
        if (strcmp(s->name, text) == 0) {
            *value = number * s->factor;
            return isfinite(*value);
        }
    }
    return false;
}

/* The threshold of a rule whose field is known. */
static bool parse_threshold(struct arena *a, struct rule *rule, const char *text)
{
    const char *plus = strchr(text, '+'), *end = text + strlen(text);
    const char *percent = strchr(text, '%');
    if (!percent)
        return parse_absolute(rule->column.metric, text, &rule->limit);
    rule->is_percent = true;
    if (plus && plus > percent) {
        if (*trimmed(a, percent + 1, plus))
            return false;
        const char *floor = trimmed(a, plus + 1, end);
        if (!parse_absolute(rule->column.metric, floor, &rule->at_least))
            return false;
    } else if (percent + 1 != end) {
        return false;
    }
    return parse_percent(trimmed(a, text, percent), &rule->limit);
}

bool rule_parse_limits(struct arena *a, enum metric metric, const char *text, struct rule *rule)
{
    *rule = (struct rule){.text = text, .column = {.metric = metric, .stat = STAT_HEADLINE}};
    return parse_threshold(a, rule, trimmed(a, text, text + strlen(text)));
}

int rule_parse(struct arena *a, const char *text, struct rule *rule, struct error *err)
{
    *rule = (struct rule){.text = text};
    const char *end = text + strlen(text), *colon = strchr(text, ':');
    const char *first = colon ? lowered(trimmed(a, text, colon)) : "";
    if (strcmp(first, "latest") == 0) {
        rule->latest = true;
        text = colon + 1;
        colon = strchr(text, ':');
    }
    const char *threshold = colon ? trimmed(a, colon + 1, end) : "";
    if (!*threshold)
        return error_set(err, EXIT_USAGE, "--fail-on '%s': wants FIELD:THRESHOLD, as peak:10%%",
                         rule->text);
    const char *field = lowered(trimmed(a, text, colon));
    rule->field = rule->latest ? arena_printf(a, "%s%s", latest, field) : field;
    if (!parse_field(a, rule))
        return error_set(err, EXIT_USAGE,
                         "--fail-on '%s': '%s' is not one of " METRICS_LISTED
                         ", or one of them with a statistic, as time.median",
                         rule->text, field);
    if (!parse_threshold(a, rule, threshold)) {
        struct strv known = strv_new(a);
        for (const struct suffix *s = suffixes_of(rule->column.metric); s->name; s++)
            if (*s->name)
                strv_add(&known, s->name);
        return error_set(err, EXIT_USAGE,
                         "--fail-on '%s': '%s' is not a threshold of %s: 10%%, %s, or both as "
                         "20%%+%s%s%s",
                         rule->text, threshold, metric_name(rule->column.metric),
                         known.len ? "a number with a unit" : "a number", known.len ? "8" : "100",
                         known.len ? known.items[1] : "",
                         known.len ? arena_printf(a, "; units are %s", strv_join(&known, ", "))
                                   : "");
    }
    if (rule->column.metric == METRIC_INSTRUCTIONS && rule->is_percent && rule->at_least <= 0)
        rule->at_least = JUDGE_INSTRUCTIONS_LEAST;
    return 0;
}

bool rule_is_broken(const struct rule *rule, double base, double head)
{
    double growth = head - base;
    if (!(growth > 0))
        return false;
    if (!rule->is_percent)
        return growth > rule->limit;
    return base > 0 && growth / base * 100 > rule->limit && growth > rule->at_least;
}
