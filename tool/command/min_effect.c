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

int min_effects_read(struct arena *a, const char *const texts[MIN_EFFECTS],
                     struct judge_options *options, struct error *err)
{
    static const char *const names[] = {"--min-effect", "--min-effect-memory",
                                        "--min-effect-instructions"};
    double *const shares[] = {&options->min_effect, NULL, &options->min_effect_instructions};
    struct strv problems = strv_new(a);
    struct rule rule;
    for (size_t i = 0; i < MIN_EFFECTS; i++) {
        double percent;
        if (!texts[i])
            continue;
        if (i != MIN_EFFECT_MEMORY && read_percent(a, texts[i], &percent)) {
            *shares[i] = percent / 100;
        } else if (i != MIN_EFFECT_MEMORY) {
            strv_addf(&problems, "%s '%s': is not a percentage, as 2%%", names[i], texts[i]);
        } else if (rule_parse_limits(a, METRIC_PEAK, texts[i], &rule)) {
            options->memory_relative = rule.is_percent ? rule.limit / 100 : 0;
            options->memory_bytes = rule.is_percent ? rule.at_least : rule.limit;
        } else {
            strv_addf(&problems, "%s '%s': is not 1%%, 64KiB or both as 1%%+64KiB", names[i],
                      texts[i]);
        }
    }
    return problems.len ? error_set(err, EXIT_USAGE, "%s", strv_join(&problems, "; ")) : 0;
}
