/* process.h - children, work in the background, signals and ticks, on one loop.
 *
 * Call order: loop_open(), then any of child_start(), loop_work(), loop_tick(); loop_run() returns
 * when no child and no work is left; their `done` functions are called from inside it and may start
 * more.  loop_close() ends what still lives.
 *
 * A child leads a session of its own, so a signal meant for it reaches its whole group, and the
 * terminal's Ctrl-C reaches only us: SIGINT, SIGTERM, SIGHUP and SIGPIPE are passed on to every
 * child, which has GRACE seconds to end before it is killed; loop_signal() then tells which signal
 * it was, and child_start() and loop_work() refuse.  A guard stands between us and each child
 * (base/guard.h): when the child has ended, or we are killed, it ends what the child has started.
 * What lost its guard too is adopted (Linux: child subreaper) and ended by loop_kill_strays().
 */
#ifndef BENCHMEM_BASE_PROCESS_H
#define BENCHMEM_BASE_PROCESS_H

#include "base/arena.h"
#include "base/cpus.h"
#include "base/error.h"
#include "base/str.h"

#include <signal.h>
#include <stdbool.h>

struct loop;

/* How a child ended. */
struct child_result {
    int exit_code;  /* as the child gave it; 0 if a signal ended it */
    int signal;     /* the signal that ended it, or 0 */
    bool timed_out; /* we ended it, because its time was up */
    double seconds; /* from start to end */
};

struct child {
    const char *const *argv; /* argv[0]: a path, or a name looked up on PATH */
    const char *cwd;         /* NULL: ours */
    const char *const *env;  /* "NAME=value", NULL-terminated; NULL: ours */
    double timeout;          /* seconds; 0: none */
    int held;                /* open as long as the child or what it started lives; 0: none */
    const struct cpus *cpus; /* it is kept to these; NULL: as we are */
    /* What the child writes, as it comes; with STREAM 1 for both of its streams, unless SPLIT:
     * then 1 for standard output and 2 for standard error.  May be NULL. */
    void (*output)(void *data, int stream, const char *bytes, size_t len);
    bool split;
    /* Called once, after the child has ended and its output is read.  A descendant that keeps the
     * pipe open is not waited for. */
    void (*done)(void *data, const struct child_result *result);
    void *data; /* for both functions */
};

struct loop *loop_open(struct arena *a, struct error *err);
void loop_close(struct loop *loop);

/* Start the child; standard input is empty.  CHILD is copied, what it points to must live until
 * `done`.  Fails if the program or the directory does not exist, or after a signal. */
int child_start(struct loop *loop, const struct child *child, struct error *err);

/* Run WORK(DATA) on a thread, then DONE(DATA) in the loop.  WORK must not use an arena that others
 * use meanwhile. */
int loop_work(struct loop *loop, void (*work)(void *data), void (*done)(void *data), void *data,
              struct error *err);

/* Call TICK(DATA) about every SECONDS while the loop runs; TICK NULL ends it. */
void loop_tick(struct loop *loop, double seconds, void (*tick)(void *data), void *data);

void loop_run(struct loop *loop);
/* Let SECONDS go by, or fewer if a signal comes; children go on. */
void loop_sleep(struct loop *loop, double seconds);

/* The signal that asked us to end, or 0. */
int loop_signal(const struct loop *loop);
/* The same for work that looks at it now and then from another thread. */
const volatile sig_atomic_t *loop_stop_flag(const struct loop *loop);

/* Kill every descendant of ours that is no child of the loop (all of them, when none is running),
 * and wait for their end, bounded in time. */
void loop_kill_strays(struct loop *loop);

/* Open /dev/null for those of the descriptors 0, 1 and 2 that the program was started without, so
 * that no file or pipe of ours becomes what is printed to.  The first thing main() does. */
void process_fill_standard_streams(void);

#endif
