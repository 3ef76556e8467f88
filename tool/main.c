/* main.c - the table of commands. */
#include "base/process.h"
#include "command/command.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

static const struct command *const commands[] = {&command_sweep, &command_compare, &command_plot,
                                                 NULL};

static void help(FILE *out)
{
    fputs("benchmem sweep tomli 1.2.3 2.0.1 2.4.0 --suite benchmarks --memory --out out\n"
          "benchmem compare out\n"
          "benchmem plot out --metric peak -o peak.html\n\n"
          "usage: benchmem COMMAND [OPTION...]\n"
          "Benchmarks a Python package across its installed versions.\n\n",
          out);
    for (const struct command *const *c = commands; *c; c++)
        fprintf(out, "  %-10s %s\n", (*c)->name, (*c)->summary);
    fputs("\n'benchmem COMMAND --help' tells what a command takes; 'benchmem --version' the "
          "version.\n"
          "exit status: 0 done, 1 failed or regressed, 2 wrong usage or unreadable input,\n"
          "3 a gate with nothing to judge, 77 nothing to do, 128+N ended by signal N\n",
          out);
}

int main(int argc, char **argv)
{
    process_fill_standard_streams();
    setlocale(LC_CTYPE, ""); /* numbers stay as in the C locale */
    if (argc < 2) {
        help(stderr);
        return STATUS_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
        strcmp(argv[1], "help") == 0) {
        help(stdout);
        return STATUS_OK;
    }
    if (strcmp(argv[1], "--version") == 0) {
        puts("benchmem " BENCHMEM_VERSION);
        return STATUS_OK;
    }
    for (const struct command *const *c = commands; *c; c++)
        if (strcmp(argv[1], (*c)->name) == 0)
            return (*c)->run(*c, argc - 2, argv + 2);
    struct error err;
    error_set(&err, STATUS_USAGE, "%s: no such command; see 'benchmem --help'", argv[1]);
    error_print(&err, stderr);
    return err.status;
}
