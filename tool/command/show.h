/* show.h - what a command shows on standard output: through a pager where that is a terminal. */
#pragma once

#include "base/error.h"
#include "base/str.h"

/* Fails if the text could not be written.  COMMAND is named where the pager cannot be started. */
int show_text(const char *command, const struct str *text, struct error *err);
