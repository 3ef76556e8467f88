/* parse.h - JSON text parsed, want of memory told apart from what is no JSON: the remedies differ.
 */
#pragma once

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"

struct cJSON;

/* The value that TEXT is, LEN bytes and a terminator, for cJSON_Delete().  NULL with EXIT_USAGE
 * if it is none, which the caller says better; with EXIT_FAILED if there is no memory for it. */
struct cJSON *parse_json(const char *text, size_t len, struct error *err);

/* The member NAME of OBJECT (NULL: it has none), if it is text, else NULL; if it is a number, else
 * NAN. */
const char *parse_text(struct arena *a, const struct cJSON *object, const char *name);
double parse_number(const struct cJSON *object, const char *name);
/* The texts among the elements of the member NAME of OBJECT; none if it is no list. */
struct strv parse_texts(struct arena *a, const struct cJSON *object, const char *name);
