/* error.h - what went wrong, gathered on the way up and printed once at the top
 * (text/error_print.h).
 *
 * A fallible function returns int (0, or -1 on failure) or a pointer (NULL on failure) and takes a
 * `struct error *` as its last argument, which it fills on failure only; NULL where it does not
 * matter why.  Callers prefix what they were doing with error_add().  The struct owns no memory: it
 * can be filled when there is none left, and needs no release.
 */
#pragma once

/* What the program's exit status says; `exit_code` of an error is one of these. */
enum exit_code {
    EXIT_OK = 0,
    EXIT_FAILED = 1,     /* something failed or regressed */
    EXIT_USAGE = 2,      /* wrong usage or unreadable input */
    EXIT_NO_VERDICT = 3, /* a gate that has nothing to judge */
    EXIT_SKIP = 77,      /* nothing to do: CTest's SKIP_RETURN_CODE */
    EXIT_SIGNAL = 128,   /* 128 + N: ended by signal N */
};

struct error {
    int exit_code;   /* an enum exit_code, or EXIT_SIGNAL + N */
    char text[4096]; /* "what: why", one line or more, no trailing newline */
};

/* Set the error to a formatted text, cut at a UTF-8 boundary if too long.  Returns -1. */
int error_set(struct error *e, int exit_code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Set it to "PATH: cannot DOING: " and what errno says, with the remedy where that has a usual one.
 * Returns -1. */
int error_system(struct error *e, const char *path, const char *doing);

/* Put a formatted context and ": " before what the error says.  Returns -1. */
int error_add(struct error *e, const char *format, ...) __attribute__((format(printf, 2, 3)));
