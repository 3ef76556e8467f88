/* host_state.h - how busy this machine is, and how fast; for the record of a run.
 *
 * Needs nothing but the C library: it is part of what runs on the nodes of a cluster too
 * (cluster/node.c). */
#pragma once

#include "base/arena.h"

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

/* It in one line without its end; and back, as far as the text is one. */
const char *host_state_print(struct arena *a, const struct host_state *state);
struct host_state host_state_scan(struct arena *a, const char *text);

/* Seconds that a fixed piece of work takes on this CPU now.  Where another guest of the same host,
 * or the other thread of the same core, slows this machine nothing in /proc tells; this does. Takes
 * some 10 milliseconds. */
double host_pace(void);
