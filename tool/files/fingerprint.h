/* fingerprint.h - what tells contents apart beyond any chance: BLAKE2b with 256 bits (RFC 7693).
 *
 * For keys under which results are found again.  For short names digest.h is enough.
 */
#pragma once

#include "base/arena.h"
#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

enum { FINGERPRINT_DIGITS = 64 };

struct fingerprint {
    uint64_t state[8];
    uint64_t bytes; /* taken in so far, without what is in the block */
    unsigned char block[128];
    size_t used; /* of the block */
};

struct fingerprint fingerprint_new(void);
void fingerprint_add(struct fingerprint *f, const void *bytes, size_t len);
/* The text with its terminator, so that "a", "b" is not "ab". */
void fingerprint_text(struct fingerprint *f, const char *text);
/* FINGERPRINT_DIGITS hexadecimal digits; F is of no use afterwards. */
const char *fingerprint_name(struct arena *a, struct fingerprint *f);

/* The name of a text; and of a regular file's content, or NULL. */
const char *fingerprint_of(struct arena *a, const char *text);
const char *fingerprint_file(struct arena *a, const char *path, struct error *err);

/* Take in all that tree_copy() would copy of the directory, with these EXCLUDE and LEAVE_OUT:
 * names, contents, which files are programs.  -1 if some of it cannot be read. */
int fingerprint_tree(struct fingerprint *f, struct arena *a, const char *path,
                     const char *const *exclude, const char *leave_out, struct error *err);

/* Take in the name, size and time of change of each file in the directory and, if DEEP, below it,
 * links followed but to directories; only names that end with, or have followed by a dot, SUFFIX
 * (NULL: all), none that EXCLUDE has.  For installed files, of which there are too many to read. */
int fingerprint_listing(struct fingerprint *f, struct arena *a, const char *path,
                        const char *suffix, const char *const *exclude, bool deep,
                        struct error *err);

/* Take in where a file is, its size and time of change; links are followed.  Nothing is taken in of
 * one that is not there. */
void fingerprint_place(struct fingerprint *f, struct arena *a, const char *path);
