/* path.h - names of files: taken apart, put together, looked up. */
#pragma once

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"

#include <stdbool.h>

bool path_exists(const char *path); /* a dangling link does not exist */
bool path_is_dir(const char *path);
bool path_is_own_dir(const char *path); /* the same, and no link to one */
bool path_is_file(const char *path);
bool path_is_link(const char *path); /* a symbolic one, wherever it leads */

char *path_join(struct arena *a, const char *dir, const char *name);
/* Absolute, with links, "." and ".." resolved; the path must exist. */
char *path_real(struct arena *a, const char *path, struct error *err);
/* What a symbolic link says. */
char *path_link(struct arena *a, const char *path, struct error *err);
/* Absolute, purely by text; the path need not exist. */
char *path_absolute(struct arena *a, const char *path, struct error *err);
/* The last component, and what comes before it ("." if nothing). */
const char *path_name(const char *path);
char *path_parent(struct arena *a, const char *path);
/* What of PATH is below DIR, both as written; "" for DIR itself, NULL if it is elsewhere. */
const char *path_below(const char *path, const char *dir);
/* The last component without its last suffix ("2.0.1" for "out/2.0.1.json"). */
char *path_stem(struct arena *a, const char *path);
/* "file://" and the absolute path, percent-encoded as RFC 3986 asks. */
char *path_url(struct arena *a, const char *absolute);

/* The program NAME on PATH, absolute, or NULL.  A NAME with a slash is looked up as it is. */
char *path_program(struct arena *a, const char *name);
/* The files that PATH has of this NAME, the one that is found first; be they programs or not. */
struct strv path_files(struct arena *a, const char *name);
