/* failures.h - tests without a result, each with its reason, and the reasons told together.
 *
 * A reason is one line, "TYPE: TEXT (FILE:LINE)" where a plugin of ours noted it, of unknown
 * origin: whoever shows it makes it visible.  An id without "::" is a file, or a directory, that
 * was not collected.
 */
#pragma once

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"
#include "text/json.h"

struct failure {
    const char *id;     /* pytest's node id */
    const char *reason; /* "" where it is not known */
};

struct failures {
    struct arena *arena;
    struct failure *items;
    size_t len, cap;
};

struct failures failures_new(struct arena *a);

/* Add a failure, whose strings are the arena's.  Of an id that is there the reason that was known
 * first stays. */
void failures_add(struct failures *f, const char *id, const char *reason);
void failures_append(struct failures *f, const struct failures *more);

/* The same of pytest's own record, CACHE_DIR/v/cache/lastfailed, a JSON object whose keys are ids.
 * Errors name the file. */
int failures_read(struct failures *f, const char *path, struct error *err);

/* The failure with that id, or NULL. */
const struct failure *failures_find(const struct failures *f, const char *id);

/* Whether the reason of any is known. */
bool failures_explained(const struct failures *f);

/* As a list of that NAME in an object, of {"id", "reason"}. */
void failures_print(struct json *j, const char *name, enum json_layout layout,
                    const struct failures *f);

/* The reasons, a visible line each, those of most tests first:
 *
 *   24 benchmarks: TypeError: f() got an unexpected keyword (models.py:41)
 *   benchmarks/test_b.py: ImportError: cannot import name 'g' from 'demo' (benchmarks/test_b.py:3)
 *   2 benchmarks failed: test_a.py::test_c, test_a.py::test_d
 *
 * Together stand those of one text, wherever they are from ("and elsewhere"), and those of one type
 * from one place, whatever they say ("and others"). */
struct strv failures_lines(struct arena *a, const struct failures *f);

/* The first MOST of them as one, and how many more tests there are; "" if there are none. */
const char *failures_line(struct arena *a, const struct failures *f, size_t most);
