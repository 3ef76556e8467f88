/* host_record.h - how busy the machine was when a round began, as the manifest has it: a JSON
 * object on one line, in which null is what is unknown. */
#pragma once

#include "system/host_state.h"
#include "text/json.h"

struct cJSON;

void host_record_write(struct json *j, const char *name, const struct host_state *state);
struct host_state host_record_read(struct arena *a, const struct cJSON *object);
