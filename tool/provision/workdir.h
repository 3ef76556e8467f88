/* workdir.h - the temporary directory of a version, which no death of ours loses.
 *
 * Before the directory is made its path is written down in the output directory (its journal), and
 * the journal goes only after the directory: whatever the moment of a KILL, a later start finds
 * what is to be removed (sweep/leftover.h).  Who owns it is told by the kernel: the owner holds the
 * label's lock (sweep/record.h), or, of a directory that was lent, is the run with that id.
 *
 * The directory has mode 0700 and a name that ends with part of a random token; a file in it holds
 * the whole token.  It is removed only if it is a directory and no link, ours by its user id, and
 * holds the journal's token, or is empty.  The token goes last.
 */
#pragma once

#include "base/arena.h"
#include "base/error.h"

#include <stdbool.h>

struct workdir {
    const char *journal; /* NULL: not registered */
    const char *path;    /* absolute; it is there from workdir_make() to workdir_remove() */
    const char *token;   /* 32 hexadecimal digits, different for each registration */
    const char *host;    /* where PATH is */
    const char *run;     /* id of the run it is lent to; NULL: none */
    bool made;           /* by this process */
    bool had_run_file;   /* OUT/LABEL.json was there when it was registered */
};

/* Decide where a directory PARENT/PREFIX... for the label will be and register it.  The caller
 * holds the label's lock until workdir_forget() or workdir_lend(), and has removed what was
 * registered before. */
int workdir_register(struct arena *a, struct workdir *w, const char *out, const char *label,
                     const char *parent, const char *prefix, struct error *err);

/* Make the directory. */
int workdir_make(struct workdir *w, struct error *err);

/* Remove the directory if it is there and ours, as told above or because this process made it; it
 * stays registered.  One that is not ours is an error that names it. */
int workdir_remove(const struct workdir *w, struct error *err);

/* It needs no removal any more: it is gone, or is to stay.  Without effect if not registered. */
int workdir_forget(struct workdir *w, struct error *err);

/* The directory stays for other processes of the run RUN_ID; the caller may release the label's
 * lock. */
int workdir_lend(struct arena *a, struct workdir *w, const char *run_id, struct error *err);

/* What is registered for the label: 1 filled in; 0 nothing, or what is no journal of ours; -1 it
 * cannot be read. */
int workdir_read(struct arena *a, struct workdir *w, const char *out, const char *label,
                 struct error *err);

/* Whether it is on this machine, so that it can be looked at. */
bool workdir_is_here(struct arena *a, const struct workdir *w);
