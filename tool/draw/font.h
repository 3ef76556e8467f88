/* font.h - how wide a text will be, without asking a font.
 *
 * The widths are the advances of DejaVu Sans in 1/1000 of the font size, measured with cairo; it is
 * one of the widest common sans-serif faces, so that what is laid out by it fits in others as well.
 */
#pragma once

#include "base/arena.h"
#include "text/names.h"

#include <stdbool.h>

double font_width(const char *text, double size, bool bold);

/* The names, each at most WIDTH wide, no two of them alike (text/names.h). */
const char **font_shorten(struct arena *a, const char *const *names, size_t count, double size,
                          double width);

/* TEXT, or its beginning and end with "…" between them, so that it is at most WIDTH wide;
 * characters and their combining marks stay together. */
const char *font_elide(struct arena *a, const char *text, double size, bool bold, double width);
