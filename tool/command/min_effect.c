#include "command/min_effect.h"

#include "compare/rule.h"

#include <string.h>

/* A percentage, with its sign or without. */
static bool read_percent(struct arena *a, const char *text, double *percent)
{
    struct rule rule;
    size_t len = strlen(text);
    const char *number = arena_strndup(a, text, len && text[len - 1] == '%' ? len - 1 : len);
    if (!rule_parse_limits(a, METRIC_TIME, arena_printf(a, "%s%%", number), &rule))
        return false;
    *percent = rule.limit;
    return rule.is_percent;
}

/* Of the option with that name. */
static int read_share(struct arena *a, const char *option, const char *text, double *share,
                      struct error *err)
{
    double percent;
    if (!text)
        return 0;
    if (!read_percent(a, text, &percent))
        return error_set(err, EXIT_USAGE, "%s '%s': is not a percentage, as 2%%", option, text);
    *share = percent / 100;
    return 0;
}

int min_effect_read_time(struct arena *a, const char *text, struct judge_options *options,
                         struct error *err)
{
    return read_share(a, "--min-effect", text, &options->min_effect, err);
}

int min_effect_read_instructions(struct arena *a, const char *text, struct judge_options *options,
                                 struct error *err)
{
    return read_share(a, "--min-effect-instructions", text, &options->min_effect_instructions, err);
}

int min_effect_read_memory(struct arena *a, const char *text, struct judge_options *options,
                           struct error *err)
{
    struct rule rule;
    if (!text)
        return 0;
    if (!rule_parse_limits(a, METRIC_PEAK, text, &rule))
        return error_set(err, EXIT_USAGE,
                         "--min-effect-memory '%s': is not 1%%, 64KiB or both as 1%%+64KiB", text);
    options->memory_relative = rule.is_percent ? rule.limit / 100 : 0;
    options->memory_bytes = rule.is_percent ? rule.at_least : rule.limit;
    return 0;
}
