/* json.h - JSON text, a value at a time.
 *
 * What these write is valid JSON whatever comes in: bytes that are no UTF-8 become U+FFFD, numbers
 * JSON does not have become null.
 */
#ifndef BENCHMEM_TEXT_JSON_H
#define BENCHMEM_TEXT_JSON_H

#include "base/str.h"

/* TEXT in quotes, escaped; "null" for NULL.  A "<" is escaped too: neither a page nor CTest, where
 * the text is printed by a test, can take what follows for an element. */
void json_add_string(struct str *s, const char *text);
/* The shortest digits that read back as the same double; "null" for NaN and infinities. */
void json_add_number(struct str *s, double number);
/* The list on one line: ["a", "b"]. */
void json_add_strings(struct str *s, const struct strv *list);

#endif
