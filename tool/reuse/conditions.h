/* conditions.h - what a result depends on beside its sweep: this program, the tools, the machine.
 *
 * Installed files, of which there are thousands, go by name, size and time; what is run goes by its
 * content.
 */
#pragma once

#include "files/facts.h"
#include "provision/plan.h"
#include "provision/tools.h"

/* Those that decide what is installed and what it does: this program, uv and its settings, the
 * interpreter and its library, the number of processors, and what is around (surroundings.h), ENV
 * being the environment of children. */
int conditions_of_environment(struct facts *facts, const struct tools *tools,
                              const struct plan *plan, const char *const *env, struct error *err);

/* Those that only times depend on: which machine this is, its kernel, what it allows us. */
void conditions_of_times(struct facts *facts, const struct plan *plan);
