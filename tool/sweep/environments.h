/* environments.h - the versions of a sweep on their way to an environment: which steps, how many at
 * once.
 *
 * A version that fails on the way is lost (PLACE_LOST), with the reason as its outcome; a signal
 * ends all of it, and moves nothing.
 */
#pragma once

#include "base/error.h"
#include "sweep/version.h"

/* The versions that want an environment into OUT, all or the next MOST from FROM on; how many. */
size_t environments_wanted(struct sweep *s, struct version **out, size_t *from, size_t most);

/* Resolve all that want one; WAVE has room for all versions. */
void environments_resolve(struct sweep *s, struct version **wave);

/* Look at what uv said of its version, once: before what came of its work, which it may explain. */
int environments_check_tools(struct sweep *s, struct error *err);

/* Environments filled from their locks, the suite copied, the origin of the module checked: those
 * versions are ready.  -1: as environments_check_tools(). */
int environments_make(struct sweep *s, struct version **versions, size_t n, struct error *err);

/* As much of it as fills uv's cache and keeps own builds, for all that want one: --prepare. */
void environments_prepare(struct sweep *s, struct version **wave);
