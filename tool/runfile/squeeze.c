#include "runfile/squeeze.h"

#include <stdint.h>
#include <string.h>

static bool at_end(const struct squeeze *s)
{
    return s->at == s->end;
}

static bool is_text(const char *p, size_t len, const char *text)
{
    return strlen(text) == len && memcmp(p, text, len) == 0;
}

/* ---- words and numbers ---- */

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

/* A number, true, false, null, or what Python writes beyond JSON. */
static enum scan_result copy_word(struct squeeze *s, bool keep_text, bool nested)
{
    struct str *text = &s->text;
    const char *from = s->at, *to = scan_delimiter(from, s->end);
    size_t len = (size_t)(to - from);
    if (to == s->end && nested)
        return SCAN_CUT;
    bool number = is_number(from, to);
    bool beyond = !number && (is_text(from, len, "NaN") || is_text(from, len, "Infinity") ||
                              is_text(from, len, "-Infinity"));
    if (!number && !beyond && !is_text(from, len, "true") && !is_text(from, len, "false") &&
        !is_text(from, len, "null"))
        return SCAN_BAD;
    bool marked = beyond || (number && keep_text);
    if (marked)
        str_add(text, "\"\\u0001");
    str_addn(text, from, len);
    if (marked)
        str_addc(text, '"');
    s->at = to;
    return SCAN_DONE;
}

/* ---- strings ---- */

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

bool squeeze_is_string(const char *text, size_t len, const char *name)
{
    const char *p = text + 1, *end = text + len - 1;
    for (; *name; name++) {
        if (p == end)
            return false;
        long code = *p == '\\' ? escape_code(p, end) : (unsigned char)*p;
        if (code != *name)
            return false;
        p += *p == '\\' ? 6 : 1;
    }
    return p == end;
}

/* Copy the escape.  What cJSON cannot hold, and the mark at the FIRST place, becomes U+FFFD. */
static void copy_escape(struct squeeze *s, bool first)
{
    const char *p = s->at;
    long code = escape_code(p, s->end);
    size_t len = code < 0 ? 2 : 6;
    bool high = code >= 0xD800 && code < 0xDC00;
    if (high && s->end - p > 6) {
        long low = escape_code(p + 6, s->end);
        if (low >= 0xDC00 && low < 0xE000)
            len = 12;
    }
    bool half = code >= 0xD800 && code < 0xE000 && len != 12;
    if (half || code == 0 || (first && code == SQUEEZE_NUMBER)) {
        str_add(&s->text, "\\ufffd");
        s->at += 6;
        return;
    }
    if ((size_t)(s->end - p) < len)
        len = (size_t)(s->end - p);
    str_addn(&s->text, p, len);
    s->at += len;
}

/* The string, with its quotes. */
static enum scan_result copy_string(struct squeeze *s)
{
    const char *from = s->at++, *chunk = from;
    for (;;) {
        s->at = scan_special(s->at, s->end);
        if (at_end(s))
            return SCAN_CUT;
        if ((unsigned char)*s->at < 0x20)
            return SCAN_BAD;
        bool quote = *s->at == '"';
        s->at += quote;
        str_addn(&s->text, chunk, (size_t)(s->at - chunk));
        if (quote)
            return SCAN_DONE;
        copy_escape(s, s->at == from + 1);
        chunk = s->at;
    }
}

/* ---- values ---- */

/* Past the list or object that begins. */
static enum scan_result skip_nested(struct squeeze *s)
{
    const char *after = scan_after_nested(s->at, s->end);
    s->at = after ? after : s->end;
    return after ? SCAN_DONE : SCAN_CUT;
}

