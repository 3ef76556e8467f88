/* key.h - under what a result is kept: all that it depends on, in lines that people can read.
 *
 *     benchmem result 1
 *     package tomli
 *     ...
 *     suite benchmarks 5b1f...
 *
 * Two results have one key only if every line is the same.  A line's name says in which respect
 * they differ if it is not.
 */
#pragma once

#include "files/sealed.h"
#include "provision/venv.h"
#include "reuse/conditions.h"

/* How the versions are measured: what is copied, the words and options of the runs. */
int key_method(struct facts *facts, const struct plan *plan, struct error *err);

/* The key of what is measured of the version with its lock, which is there; BUILD names the content
 * of what commands of the user's built, NULL: none did. */
int key_of_result(struct arena *a, const struct venv *venv, const char *build,
                  const struct facts *environment, const struct facts *method, struct key *key,
                  struct error *err);

/* Whether the version's requirements resolve to the same lock whenever they are resolved: releases
 * of an index alone, up to a day that is over everywhere. */
bool key_has_fixed_lock(struct arena *a, const struct venv *venv);
/* The key of that lock. */
void key_of_lock(struct arena *a, const struct venv *venv, const struct facts *environment,
                 struct key *key);

/* How the name of every key of the version begins. */
const char *key_prefix(struct arena *a, const struct venv *venv);
