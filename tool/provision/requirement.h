/* requirement.h - requirements as uv takes them, and which one a version is. */
#pragma once

#include "base/arena.h"
#include "base/error.h"

#include <stdbool.h>

/* Whether TEXT is a distribution's name, with extras perhaps: "tomli", "foo[extra,b]". */
bool requirement_is_name(const char *text);

/* Whether the requirement SPEC names the distribution NAME ("PyTest_Benchmem==0.4" names
 * "pytest-benchmem"); names are normalised as the packaging guide says (PEP 503). */
bool requirement_names(struct arena *a, const char *spec, const char *name);

/* Whether SPEC can stand on a line of a requirements file as one requirement and nothing else.
 * Returns 0, or -1 with the reason and the remedy. */
int requirement_check(const char *spec, struct error *err);

/* Whether it is what goes through a template: a plain version, or a bare word that is no path. */
bool requirement_is_plain(const char *version);

/* The requirement for a version of PACKAGE: a plain version becomes PACKAGE==VERSION, or goes
 * through TEMPLATE (which holds "{version}"; may be NULL), as a bare word then does; a path becomes
 * a file URL; anything else is used as written.  NULL with a reason if it cannot be used. */
const char *requirement_of_version(struct arena *a, const char *package, const char *template,
                                   const char *version, struct error *err);