/* Take and append one value; NESTED if it is part of another one. */
static enum scan_result copy_value(struct squeeze *s, bool nested)
{
    enum scan_result result = SCAN_DONE;
    size_t depth = 0;
    do {
        char c = squeeze_peek(s);
        if (at_end(s))
            return SCAN_CUT;
        if (c == '"') {
            result = copy_string(s);
        } else if (!scan_is(c, SCAN_DELIMITER)) {
            if (depth && !scan_is(s->text.data[s->text.len - 1], SCAN_DELIMITER))
                return SCAN_BAD; /* "1 2" */
            result = copy_word(s, false, nested || depth);
        } else {
            bool opens = c == '{' || c == '[', closes = c == '}' || c == ']';
            if (depth == 0 && !opens)
                return SCAN_BAD;
            depth += opens;
            depth -= closes;
            str_addc(&s->text, c);
            s->at++;
        }
    } while (depth && result == SCAN_DONE);
    return result;
}

enum scan_result squeeze_value(struct squeeze *s)
{
    return copy_value(s, false);
}

/* A value as dims show it: a number with its text, of a list or an object only that it is one. */
static enum scan_result copy_label(struct squeeze *s)
{
    char c = squeeze_peek(s);
    if (c == '[' || c == '{') {
        str_add(&s->text, "[]");
        return skip_nested(s);
    }
    if (at_end(s) || c == '"' || scan_is(c, SCAN_DELIMITER))
        return copy_value(s, true);
    return copy_word(s, true, true);
}

/* ---- a benchmark ---- */

/* What is done with the members of an object. */
struct object {
    const struct member *members;
    size_t count;
    unsigned others; /* members that are not listed are kept for this, as labels */
};

struct member {
    const char *name;
    size_t len;
    unsigned keep;               /* it is kept for any of these */
    const struct object *inside; /* what is kept of it, if it is an object; NULL: all */
};

enum { ALWAYS = 1 << 30 };

#define KEY(name) name, sizeof(name) - 1
#define OBJECT(list, rest)                                                                         \
    {                                                                                              \
        list, sizeof(list) / sizeof *(list), rest                                                  \
    }

static const struct member process_members[] = {
    {KEY("passes"), KEEP_MEMORY, NULL}, {KEY("min"), KEEP_MIN, NULL},
    {KEY("max"), KEEP_MAX, NULL},       {KEY("mean"), KEEP_MEAN, NULL},
    {KEY("stddev"), KEEP_STDDEV, NULL}, {KEY("median"), KEEP_MEDIAN, NULL},
    {KEY("iqr"), KEEP_IQR, NULL},       {KEY("calls"), KEEP_INSTRUCTIONS, NULL},
};
static const struct object processes = OBJECT(process_members, 0);
static const struct member stats_members[] = {
    {KEY("min"), KEEP_MIN, NULL},       {KEY("max"), KEEP_MAX, NULL},
    {KEY("mean"), KEEP_MEAN, NULL},     {KEY("stddev"), KEEP_STDDEV, NULL},
    {KEY("median"), KEEP_MEDIAN, NULL}, {KEY("iqr"), KEEP_IQR, NULL},
    {KEY("rounds"), KEEP_ROUNDS, NULL}, {KEY("processes"), KEEP_PROCESSES, &processes},
};
static const struct member counter_members[] = {
    {KEY("valgrind"), KEEP_INSTRUCTIONS, NULL},
    {KEY("processor"), KEEP_INSTRUCTIONS, NULL},
    {KEY("malloc"), KEEP_INSTRUCTIONS, NULL},
};
static const struct object counter = OBJECT(counter_members, 0);
static const struct member memory_members[] = {
    {KEY("peak_bytes"), KEEP_MEMORY, NULL}, /* headlines are of the pass with the smallest peak */
    {KEY("total_bytes"), KEEP_ALLOCATED, NULL},
    {KEY("allocations"), KEEP_ALLOCATIONS, NULL},
    {KEY("rss_bytes"), KEEP_RSS, NULL},
    {KEY("gross_bytes"), KEEP_RSS, NULL},
    {KEY("peak_bytes_max"), KEEP_MEMORY, NULL},
    {KEY("repeats"), KEEP_MEMORY, NULL},
    {KEY("mode"), KEEP_MEMORY, NULL},
    {KEY("instructions"), KEEP_INSTRUCTIONS, NULL},
    {KEY("counted"), KEEP_INSTRUCTIONS, &counter},
};
static const struct object stats = OBJECT(stats_members, 0);
static const struct object memory = OBJECT(memory_members, 0);
static const struct object params = {NULL, 0, KEEP_LABELS};
static const struct member extra_members[] = {
    {KEY("benchmem"), KEEP_MEMORY | KEEP_INSTRUCTIONS, &memory}};
