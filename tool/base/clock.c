#include "base/clock.h"

#include <inttypes.h>
#include <time.h>
#include <unistd.h>

double clock_seconds(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Of the time so many SECONDS ago. */
static const char *stamp_of(struct arena *a, const char *format, time_t seconds)
{
    char text[32];
    struct tm utc;
    time_t now = time(NULL) - seconds;
    gmtime_r(&now, &utc);
    strftime(text, sizeof text, format, &utc);
    return arena_strdup(a, text);
}

static const char *stamp(struct arena *a, const char *format)
{
    return stamp_of(a, format, 0);
}

const char *clock_iso(struct arena *a)
{
    return stamp(a, "%Y-%m-%dT%H:%M:%SZ");
}

const char *clock_day(struct arena *a, long days)
{
    return stamp_of(a, "%Y-%m-%d", (time_t)days * 86400);
}

/* Random where the system has randomness, else at least different from process to process. */
static uint64_t random_bits(void)
{
    uint64_t bits = 0;
    if (getentropy(&bits, sizeof bits) != 0)
        bits =
            (uint64_t)(clock_seconds() * 1e9) * UINT64_C(0x9e3779b97f4a7c15) ^ (uint64_t)getpid();
    return bits;
}

const char *clock_token(struct arena *a)
{
    return arena_printf(a, "%016" PRIx64 "%016" PRIx64, random_bits(), random_bits());
}

const char *clock_unique(struct arena *a)
{
    return arena_printf(a, "%s-%08x", stamp(a, "%Y%m%dT%H%M%SZ"), (unsigned)(random_bits() >> 32));
}
