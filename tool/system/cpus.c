#include "system/cpus.h"

#include "base/str.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#ifdef __linux__

#include <sched.h>

enum { CPUS_MOST = 8192, BITS = 8 * sizeof(cpu_set_t), SETS = CPUS_MOST / BITS };

struct cpus {
    cpu_set_t sets[SETS];
};

static bool has(const struct cpus *c, long cpu)
{
    return CPU_ISSET_S((size_t)cpu, sizeof c->sets, c->sets);
}

static bool read_available(struct cpus *c)
{
    *c = (struct cpus){0};
    return sched_getaffinity(0, sizeof c->sets, c->sets) == 0;
}

const char *cpus_available(struct arena *a)
{
    struct cpus *all = arena_alloc(a, sizeof *all);
    struct strv ranges = strv_new(a);
    if (!read_available(all))
        return "";
    for (long from = 0; from < CPUS_MOST; from++) {
        long to = from;
        if (!has(all, from))
            continue;
        while (to + 1 < CPUS_MOST && has(all, to + 1))
            to++;
        if (to > from)
            strv_addf(&ranges, "%ld-%ld", from, to);
        else
            strv_addf(&ranges, "%ld", from);
        from = to;
    }
    return strv_join(&ranges, ",");
}

/* Take a number of at most four digits; -1 if there is none. */
static long take_number(const char **text)
{
    size_t digits = strspn(*text, "0123456789");
    if (digits == 0 || digits > 4)
        return -1;
    long number = strtol(*text, NULL, 10);
    *text += digits;
    return number;
}

/* "3" or "2-3" */
static bool take_range(const char *text, long *from, long *to)
{
    *from = *to = take_number(&text);
    if (*from >= 0 && *text == '-') {
        text++;
        *to = take_number(&text);
    }
    return *from >= 0 && *to >= *from && *text == '\0';
}

const struct cpus *cpus_parse(struct arena *a, const char *list, struct error *err)
{
    struct cpus *wanted = arena_alloc(a, sizeof *wanted), *all = arena_alloc(a, sizeof *all);
    struct strv parts = strv_parts(a, list, ',');
    bool known = read_available(all);
    for (size_t i = 0; i < parts.len; i++) {
        long from, to;
        if (!take_range(parts.items[i], &from, &to)) {
            error_set(err, EXIT_USAGE, "'%s' is no list of CPUs; write it as 3 or 2-3,5", list);
            return NULL;
        }
        for (long cpu = from; cpu <= to; cpu++) {
            if (known && (cpu >= CPUS_MOST || !has(all, cpu))) {
                error_set(err, EXIT_USAGE, "CPU %ld is not available; those that are: %s", cpu,
                          cpus_available(a));
                return NULL;
            }
            CPU_SET_S((size_t)cpu, sizeof wanted->sets, wanted->sets);
        }
    }
    return wanted;
}

const struct cpus *cpus_keep_to(struct arena *a, const struct cpus *cpus, struct error *err)
{
    struct cpus *before = arena_alloc(a, sizeof *before);
    if (!read_available(before) || sched_setaffinity(0, sizeof cpus->sets, cpus->sets) != 0) {
        error_set(err, EXIT_FAILED, "cannot keep a process to its CPUs: %s", strerror(errno));
        return NULL;
    }
    return before;
}

void cpus_restore(const struct cpus *before)
{
    (void)sched_setaffinity(0, sizeof before->sets, before->sets);
}

#else

const char *cpus_available(struct arena *a)
{
    (void)a;
    return "";
}

const struct cpus *cpus_parse(struct arena *a, const char *list, struct error *err)
{
    (void)a;
    error_set(err, EXIT_USAGE, "'%s': this system cannot keep a process to CPUs", list);
    return NULL;
}

const struct cpus *cpus_keep_to(struct arena *a, const struct cpus *cpus, struct error *err)
{
    (void)a;
    error_set(err, EXIT_FAILED, "this system cannot keep a process to CPUs");
    return cpus;
}

void cpus_restore(const struct cpus *before)
{
    (void)before;
}

#endif