static const struct object extra = OBJECT(extra_members, KEEP_LABELS);
static const struct member benchmark_members[] = {
    {KEY("fullname"), ALWAYS, NULL},
    {KEY("stats"), KEEP_STATS | KEEP_PROCESSES | KEEP_ROUNDS, &stats},
    {KEY("extra_info"), KEEP_LABELS | KEEP_MEMORY | KEEP_INSTRUCTIONS, &extra},
    {KEY("params"), KEEP_LABELS, &params},
    {KEY("group"), KEEP_LABELS, NULL},
};
static const struct object benchmark = OBJECT(benchmark_members, 0);

/* An object being read, and what is kept of it. */
struct choice {
    const struct object *object;
    unsigned keep;
    uint64_t lengths; /* bit N: the name of a listed member of that length matters */
    uint64_t letters; /* what those begin with, as for scan_to_name(); a backslash may be any */
};

static struct choice choose(const struct object *o, unsigned keep)
{
    struct choice choice = {.object = o, .keep = keep, .letters = (uint64_t)1 << ('\\' - 64)};
    for (size_t i = 0; i < o->count; i++) {
        const struct member *m = &o->members[i];
        if (!(m->keep & keep) && !(o->others & keep))
            continue;
        choice.lengths |= (uint64_t)1 << m->len;
        choice.letters |= (uint64_t)1 << (m->name[0] - 64);
    }
    return choice;
}

/* The member listed by the name of the key, its quotes included, or NULL. */
static const struct member *find_member(const struct choice *choice, const char *key, size_t len,
                                        bool plain)
{
    const struct object *o = choice->object;
    for (size_t i = 0; i < o->count; i++) {
        const struct member *m = &o->members[i];
        bool may_be = len == m->len + 2 && m->name[0] == key[1];
        if (plain ? may_be && memcmp(m->name, key + 1, m->len) == 0
                  : squeeze_is_string(key, len, m->name))
            return m;
    }
    return NULL;
}

/* Take a key.  *FOUND: the member it is, NULL if it is not listed or does not matter. */
static enum scan_result take_key(struct squeeze *s, const struct choice *choice,
                                 const struct member **found)
{
    const char *key = s->at, *special = scan_special(key + 1, s->end);
    *found = NULL;
    if (special < s->end && *special == '"') {
        size_t len = (size_t)(special - key) + 1;
        s->at = special + 1;
        if (len < 64 + 2 && choice->lengths >> (len - 2) & 1)
            *found = find_member(choice, key, len, true);
        return SCAN_DONE;
    }
    enum scan_result result = scan_skip_string(&s->at, s->end);
    if (result == SCAN_DONE)
        *found = find_member(choice, key, (size_t)(s->at - key), false);
    return result;
}

static enum scan_result copy_object(struct squeeze *s, const struct object *o, unsigned keep);

/* At its colon, the member that has the key and is M of the list, or NULL if it is not listed. */
static enum scan_result copy_member(struct squeeze *s, const char *key, const struct member *m,
                                    unsigned keep)
{
    const char *colon = s->at;
    if (s->text.data[s->text.len - 1] != '{')
        str_addc(&s->text, ',');
    s->at = key;
    enum scan_result result = copy_string(s);
    if (result != SCAN_DONE)
        return result;
    str_addc(&s->text, ':');
    s->at = colon + 1;
    if (!m)
        return copy_label(s);
    if (m->inside && squeeze_peek(s) == '{')
        return copy_object(s, m->inside, keep);
    return copy_value(s, true);
}

