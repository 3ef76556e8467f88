/* options.c - reads a command line by a command's table, and prints the help from it. */
#include "options/options.h"

#include "system/terminal.h"
#include "text/error_print.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct parse {
    const struct command *command;
    void *target;
    struct strv problems;
};

/* The option that WORD, of LEN bytes, names: "--suite", "-o". */
static const struct option *find(const struct command *c, const char *word, size_t len)
{
    for (const struct option *o = c->options; o->name; o++)
        if ((strlen(o->name) == len && memcmp(o->name, word, len) == 0) ||
            (word[1] != '-' && o->letter == word[1]))
            return o;
    return NULL;
}

static bool among(const char *value, const char *choices)
{
    size_t len = strlen(value);
    for (const char *p = choices; *p;) {
        size_t n = strcspn(p, "|");
        if (n == len && memcmp(p, value, n) == 0)
            return true;
        p += n + (p[n] == '|');
    }
    return false;
}

static void set_number(struct parse *p, const struct option *o, const char *value, double *field)
{
    char *end;
    errno = 0;
    double number = strtod(value, &end);
    if (end == value || *end || errno || !isfinite(number) || number < 0)
        strv_addf(&p->problems, "%s: '%s' is not a number of %s", o->name, value, o->value);
    else
        *field = number;
}

static void set_whole(struct parse *p, const struct option *o, const char *value, long least,
                      long *field)
{
    char *end;
    errno = 0;
    long number = strtol(value, &end, 10);
    if (end == value || *end || errno || number < least)
        strv_addf(&p->problems, "%s: '%s' is not a whole number from %ld on", o->name, value,
                  least);
    else
        *field = number;
}

static void *field_of(const struct parse *p, const struct option *o)
{
    return (char *)p->target + o->offset;
}

static void set(struct parse *p, const struct option *o, const char *value)
{
    void *field = field_of(p, o);
    switch (o->kind) {
    case OPTION_ON:
    case OPTION_OFF:
        *(bool *)field = o->kind == OPTION_ON;
        break;
    case OPTION_YES:
    case OPTION_NO:
        *(int *)field = o->kind == OPTION_YES;
        break;
    case OPTION_TEXT:
        *(const char **)field = value;
        break;
    case OPTION_LIST:
        strv_add(field, value);
        break;
    case OPTION_CHOICE:
        if (among(value, o->choices))
            *(const char **)field = value;
        else
            strv_addf(&p->problems, "%s: '%s' is not one of %s", o->name, value, o->choices);
        break;
    case OPTION_NUMBER:
        set_number(p, o, value, field);
        break;
    case OPTION_COUNT:
    case OPTION_WHOLE:
        set_whole(p, o, value, o->kind == OPTION_COUNT ? 1 : 0, field);
        break;
    }
}

/* Take the option in argv[*I]; its value may be the next word. */
static void take(struct parse *p, int argc, char **argv, int *i)
{
    const char *word = argv[*i];
    size_t len = word[1] == '-' ? strcspn(word, "=") : 2;
    const struct option *o = find(p->command, word, len);
    const char *value = word[len] ? word + len + (word[1] == '-') : NULL;
    if (!o) {
        strv_addf(&p->problems, "%s: no such option", word);
        return;
    }
    if (!o->value) {
        if (value)
            strv_addf(&p->problems, "%s: takes no value", o->name);
        else
            set(p, o, "");
        return;
    }
    if (!value && *i + 1 < argc)
        value = argv[++*i];
    if (!value)
        strv_addf(&p->problems, "%s: wants a value, %s", o->name, o->value);
    else
        set(p, o, value);
}

int options_parse(struct arena *a, const struct command *command, int argc, char **argv,
                  void *target, struct strv *positional, struct strv *rest, struct error *err)
{
    struct parse p = {.command = command, .target = target, .problems = strv_new(a)};
    *positional = strv_new(a);
    if (rest)
        *rest = strv_new(a);
    for (const struct option *o = command->options; o->name; o++)
        if (o->kind == OPTION_LIST)
            *(struct strv *)field_of(&p, o) = strv_new(a);
    for (int i = 0; i < argc; i++) {
        const char *word = argv[i];
        if (strcmp(word, "--") == 0) {
            for (i++; i < argc; i++)
                strv_add(rest ? rest : positional, argv[i]);
        } else if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0) {
            return 1;
        } else if (word[0] == '-' && word[1]) {
            take(&p, argc, argv, &i);
        } else {
            strv_add(positional, word);
        }
    }
    if (p.problems.len)
        return error_set(err, EXIT_USAGE, "%s: %s; see 'benchmem %s --help'", command->name,
                         strv_join(&p.problems, "; "), command->name);
    return 0;
}

int command_run(struct arena *a, const struct command *command, int argc, char **argv, void *target,
                int (*work)(struct arena *a, void *target, const struct strv *words,
                            struct error *err))
{
    struct strv words;
    struct error err;
    int result = options_parse(a, command, argc, argv, target, &words, NULL, &err);
    if (result > 0)
        command_help(command, stdout);
    if (result == 0 && (work(a, target, &words, &err) < 0 || terminal_flush(stdout, &err) < 0))
        result = error_add(&err, "%s", command->name);
    if (result >= 0)
        return EXIT_OK;
    error_print(&err, stderr);
    return err.exit_code;
}

/* The help's text for one option, wrapped at WIDTH behind an indent of 26. */
static void print_wrapped(FILE *out, const char *text, int width)
{
    const int indent = 26;
    int column = indent;
    while (*text) {
        size_t len = strcspn(text, " ");
        if (column > indent && column + (int)len + 1 > width) {
            fprintf(out, "\n%*s", indent, "");
            column = indent;
        }
        fprintf(out, "%s%.*s", column > indent ? " " : "", (int)len, text);
        column += (int)len + (column > indent);
        text += len + (text[len] == ' ');
    }
    fputc('\n', out);
}

static void print_options(const struct option *options, FILE *out)
{
    for (const struct option *o = options; o->name; o++) {
        char head[128], letter[8] = "";
        if (o->letter)
            snprintf(letter, sizeof letter, ", -%c", o->letter);
        const char *value = o->kind == OPTION_CHOICE ? o->choices : o->value;
        int n = snprintf(head, sizeof head, "  %s%s%s%s", o->name, letter, value ? " " : "",
                         value ? value : "");
        if (n > 24)
            fprintf(out, "%s\n%*s", head, 26, "");
        else
            fprintf(out, "%-26s", head);
        print_wrapped(out, o->help, 96);
    }
}

void command_help(const struct command *command, FILE *out)
{
    fprintf(out, "%s\n", command->example);
    fprintf(out, "usage: benchmem %s %s\n%s\n\n", command->name, command->arguments,
            command->summary);
    print_options(command->options, out);
    if (command->notes)
        fprintf(out, "\n%s\n", command->notes);
}

void program_help(const struct program *program, FILE *out)
{
    fprintf(out, "%s\nusage: benchmem %s\n%s\n\n", program->example, program->arguments,
            program->summary);
    for (const struct command *const *c = program->commands; *c; c++)
        fprintf(out, "  %-10s %s\n", (*c)->name, (*c)->summary);
    fputc('\n', out);
    print_options(program->options, out);
    fprintf(out, "\n%s\n", program->notes);
}

const struct command *program_command(const struct program *program, const char *name)
{
    for (const struct command *const *c = program->commands; *c; c++)
        if (strcmp((*c)->name, name) == 0)
            return *c;
    return NULL;
}
