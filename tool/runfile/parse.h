/* parse.h - JSON text parsed, want of memory told apart from what is no JSON: the remedies differ.
 */
#ifndef BENCHMEM_RUNFILE_PARSE_H
#define BENCHMEM_RUNFILE_PARSE_H

#include "base/error.h"

#include <stddef.h>

struct cJSON;

/* The value that TEXT is, LEN bytes and a terminator, for cJSON_Delete().  NULL with STATUS_USAGE
 * if it is none, which the caller says better; with STATUS_FAILED if there is no memory for it. */
struct cJSON *parse_json(const char *text, size_t len, struct error *err);

#endif
