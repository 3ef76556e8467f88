/* cmake_cache.h - what CMake has written down about a build tree: CMakeCache.txt, the compilers it
 * found, the components and targets of the project. */
#pragma once

#include "base/error.h"
#include "base/str.h"

struct cmake_cache {
    struct arena *arena;
    const char *dir;  /* the build tree, absolute */
    const char *text; /* of its CMakeCache.txt */
};

/* Read that of the build tree DIR, which must be where it was made. */
int cmake_cache_read(struct arena *a, const char *dir, struct cmake_cache *cache,
                     struct error *err);

/* The value of an entry; NULL where it has none, or an empty one. */
const char *cmake_cache_get(const struct cmake_cache *cache, const char *name);

/* "GNU 12.2.0", the compiler of the LANGUAGE ("CXX"); NULL if the project does not use it. */
const char *cmake_cache_compiler(const struct cmake_cache *cache, const char *language);
/* The LANGUAGE's flags that the cache has for the configuration, "-Wall -O3 -DNDEBUG"; may be
 * empty. */
const char *cmake_cache_flags(const struct cmake_cache *cache, const char *language,
                              const char *config);

/* The components that its install rules name, each once. */
void cmake_cache_components(const struct cmake_cache *cache, struct strv *components);
/* The target that makes FILE, as far as its name tells; NULL if it tells nothing. */
const char *cmake_cache_target_of(const struct cmake_cache *cache, const char *file);
