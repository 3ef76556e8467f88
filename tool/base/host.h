/* host.h - facts about this machine, for the record of a run. */
#ifndef BENCHMEM_BASE_HOST_H
#define BENCHMEM_BASE_HOST_H

#include "base/arena.h"

struct host {
    const char *node, *system, *machine; /* "vm", "Linux 6.1.0", "x86_64" */
    const char *cpu;                     /* model name, or "" */
    long cpus;                           /* that this process may use */
};

/* How many CPUs this process may use, at least 1. */
long host_cpus(void);
struct host host_facts(struct arena *a);

#endif
