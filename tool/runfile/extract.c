#include "runfile/extract.h"

#include <string.h>

enum {
    SQUEEZED = 16,      /* what is left is about this part of a file's bytes */
    RESERVE = 64 << 20, /* more is got as it is needed */
    RESTING = 64 << 20, /* so much is read before its memory is given back */
};

/* One reading. */
struct reader {
    struct extract *x;
    struct squeeze *in;
    unsigned keep;
    const struct strv *only;
    bool has_list; /* "benchmarks" was there */
    bool in_list;  /* in the middle of it */
};

/* ---- errors ---- */

static int fail_cut(const struct reader *r)
{
    struct error *err = &r->x->err;
    if (r->in_list)
        return error_set(err, EXIT_USAGE,
                         "the file is cut off in benchmark %zu; it is of no use, run the "
                         "benchmarks again",
                         r->x->benchmark_count + 1);
    return error_set(err, EXIT_USAGE,
                     "the file is cut off after %zu bytes; it is of no use, run the benchmarks "
                     "again",
                     (size_t)(r->in->end - r->x->start));
}

int extract_fail_json(const struct extract *x, const char *at, struct error *err)
{
    size_t line = 1;
    for (const char *p = x->start; p < at && (p = memchr(p, '\n', (size_t)(at - p))); p++)
        line++;
    return error_set(err, EXIT_USAGE,
                     "not JSON (line %zu); give a file that pytest wrote with --benchmark-json",
                     line);
}

static int fail_json(const struct reader *r)
{
    return extract_fail_json(r->x, r->in->at, &r->x->err);
}

static int fail_layout(const struct reader *r, const char *what)
{
    return error_set(&r->x->err, EXIT_USAGE,
                     "not a pytest-benchmark file (%s); give one that pytest wrote with "
                     "--benchmark-json",
                     what);
}

/* ---- parts ---- */

/* What follows; at the end of the file *CUT is true. */
static char peek(const struct reader *r, bool *cut)
{
    char c = squeeze_peek(r->in);
    *cut = r->in->at == r->in->end;
    return c;
}

/* Take what follows, which must be one of SET.  '\0', and the error is there, if it is not. */
static char take(const struct reader *r, const char *set)
{
    bool cut;
    char c = peek(r, &cut);
    if (cut || !c || !strchr(set, c)) {
        cut ? fail_cut(r) : fail_json(r);
        return '\0';
    }
    r->in->at++;
    return c;
}

static struct extract_part *add_part(struct extract *x)
{
    x->parts = arena_more(&x->arena, x->parts, x->count, &x->cap, sizeof *x->parts);
    return &x->parts[x->count++];
}

/* Take the value that follows as a part. */
static struct extract_part *take_value(struct reader *r, enum extract_kind kind)
{
    struct str *text = &r->in->text;
    struct extract_part part = {.kind = kind, .text = text->len};
    squeeze_peek(r->in);
    part.from = r->in->at;
    switch (kind == EXTRACT_BENCHMARK ? squeeze_benchmark(r->in, r->keep) : squeeze_value(r->in)) {
    case SCAN_CUT:
        fail_cut(r);
        return NULL;
    case SCAN_BAD:
        fail_json(r);
        return NULL;
    case SCAN_DONE:
        break;
    }
    part.len = text->len - part.text;
    str_addc(text, '\0');
    struct extract_part *added = add_part(r->x);
    *added = part;
    return added;
}

/* ---- the file ---- */

/* What the FIRST benchmark does not say of processes, or of there being no rounds, no other of the
 * file says: do not look for it. */
static void learn(struct reader *r, const struct extract_part *first)
{
    const char *text = r->in->text.data + first->text;
    if (!strstr(text, "\"processes\":"))
        r->keep &= ~(unsigned)KEEP_PROCESSES;
    if (!strstr(text, "\"rounds\":0"))
        r->keep &= ~(unsigned)KEEP_ROUNDS;
}

/* Pass the benchmark that follows, if it is one of those that nobody asks for. */
static bool pass_unwanted(struct reader *r)
{
    const char *at = r->in->at;
    if (!r->only || r->x->benchmark_count == 0 || *at != '{')
        return false;
    const char *after = scan_after_nested(at, r->in->end);
    for (size_t i = 0; after && i < r->only->len; i++)
        if (memmem(at, (size_t)(after - at), r->only->items[i], strlen(r->only->items[i])))
            return false;
    if (after)
        r->in->at = after;
    return after != NULL;
}

