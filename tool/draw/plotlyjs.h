/* plotlyjs.h - plotly.min.js, if the build had one to put into the program. */
#ifndef BENCHMEM_DRAW_PLOTLYJS_H
#define BENCHMEM_DRAW_PLOTLYJS_H

#include <stddef.h>

/* The file's bytes and their number in *LEN, or NULL.  They stay on disk until they are read. */
const char *plotlyjs_embedded(size_t *len);

#endif
