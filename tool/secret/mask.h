/* mask.h - secrets of URLs, out of everything that is shown or written down.
 *
 * Secret is by its place in a URL what secret/secret.h says, and by its text, wherever it appears,
 * what was learned: passwords and tokens of MASK_LITERAL_MIN bytes or more out of the URLs in use
 * and out of the environment.  Three stars take its place.
 */
#pragma once

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"

enum { MASK_LITERAL_MIN = 8 };

struct mask;

struct mask *mask_new(struct arena *a);
/* Remember the secrets of the URLs in TEXT, and of the variables that it names as ${NAME}. */
void mask_learn(struct mask *m, const char *text);
/* Those of all variables of the environment, and what variables called *TOKEN, *PASSWORD and
 * *SECRET hold. */
void mask_learn_environment(struct mask *m);

/* TEXT with its secrets masked, TEXT itself if it has none.  M NULL: those by their place only. */
const char *mask_text(struct arena *a, const struct mask *m, const char *text);

/* TEXT with the secrets put back that mask_text() took out of its URLs: what was learned, in the
 * order of learning, for the same host and the path that begins alike for longest.  NULL if some
 * URL's secret is not known. */
const char *mask_restore(struct arena *a, const struct mask *m, const char *text,
                         struct error *err);

/* Put back in our environment what lines "environment NAME=VALUE" of TEXT say, where the variable's
 * value has "***" in it; others are left as they are.  Before any thread is started. */
int mask_restore_environment(struct arena *a, const char *text, struct error *err);

/* Masking of text that comes in pieces, which may cut a secret: SINK gets the masked text, late by
 * what could still become a secret, but never by more than some kilobytes. */
struct mask_stream {
    const struct mask *mask;
    void (*sink)(void *data, const char *bytes, size_t len);
    void *data;
    struct str held; /* what SINK has not got yet */
    struct str masked;
};

void mask_stream_init(struct mask_stream *s, struct arena *a, const struct mask *m,
                      void (*sink)(void *data, const char *bytes, size_t len), void *data);
void mask_stream_add(struct mask_stream *s, const char *bytes, size_t len);
/* The end: SINK gets the rest. */
void mask_stream_end(struct mask_stream *s);
