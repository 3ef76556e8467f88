/* build_tree.h - a CMake build tree as a version, "build:DIR": what `cmake --install` makes of it,
 * in the version's environment.
 *
 * It is installed with a DESTDIR below the temporary directory, so that what would go elsewhere
 * than below the prefix is seen and refused; the prefix is the environment itself.  Nothing is
 * built, and the build tree stays as it is.
 */
#pragma once

#include "builds/build_requirements.h"
#include "builds/cmake_cache.h"
#include "builds/install_manifests.h"
#include "builds/module_place.h"
#include "outdir/build_record.h"

struct build_tree {
    struct cmake_cache cache;
    const char *cmake;      /* the program that made the tree */
    const char *config;     /* "" for a tree without a build type */
    const char *const *env; /* of that program */
    struct install_manifests manifests;
    size_t installed;     /* components so far */
    struct str commit;    /* what git said */
    struct staged staged; /* what was installed */
    struct module_place module;
    struct build_requirements requirements;
};

/* These do nothing for other versions. */

/* Stage install: install the tree into the temporary directory, and see what it needs. */
task_step build_tree_stage;
/* Stage install: move that into the environment, where Python finds it. */
task_step build_tree_install;
