/* facts.h - what a result depends on beside its sweep: this program, the tools, the machine.
 *
 * Installed files, of which there are thousands, go by name, size and time; what is run goes by its
 * content.
 */
#ifndef BENCHMEM_REUSE_FACTS_H
#define BENCHMEM_REUSE_FACTS_H

#include "provision/plan.h"
#include "provision/tools.h"

struct fact {
    const char *name;  /* for people: "interpreter" */
    const char *value; /* one line */
};

struct facts {
    struct fact *items;
    size_t count, cap;
    struct arena *arena;
};

void facts_init(struct facts *facts, struct arena *a);
/* The value becomes its fingerprint where it is no short line of print. */
void facts_add(struct facts *facts, const char *name, const char *value);

/* Those that decide what is installed and what it does: this program, uv and its settings, the
 * interpreter and its library, the C library and its neighbours, compilers, the processor, the
 * environment ENV of children as far as it counts (reuse/variables.h). */
int facts_of_environment(struct facts *facts, const struct tools *tools, const struct plan *plan,
                         const char *const *env, struct error *err);

/* Those that only times depend on: which machine this is, its kernel, what it allows us. */
void facts_of_times(struct facts *facts, const struct plan *plan);

#endif
