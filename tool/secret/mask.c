#include "secret/mask.h"

#include "secret/secret.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char mark[] = "***";

enum { MARK_LEN = 3, HELD_MAX = 8192 };

/* --- what is known --------------------------------------------------------------------------- */

/* A secret and where it belongs. */
struct known {
    const char *secret;
    const char *key;  /* of the query; NULL: the user part */
    const char *host; /* with the port */
    const char *path;
};

struct mask {
    struct arena *arena;
    struct strv literals; /* the longest first */
    struct known *known;
    size_t count, cap;
};

struct mask *mask_new(struct arena *a)
{
    struct mask *m = arena_alloc(a, sizeof *m);
    m->arena = a;
    m->literals = strv_new(a);
    return m;
}

static void add_literal(struct mask *m, const char *text)
{
    if (strlen(text) < MASK_LITERAL_MIN || strv_has(&m->literals, text))
        return;
    strv_add(&m->literals, text);
    for (size_t i = m->literals.len - 1; i > 0 && strlen(m->literals.items[i - 1]) < strlen(text);
         i--) {
        m->literals.items[i] = m->literals.items[i - 1];
        m->literals.items[i - 1] = text;
    }
}

/* The text as it is, and with its %XX decoded. */
static void add_both(struct mask *m, const char *text)
{
    struct str s = str_new(m->arena);
    add_literal(m, text);
    for (const char *p = text; *p; p++) {
        char hex[3] = {p[0] == '%' ? p[1] : '\0', p[0] == '%' && p[1] ? p[2] : '\0', '\0'};
        if (isxdigit((unsigned char)hex[0]) && isxdigit((unsigned char)hex[1])) {
            str_addc(&s, (char)strtol(hex, NULL, 16));
            p += 2;
        } else {
            str_addc(&s, *p);
        }
    }
    add_literal(m, s.data);
}

/* Of "USER:PASSWORD" the password, of a user part without one all of it; and a user so long that it
 * is a token ("TOKEN:x-oauth-basic"). */
static void learn_user(struct mask *m, const char *user)
{
    enum { TOKEN_MIN = 20 };
    const char *colon = strchr(user, ':');
    const char *name = colon ? arena_strndup(m->arena, user, (size_t)(colon - user)) : user;
    if (colon && colon[1])
        add_both(m, colon + 1);
    if (!colon || !colon[1] || strlen(name) >= TOKEN_MIN)
        add_both(m, name);
}

static void add_known(struct mask *m, const char *text, const struct url *u, size_t start,
                      size_t end)
{
    m->known = arena_more(m->arena, m->known, m->count, &m->cap, sizeof *m->known);
    struct known *k = &m->known[m->count++];
    *k = (struct known){
        .secret = arena_strndup(m->arena, text + start, end - start),
        .host = arena_strndup(m->arena, text + u->host, u->path - u->host),
        .path = arena_strndup(m->arena, text + u->path, u->end - u->path),
    };
    if (start == u->user) {
        learn_user(m, k->secret);
        return;
    }
    size_t key = start - 1;
    while (key > u->path && !strchr("?&#;", text[key - 1]))
        key--;
    k->key = arena_strndup(m->arena, text + key, start - 1 - key);
    add_both(m, k->secret);
}

/* What the variables named in TEXT hold. */
static void learn_variables(struct mask *m, const char *text)
{
    for (const char *p = strstr(text, "${"); p; p = strstr(p + 2, "${")) {
        const char *name = arena_strndup(m->arena, p + 2, strcspn(p + 2, "}"));
        const char *value = getenv(name);
        if (value)
            add_both(m, value);
    }
}

void mask_learn(struct mask *m, const char *text)
{
    struct url u;
    size_t len = strlen(text), at = 0, start, end;
    learn_variables(m, text);
    while (secret_url_next(text, len, 0, &at, &u)) {
        if (secret_in_user(text, &u))
            add_known(m, text, &u, u.user, u.host - 1);
        for (secret_in_value(text, u.path, u.end, &start, &end); start < u.end;
             secret_in_value(text, end, u.end, &start, &end))
            add_known(m, text, &u, start, end);
    }
}

