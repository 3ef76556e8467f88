/* staged.h - the files that an installation has put below a directory of ours (its DESTDIR) instead
 * of below its prefix, before they are moved there. */
#pragma once

#include "base/error.h"
#include "base/str.h"

struct staged {
    struct arena *arena;
    const char *root;    /* the DESTDIR, absolute */
    const char *prefix;  /* where the files are to be in the end, absolute */
    struct strv files;   /* relative to the prefix; a directory only if it is empty */
    struct strv outside; /* the others, as they would be without the DESTDIR */
};

/* Look what is there; none yet is no error. */
int staged_read(struct arena *a, const char *root, const char *prefix, struct staged *staged,
                struct error *err);

/* Where a build tree installs into the site-packages of another Python, as FindPython's
 * Python_SITEARCH is: move what is there below the prefix, at "lib/pythonX.Y/site-packages" or as
 * it ends.  1: one such directory, named in *SITE, was moved; 0: there is none; -1 also if
 * one of the libraries has the path of another's directory within, and would find that one there.
 */
int staged_take_site(struct staged *staged, const char **site, struct error *err);

/* A file below the prefix where it is now. */
const char *staged_path(const struct staged *staged, const char *file);

/* A file that is a link into the directory DIR, but not into the root, which may be below it; NULL:
 * none is.  What it leads to is put into *REAL. */
const char *staged_link_into(const struct staged *staged, const char *dir, const char **real);

enum { STAGED_NAMED = 8 }; /* of the files, in an error */

/* Append the directories, relative to the prefix, from which "import NAME" finds a module or
 * package among the files; "" is the prefix itself.  A package's own modules are none of that. */
void staged_find_module(const struct staged *staged, const char *name, struct strv *dirs);

/* Which Python ("311") the extension modules of NAME in the directory DIR were built for, if none
 * of them is for the Python WANTED; NULL if one is, or nothing tells. */
const char *staged_other_python(const struct staged *staged, const char *dir, const char *name,
                                const char *wanted);

/* Move all in the directory FROM into TO, which may have the same directories but not the same
 * files. */
int staged_merge(struct arena *a, const char *from, const char *to, struct error *err);
