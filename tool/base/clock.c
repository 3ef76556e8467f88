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
