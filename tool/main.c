/* main.c - the table of commands, and what the program takes before one. */
#include "command/commands.h"
#include "options/completions.h"
#include "options/manual.h"

#include "system/guard_watch.h"
#include "system/pager.h"
#include "system/process.h"
#include "system/terminal.h"
#include "text/error_print.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

static const struct command *const commands[] = {
    &command_sweep, &command_compare, &command_plot, &command_explain, &command_flamegraph, NULL};

static const struct option options[] = {
    {"--help", 'h', NULL, NULL, OPTION_ON, 0, "tell this; behind a command, what that takes"},
    {"--version", 0, NULL, NULL, OPTION_ON, 0, "print the version"},
    {"--no-pager", 0, NULL, NULL, OPTION_ON, 0,
     "before a command: do not show long output on a terminal through BENCHMEM_PAGER, else PAGER, "
     "else less; that either is cat or empty does the same"},
    {"--man", 0, "[COMMAND]", NULL, OPTION_TEXT, 0,
     "print the man page of the program or of a command; 'benchmem --man sweep | man -l -' shows "
     "it"},
    {"--completions", 0, "SHELL", "bash|zsh|fish", OPTION_CHOICE, 0,
     "print the script with which a shell completes commands, options and their values; "
     "'source <(benchmem --completions bash)' loads it"},
    {0},
};

static const struct program program = {
    .version = BENCHMEM_VERSION,
    .date = BENCHMEM_DATE,
    .summary = "Benchmarks a Python package across its installed versions.",
    .arguments = "COMMAND [OPTION...]",
    .example = "benchmem sweep tomli 1.2.3 2.0.1 2.4.0 --suite benchmarks --memory --out out\n"
               "benchmem compare out\n"
               "benchmem plot out --metric peak -o peak.html\n",
    .notes = "'benchmem COMMAND --help' tells what a command takes.\n"
             "\n"
             "exit status: 0 done, 1 failed or regressed, 2 wrong usage or unreadable input,\n"
             "3 a gate with nothing to judge, 77 nothing to do, 128+N ended by signal N",
    .options = options,
    .commands = commands,
};

/* Whether WORD is the option NAME, alone or with "=VALUE", which goes to *VALUE. */
static bool is_option(const char *word, const char *name, const char **value)
{
    size_t len = strlen(name);
    *value = word[len > strlen(word) ? strlen(word) : len] == '=' ? word + len + 1 : NULL;
    return strncmp(word, name, len) == 0 && (!word[len] || *value);
}

/* --man, --completions: print what was asked for of what is in the tables. */
static int print(int (*write)(const struct program *, const char *, FILE *, struct error *),
                 const char *joined, int argc, char **argv)
{
    struct error err;
    const char *value = joined ? joined : argc > 0 ? argv[0] : NULL;
    int result = 0;
    if (argc > (joined ? 0 : 1))
        result = error_set(&err, EXIT_USAGE, "%s: one word too many; see 'benchmem --help'",
                           argv[joined ? 0 : 1]);
    if (result == 0)
        result = write(&program, value, stdout, &err);
    if (result == 0)
        result = terminal_flush(stdout, &err);
    if (result == 0)
        return EXIT_OK;
    error_print(&err, stderr);
    return err.exit_code;
}

int main(int argc, char **argv)
{
    const char *value;
    if (guard_is_asked(argc, argv))
        guard_main(argv);
    process_fill_standard_streams();
    (void)signal(SIGXFSZ, SIG_IGN); /* a limit that a file reaches is an error of its write() */
    setlocale(LC_CTYPE, "");        /* numbers stay as in the C locale */
    if (argc > 1 && strcmp(argv[1], "--no-pager") == 0) {
        pager_disable();
        argc--;
        argv++;
    }
    if (argc < 2) {
        program_help(&program, stderr);
        return EXIT_USAGE;
    }
    const char *word = argv[1];
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0 || strcmp(word, "help") == 0) {
        program_help(&program, stdout);
        return EXIT_OK;
    }
    if (strcmp(word, "--version") == 0) {
        puts("benchmem " BENCHMEM_VERSION);
        return EXIT_OK;
    }
    if (is_option(word, "--man", &value))
        return print(manual_write, value, argc - 2, argv + 2);
    if (is_option(word, "--completions", &value))
        return print(completions_write, value, argc - 2, argv + 2);
    const struct command *command = program_command(&program, word);
    if (command) {
        struct arena arena = {0}; /* of all that the command needs memory for */
        int exit_code = command->run(&arena, command, argc - 2, argv + 2);
        arena_release(&arena);
        return exit_code;
    }
    struct error err;
    error_set(&err, EXIT_USAGE, "%s: no such command; see 'benchmem --help'", word);
    error_print(&err, stderr);
    return err.exit_code;
}