extern char **environ;

void mask_learn_environment(struct mask *m)
{
    static const char *const endings[] = {"TOKEN", "PASSWORD", "SECRET"};
    for (char **p = environ; *p; p++) {
        const char *equals = strchr(*p, '=');
        if (!equals)
            continue;
        const char *name = arena_strndup(m->arena, *p, (size_t)(equals - *p));
        if (strstr(equals, "://"))
            mask_learn(m, equals + 1);
        for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
            if (str_ends(name, endings[i]))
                add_literal(m, equals + 1);
    }
}

/* --- masking --------------------------------------------------------------------------------- */

/* The first literal in TEXT[FROM, LEN), the longest of those that begin there. */
static bool find_literal(const struct mask *m, const char *text, size_t len, size_t from,
                         size_t *start, size_t *end)
{
    bool found = false;
    for (size_t i = 0; m && i < m->literals.len; i++) {
        size_t n = strlen(m->literals.items[i]);
        const char *at =
            len - from >= n ? memmem(text + from, len - from, m->literals.items[i], n) : NULL;
        if (at && (!found || (size_t)(at - text) < *start)) {
            found = true;
            *start = (size_t)(at - text);
            *end = *start + n;
        }
    }
    return found;
}

/* Append TEXT masked to OUT; false, and nothing appended, if there is nothing to mask. */
static bool mask_into(const struct mask *m, const char *text, size_t len, struct str *out)
{
    struct secret_walk walk;
    size_t from = 0, secret[2], literal[2];
    secret_begin(&walk, text, len);
    bool has_secret = secret_next(&walk, &secret[0], &secret[1]);
    bool has_literal = find_literal(m, text, len, 0, &literal[0], &literal[1]);
    if (!has_secret && !has_literal)
        return false;
    while (has_secret || has_literal) {
        bool first = !has_literal || (has_secret && secret[0] <= literal[0]);
        const size_t *next = first ? secret : literal;
        str_addn(out, text + from, next[0] - from);
        str_add(out, mark);
        from = next[1];
        while (has_secret && secret[0] < from)
            has_secret = secret_next(&walk, &secret[0], &secret[1]);
        if (has_literal && literal[0] < from)
            has_literal = find_literal(m, text, len, from, &literal[0], &literal[1]);
    }
    str_addn(out, text + from, len - from);
    return true;
}

const char *mask_text(struct arena *a, const struct mask *m, const char *text)
{
    struct str out = str_new(a);
    return mask_into(m, text, strlen(text), &out) ? out.data : text;
}

/* --- putting back ---------------------------------------------------------------------------- */

static size_t alike(const char *a, const char *b, size_t len)
{
    size_t n = 0;
    while (n < len && a[n] && a[n] == b[n])
        n++;
    return n;
}

/* The secret that belongs at AT in the URL, whose key is [KEY, AT - 1) (none: the user part). */
static const char *find_known(const struct mask *m, const char *text, const struct url *u,
                              size_t key, size_t at)
{
    const struct known *best = NULL;
    size_t most = 0, host = u->path - u->host;
    for (size_t i = 0; m && i < m->count; i++) {
        const struct known *k = &m->known[i];
        bool fits = strlen(k->host) == host && memcmp(k->host, text + u->host, host) == 0 &&
                    (at == u->user ? !k->key
                                   : k->key && strlen(k->key) == at - 1 - key &&
                                         memcmp(k->key, text + key, at - 1 - key) == 0);
        size_t n = fits ? 1 + alike(k->path, text + u->path, u->end - u->path) : 0;
        if (n > most) {
            most = n;
            best = k;
        }
    }
    return best ? best->secret : NULL;
}

/* The next mark of ours in the URL from FROM on. */
static bool next_mark(const char *text, const struct url *u, size_t from, size_t *key, size_t *at)
{
    if (from <= u->user && u->host - u->user == MARK_LEN + 1 &&
        memcmp(text + u->user, mark, MARK_LEN) == 0) {
        *at = *key = u->user;
        return true;
    }
    for (size_t i = from > u->path ? from : u->path; i + 1 + MARK_LEN <= u->end; i++) {
        if (text[i] != '=' || memcmp(text + i + 1, mark, MARK_LEN) != 0)
            continue;
        *at = i + 1;
        for (*key = i; *key > u->path && !strchr("?&#;", text[*key - 1]);)
            --*key;
        return true;
    }
    return false;
}

