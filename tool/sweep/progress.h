/* progress.h - what a sweep is doing, for the person who waits for it.
 *
 * On a terminal: a region at the bottom that shows each version at work and for how long; what has
 * ended stands above it.  In a pipe: one line per event.
 */
#pragma once

struct progress;
struct outcome;
struct sweep;
struct task;
struct version;

/* Reports to standard output.  The sweep's loop must be open. */
struct progress *progress_open(struct sweep *sweep);
/* Ends the live region. */
void progress_close(struct progress *p);

/* A line of its own. */
void progress_note(struct progress *p, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* What went wrong with the version, or its round, and the tool's last lines, to standard error. */
void progress_failure(struct progress *p, const struct version *v, const struct outcome *outcome);

/* As `entered` and `left` of struct tasks, whose data is the progress. */
void progress_begin(void *progress, const struct task *task);
void progress_end(void *progress, const struct task *task, double seconds);

/* The version has come to its end. */
void progress_ended(struct progress *p, const struct version *v);
