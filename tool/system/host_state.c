#include "system/host_state.h"

#include "base/clock.h"
#include "files/file.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- what the kernel says in /proc and /sys -------------------------------------------------- */
/* Source: proc(5) and the kernel's admin-guide/pm/cpufreq. */

enum { CPUS_MOST = 4096 };

/* The beginning of a small file, or NULL. */
static const char *slurp(struct arena *a, const char *root, const char *name)
{
    const char *path = arena_printf(a, "%s%s", root, name);
    return path_exists(path) ? file_read(a, path, NULL, NULL) : NULL;
}

/* The first line of a small file, or NULL. */
static const char *line_of(struct arena *a, const char *root, const char *name)
{
    const char *text = slurp(a, root, name);
    return text ? arena_strndup(a, text, strcspn(text, "\n")) : NULL;
}

/* What follows KEY in the first line at or after *LINE that begins with it, and *LINE the next one;
 * NULL if there is none. */
static const char *next_line(const char **line, const char *key)
{
    size_t len = strlen(key);
    for (const char *p = *line; p && *p; p = *line) {
        const char *end = strchr(p, '\n');
        *line = end ? end + 1 : NULL;
        if (strncmp(p, key, len) == 0)
            return p + len;
    }
    return NULL;
}

/* The number after the line that begins with KEY, or NAN. */
static double field(const char *text, const char *key)
{
    const char *rest = next_line(&text, key);
    return rest ? strtod(rest, NULL) : NAN;
}

static void read_load(struct host_state *s, const char *text)
{
    const char *at = text;
    for (int i = 0; i < 3 && at; i++) {
        char *end;
        double value = strtod(at, &end);
        if (end == at)
            return;
        s->load[i] = value;
        at = end;
    }
}

/* "processor" lines; one per CPU that is online. */
static long count_cpus(const char *cpuinfo)
{
    long n = 0;
    while (next_line(&cpuinfo, "processor"))
        n++;
    return n;
}

static double highest_mhz(const char *cpuinfo)
{
    double highest = NAN;
    for (const char *rest; (rest = next_line(&cpuinfo, "cpu MHz"));) {
        const char *colon = strchr(rest, ':');
        if (colon)
            highest = fmax(highest, strtod(colon + 1, NULL));
    }
    return highest;
}

/* Whether the CPU's flags have "hypervisor", which x86 sets for a guest. */
static bool is_guest(const char *cpuinfo)
{
    const char *flags = cpuinfo ? strstr(cpuinfo, "\nflags") : NULL;
    const char *word = flags ? strstr(flags, " hypervisor") : NULL;
    return word && word < flags + 1 + strcspn(flags + 1, "\n");
}

static const char *read_virtual(struct arena *a, const char *root, const char *cpuinfo)
{
    const char *type = line_of(a, root, "/sys/hypervisor/type");
    if (type && *type)
        return type;
    if (!cpuinfo)
        return NULL;
    if (!is_guest(cpuinfo))
        return "";
    const char *vendor = line_of(a, root, "/sys/class/dmi/id/sys_vendor");
    return vendor && *vendor ? vendor : "hypervisor";
}

/* The governor of all CPUs, "mixed" if they differ. */
static const char *read_governor(struct arena *a, const char *root, long cpus)
{
    const char *all = NULL;
    for (long i = 0; i < cpus && i < CPUS_MOST; i++) {
        char name[80];
        snprintf(name, sizeof name, "/sys/devices/system/cpu/cpu%ld/cpufreq/scaling_governor", i);
        const char *one = line_of(a, root, name);
        if (one && *one && all && strcmp(one, all) != 0)
            return "mixed";
        if (one && *one)
            all = one;
    }
    return all;
}

static int read_turbo(struct arena *a, const char *root)
{
    const char *off = line_of(a, root, "/sys/devices/system/cpu/intel_pstate/no_turbo");
    const char *on = line_of(a, root, "/sys/devices/system/cpu/cpufreq/boost");
    if (off && (*off == '0' || *off == '1'))
        return *off == '0';
    return on && (*on == '0' || *on == '1') ? *on == '1' : -1;
}

