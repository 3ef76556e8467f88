/* output.h - what the tools of one version print: bounded in memory, kept for the log and for the
 * last lines of a failure.
 *
 * The first HEAD and the last TAIL bytes are kept; what lies between is counted.
 */
#pragma once

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"
#include "secret/mask.h"

struct output {
    struct str text;   /* with DROPPED bytes missing behind the first HEAD */
    size_t dropped;    /* so far; output_write() leaves out what is more than HEAD and TAIL */
    size_t command_at; /* where in TEXT the output of the newest command begins */
};

void output_init(struct output *o, struct arena *a);
/* A command is about to run: its words go to the log, masked, and its output starts here. */
void output_command(struct output *o, const struct mask *mask, const char *const *argv);
void output_add(struct output *o, const char *bytes, size_t len);

/* The last MOST non-empty lines of the newest command, each cut at 500 bytes, control characters
 * made visible. */
void output_last_lines(const struct output *o, size_t most, struct strv *lines);

/* What the newest command says that is wrong, on one line of at most 500 bytes, visible: of uv its
 * "error:", or its "×" with the causes below; of another its last line.  "" where nothing is
 * known. */
const char *output_gist(struct arena *a, const struct output *o);

/* Write the log to PATH, whole or not at all. */
int output_write(const struct output *o, const char *path, struct error *err);

/* The words as a person would type them, quoted for a POSIX shell where they need it. */
const char *output_words(struct arena *a, const char *const *argv);
