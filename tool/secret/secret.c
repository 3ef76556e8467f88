#include "secret/secret.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* --- the shape of a URL ---------------------------------------------------------------------- */

bool secret_ends_url(char c)
{
    return (unsigned char)c <= ' ' || c == 0x7F || strchr("\"'<>`\\|", c) != NULL;
}

static bool scheme_char(char c)
{
    return isalnum((unsigned char)c) || c == '+' || c == '.' || c == '-';
}

/* Whether [FROM, TO) has a ":" with something behind it that is no port. */
static bool is_no_port(const char *text, size_t from, size_t to)
{
    const char *colon = memchr(text + from, ':', to - from);
    if (!colon || text[from] == '[')
        return false;
    for (const char *p = colon + 1; p < text + to; p++)
        if (!isdigit((unsigned char)*p))
            return true;
    return false;
}

static size_t authority_end(const char *text, size_t from, size_t end)
{
    while (from < end && !strchr("/?#", text[from]))
        from++;
    return from;
}

/* Fill in the URL whose "://" is at AT and whose END is known. */
static void take_apart(const char *text, size_t at, struct url *u)
{
    u->scheme = at;
    while (u->scheme > 0 && scheme_char(text[u->scheme - 1]))
        u->scheme--;
    u->user = u->host = at + strlen("://");
    u->path = authority_end(text, u->user, u->end);
    const char *sign = memrchr(text + u->user, '@', u->path - u->user);
    /* A password with a slash in it that should have been written %2F. */
    if (!sign && is_no_port(text, u->user, u->path))
        sign = memchr(text + u->path, '@', u->end - u->path);
    if (!sign)
        return;
    u->host = (size_t)(sign - text) + 1;
    u->path = authority_end(text, u->host, u->end);
}

static size_t word_end(const char *text, size_t from, size_t len)
{
    while (from < len && !secret_ends_url(text[from]))
        from++;
    return from;
}

/* The next URL from *AT on whose "://" lies before LEN; END is where its word ends. */
bool secret_url_next(const char *text, size_t len, size_t end, size_t *at, struct url *u)
{
    const char *found = *at < len ? memmem(text + *at, len - *at, "://", 3) : NULL;
    if (!found)
        return false;
    size_t here = (size_t)(found - text);
    *at = here + 3;
    u->end = end ? end : word_end(text, *at, len);
    take_apart(text, here, u);
    return true;
}

/* Whether [FROM, TO) is nothing but variables, "${NAME}", and what is in ALSO. */
static bool is_variables(const char *text, size_t from, size_t to, const char *also)
{
    while (from < to) {
        const char *close = text[from] == '$' && from + 1 < to && text[from + 1] == '{'
                                ? memchr(text + from, '}', to - from)
                                : NULL;
        if (close)
            from = (size_t)(close - text) + 1;
        else if (strchr(also, text[from]))
            from++;
        else
            return false;
    }
    return true;
}

static bool is_ssh(const char *text, const struct url *u)
{
    size_t scheme = u->user - u->scheme - strlen("://");
    return scheme >= 3 && memcmp(text + u->user - strlen("ssh://"), "ssh", 3) == 0;
}

/* Whether the URL's user part is a secret. */
bool secret_in_user(const char *text, const struct url *u)
{
    if (u->host == u->user)
        return false;
    size_t to = u->host - 1;
    const char *colon = memchr(text + u->user, ':', to - u->user);
    size_t password = colon ? (size_t)(colon - text) + 1 : to;
    if (password == to)
        return to > u->user && !is_ssh(text, u) && !is_variables(text, u->user, to, "*:");
    return !is_variables(text, password, to, "*");
}

static bool is_secret_key(const char *key, size_t len)
{
    static const char *const words[] = {"token", "passw",  "secret",  "sig",
                                        "auth",  "apikey", "api_key", "credential"};
    for (size_t w = 0; w < sizeof words / sizeof *words; w++) {
        size_t n = strlen(words[w]);
        for (size_t i = 0; i + n <= len; i++)
            if (strncasecmp(key + i, words[w], n) == 0)
                return true;
    }
    return false;
}

/* The next "KEY=VALUE" from FROM to END whose value is a secret; END itself in *START if none. */
void secret_in_value(const char *text, size_t from, size_t end, size_t *start, size_t *to)
{
    for (size_t i = from; i < end; i++) {
        if (!strchr("?&#;", text[i]))
            continue;
        size_t key = i + 1, equals = key;
        while (equals < end && !strchr("=&#;", text[equals]))
            equals++;
        i = equals - 1;
        if (equals >= end || text[equals] != '=')
            continue;
        i = equals; /* a value that is none may be a URL with some of its own */
        if (!is_secret_key(text + key, equals - key))
            continue;
        *start = equals + 1;
        for (*to = *start; *to < end && !strchr("&#;", text[*to]);)
            ++*to;
        if (!is_variables(text, *start, *to, "*"))
            return;
        i = *to - 1;
    }
    *start = *to = end;
}

/* --- the secrets of a text, word by word ----------------------------------------------------- */

void secret_begin(struct secret_walk *p, const char *text, size_t len)
{
    *p = (struct secret_walk){.text = text, .len = len};
}

/* Put [START, END) among the word's secrets, in order.  Of too many the last takes in the rest. */
static void add_place(struct secret_walk *p, size_t start, size_t end, size_t word)
{
    if (p->count == SECRETS_OF_WORD) {
        p->found[p->count - 1].end = word;
        return;
    }
    size_t i = p->count++;
    for (; i > 0 && p->found[i - 1].start > start; i--)
        p->found[i] = p->found[i - 1];
    p->found[i].start = start;
    p->found[i].end = end;
}

/* Find the secrets of the next word that holds a URL. */
static bool load_word(struct secret_walk *p)
{
    struct url u;
    size_t at = p->at, start, end;
    p->count = p->next = 0;
    if (!secret_url_next(p->text, p->len, 0, &at, &u))
        return false;
    size_t word = u.end, values = u.path;
    do {
        if (secret_in_user(p->text, &u))
            add_place(p, u.user, u.host - 1, word);
    } while (secret_url_next(p->text, word, word, &at, &u));
    for (secret_in_value(p->text, values, word, &start, &end); start < word;
         secret_in_value(p->text, end, word, &start, &end))
        add_place(p, start, end, word);
    p->at = word;
    return true;
}

bool secret_next(struct secret_walk *p, size_t *start, size_t *end)
{
    for (;;) {
        while (p->next == p->count)
            if (!load_word(p))
                return false;
        *start = p->found[p->next].start;
        *end = p->found[p->next++].end;
        if (*start >= p->done) {
            p->done = *end;
            return true;
        }
    }
}
