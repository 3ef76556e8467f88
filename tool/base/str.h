/* str.h - growing strings and lists of strings, owned by an arena.
 *
 * `data` of a struct str is always terminated; `items` of a struct strv is always followed by a
 * NULL, so that it can be handed on as an argv.  Neither needs a release of its own.
 */
#pragma once

#include "base/arena.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct str {
    struct arena *arena;
    char *data;
    size_t len, cap;
};

/* An empty one. */
struct str str_new(struct arena *a);
/* Make room for LEN more bytes (and the terminator), which is only worth it for very many. */
void str_reserve(struct str *s, size_t len);
void str_add(struct str *s, const char *text);
void str_addn(struct str *s, const char *text, size_t len);
void str_addc(struct str *s, char c);
/* COUNT times the text, for padding and rules. */
void str_repeat(struct str *s, const char *text, size_t count);
void str_addf(struct str *s, const char *format, ...) __attribute__((format(printf, 2, 3)));
void str_addv(struct str *s, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

struct strv {
    struct arena *arena;
    const char **items;
    size_t len, cap;
};

/* An empty one. */
struct strv strv_new(struct arena *a);
/* Append TEXT itself, not a copy: it must live as long as the arena. */
void strv_add(struct strv *v, const char *text);
void strv_addf(struct strv *v, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Append each of the texts up to a NULL; those that are named, as the words of a command. */
void strv_add_texts(struct strv *v, const char *const *texts);
#define strv_add_each(v, ...) strv_add_texts(v, (const char *const[]){__VA_ARGS__, NULL})
void strv_append(struct strv *v, const struct strv *more);
/* By their bytes. */
void strv_sort(struct strv *v);
/* The parts of TEXT between each SEPARATOR, white space around them removed. */
struct strv strv_parts(struct arena *a, const char *text, char separator);
/* Split TEXT into words as a POSIX shell does, by blanks, quotes and backslashes, none of which
 * has another meaning, nor anything else.  Returns whether all quotes end. */
bool strv_split_words(struct strv *v, const char *text);
bool strv_has(const struct strv *v, const char *text);
/* The items with SEPARATOR between them. */
const char *strv_join(const struct strv *v, const char *separator);
/* "a, b and 3 more": not over MOST items. */
const char *strv_join_few(const struct strv *v, size_t most);

/* The index of TEXT among the names, COUNT of them, or -1; also where TEXT is NULL. */
int str_find(const char *const *names, size_t count, const char *text);

/* Whether there is a control character in it. */
bool str_has_control(const char *text);
bool str_starts(const char *text, const char *prefix);
bool str_ends(const char *text, const char *suffix);
/* Whether TEXT matches the shell pattern (*, ?, [..]); a slash is an ordinary character. */
bool str_matches(const char *text, const char *pattern);
/* Whether it matches one of the patterns up to a NULL. */
bool str_matches_any(const char *text, const char *const *patterns);

/* TEXT with the names of the places replaced by their values, in which nothing is. */
struct str_place {
    const char *name, *value; /* "{python}" */
};
const char *str_fill(struct arena *a, const char *text, const struct str_place *places,
                     size_t count);
