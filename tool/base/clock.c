#include "base/clock.h"

#include <time.h>
#include <unistd.h>
#include <uv.h>

double clock_seconds(void)
{
    return (double)uv_hrtime() / 1e9;
}

static const char *stamp(struct arena *a, const char *format)
{
    char text[32];
    struct tm utc;
    time_t now = time(NULL);
    gmtime_r(&now, &utc);
    strftime(text, sizeof text, format, &utc);
    return arena_strdup(a, text);
}

const char *clock_iso(struct arena *a)
{
    return stamp(a, "%Y-%m-%dT%H:%M:%SZ");
}

const char *clock_unique(struct arena *a)
{
    unsigned random = 0;
    if (uv_random(NULL, NULL, &random, sizeof random, 0, NULL) != 0)
        random = (unsigned)uv_hrtime() ^ (unsigned)getpid();
    return arena_printf(a, "%s-%08x", stamp(a, "%Y%m%dT%H%M%SZ"), random);
}
