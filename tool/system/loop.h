/* loop.h - one loop for children, work in the background, signals and ticks.
 *
 * Call order: loop_open(), then any of child_start() (system/process.h), loop_work(), loop_tick();
 * loop_run() returns when no child and no work is left; their `done` functions are called from
 * inside it and may start more.  loop_close() ends what still lives.
 *
 * SIGINT, SIGTERM, SIGHUP and SIGPIPE are passed on to every child; loop_signal() then tells which
 * it was, and child_start() and loop_work() refuse.  Where libuv finds no memory the program ends
 * as by arena_full().
 */
#pragma once

#include "base/arena.h"
#include "base/error.h"

#include <signal.h>
#include <stdbool.h>

struct loop;

struct loop *loop_open(struct arena *a, struct error *err);
void loop_close(struct loop *loop);

/* Run WORK(DATA) on a thread, or at once if none can be started; then DONE(DATA) in the loop.  WORK
 * must not use an arena that others use meanwhile. */
int loop_work(struct loop *loop, void (*work)(void *data), void (*done)(void *data), void *data,
              struct error *err);

/* Have all work stop as a signal would, and wait for its end; its DONE is not called.  For a
 * program that ends at once. */
void loop_end_work(struct loop *loop);

/* Call TICK(DATA) about every SECONDS while the loop runs; TICK NULL ends it. */
void loop_tick(struct loop *loop, double seconds, void (*tick)(void *data), void *data);

void loop_run(struct loop *loop);
/* The same, or until *ENDED: what else there is may go on. */
void loop_run_until(struct loop *loop, const bool *ended);
/* Let SECONDS go by, or fewer if a signal comes; children go on. */
void loop_sleep(struct loop *loop, double seconds);

/* The signal that asked us to end, or 0. */
int loop_signal(const struct loop *loop);
/* The same for work that looks at it now and then from another thread. */
const volatile sig_atomic_t *loop_stop_flag(const struct loop *loop);

/* Kill every descendant of ours that is no child of the loop (all of them, when none is running),
 * and wait for their end, bounded in time. */
void loop_kill_orphans(struct loop *loop);
