/* options.h - a command of the program, as one table: its name, what it takes, its help.
 *
 * The help text, the man page and the shell completions are made from these tables, so an option
 * exists in one place.
 */
#pragma once

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"

#include <stdio.h>

enum option_kind {
    OPTION_ON,     /* no value: sets a bool */
    OPTION_OFF,    /* no value: clears a bool */
    OPTION_YES,    /* no value: sets an int to 1; an int that stays -1 was not given */
    OPTION_NO,     /* no value: sets an int to 0 */
    OPTION_TEXT,   /* a const char * */
    OPTION_LIST,   /* repeatable: appends to a struct strv */
    OPTION_CHOICE, /* a const char *, one of `choices` */
    OPTION_NUMBER, /* a double >= 0 */
    OPTION_COUNT,  /* a long >= 1 */
    OPTION_WHOLE,  /* a long >= 0 */
};

struct option {
    const char *name; /* with its dashes: "--suite" */
    char letter;      /* 'o' for "-o", or 0 */
    /* What the help calls the value: "PATH"; NULL for none.  Shells complete a PATH, FILE or PY
     * with the names of files, a DIR with those of directories. */
    const char *value;
    const char *choices; /* OPTION_CHOICE: "table|md" */
    enum option_kind kind;
    size_t offset; /* of the field in the command's options struct */
    const char *help;
};

struct command {
    const char *name;
    const char *summary;   /* one line */
    const char *arguments; /* "PACKAGE VERSION..." */
    const char *example;   /* lines to type, shown first in the help */
    const char *notes;     /* shown last in the help; may be NULL; paragraphs apart by "\n\n" */
    const struct option *options; /* ends with a NULL name */
    /* With the words after its name.  Returns the exit status; prints its own errors. */
    int (*run)(struct arena *a, const struct command *command, int argc, char **argv);
};

/* The program as a whole. */
struct program {
    const char *version; /* "1.0.0" */
    const char *date;    /* of that version, "2026-11-23"; "" if unknown */
    const char *summary, *arguments, *example, *notes; /* as in struct command */
    const struct option *options; /* those that stand before a command; only told of, not parsed */
    const struct command *const *commands; /* ends with a NULL */
};

/* Fill the options struct TARGET from ARGV, which starts after the command's name; lists begin
 * empty.  What is no option goes to POSITIONAL; what follows "--" goes to REST, or to POSITIONAL if
 * REST is NULL.  Returns 1, having read no further, at "--help"; -1 with all problems named at once
 * and EXIT_USAGE. */
int options_parse(struct arena *a, const struct command *command, int argc, char **argv,
                  void *target, struct strv *positional, struct strv *rest, struct error *err);

/* Fill TARGET, which is the command's own, and do its WORK with the words that are no option.  Help
 * and errors, which name the command, are printed.  Returns the exit status. */
int command_run(struct arena *a, const struct command *command, int argc, char **argv, void *target,
                int (*work)(struct arena *a, void *target, const struct strv *words,
                            struct error *err));

void command_help(const struct command *command, FILE *out);
void program_help(const struct program *program, FILE *out);

/* The command of that name, or NULL. */
const struct command *program_command(const struct program *program, const char *name);
