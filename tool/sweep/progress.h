/* progress.h - what a sweep is doing, for the person who waits for it.
 *
 * On a terminal: a region at the bottom that shows each version at work and for how long; what has
 * ended stands above it.  In a pipe: one line per event.
 */
#ifndef BENCHMEM_SWEEP_PROGRESS_H
#define BENCHMEM_SWEEP_PROGRESS_H

#include "base/arena.h"

struct progress;
struct sweep;
struct version;

/* Reports to standard output.  The sweep's loop must be open. */
struct progress *progress_open(struct sweep *sweep);
/* Ends the live region. */
void progress_close(struct progress *p);

/* A line of its own. */
void progress_note(struct progress *p, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* What went wrong with the version, and the tool's last lines, to standard error. */
void progress_failure(struct progress *p, const struct version *v);

/* The version began, or ended after SECONDS, what v->activity says. */
void progress_begin(struct progress *p, const struct version *v);
void progress_end(struct progress *p, const struct version *v, double seconds);

/* The version has come to its end. */
void progress_ended(struct progress *p, const struct version *v);

#endif
