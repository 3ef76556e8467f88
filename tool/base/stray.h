/* stray.h - descendants that left their group: found through /proc and ended.
 *
 * Elsewhere than on Linux these do nothing; there only process groups are ended.
 */
#ifndef BENCHMEM_BASE_STRAY_H
#define BENCHMEM_BASE_STRAY_H

#include <stddef.h>
#include <sys/types.h>

/* Become the parent of descendants whose parent ends. */
void stray_adopt(void);

/* Kill all descendants of this process except KNOWN and what descends from them, and reap them.
 * Bounded: gives up after about two seconds. */
void stray_kill(const pid_t *known, size_t count);

#endif
