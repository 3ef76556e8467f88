/* resolve.h - from a spec to a lock: which packages, of which versions and hashes. */
#pragma once

#include "provision/venv.h"

/* What a version that is built here needs to run; it is resolved instead of a spec. */
struct build_requirements {
    struct strv lines;     /* requirements */
    const char *pyproject; /* a pyproject.toml that uv reads for more; or NULL */
    struct strv extras;    /* of that, those of the package: "fast" */
    const char *digest;    /* of all of these, and of what is in the file */
};

/* Digest of what the lock depends on: spec, pins, harness, date, interpreter. */
const char *resolve_inputs(const struct venv *e);

/* The lock that is there for the label, or NULL. */
const char *resolve_found(const struct venv *e);

/* Stage install: resolve the spec into the label's lock file, unless e->lock is that. */
task_step resolve_lock;
