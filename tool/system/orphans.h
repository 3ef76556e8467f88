/* orphans.h - descendants that left their group: found through /proc and ended.
 *
 * Elsewhere than on Linux these do nothing; there only process groups are ended.
 */
#pragma once

#include <stddef.h>
#include <sys/types.h>

/* Become the parent of descendants whose parent ends. */
void orphans_adopt(void);

/* Kill all descendants of this process except KNOWN and what descends from them, and reap them.
 * Bounded: gives up after about two seconds. */
void orphans_kill(const pid_t *known, size_t count);
