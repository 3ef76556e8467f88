/* plan_builds.h - what the plan says of versions that are built here: build trees, and refs that
 * the user's commands build. */
#pragma once

#include "provision/plan.h"

/* Decide repository and commands, the versions being decided; append to PROBLEMS what is wrong. */
void plan_builds(struct arena *a, const struct sweep_options *o, struct plan *plan,
                 struct strv *problems);
