/* origin.h - where the module of --import-check comes from: twice it is checked that this is the
 * environment, before the run by importing it, and at the end of the run by a pytest plugin, since
 * pytest's own path rules may have put a copied checkout first on sys.path.
 */
#pragma once

#include "measure/run.h"

/* Stage isolation; the subject is a struct venv. */
task_step origin_check;

/* With --import-check and pytest. */
extern const struct plugin origin_plugin;

/* What the plugin recorded: fails the run at stage isolation if the module came from elsewhere, or
 * if nothing was recorded although the run made data (HAS_DATA).  That a crashed run left neither
 * is no failure of its own. */
int origin_judge(const struct run *run, bool has_data, struct error *err);
