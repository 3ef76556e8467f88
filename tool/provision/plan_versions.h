/* plan_versions.h - what the plan says of each version that was named: its label, and what is
 * installed for it.
 *
 * A version is "LABEL=SPEC" or a spec alone: a plain version, a requirement, a URL, a path, a ref
 * for the user's commands, or "build:" and a build tree.  The rules are those of tool/README.md
 * ("Versions, labels and specs").
 */
#pragma once

#include "provision/plan.h"

/* The label the rules give a version without LABEL=; of what is secret in it there is nothing left.
 */
const char *plan_label(struct arena *a, const char *version);

/* Where "LABEL=SPEC" splits: the position of its "=", or NULL if VERSION has none to split at. */
const char *plan_split(struct arena *a, const char *version);

/* Decide plan->versions, of which plan->count are named, in the arena; append to PROBLEMS what is
 * wrong, two of one label included. */
void plan_versions(struct arena *a, const struct sweep_options *o, struct plan *plan,
                   struct strv *problems);
