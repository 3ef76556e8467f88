/* digest.h - short names for contents: FNV-1a with 64 bits (draft-eastlake-fnv).
 *
 * Tells contents apart that differ by chance; guards against nobody who means to deceive.
 */
#pragma once

#include "base/arena.h"

#include <stdint.h>

#define DIGEST_EMPTY UINT64_C(0xcbf29ce484222325)

/* The digest of what DIGEST is of, followed by the bytes. */
uint64_t digest_bytes(uint64_t digest, const char *bytes, size_t len);

/* The same, followed by the text with its terminator (so that "a", "b" is
 * not "ab"). */
uint64_t digest_text(uint64_t digest, const char *text);

/* 16 hexadecimal digits. */
const char *digest_name(struct arena *a, uint64_t digest);
