#include "data/run_file.h"

#include "base/file.h"
#include "base/str.h"

#include <cJSON.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What a number becomes where cJSON's double is not enough (NaN, and where 1 and 1.0 differ): a
 * string of this byte and the number as written.  No string of the file begins with it: see
 * copy_escape() and copy_string(). */
enum { NUMBER_MARK = 1 };

/* Where in a benchmark we are: the member of it that is being read. */
enum section {
    SECTION_OTHER,
    SECTION_LABELS, /* params, extra_info: numbers keep their text */
    SECTION_STATS,
};

struct reader {
    const char *at, *start, *end; /* in the mapped file */
    struct str text;              /* one value, squeezed */
    run_file_visit *visit;
    void *data;
    size_t count;  /* of benchmarks read */
    bool has_list; /* "benchmarks" was there */
    bool in_list;  /* for errors: in the middle of it */
};

/* ---- errors ---- */

static int fail_cut(const struct reader *r, struct error *err)
{
    if (r->in_list)
        return error_set(err, STATUS_USAGE,
                         "the file is cut off in benchmark %zu; it is of no use, run the "
                         "benchmarks again",
                         r->count + 1);
    return error_set(err, STATUS_USAGE,
                     "the file is cut off after %zu bytes; it is of no use, run the benchmarks "
                     "again",
                     (size_t)(r->end - r->start));
}

static int fail_json(const struct reader *r, struct error *err)
{
    size_t line = 1;
    for (const char *p = r->start; p < r->at && (p = memchr(p, '\n', (size_t)(r->at - p))); p++)
        line++;
    return error_set(err, STATUS_USAGE,
                     "not JSON (line %zu); give a file that pytest wrote with --benchmark-json",
                     line);
}

static int fail_layout(struct error *err, const char *what)
{
    return error_set(err, STATUS_USAGE,
                     "not a pytest-benchmark file (%s); give one that pytest wrote with "
                     "--benchmark-json",
                     what);
}

/* ---- squeezing a value ---- */

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/* Whether the character ends a number or a word. */
static bool is_delimiter(char c)
{
    switch (c) {
    case ' ':
    case '\n':
    case '\r':
    case '\t':
    case ',':
    case ':':
    case '"':
    case '[':
    case ']':
    case '{':
    case '}':
        return true;
    default:
        return false;
    }
}

static void skip_space(struct reader *r)
{
    while (r->at < r->end && is_space(*r->at))
        r->at++;
}

