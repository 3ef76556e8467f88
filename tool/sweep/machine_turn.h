/* machine_turn.h - a sweep that measures is alone: no other benchmem on the machine provisions or
 * measures meanwhile, of whatever user (system/machine_lock.h).
 *
 * Provisioning shares the lock, measuring has it alone, for one process at a time.  It is never
 * taken while another one is waited for: labels come before it (sweep/record.h), and it is given
 * back between provisioning and measuring.
 */
#pragma once

#include "sweep/version.h"

/* The lock that the value of --lock names, not taken; NULL is the machine's own, "off" none. */
struct machine_lock machine_turn_of(struct arena *a, const char *option);

/* Wait for our turn, saying for whom.  Returns false if a signal came first.  Where the lock cannot
 * be used this is said once, and the sweep goes on without. */
bool machine_turn_take(struct sweep *sweep, bool alone);
void machine_turn_give(struct sweep *sweep);
