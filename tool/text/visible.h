/* visible.h - text of unknown origin made safe to print.
 *
 * What would move a cursor, colour a terminal, reorder what follows or be taken for an order by
 * CTest is shown as an escape: "\n", "\x1b", "\u202e", and "\x3c" for the "<" of "<CTest...>", with
 * which a test tells CTest what files to attach.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum { VISIBLE_MAX = 12 };

/* How many bytes the character at TEXT (terminated, not empty) takes; a byte that is no UTF-8 is
 * one.  ESCAPE is what is shown in its place, "" where it is shown itself. */
size_t visible_next(const char *text, char escape[VISIBLE_MAX]);

/* Whether TEXT begins with a tag that CTest takes for its own: "<CTest...", "</Dart...". */
bool visible_is_order(const char *text);
