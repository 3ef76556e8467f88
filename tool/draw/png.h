/* png.h - pixels as a PNG file, for speed: rows as differences to the one above, and zlib's fastest
 * level.  Figures are large flat areas, which become runs of zeros. */
#ifndef BENCHMEM_DRAW_PNG_H
#define BENCHMEM_DRAW_PNG_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Append an RGB image.  A pixel is 0x00RRGGBB; rows are STRIDE bytes apart.  False where there is
 * no memory or the program was built without zlib: then nothing is appended. */
bool png_add(struct str *out, const unsigned char *pixels, size_t width, size_t height,
             size_t stride);

#endif