/* Past what comes after a member; *LAST if that was the object's end. */
static enum scan_result end_member(struct squeeze *s, bool *last)
{
    char c = squeeze_peek(s);
    if (c != ',' && c != '}')
        return at_end(s) ? SCAN_CUT : SCAN_BAD;
    *last = c == '}';
    s->at++;
    return SCAN_DONE;
}

/* One member, kept or left out. */
static enum scan_result take_member(struct squeeze *s, const struct choice *choice)
{
    if (squeeze_peek(s) != '"')
        return at_end(s) ? SCAN_CUT : SCAN_BAD;
    const struct member *m;
    const char *key = s->at;
    enum scan_result result = take_key(s, choice, &m);
    if (result != SCAN_DONE)
        return result;
    if (squeeze_peek(s) != ':')
        return at_end(s) ? SCAN_CUT : SCAN_BAD;
    if ((m ? m->keep : choice->object->others) & choice->keep)
        return copy_member(s, key, m, choice->keep);
    s->at++;
    squeeze_peek(s);
    return scan_skip_value(&s->at, s->end);
}

/* The members of an object up to and with its end. */
static enum scan_result copy_members(struct squeeze *s, const struct choice *choice)
{
    bool last = false;
    if (squeeze_peek(s) == '}') {
        s->at++;
        return SCAN_DONE;
    }
    while (!last) {
        enum scan_result result = take_member(s, choice);
        if (result == SCAN_DONE)
            result = end_member(s, &last);
        if (result != SCAN_DONE)
            return result;
    }
    return SCAN_DONE;
}

/* After the name of a member M, which may be a string that is a value: the member if it is one, and
 * what comes after it.  *LAST if that was the object's end. */
static enum scan_result take_listed(struct squeeze *s, const char *key, const struct member *m,
                                    unsigned keep, bool *last)
{
    enum scan_result result = SCAN_DONE;
    if (squeeze_peek(s) == ':')
        result = copy_member(s, key, m, keep);
    return result == SCAN_DONE ? end_member(s, last) : result;
}

/* The same where only listed members are kept: from one that may be to the next. */
static enum scan_result copy_listed(struct squeeze *s, const struct choice *choice)
{
    bool last = false;
    while (!last) {
        enum scan_result result = SCAN_DONE;
        s->at = scan_to_name(s->at, s->end, choice->letters);
        if (at_end(s))
            return SCAN_CUT;
        if (*s->at == '"') {
            const struct member *m;
            const char *key = s->at;
            result = take_key(s, choice, &m);
            if (result == SCAN_DONE && m && m->keep & choice->keep)
                result = take_listed(s, key, m, choice->keep, &last);
        } else if (*s->at == ']') {
            return SCAN_BAD;
        } else if (*s->at == '}') {
            s->at++;
            last = true;
        } else {
            result = skip_nested(s);
        }
        if (result != SCAN_DONE)
            return result;
    }
    return SCAN_DONE;
}

/* The object that follows, without what KEEP does not ask for. */
static enum scan_result copy_object(struct squeeze *s, const struct object *o, unsigned keep)
{
    struct choice choice = choose(o, keep);
    s->at++;
    str_addc(&s->text, '{');
    bool strict = o == &benchmark || o->others & keep;
    enum scan_result result = strict ? copy_members(s, &choice) : copy_listed(s, &choice);
    str_addc(&s->text, '}');
    return result;
}

enum scan_result squeeze_benchmark(struct squeeze *s, unsigned keep)
{
    if (squeeze_peek(s) != '{')
        return copy_value(s, true);
    return copy_object(s, &benchmark, keep | ALWAYS);
}
