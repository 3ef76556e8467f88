/* build_requirements.h - what a build tree's package needs to run: the user's word for it, or what
 * was installed with it (NAME.dist-info), or the project's pyproject.toml. */
#pragma once

#include "builds/staged.h"
#include "provision/resolve.h"

/* SOURCE: the directory of the project; may be NULL. */
int build_requirements_read(struct arena *a, const struct sweep_options *options,
                            const struct staged *staged, const char *source,
                            struct build_requirements *requirements, struct error *err);

/* The requirement of a dist-info's Requires-Dist, whose marker asks for extras, as it is for those
 * that are wanted: uv knows no extras of what it does not install. */
const char *build_requirements_line(struct arena *a, const char *text, const struct strv *extras);
