/* manual.h - man pages, made from the tables of commands and options. */
#pragma once

#include "options/options.h"

/* Write benchmem(1), or with a COMMAND benchmem-COMMAND(1), in the man(7) macros.  An unknown
 * command is an error.  Whether OUT could be written is for the caller to ask. */
int manual_write(const struct program *program, const char *command, FILE *out, struct error *err);
