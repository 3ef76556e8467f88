/* name.h - short names for node ids, as long as they must be to tell the rows apart. */
#ifndef BENCHMEM_DATA_NAME_H
#define BENCHMEM_DATA_NAME_H

#include "base/arena.h"
#include "data/frame.h"

#include <stddef.h>

/* Set `short_name` of all rows, whose ids differ: what follows the last "::" before the params;
 * where that is ambiguous the class, the file or directories before it as well. */
void names_shorten(struct arena *a, struct benchmark *rows, size_t count);

#endif