const char *mask_restore(struct arena *a, const struct mask *m, const char *text, struct error *err)
{
    struct url u;
    size_t len = strlen(text), from = 0, done = 0, key, at;
    struct str out = str_new(a);
    while (secret_url_next(text, len, 0, &from, &u)) {
        for (size_t in = u.user; next_mark(text, &u, in, &key, &at); in = at + MARK_LEN) {
            const char *secret = find_known(m, text, &u, key, at);
            if (!secret) {
                error_set(err, EXIT_FAILED,
                          "%.*s: what stands for *** is not known: give the version with its user "
                          "or token, or have the environment's index URL name it",
                          (int)(u.end - u.scheme), text + u.scheme);
                return NULL;
            }
            str_addn(&out, text + done, at - done);
            str_add(&out, secret);
            done = at + MARK_LEN;
        }
    }
    str_add(&out, text + done);
    return out.data;
}

int mask_restore_environment(struct arena *a, const char *text, struct error *err)
{
    static const char prefix[] = "environment ";
    struct strv lines = strv_parts(a, text, '\n');
    for (size_t i = 0; i < lines.len; i++) {
        const char *equals = strchr(lines.items[i], '=');
        if (!str_starts(lines.items[i], prefix) || !equals)
            continue;
        const char *from = lines.items[i] + sizeof prefix - 1;
        const char *name = arena_strndup(a, from, (size_t)(equals - from));
        const char *hidden = getenv(name);
        if (hidden && strstr(hidden, mark) && setenv(name, equals + 1, 1) < 0)
            return error_set(err, EXIT_FAILED, "setting the variable %s again: %s", name,
                             strerror(errno));
    }
    return 0;
}

/* --- in pieces ------------------------------------------------------------------------------- */

/* The length of the longest beginning of a literal that TEXT[0, END) ends with. */
static size_t begun(const struct mask *m, const char *text, size_t end)
{
    size_t most = 0;
    for (size_t i = 0; m && i < m->literals.len; i++) {
        const char *literal = m->literals.items[i];
        size_t n = strlen(literal) - 1;
        for (n = n < end ? n : end; n > most && memcmp(text + end - n, literal, n) != 0;)
            n--;
        most = n > most ? n : most;
    }
    return most;
}

/* How much of the text from its start on can be masked without what comes next. */
static size_t settled(const struct mask *m, const char *text, size_t len)
{
    size_t end = len;
    /* The last word may be a URL, or become one; a very long one is passed on in parts. */
    while (end > 0 && len - end <= HELD_MAX && !secret_ends_url(text[end - 1]))
        end--;
    if (len - end > HELD_MAX)
        end = len - HELD_MAX / 2;
    for (size_t n; (n = begun(m, text, end)) > 0;)
        end -= n;
    return end;
}

static void pass_on(struct mask_stream *s, size_t len)
{
    s->masked.len = 0;
    if (mask_into(s->mask, s->held.data, len, &s->masked))
        s->sink(s->data, s->masked.data, s->masked.len);
    else
        s->sink(s->data, s->held.data, len);
    memmove(s->held.data, s->held.data + len, s->held.len - len);
    s->held.len -= len;
}

void mask_stream_init(struct mask_stream *s, struct arena *a, const struct mask *m,
                      void (*sink)(void *data, const char *bytes, size_t len), void *data)
{
    *s = (struct mask_stream){.mask = m, .sink = sink, .data = data, .held = str_new(a)};
    s->masked = str_new(a);
}

void mask_stream_add(struct mask_stream *s, const char *bytes, size_t len)
{
    str_addn(&s->held, bytes, len);
    size_t ready = settled(s->mask, s->held.data, s->held.len);
    if (ready)
        pass_on(s, ready);
}

void mask_stream_end(struct mask_stream *s)
{
    if (s->held.len)
        pass_on(s, s->held.len);
}