static int read_benchmarks(struct reader *r)
{
    bool cut;
    if (r->has_list)
        return fail_layout(r, "the key \"benchmarks\" occurs twice");
    if (peek(r, &cut) != '[')
        return cut ? fail_cut(r) : fail_layout(r, "\"benchmarks\" is not a list");
    r->has_list = r->in_list = true;
    r->in->at++;
    if (peek(r, &cut) == ']') {
        r->in->at++;
        r->in_list = false;
        return 0;
    }
    char c;
    do {
        peek(r, &cut);
        if (cut)
            return fail_cut(r);
        if (!pass_unwanted(r)) {
            const struct extract_part *part = take_value(r, EXTRACT_BENCHMARK);
            if (!part)
                return -1;
            if (r->x->benchmark_count == 0)
                learn(r, part);
        }
        r->x->benchmark_count++;
        extract_rest_before(r->x, r->in->at);
        c = take(r, ",]");
    } while (c == ',');
    r->in_list = c == '\0';
    return c ? 0 : -1;
}

static bool is_key(const struct reader *r, const struct extract_part *part, const char *name)
{
    return squeeze_is_string(r->in->text.data + part->text, part->len, name);
}

/* A member of the file's object. */
static int read_member(struct reader *r)
{
    if (!take(r, "\""))
        return -1;
    r->in->at--;
    const struct extract_part *key = take_value(r, EXTRACT_OTHER);
    if (!key)
        return -1;
    bool list = is_key(r, key, "benchmarks");
    enum extract_kind kind = is_key(r, key, "machine_info") ? EXTRACT_MACHINE
                             : is_key(r, key, "benchmem")   ? EXTRACT_PLACES
                                                            : EXTRACT_OTHER;
    if (!take(r, ":"))
        return -1;
    if (list)
        return read_benchmarks(r);
    return take_value(r, kind) ? 0 : -1;
}

static int read_object(struct reader *r)
{
    bool cut;
    char c;
    r->in->at++;
    if (peek(r, &cut) == '}') {
        r->in->at++;
        return 0;
    }
    do {
        if (read_member(r) < 0)
            return -1;
        c = take(r, ",}");
    } while (c == ',');
    return c ? 0 : -1;
}

static int read_text(struct reader *r)
{
    static const char mark[] = "\xEF\xBB\xBF";
    bool cut;
    if (r->in->end - r->in->at >= 3 && memcmp(r->in->at, mark, 3) == 0)
        r->in->at += 3;
    char c = peek(r, &cut);
    if (cut)
        return error_set(&r->x->err, EXIT_USAGE, "the file is empty; run the benchmarks again");
    if (c == '{' ? read_object(r) < 0 : !take_value(r, EXTRACT_OTHER))
        return -1;
    peek(r, &cut);
    if (!cut)
        return fail_json(r);
    return r->has_list ? 0 : fail_layout(r, "no key \"benchmarks\"");
}

/* ---- the extract ---- */

void extract_init(struct extract *x)
{
    *x = (struct extract){0};
    x->in.text = str_new(&x->arena);
}

void extract_release(struct extract *x)
{
    file_unmap(&x->map);
    arena_release(&x->arena);
}

void extract_bytes(struct extract *x, const char *bytes, size_t len, const char *path,
                   unsigned keep, const struct strv *only)
{
    struct reader r = {.x = x, .in = &x->in, .keep = keep, .only = only};
    x->count = x->benchmark_count = 0;
    x->in.text.len = 0;
    str_reserve(&x->in.text, len / SQUEEZED < RESERVE ? len / SQUEEZED : RESERVE);
    x->start = x->in.at = bytes;
    x->in.end = bytes + len;
    x->failed = read_text(&r) < 0;
    if (x->failed)
        error_add(&x->err, "%s", path);
}

void extract_rest_before(struct extract *x, const char *at)
{
    size_t passed = x->map.data ? (size_t)(at - x->map.data) : 0;
    if (passed < x->rested + RESTING)
        return;
    file_map_rest(&x->map, x->rested, passed);
    x->rested = passed;
}

void extract_read(struct extract *x, const char *path, unsigned keep, const struct strv *only)
{
    file_unmap(&x->map);
    x->rested = 0;
    if (file_map(path, &x->map, &x->err) < 0) {
        x->count = x->benchmark_count = 0;
        x->failed = true;
        x->err.exit_code = EXIT_USAGE;
        return;
    }
    if (x->map.data)
        extract_bytes(x, x->map.data, x->map.len, path, keep, only);
    else
        extract_bytes(x, "", 0, path, keep, only);
    if (!x->failed)
        file_map_rest(&x->map, x->rested, x->map.len);
    x->rested = 0;
}
