/* added.h - what commands have added to an environment: the files that are there after them and
 * were not before. */
#pragma once

#include "base/error.h"
#include "base/index.h"

struct added {
    struct arena *arena;
    const char *root;    /* the environment */
    struct index before; /* the paths below it, and a file_state() of each file */
    const char *changed; /* what else was done there: "changed bin/x", "removed files"; or NULL */
};

/* Look what is there, but not at caches (__pycache__) and locks (.lock). */
int added_begin(struct added *d, struct arena *a, const char *root, struct error *err);

/* Move what has been added to the same places below the directory TO, which is made. */
int added_take(struct added *d, const char *to, struct error *err);
