/* secret.h - where in a text the secrets of URLs are.
 *
 * Secret is, in SCHEME://USER@HOST/PATH?KEY=VALUE,
 *
 * - the user part, password and all, unless it only names environment variables, as in
 *   https://${TOKEN}@host/; of a URL over ssh only if it has a password, since "git@" is no secret;
 * - the value of a KEY that speaks of a token, a password, a secret, a signature or the like.
 *
 * A URL ends at white space, a control character, a quote, a bracket of the kind <>, "|" or "\".
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* The secrets of a text, one after the other. */
enum { SECRETS_OF_WORD = 64 };

struct secret_walk {
    const char *text;
    size_t len, at, done, count, next;
    struct {
        size_t start, end;
    } found[SECRETS_OF_WORD]; /* of the word at hand */
};

void secret_begin(struct secret_walk *p, const char *text, size_t len);
/* The next one is [*START, *END), never before the end of the last; false if there is none. */
bool secret_next(struct secret_walk *p, size_t *start, size_t *end);

/* The parts of a URL, as positions in its text. */
struct url {
    size_t scheme, user, host, path, end; /* USER == HOST: it has no user part */
};

/* Whether the byte can be in no URL. */
bool secret_ends_url(char c);

/* The next URL from *AT on whose "://" lies before LEN, and *AT behind that; END is where it ends
 * at the latest, 0 if that is not known. */
bool secret_url_next(const char *text, size_t len, size_t end, size_t *at, struct url *u);

/* Whether the URL's user part, [USER, HOST - 1), is a secret. */
bool secret_in_user(const char *text, const struct url *u);

/* The next secret VALUE between FROM and END is [*START, *TO); both are END if there is none. */
void secret_in_value(const char *text, size_t from, size_t end, size_t *start, size_t *to);
