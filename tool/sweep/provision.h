/* provision.h - from a spec to a filled environment: lock, venv, install, isolation.
 *
 * The steps of a version before it is measured, as chains for version_run_all().
 */
#ifndef BENCHMEM_SWEEP_PROVISION_H
#define BENCHMEM_SWEEP_PROVISION_H

#include "sweep/version.h"

/* Find uv (and its version, checked against the oldest that will do) and the interpreter; sets
 * uv, uv_version, python and env of the sweep. */
int provision_tools(struct sweep *sweep, struct error *err);

/* Digest of what the version's lock depends on: spec, pins, harness, date, interpreter. */
const char *provision_inputs(const struct sweep *sweep, const struct planned_version *planned);

/* Stage install: resolve the spec into OUT/locks/LABEL.txt, unless v->resolved. */
extern version_step *const provision_resolve[];

/* Stages venv, install, isolation: an environment filled from the lock, the suite copied, the
 * origin of the module checked. */
extern version_step *const provision_environment[];

/* Stages venv and install, in a throwaway environment: fetches and builds what the lock names. */
extern version_step *const provision_cache[];

/* Take up the environment that an earlier round made in v->work.  Returns whether it can be used.
 */
bool provision_adopt(struct version *v);

/* Remove the version's temporary directory, or say where it is (--keep-venv). */
int provision_remove(struct version *v, struct error *err);

#endif
