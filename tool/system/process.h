/* process.h - children of a loop (system/loop.h).
 *
 * A child leads a session of its own, so a signal meant for it reaches its whole group, and the
 * terminal's Ctrl-C reaches only us: the loop passes it on.  The child then has GRACE seconds to
 * end before it is killed.  A guard stands between us and each child (system/guard.h): when the
 * child has ended, or we are killed, it ends what the child has started.  What lost its guard too
 * is adopted (Linux: child subreaper) and ended by loop_kill_orphans().
 */
#pragma once

#include "base/error.h"
#include "base/str.h"
#include "system/cpus.h"
#include "system/loop.h"

#include <stdbool.h>

/* How a child ended. */
struct child_result {
    int exit_code;    /* as the child gave it; 0 if a signal ended it */
    int signal;       /* the signal that ended it, or 0 */
    bool timed_out;   /* we ended it, because its time was up */
    double seconds;   /* from start to end */
    const char *lost; /* why nobody knows how it ended; NULL: as told here */
};

struct running;

struct child {
    const char *const *argv;  /* argv[0]: a path, or a name looked up on PATH */
    const char *cwd;          /* NULL: ours */
    const char *const *env;   /* "NAME=value", NULL-terminated; NULL: ours */
    double timeout;           /* seconds; 0: none */
    int held;                 /* open as long as the child or what it started lives; 0: none */
    const struct cpus *cpus;  /* it is kept to these; NULL: as we are */
    bool fixed_addresses;     /* not random, where the system allows that (Linux) */
    bool remote;              /* stands for something elsewhere, as told in system/guard.h; whatever
                               * the signal, it gets SIGTERM, and more time after it */
    bool has_input;           /* its standard input is what child_write() writes */
    struct running **running; /* set once it runs, for the functions below; NULL: nobody asks */
    /* What the child writes, as it comes; with STREAM 1 for both of its streams, unless SPLIT:
     * then 1 for standard output and 2 for standard error.  May be NULL. */
    void (*output)(void *data, int stream, const char *bytes, size_t len);
    bool split;
    /* Called once, after the child has ended and its output is read.  A descendant that keeps the
     * pipe open is not waited for. */
    void (*done)(void *data, const struct child_result *result);
    void *data; /* for both functions */
};

/* Start the child; standard input is empty unless has_input.  CHILD is copied, what it points to
 * must live until `done`.  Fails if the program or the directory does not exist, or after a signal.
 */
int child_start(struct loop *loop, const struct child *child, struct error *err);

/* What a command says, as far as MOST bytes of each stream (0: all), and how it ends. */
struct answer {
    struct str text, errors;
    size_t most;
    struct child_result result;
};
struct answer answer_new(struct arena *a, size_t most);
/* The same for a child that is asked; the answer stays where it is until it has ended. */
int answer_start(struct loop *loop, const struct child *child, struct answer *answer,
                 struct error *err);
/* The same in a loop of its own, until it has ended; or we are interrupted, which is an error. */
int answer_get(struct arena *a, const struct child *child, struct answer *answer,
               struct error *err);

/* --- between child_start() and `done` --- */

/* Write to its standard input, a copy; that it has ended is no error.  Or end that. */
void child_write(struct running *child, const char *bytes, size_t len);
void child_end_input(struct running *child);

/* It has so many seconds from now on, 0: as many as it takes. */
void child_limit(struct running *child, double seconds);

/* The command that cancels what a remote child stands for (system/guard.h). */
void child_cancel_by(struct running *child, const char *const *argv);

/* Open /dev/null for those of the descriptors 0, 1 and 2 that the program was started without, so
 * that no file or pipe of ours becomes what is printed to.  The first thing main() does. */
void process_fill_standard_streams(void);
