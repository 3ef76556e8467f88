/* plotly_parts.h - what all of Plotly's figures have. */
#pragma once

#include "draw/colors.h"
#include "text/json.h"

/* {"text": TEXT} */
void plotly_text(struct json *json, const char *name, const char *text);
/* [FIRST,SECOND] */
void plotly_pair(struct json *json, const char *name, double first, double second);
/* The colour axis from -BOUND to BOUND, for the caller to end. */
void plotly_begin_coloraxis(struct json *json, double bound, const struct palette *palette);
