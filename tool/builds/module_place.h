/* module_place.h - where the module is in what was built for a version, a build tree or a ref, and
 * how the environment's Python gets there. */
#pragma once

#include "builds/staged.h"
#include "provision/venv.h"

struct module_place {
    const char *module; /* "demo" */
    const char *dir;    /* where that is, relative to the prefix */
};

/* Look for it, by --import-check or the package's name, in --build-module-dir or wherever it is. */
int module_place_find(const struct venv *e, const struct staged *files, struct module_place *place,
                      struct error *err);

/* Whether its extension modules are for the Python of the environment, which is made. */
int module_place_check(const struct venv *e, const struct staged *files,
                       const struct module_place *place, struct error *err);

/* Lead Python there, if it does not look there anyway; the files are in the environment. */
int module_place_lead(const struct venv *e, const struct module_place *place, struct error *err);
