/* host.h - facts about this machine, for the record of a run, and how busy it is. */
#ifndef BENCHMEM_BASE_HOST_H
#define BENCHMEM_BASE_HOST_H

#include "base/arena.h"

#include <stdbool.h>

struct host {
    const char *node, *system, *machine; /* "vm", "Linux 6.1.0", "x86_64" */
    const char *cpu;                     /* model name, or "" */
    long cpus;                           /* that this process may use */
};

/* How many CPUs this process may use, at least 1. */
long host_cpus(void);
struct host host_facts(struct arena *a);

/* What makes times vary.  Every part may be unknown. */
struct host_state {
    double load[3];       /* averages over 1, 5 and 15 minutes; NAN unknown */
    long cpus;            /* that there are, online; 0 unknown */
    long running;         /* processes that run or could, without this one; -1 unknown */
    const char *governor; /* of the CPUs' frequency: "performance", "mixed"; NULL unknown */
    int turbo;            /* 1 on, 0 off, -1 unknown */
    double mhz;           /* highest frequency of a CPU at this moment; NAN unknown */
    double memory, swap;  /* bytes there are, bytes of swap in use; NAN unknown */
    const char *virtual;  /* what runs this machine: "QEMU"; "" nothing, NULL unknown */
    double pace;          /* seconds that host_pace() took; NAN unknown */
};

/* The state now, from ROOT/proc and ROOT/sys; ROOT is "" but for tests. */
struct host_state host_state_now(struct arena *a, const char *root);
/* One of which nothing is known. */
struct host_state host_state_unknown(void);

/* Seconds that a fixed piece of work takes on this CPU now.  Where another guest of the same host,
 * or the other thread of the same core, slows this machine nothing in /proc tells; this does. Takes
 * some 10 milliseconds. */
double host_pace(void);

#endif
