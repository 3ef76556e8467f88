/* completions.h - scripts by which shells complete command lines of this program, made from the
 * tables of commands and options. */
#pragma once

#include "options/options.h"

/* Write the script for SHELL: "bash" (4 or newer for directories), "zsh" or "fish" (3 or newer).
 * NULL or another shell is an error.  Whether OUT could be written is for the caller to ask. */
int completions_write(const struct program *program, const char *shell, FILE *out,
                      struct error *err);
