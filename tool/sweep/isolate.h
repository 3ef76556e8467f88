/* isolate.h - the isolation directory, and where the module under test comes from.
 *
 * The directory holds only copies of the suite and of --copy-dir, so that nothing of the checkout
 * can be imported instead of the installed package.  Twice it is checked that the module of
 * --import-check comes from the environment: before the run by importing it, and at the end of the
 * run by a pytest plugin that lives in the environment's site-packages, since pytest's own path
 * rules may have put a copied checkout first on sys.path.
 */
#ifndef BENCHMEM_SWEEP_ISOLATE_H
#define BENCHMEM_SWEEP_ISOLATE_H

#include "sweep/version.h"

/* Steps of the stage isolation. */
version_step isolate_copy, isolate_check;

/* With --import-check and pytest: write the plugin, add the arguments and environment that turn it
 * on.  Else: nothing. */
int isolate_watch(struct version *v, struct strv *argv, struct strv *env, struct error *err);

/* What the plugin recorded: fails the version at stage isolation if the module came from elsewhere,
 * or if nothing was recorded although the run made data (HAS_DATA).  That a crashed run left
 * neither is no failure of its own. */
int isolate_verdict(struct version *v, bool has_data, struct error *err);

#endif
