/* build_record.h - how the files of a version that is a build tree, or that own commands have
 * built, were built, as manifest and run file have it: a JSON object in which null is what is
 * unknown.
 *
 *     {"directory": "/home/me/build", "source": "/home/me/project", "config": "Release",
 *      "generator": "Ninja", "components": ["python"],
 *      "compilers": [{"language": "CXX", "compiler": "GNU 12.2.0", "flags": "-O3 -DNDEBUG"}],
 *      "commit": "1f0c...", "dirty": false}
 *     {"repository": "https://example.org/project", "ref": "v1.0", "commit": "1f0c...",
 *      "commands": ["cmake -S . -B {build}", "cmake --install {build} --prefix {venv}"]}
 */
#pragma once

#include "base/str.h"
#include "text/json.h"

struct cJSON;

struct build_compiler {
    const char *language, *compiler; /* "CXX", "GNU 12.2.0" */
    const char *flags;               /* those in CMake's cache */
};

struct build_record {
    const char *repository; /* of a version that commands have built; NULL: of a build tree */
    const char *ref;
    struct strv commands; /* as they were given */

    const char *directory, *source; /* absolute; source may be NULL */
    const char *config;             /* NULL: the tree has no build type */
    const char *generator;
    struct strv components; /* installed; none: all */
    struct build_compiler *compilers;
    size_t compiler_count;

    const char *commit; /* of the source directory; NULL: not known */
    bool dirty;         /* files that git knows differ from the commit's */
};

void build_record_write(struct json *j, const char *name, const struct build_record *record);
/* NULL if OBJECT is none. */
const struct build_record *build_record_read(struct arena *a, const struct cJSON *object);

/* The same on one line, for people: "Release, CXX GNU 12.2.0 -O3 -DNDEBUG, commit 1f0c..., files
 * changed since". */
const char *build_record_text(struct arena *a, const struct build_record *record);
