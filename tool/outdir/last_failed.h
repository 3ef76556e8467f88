/* last_failed.h - pytest's record of which tests failed, CACHE_DIR/v/cache/lastfailed: a JSON
 * object whose keys are node ids. */
#pragma once

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"

/* Append the ids to IDS (strings in the arena).  Errors name the file. */
int last_failed_read(struct arena *a, const char *path, struct strv *ids, struct error *err);
