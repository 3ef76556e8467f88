/* json.h - JSON text, written from the outside in: begin, values, end.
 *
 * What these write is valid JSON whatever comes in: bytes that are no UTF-8 become U+FFFD, numbers
 * JSON does not have become null.  Commas, quotes and escapes are the writer's business:
 *
 *     struct json j = json_new(out);
 *     json_begin_object(&j, NULL, JSON_SPACED);
 *     json_string(&j, "label", "1.0");
 *     json_begin_list(&j, "values", JSON_TIGHT);
 *     json_number(&j, NULL, 0.5);
 *     json_number(&j, NULL, NAN);
 *     json_end(&j);
 *     json_end(&j);                         {"label": "1.0", "values": [0.5,null]}
 *
 * Every value takes the NAME it has in an object; in a list and outermost that is NULL.
 */
#pragma once

#include "base/str.h"

/* Lists and objects within each other; to begin one more ends the program, as what is written
 * nests as deep as the code that writes it, whatever the data. */
enum { JSON_DEPTH = 24 };

/* What stands between the elements of a list or object. */
enum json_layout {
    JSON_SPACED,   /* [1, 2] */
    JSON_TIGHT,    /* [1,2] */
    JSON_LINES,    /* each after the first on a line of its own, not indented */
    JSON_INDENTED, /* each on a line of its own, two spaces in per level, and so the end */
};

struct json {
    struct str *out; /* nothing in it is read again: the caller may take it out at any time */
    size_t depth;    /* lists and objects that are open */
    struct json_open {
        char end;
        bool filled;
        enum json_layout layout;
    } open[JSON_DEPTH + 1]; /* the first stands for the text itself */
};

/* Append to OUT. */
struct json json_new(struct str *out);

void json_begin_object(struct json *j, const char *name, enum json_layout layout);
void json_begin_list(struct json *j, const char *name, enum json_layout layout);
/* End what was begun last. */
void json_end(struct json *j);

/* TEXT in quotes, escaped; null for NULL. */
void json_string(struct json *j, const char *name, const char *text);
/* The list on one line: ["a", "b"]. */
void json_strings(struct json *j, const char *name, const struct strv *list);
/* The shortest digits that read back as the same double; null for NaN and infinities. */
void json_number(struct json *j, const char *name, double number);
void json_integer(struct json *j, const char *name, long number);
void json_count(struct json *j, const char *name, size_t count);
void json_bool(struct json *j, const char *name, bool value);
void json_null(struct json *j, const char *name);
/* LEN bytes that are JSON already, as they are: one value, or without NAME several elements with
 * the commas between them, but at least one; null for NULL. */
void json_raw(struct json *j, const char *name, const char *text, size_t len);
/* The same of what FORMAT makes. */
void json_rawf(struct json *j, const char *name, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The text of single values, for who writes something else around them.  A "<" is escaped too:
 * neither a page nor CTest, where the text is printed by a test, can take what follows for an
 * element. */
void json_add_string(struct str *s, const char *text);
void json_add_number(struct str *s, double number);
