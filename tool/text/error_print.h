/* error_print.h - errors as they are shown. */
#pragma once

#include "base/error.h"

#include <stdio.h>

/* Write "benchmem: TEXT\n" to the stream, visible as visible.h has it but for line feeds, and the
 * secrets of URLs (secret/secret.h) as "***".  Takes no memory: there may be none left. */
void error_print(const struct error *e, FILE *stream);
