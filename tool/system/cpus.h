/* cpus.h - sets of CPUs that a process is kept to. */
#pragma once

#include "base/arena.h"
#include "base/error.h"

struct cpus;

/* The set that LIST names: numbers and ranges separated by commas, "3", "2-3,5".  NULL if it names
 * none, is not written so, or has a CPU that this process may not use: the error, with
 * EXIT_USAGE, says which there are. */
const struct cpus *cpus_parse(struct arena *a, const char *list, struct error *err);

/* The CPUs that this process may use, as such a list; "" where the system does not tell. */
const char *cpus_available(struct arena *a);

/* Keep the calling thread, and the children it starts, to these CPUs.  What it was kept to before
 * comes back by cpus_restore() of the result; NULL if it could not be done. */
const struct cpus *cpus_keep_to(struct arena *a, const struct cpus *cpus, struct error *err);
void cpus_restore(const struct cpus *before);
