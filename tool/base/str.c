#include "base/str.h"

#include <ctype.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct str str_new(struct arena *a)
{
    return (struct str){.arena = a, .data = arena_alloc(a, 1), .cap = 1};
}

void str_reserve(struct str *s, size_t len)
{
    size_t want = s->len + len + 1;
    if (want <= s->cap)
        return;
    size_t cap = s->cap * 2 > want ? s->cap * 2 : want;
    s->data = arena_grow(s->arena, s->data, s->cap, cap);
    s->cap = cap;
}

void str_addn(struct str *s, const char *text, size_t len)
{
    str_reserve(s, len);
    memcpy(s->data + s->len, text, len);
    s->len += len;
    s->data[s->len] = '\0';
}

void str_add(struct str *s, const char *text)
{
    str_addn(s, text, strlen(text));
}

void str_addc(struct str *s, char c)
{
    str_addn(s, &c, 1);
}

void str_repeat(struct str *s, const char *text, size_t count)
{
    size_t len = strlen(text);
    if (len == 1) {
        str_reserve(s, count);
        memset(s->data + s->len, *text, count);
        s->len += count;
        s->data[s->len] = '\0';
        return;
    }
    for (size_t i = 0; i < count; i++)
        str_addn(s, text, len);
}

void str_addv(struct str *s, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    if (n > 0) {
        str_reserve(s, (size_t)n);
        vsnprintf(s->data + s->len, (size_t)n + 1, format, again);
        s->len += (size_t)n;
    }
    va_end(again);
}

void str_addf(struct str *s, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    str_addv(s, format, args);
    va_end(args);
}

struct strv strv_new(struct arena *a)
{
    return (struct strv){.arena = a, .items = arena_array(a, 4, sizeof(const char *)), .cap = 4};
}

void strv_add(struct strv *v, const char *text)
{
    v->items = arena_more(v->arena, v->items, v->len + 1, &v->cap, sizeof *v->items);
    v->items[v->len++] = text;
    v->items[v->len] = NULL;
}

void strv_addf(struct strv *v, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    strv_add(v, arena_vprintf(v->arena, format, args));
    va_end(args);
}

void strv_add_texts(struct strv *v, const char *const *texts)
{
    for (; *texts; texts++)
        strv_add(v, *texts);
}

void strv_append(struct strv *v, const struct strv *more)
{
    for (size_t i = 0; i < more->len; i++)
        strv_add(v, more->items[i]);
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void strv_sort(struct strv *v)
{
    if (v->len)
        qsort(v->items, v->len, sizeof *v->items, by_bytes);
}

struct strv strv_parts(struct arena *a, const char *text, char separator)
{
    struct strv v = strv_new(a);
    for (;;) {
        const char *end = strchr(text, separator);
        const char *stop = end ? end : text + strlen(text);
        const char *from = text, *to = stop;
        while (from < to && isspace((unsigned char)*from))
            from++;
        while (to > from && isspace((unsigned char)to[-1]))
            to--;
        strv_add(&v, arena_strndup(a, from, (size_t)(to - from)));
        if (!end)
            return v;
        text = end + 1;
    }
}

/* Append the quoted part at P, which is behind its quote, to the word; what follows it, or NULL. */
static const char *take_quoted(struct str *word, const char *p, char quote)
{
    for (; *p && *p != quote; p++) {
        if (quote == '"' && *p == '\\' && p[1] && strchr("\\\"$`", p[1]))
            p++;
        str_addc(word, *p);
    }
    return *p ? p + 1 : NULL;
}

bool strv_split_words(struct strv *v, const char *text)
{
    static const char blank[] = " \t\n";
    for (const char *p = text + strspn(text, blank); *p; p += strspn(p, blank)) {
        struct str word = str_new(v->arena);
        while (*p && !strchr(blank, *p)) {
            if (*p == '\'' || *p == '"') {
                p = take_quoted(&word, p + 1, *p);
                if (!p)
                    return false;
            } else {
                if (*p == '\\' && !*++p)
                    return false;
                str_addc(&word, *p++);
            }
        }
        strv_add(v, word.data);
    }
    return true;
}

bool strv_has(const struct strv *v, const char *text)
{
    for (size_t i = 0; i < v->len; i++)
        if (strcmp(v->items[i], text) == 0)
            return true;
    return false;
}

const char *strv_join(const struct strv *v, const char *separator)
{
    struct str s = str_new(v->arena);
    for (size_t i = 0; i < v->len; i++) {
        if (i)
            str_add(&s, separator);
        str_add(&s, v->items[i]);
    }
    return s.data;
}

const char *strv_join_few(const struct strv *v, size_t most)
{
    struct strv few = *v;
    if (v->len <= most)
        return strv_join(v, ", ");
    few.len = most;
    return arena_printf(v->arena, "%s and %zu more", strv_join(&few, ", "), v->len - most);
}

int str_find(const char *const *names, size_t count, const char *text)
{
    for (size_t i = 0; text && i < count; i++)
        if (strcmp(names[i], text) == 0)
            return (int)i;
    return -1;
}

bool str_has_control(const char *text)
{
    for (const unsigned char *p = (const unsigned char *)text; *p; p++)
        if (*p < 0x20 || *p == 0x7F)
            return true;
    return false;
}

bool str_starts(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

bool str_ends(const char *text, const char *suffix)
{
    size_t n = strlen(text), m = strlen(suffix);
    return n >= m && memcmp(text + n - m, suffix, m) == 0;
}

bool str_matches(const char *text, const char *pattern)
{
    return fnmatch(pattern, text, 0) == 0;
}

bool str_matches_any(const char *text, const char *const *patterns)
{
    while (*patterns && !str_matches(text, *patterns))
        patterns++;
    return *patterns;
}

const char *str_fill(struct arena *a, const char *text, const struct str_place *places,
                     size_t count)
{
    struct str s = str_new(a);
    while (*text) {
        size_t i = 0;
        while (i < count && !str_starts(text, places[i].name))
            i++;
        if (i < count)
            str_add(&s, places[i].value);
        else
            str_addc(&s, *text);
        text += i < count ? strlen(places[i].name) : 1;
    }
    return s.data;
}
