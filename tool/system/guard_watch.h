/* guard_watch.h - what a guard does: it starts the child, watches over it and ends as it did.
 *
 * What it is for stands in guard.h, by which it is started and told.  It needs the C library alone:
 * the program benchmem-guard (guard_main.c) is this and nothing else, and starts sooner than ours,
 * which loads the libraries that it draws with.
 */
#pragma once

#include <stdbool.h>

/* The guard's descriptors beside its standard streams. */
enum { GUARD_SOCKET = 3, GUARD_HELD = 4, GUARD_STDERR = 5 /* of the remote only */ };

enum guard_kind {
    GUARD_PLAIN,
    GUARD_FIXED, /* the child's addresses are not random */
    GUARD_REMOTE,
    GUARD_KINDS
};

/* How much a command that cancels may have, in all, with what leads it. */
enum { GUARD_CANCEL_BYTES = 1024 };

/* The first word of a guard of each kind. */
extern const char *const guard_names[GUARD_KINDS];

/* Whether the program was started as a guard; main() asks before it does anything else. */
bool guard_is_asked(int argc, char *const *argv);
/* Be the guard; does not return. */
void guard_main(char *const *argv) __attribute__((noreturn));
