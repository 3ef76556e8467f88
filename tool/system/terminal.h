/* terminal.h - what is on the other end of a stream. */
#pragma once

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Whether the stream goes to a terminal. */
bool terminal_is(FILE *stream);

/* How many columns that terminal has; 0 if the stream goes elsewhere.  A terminal that does not
 * tell is taken to have COLUMNS, else 80. */
size_t terminal_columns(FILE *stream);

/* Write out what the stream still holds; fails if that, or anything before, could not be written.
 */
int terminal_flush(FILE *stream, struct error *err);
