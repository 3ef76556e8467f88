/* host_state.h - how busy the machine was in each round, in the manifest, and what of it makes
 * times doubtful, in one line. */
#ifndef BENCHMEM_DATA_HOST_STATE_H
#define BENCHMEM_DATA_HOST_STATE_H

#include "base/host.h"
#include "base/str.h"

struct cJSON;
struct manifest;

/* "times doubtful: load 3.2 on 2 processors in 4 of 7 rounds, governor powersave, swap in use", or
 * NULL where nothing is.  Over the rounds of the newest run that the manifest has of its versions;
 * a round counts once, however many versions were doubtful in it; versions that were measured once
 * (no rounds_wanted) do not count.  Doubtful is
 *
 *   load      above half of the processors, without the 1 that is our own measuring
 *   busy      other processes run on, or wait for, every processor when a round begins
 *   governor  another than "performance"
 *   swap      in use by more than 1 % of the memory
 *   pace      a fixed piece of work took a fifth longer than the least of all rounds
 *
 * Frequency, turbo and virtualisation are recorded, but say nothing by themselves. */
const char *host_state_doubts(struct arena *a, const struct manifest *manifest);

/* As JSON, an object on one line; what is unknown is null. */
void host_state_write(struct str *s, const struct host_state *state);
struct host_state host_state_read(struct arena *a, const struct cJSON *object);

#endif
