#include "text/color.h"

#include <stdlib.h>
#include <string.h>

/* What the environment says, "" where it says nothing. */
static const char *setting(const char *name)
{
    const char *value = getenv(name);
    return value ? value : "";
}

static bool is_zero(const char *value)
{
    return strcmp(value, "0") == 0;
}

static bool wants_color(const char *when, bool is_terminal)
{
    if (strcmp(when, "always") == 0 || strcmp(when, "never") == 0)
        return when[0] == 'a';
    if (*setting("NO_COLOR"))
        return false;
    if (*setting("CLICOLOR_FORCE") && !is_zero(setting("CLICOLOR_FORCE")))
        return true;
    if (is_zero(setting("CLICOLOR")))
        return false;
    return is_terminal && *setting("TERM") && strcmp(setting("TERM"), "dumb") != 0;
}

enum color_depth color_decide(const char *when, bool is_terminal)
{
    if (!wants_color(when, is_terminal))
        return COLOR_NONE;
    bool many = *setting("COLORTERM") || strstr(setting("TERM"), "256color");
    return many ? COLOR_256 : COLOR_16;
}

bool color_is_full(void)
{
    const char *says = setting("COLORTERM");
    return strcmp(says, "truecolor") == 0 || strcmp(says, "24bit") == 0;
}

const char *color_begin(enum color_depth depth, enum tone tone)
{
    static const char *const begins[] = {
        [TONE_PLAIN] = "",        [TONE_BEST] = "\x1b[1;32m", [TONE_WORST] = "\x1b[31m",
        [TONE_GOOD] = "\x1b[32m", [TONE_BAD] = "\x1b[31m",    [TONE_TITLE] = "\x1b[1m"};
    return depth == COLOR_NONE ? "" : begins[tone];
}

const char *color_end(enum color_depth depth, enum tone tone)
{
    return *color_begin(depth, tone) ? "\x1b[0m" : "";
}
