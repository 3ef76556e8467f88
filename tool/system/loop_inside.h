/* loop_inside.h - what the loop has for children (system/process.h); for nobody else. */
#pragma once

#include <stdint.h>
#include <sys/types.h>
#include <uv.h>

struct arena;
struct loop;

/* One that the loop waits for and passes signals on to. */
struct loop_child {
    struct loop_child *next;
    void (*stop)(struct loop_child *child, int signum);
    pid_t pid; /* 0 once it has ended: others may have the number then */
};

void loop_add(struct loop *loop, struct loop_child *child);
void loop_remove(struct loop *loop, struct loop_child *child);

uv_loop_t *loop_uv(struct loop *loop);
struct arena *loop_arena(const struct loop *loop);

/* As libuv counts time; a time beyond its reach is the longest that is not. */
uint64_t loop_milliseconds(double seconds);
