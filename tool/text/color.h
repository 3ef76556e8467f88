/* color.h - whether to colour what goes to a stream, and how.
 *
 * Green and red are the terminal's own, which its theme makes readable.  What is best is bold as
 * well, so that it can be told without colour.
 */
#pragma once

#include <stdbool.h>

enum color_depth { COLOR_NONE, COLOR_16, COLOR_256 };

enum tone { TONE_PLAIN, TONE_BEST, TONE_WORST, TONE_GOOD, TONE_BAD, TONE_TITLE };

/* WHEN is "always", "never" or "auto".  Auto looks, in this order, at NO_COLOR, CLICOLOR_FORCE,
 * CLICOLOR=0, TERM (unset and "dumb" have no colour), and whether the stream is a terminal. */
enum color_depth color_decide(const char *when, bool is_terminal);

/* Whether the terminal takes 24-bit colours, as COLORTERM says. */
bool color_is_full(void);

/* The sequence that begins a tone, "" where it has none; color_end() ends it. */
const char *color_begin(enum color_depth depth, enum tone tone);
const char *color_end(enum color_depth depth, enum tone tone);