struct host_state host_state_unknown(void)
{
    return (struct host_state){.load = {NAN, NAN, NAN},
                               .running = -1,
                               .turbo = -1,
                               .mhz = NAN,
                               .memory = NAN,
                               .swap = NAN,
                               .pace = NAN};
}

struct host_state host_state_now(struct arena *a, const char *root)
{
    struct host_state s = host_state_unknown();
    const char *cpuinfo = slurp(a, root, "/proc/cpuinfo");
    const char *meminfo = slurp(a, root, "/proc/meminfo");
    read_load(&s, slurp(a, root, "/proc/loadavg"));
    double running = field(slurp(a, root, "/proc/stat"), "procs_running ");
    s.running = running >= 1 && running < 1e9 ? (long)running - 1 : -1;
    s.cpus = count_cpus(cpuinfo);
    s.mhz = highest_mhz(cpuinfo);
    s.memory = field(meminfo, "MemTotal:") * 1024;
    s.swap = (field(meminfo, "SwapTotal:") - field(meminfo, "SwapFree:")) * 1024;
    s.governor = read_governor(a, root, s.cpus);
    s.turbo = read_turbo(a, root);
    s.virtual = read_virtual(a, root, cpuinfo);
    return s;
}

/* --- as text --------------------------------------------------------------------------------- */

/* Words behind the numbers begin with "=", so that one that is empty differs from none: "-". */
static const char *word(struct arena *a, const char *text)
{
    return text ? arena_printf(a, "=%s", text) : "-";
}

const char *host_state_print(struct arena *a, const struct host_state *s)
{
    return arena_printf(a, "%.17g %.17g %.17g %ld %ld %d %.17g %.17g %.17g %.17g\t%s\t%s",
                        s->load[0], s->load[1], s->load[2], s->cpus, s->running, s->turbo, s->mhz,
                        s->memory, s->swap, s->pace, word(a, s->governor), word(a, s->virtual));
}

static const char *scan_word(struct arena *a, const char **text)
{
    const char *at = *text + strspn(*text, "\t");
    size_t len = strcspn(at, "\t\n");
    *text = at + len;
    return *at == '=' ? arena_strndup(a, at + 1, len - 1) : NULL;
}

struct host_state host_state_scan(struct arena *a, const char *text)
{
    double numbers[10];
    char *end = (char *)(uintptr_t)text;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        text = end;
        numbers[i] = strtod(text, &end);
        if (end == text)
            return host_state_unknown();
    }
    text = end;
    struct host_state s = {.load = {numbers[0], numbers[1], numbers[2]},
                           .cpus = (long)numbers[3],
                           .running = (long)numbers[4],
                           .turbo = (int)numbers[5],
                           .mhz = numbers[6],
                           .memory = numbers[7],
                           .swap = numbers[8],
                           .pace = numbers[9]};
    s.governor = scan_word(a, &text);
    s.virtual = scan_word(a, &text);
    return s;
}

/* --- pace ------------------------------------------------------------------------------------ */

enum {
    CHAINS = 8,    /* independent, so that the core's units are busy and not only waited for */
    TABLE = 512,   /* words; in the nearest cache */
    STEPS = 50000, /* half a millisecond or so */
    REPEATS = 30,  /* of which the fastest counts: an interruption is not a pace */
};

/* Marsaglia's xorshift generators, several at once, that count in a table: arithmetic, loads and
 * stores, as an interpreter does them.  What comes of it keeps the work from being left out. */
static uint64_t work(uint64_t seed)
{
    uint64_t chains[CHAINS], table[TABLE] = {0};
    for (uint64_t k = 0; k < CHAINS; k++)
        chains[k] = seed + k + 1;
    for (int i = 0; i < STEPS; i++) {
        for (int k = 0; k < CHAINS; k++) {
            uint64_t x = chains[k];
            x ^= x << 13;
            x ^= x >> 7;
            x ^= x << 17;
            table[x % TABLE] += x;
            chains[k] = x;
        }
    }
    return table[seed % TABLE] ^ chains[0];
}

double host_pace(void)
{
    double least = INFINITY;
    volatile uint64_t result = 1;
    for (int i = 0; i < REPEATS; i++) {
        double begin = clock_seconds();
        result = work(result);
        least = fmin(least, clock_seconds() - begin);
    }
    return least;
}
