/* install_manifests.h - install_manifest*.txt of a build tree, in which CMake writes what it has
 * installed last, for the user; what we install is none of that. */
#ifndef BENCHMEM_PROVISION_INSTALL_MANIFESTS_H
#define BENCHMEM_PROVISION_INSTALL_MANIFESTS_H

#include "base/error.h"
#include "base/str.h"

/* Append the name and the text of each in the build tree DIR. */
int install_manifests_keep(struct arena *a, const char *dir, struct strv *manifests,
                           struct error *err);
/* Have DIR those again, and no others. */
int install_manifests_restore(const char *dir, const struct strv *manifests, struct error *err);

#endif