/* The next character that is not white space, or 0 at the end. */
static char peek(struct reader *r)
{
    skip_space(r);
    if (r->at == r->end)
        return '\0';
    return *r->at;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static const char *skip_digits(const char *p, const char *end)
{
    while (p < end && is_digit(*p))
        p++;
    return p;
}

/* Whether the text is a number by JSON's grammar, of which cJSON is lenient. */
static bool is_number(const char *p, const char *end)
{
    if (p < end && *p == '-')
        p++;
    if (p == end || !is_digit(*p))
        return false;
    p = *p == '0' ? p + 1 : skip_digits(p, end);
    if (p < end && *p == '.') {
        if (++p == end || !is_digit(*p))
            return false;
        p = skip_digits(p, end);
    }
    if (p < end && (*p == 'e' || *p == 'E')) {
        if (++p < end && (*p == '+' || *p == '-'))
            p++;
        if (p == end)
            return false;
        p = skip_digits(p, end);
    }
    return p == end;
}

static bool is_word(const char *p, size_t len, const char *word)
{
    return strlen(word) == len && memcmp(p, word, len) == 0;
}

/* A number, true, false, null, or what Python writes beyond JSON. */
static int copy_word(struct reader *r, bool keep_text, struct error *err)
{
    const char *from = r->at, *p = from;
    while (p < r->end && !is_delimiter(*p))
        p++;
    size_t len = (size_t)(p - from);
    if (r->text.len && !is_delimiter(r->text.data[r->text.len - 1]))
        return fail_json(r, err); /* "1 2" */
    if (p == r->end && r->text.len)
        return fail_cut(r, err);
    bool beyond = is_word(from, len, "NaN") || is_word(from, len, "Infinity") ||
                  is_word(from, len, "-Infinity");
    bool number = !beyond && is_number(from, p);
    if (!beyond && !number && !is_word(from, len, "true") && !is_word(from, len, "false") &&
        !is_word(from, len, "null"))
        return fail_json(r, err);
    if (beyond || (number && keep_text)) {
        str_add(&r->text, "\"\\u0001");
        str_addn(&r->text, from, len);
        str_addc(&r->text, '"');
    } else {
        str_addn(&r->text, from, len);
    }
    r->at = p;
    return 0;
}

/* The four hexadecimal digits of an escape at P ("\uXXXX"), or -1. */
static long escape_code(const char *p, const char *end)
{
    if (end - p < 6 || p[0] != '\\' || p[1] != 'u')
        return -1;
    long code = 0;
    for (int i = 2; i < 6; i++) {
        static const char hex[] = "0123456789abcdefABCDEF";
        const char *found = memchr(hex, p[i], sizeof hex - 1);
        if (!found)
            return -1;
        long digit = found - hex;
        code = code * 16 + (digit < 16 ? digit : digit - 6);
    }
    return code;
}

/* Copy the escape at r->at.  What cJSON cannot hold, a zero byte or half of a pair, becomes U+FFFD,
 * and so does the mark at the FIRST place. */
static void copy_escape(struct reader *r, bool first)
{
    const char *p = r->at;
    long code = escape_code(p, r->end);
    size_t len = code < 0 ? 2 : 6;
    bool high = code >= 0xD800 && code < 0xDC00;
    if (high && r->end - p > 6) {
        long low = escape_code(p + 6, r->end);
        if (low >= 0xDC00 && low < 0xE000)
            len = 12;
    }
    bool half = code >= 0xD800 && code < 0xE000 && len != 12;
    if (half || code == 0 || (first && code == NUMBER_MARK)) {
        str_add(&r->text, "\\ufffd");
        r->at += 6;
        return;
    }
    if ((size_t)(r->end - p) < len)
        len = (size_t)(r->end - p);
    str_addn(&r->text, p, len);
    r->at += len;
}

/* The string at r->at, with its quotes. */
static int copy_string(struct reader *r, struct error *err)
{
    const char *from = r->at++;
    str_addc(&r->text, '"');
    const char *chunk = r->at;
    while (r->at < r->end) {
        char c = *r->at;
        if (c == '"') {
            r->at++;
            str_addn(&r->text, chunk, (size_t)(r->at - chunk));
            return 0;
        }
        if ((unsigned char)c < 0x20)
            return fail_json(r, err);
        if (c == '\\') {
            str_addn(&r->text, chunk, (size_t)(r->at - chunk));
            copy_escape(r, r->at == from + 1);
            chunk = r->at;
        } else {
            r->at++;
        }
    }
    return fail_cut(r, err);
}

/* Pass over a flat array at r->at, leaving "[]"; an array that holds more than numbers, or does not
 * end, stays where it is and is copied as everything else. */
static void skip_flat_array(struct reader *r)
{
    const char *close = memchr(r->at, ']', (size_t)(r->end - r->at));
    if (!close)
        return;
    const char *inside = r->at + 1;
    size_t len = (size_t)(close - inside);
    if (memchr(inside, '[', len) || memchr(inside, '"', len) || memchr(inside, '{', len))
        return;
    str_add(&r->text, "[]");
    r->at = close + 1;
}

static bool text_ends_with_key(const struct str *text, size_t from, const char *quoted)
{
    return is_word(text->data + from, text->len - from, quoted);
}

/* Pass over one value of whatever shape without copying it; what is in it is not checked. */
static int skip_value(struct reader *r, struct error *err)
{
    size_t held = r->text.len, depth = 0;
    do {
        char c = peek(r);
        if (r->at == r->end)
            return fail_cut(r, err);
        if (c == '"') {
            if (copy_string(r, err) < 0)
                return -1;
            r->text.len = held;
        } else if (c == '[' || c == '{') {
            depth++;
            r->at++;
        } else if (c == ']' || c == '}') {
            if (depth == 0)
                return fail_json(r, err);
            depth--;
            r->at++;
        } else if (depth && (c == ',' || c == ':')) {
            r->at++;
        } else if (is_delimiter(c)) {
            return fail_json(r, err);
        } else {
            while (r->at < r->end && !is_delimiter(*r->at))
                r->at++;
        }
    } while (depth);
    r->text.data[held] = '\0';
    return 0;
}

/* What follows a key that begins at KEY of the text, at DEPTH: remember the section, leave out what
 * nobody asks for. */
static int after_key(struct reader *r, size_t key, size_t depth, enum section *section,
                     struct error *err)
{
    const struct str *text = &r->text;
    if (depth == 1) {
        bool labels = text_ends_with_key(text, key, "\"params\"") ||
                      text_ends_with_key(text, key, "\"extra_info\"");
        bool options = text_ends_with_key(text, key, "\"options\"");
        *section = labels                                       ? SECTION_LABELS
                   : text_ends_with_key(text, key, "\"stats\"") ? SECTION_STATS
                                                                : SECTION_OTHER;
        if (options) {
            r->at++;
            if (skip_value(r, err) < 0)
                return -1;
            str_add(&r->text, ":null");
        }
    } else if (depth == 2 && *section == SECTION_STATS &&
               text_ends_with_key(text, key, "\"data\"")) {
        r->at++;
        str_addc(&r->text, ':');
        if (peek(r) == '[')
            skip_flat_array(r);
    }
    return 0;
}

/* Squeeze the value at r->at into r->text.  cJSON then judges its structure. */
static int squeeze_value(struct reader *r, struct error *err)
{
    enum section section = SECTION_OTHER;
    size_t depth = 0;
    r->text.len = 0;
    do {
        char c = peek(r);
        if (r->at == r->end)
            return fail_cut(r, err);
        size_t from = r->text.len;
        switch (c) {
        case '"':
            if (copy_string(r, err) < 0)
                return -1;
            if (peek(r) == ':' && after_key(r, from, depth, &section, err) < 0)
                return -1;
            break;
        case '{':
        case '[':
            depth++;
            str_addc(&r->text, c);
            r->at++;
            break;
        case '}':
        case ']':
            if (depth == 0)
                return fail_json(r, err);
            depth--;
            str_addc(&r->text, c);
            r->at++;
            break;
        case ',':
        case ':':
            if (depth == 0)
                return fail_json(r, err);
            str_addc(&r->text, c);
            r->at++;
            break;
        default:
            if (copy_word(r, depth == 2 && section == SECTION_LABELS, err) < 0)
                return -1;
        }
    } while (depth);
    return 0;
}

/* Squeeze and parse the value at r->at; the caller deletes it. */
static cJSON *parse_value(struct reader *r, struct error *err)
{
    const char *from = r->at;
    if (squeeze_value(r, err) < 0)
        return NULL;
    cJSON *item = cJSON_ParseWithLengthOpts(r->text.data, r->text.len + 1, NULL, true);
    if (!item) {
        r->at = from;
        fail_json(r, err);
    }
    return item;
}

/* ---- the file ---- */

static int read_benchmark(struct reader *r, struct error *err)
{
    cJSON *item = parse_value(r, err);
    if (!item)
        return -1;
    int result = cJSON_IsObject(item)
                     ? r->visit(item, r->data, err)
                     : error_set(err, STATUS_USAGE, "benchmark %zu is not an object", r->count + 1);
    cJSON_Delete(item);
    r->count++;
    return result;
}

static int read_benchmarks(struct reader *r, struct error *err)
{
    if (r->has_list)
        return fail_layout(err, "the key \"benchmarks\" occurs twice");
    if (peek(r) != '[')
        return r->at == r->end ? fail_cut(r, err)
                               : fail_layout(err, "\"benchmarks\" is not a list");
    r->has_list = r->in_list = true;
    r->at++;
    if (peek(r) == ']') {
        r->at++;
    } else {
        char c;
        do {
            if (peek(r) == '\0' && r->at == r->end)
                return fail_cut(r, err);
            if (read_benchmark(r, err) < 0)
                return -1;
            c = peek(r);
            if (r->at == r->end)
                return fail_cut(r, err);
            if (c != ',' && c != ']')
                return fail_json(r, err);
            r->at++;
        } while (c == ',');
    }
    r->in_list = false;
    return 0;
}

/* A member of the file's object: the benchmarks are visited, others only checked. */
static int read_member(struct reader *r, struct error *err)
{
    char c = peek(r);
    if (r->at == r->end)
        return fail_cut(r, err);
    if (c != '"')
        return fail_json(r, err);
    cJSON *key = parse_value(r, err);
    if (!key)
        return -1;
    bool list = strcmp(cJSON_GetStringValue(key), "benchmarks") == 0;
    cJSON_Delete(key);
    if (peek(r) != ':')
        return r->at == r->end ? fail_cut(r, err) : fail_json(r, err);
    r->at++;
    if (list)
        return read_benchmarks(r, err);
    skip_space(r);
    cJSON *item = parse_value(r, err);
    cJSON_Delete(item);
    return item ? 0 : -1;
}

static int read_object(struct reader *r, struct error *err)
{
    char c;
    r->at++;
    if (peek(r) == '}') {
        r->at++;
        return 0;
    }
    do {
        if (read_member(r, err) < 0)
            return -1;
        c = peek(r);
        if (r->at == r->end)
            return fail_cut(r, err);
        if (c != ',' && c != '}')
            return fail_json(r, err);
        r->at++;
    } while (c == ',');
    return 0;
}

static int read_file(struct reader *r, struct error *err)
{
    static const char mark[] = "\xEF\xBB\xBF";
    if (r->end - r->at >= 3 && memcmp(r->at, mark, 3) == 0)
        r->at += 3;
    char c = peek(r);
    if (r->at == r->end)
        return error_set(err, STATUS_USAGE, "the file is empty; run the benchmarks again");
    if (c == '{') {
        if (read_object(r, err) < 0)
            return -1;
    } else {
        cJSON *item = parse_value(r, err);
        cJSON_Delete(item);
        if (!item)
            return -1;
    }
    peek(r);
    if (r->at < r->end)
        return fail_json(r, err);
    return r->has_list ? 0 : fail_layout(err, "no key \"benchmarks\"");
}

int run_file_read(const char *path, run_file_visit *visit, void *data, struct error *err)
{
    struct file_map map;
    if (file_map(path, &map, err) < 0) {
        err->status = STATUS_USAGE;
        return -1;
    }
    struct arena scratch;
    arena_init(&scratch);
    struct reader r = {.visit = visit, .data = data};
    static const char nothing[] = "";
    r.start = r.at = map.data ? map.data : nothing;
    r.end = r.start + map.len;
    str_init(&r.text, &scratch);
    int result = read_file(&r, err);
    arena_release(&scratch);
    file_unmap(&map);
    if (result < 0) {
        err->status = STATUS_USAGE;
        return error_add(err, "%s", path);
    }
    return 0;
}

static int visit_nothing(const struct cJSON *item, void *data, struct error *err)
{
    (void)item;
    (void)err;
    ++*(size_t *)data;
    return 0;
}

int run_file_count(const char *path, size_t *count, struct error *err)
{
    *count = 0;
    return run_file_read(path, visit_nothing, count, err);
}

/* ---- values ---- */

const struct cJSON *run_file_member(const struct cJSON *object, const char *name)
{
    const cJSON *found = NULL, *item;
    if (!cJSON_IsObject(object))
        return NULL;
    cJSON_ArrayForEach(item, object)
    {
        if (strcmp(item->string, name) == 0)
            found = item;
    }
    return found;
}

bool run_file_number(const struct cJSON *item, double *number, const char **text)
{
    if (text)
        *text = NULL;
    if (cJSON_IsNumber(item)) {
        *number = item->valuedouble;
        return true;
    }
    if (!cJSON_IsString(item) || item->valuestring[0] != NUMBER_MARK)
        return false;
    const char *written = item->valuestring + 1;
    *number = strtod(written, NULL);
    if (text)
        *text = written;
    return true;
}

const char *run_file_string(const struct cJSON *item)
{
    return cJSON_IsString(item) && item->valuestring[0] != NUMBER_MARK ? item->valuestring : NULL;
}
