/* tree.h - directory trees of our own: made private, copied and removed without following links.
 *
 * All walking is by directory descriptor (openat, O_NOFOLLOW), so that a link swapped in while we
 * walk leads nowhere.
 */
#pragma once

#include "base/error.h"

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

/* Make the directory PATH (mode 0777 less umask) unless it is there; a link to one is refused. */
int tree_make_plain(const char *path, struct error *err);

/* Make the directory PATH, which must not exist, with mode 0700; those above it must. */
int tree_make_private(const char *path, struct error *err);

/* Add a file with this text to the directory PATH, which must have none of that name. */
int tree_add_file(const char *path, const char *name, const char *text, struct error *err);

/* Where temporary directories go: TMPDIR, else /tmp. */
const char *tree_temp_parent(void);

/* Copy the directory FROM to TO, which must not exist.  Names matching one of EXCLUDE (shell
 * patterns, NULL-terminated) are left out at every level, as are, where one is "*" and "/FILE",
 * directories below FROM in which that file is.  A link inside FROM whose target is a
 * regular file is copied as that file, one to a directory inside FROM is left out, as is every
 * special file, and the directory LEAVE_OUT wherever it
 * is met (it may be NULL); FROM itself may be a link.  Stops with EXIT_FAILED when *STOP becomes
 * nonzero (STOP may be NULL).  On failure what was copied so far is left for the caller to remove.
 */
int tree_copy(const char *from, const char *to, const char *const *exclude, const char *leave_out,
              const volatile sig_atomic_t *stop, struct error *err);

/* The same with every link as the link that it is, and for others to read, as far as umask has it.
 */
int tree_clone(const char *from, const char *to, const char *const *exclude,
               const volatile sig_atomic_t *stop, struct error *err);

/* Whether EXCLUDE leaves the directory out for a file in it; PATH is relative to DIR, opened. */
bool tree_is_marked(int dir, const char *path, const char *const *exclude);

/* How much is in the regular files of the directory and those below it, as far as that can be read.
 */
uint64_t tree_bytes(const char *path);

/* Remove the directory and all below it, making directories writable where need be.  That it does
 * not exist is no error.  Goes on after a failure and reports the first; where there is no memory
 * to read a directory it is arena_full(). */
int tree_remove(const char *path, struct error *err);

/* Remove the directory and all below it only if it is one (no link), belongs to our user, and has a
 * file NAME with the text MARK, which is removed last; an empty one is removed without it.  That it
 * does not exist is no error; anything else is one, and PATH is left as it is. */
int tree_remove_marked(const char *path, const char *name, const char *mark, struct error *err);
