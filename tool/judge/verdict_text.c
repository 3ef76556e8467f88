#include "judge/verdict_text.h"

#include "text/unit.h"

#include <math.h>

static const char *factor(struct arena *a, double ratio)
{
    return unit_format_ratio(a, ratio, 3);
}

static const char *percent(struct arena *a, double ratio)
{
    return unit_format_percent(a, (ratio - 1) * 100);
}

const char *verdict_text(struct arena *a, struct judged judged, enum metric metric)
{
    if (judged.verdict == VERDICT_NONE)
        return "";
    const char *word = verdict_word(judged.verdict, metric), *ratio = factor(a, judged.ratio);
    if (judged.low == judged.high)
        return arena_printf(a, "%s: %s in every process", word, ratio);
    if (judged.low > 0 && isfinite(judged.high))
        return arena_printf(a, "%s: %s (%s to %s)", word, ratio, factor(a, judged.low),
                            factor(a, judged.high));
    return arena_printf(a, "%s: %s, too few processes for an interval", word, ratio);
}

const char *verdict_step_text(struct arena *a, const struct step *step, const char *label)
{
    const char *change = arena_printf(a, "since %s %s", label, percent(a, step->ratio));
    if (step->low == step->high || !isfinite(step->high))
        return change;
    return arena_printf(a, "%s (%s to %s)", change, percent(a, step->low), percent(a, step->high));
}

const char *verdict_interval(struct arena *a, double low, double high)
{
    const char *from = low > 0 ? percent(a, low) : NULL;
    const char *to = isfinite(high) ? percent(a, high) : NULL;
    if (from && low == high) /* also infinite */
        return from;
    if (from && to)
        return arena_printf(a, "%s to %s", from, to);
    if (from)
        return arena_printf(a, "above %s", from);
    return to ? arena_printf(a, "below %s", to) : "";
}
