/* host.h - facts about this machine, for the record of a run. */
#pragma once

#include "base/arena.h"

struct host {
    const char *node, *system, *machine; /* "vm", "Linux 6.1.0", "x86_64" */
    const char *cpu;                     /* model name, or "" */
    long cpus;                           /* that this process may use */
};

/* How many CPUs this process may use, at least 1. */
long host_cpus(void);
struct host host_facts(struct arena *a);
/* What the processor can do, as the kernel lists it; "" if unknown. */
const char *host_features(struct arena *a);
/* The file of the C library that this program has loaded; NULL if that is unknown. */
const char *host_c_library(struct arena *a);
