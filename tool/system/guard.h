/* guard.h - the process between us and a child, which ends the child when we are gone.
 *
 * A child is not started directly: a guard is (guard_watch.h), and the guard starts the child in a
 * session of its own.  The guard is the parent of whatever the child leaves behind (Linux: child
 * subreaper), passes signals on, ends what is left when the child has ended, and ends as the child
 * did.  It holds one end of a socket whose other end is ours: when we die, by SIGKILL too, that end
 * closes, and the guard kills every descendant and goes only when all have ended.  A descriptor
 * that it is given to hold, of a lock for instance, stays open until then.
 *
 * A child that stands for something elsewhere, as a cluster's job, is remote: it is asked by
 * SIGTERM to end that before it is killed, and a command that cancels it is run when it was not
 * left to end by itself.
 *
 * What the guard cannot catch: that somebody kills it and us at once.  The child itself then dies
 * by the system's hand (Linux: PR_SET_PDEATHSIG), but not what the child has started.
 */
#pragma once

#include "base/arena.h"
#include "system/guard_watch.h"

/* The program to start as a guard, benchmem-guard where it is beside ours and ours otherwise, and
 * its words for a child with the words ARGV. */
const char *guard_program(struct arena *a);
const char *const *guard_words(struct arena *a, const char *const *argv, enum guard_kind kind);

/* A socket: [0] stays here, [1] becomes the guard's GUARD_SOCKET.  0 or an errno. */
int guard_socket(int ends[2]);

/* Wait until the guard has started the child: 0, or the errno with which that failed. */
int guard_started(int end);

/* Have the child's group get the signal.  Closing the socket kills all. */
void guard_signal(int end, int signum);

/* The command that cancels what the child stands for is ARGV from now on; of some 1,000 bytes at
 * most. */
void guard_cancel(int end, const char *const *argv);
