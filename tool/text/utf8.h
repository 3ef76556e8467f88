/* utf8.h - text of unknown origin, character by character. */
#pragma once

#include "base/str.h"

#include <stdint.h>

/* The code point at the start of TEXT, which has LEN > 0 bytes left (SIZE_MAX: a
 * terminator follows), in *CODE; returns how many
 * bytes it takes.  A byte that begins no valid UTF-8 is one character, U+FFFD. */
size_t utf8_next(const char *text, size_t len, int32_t *code);

/* TEXT on one line and valid: tab, line feed and carriage return become a space; other control
 * characters, noncharacters such as U+FFFF and what is no UTF-8 become U+FFFD. */
void utf8_add_clean(struct str *s, const char *text);

/* TEXT in at most MOST bytes, of whole characters, with "…" behind them if it is longer. */
const char *utf8_cut(struct arena *a, const char *text, size_t most);
