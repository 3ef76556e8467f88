/* loop_inside.h - what loop.c and process.c know of each other; for nobody else. */
#ifndef BENCHMEM_BASE_LOOP_INSIDE_H
#define BENCHMEM_BASE_LOOP_INSIDE_H

#include "base/loop.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <uv.h>

enum { LOOP_SIGNALS = 4 };

struct running;
struct job;

struct loop {
    uv_loop_t uv;
    struct arena *arena;
    uv_signal_t watchers[LOOP_SIGNALS];
    uv_timer_t ticker, sleeper;
    void (*tick)(void *data);
    void *tick_data;
    bool asleep;
    volatile sig_atomic_t signal;
    size_t active; /* children and work */
    struct running *children;
    struct job *jobs; /* whose threads run */
};

/* As libuv counts time; a time beyond its reach is the longest that is not. */
uint64_t loop_milliseconds(double seconds);

/* Pass the signal on to every child. */
void children_stop(struct loop *loop, int signum);
/* The processes between us and the children that have not ended: at most MOST, and how many. */
size_t children_pids(const struct loop *loop, pid_t *pids, size_t most);

#endif
