/* manual.c - writes man pages. */
#include "options/manual.h"

#include "text/utf8.h"

#include <ctype.h>
#include <string.h>

/* LEN bytes of text as roff reads them: what it would take for markup is escaped. */
static void add(FILE *out, const char *text, size_t len)
{
    static const struct {
        int32_t code;
        const char *escape;
    } escapes[] = {{'\\', "\\e"},   {'-', "\\-"}, /* an ASCII one: options can be copied */
                   {'\'', "\\(aq"}, {'`', "\\(ga"}, {'^', "\\(ha"}, {'~', "\\(ti"}};
    for (size_t i = 0, n; i < len; i += n) {
        int32_t code;
        n = utf8_next(text + i, len - i, &code);
        const char *escape = i == 0 && code == '.' ? "\\&." : NULL; /* else a request */
        for (size_t k = 0; k < sizeof escapes / sizeof *escapes; k++)
            if (code == escapes[k].code)
                escape = escapes[k].escape;
        if (escape)
            fputs(escape, out);
        else if (code < 0x80)
            fputc(code, out);
        else
            fprintf(out, "\\[u%04X]", (unsigned)code);
    }
}

static void add_text(FILE *out, const char *text)
{
    add(out, text, strlen(text));
}

/* Lines of text as paragraphs; an empty line is between two, a line that is indented stays one. */
static void add_paragraphs(FILE *out, const char *text)
{
    while (*text) {
        size_t len = strcspn(text, "\n");
        size_t blank = strspn(text, " ");
        if (blank >= len) {
            fputs(".PP\n", out);
        } else {
            if (blank)
                fputs(".br\n", out);
            add(out, text + blank, len - blank);
            fputc('\n', out);
        }
        text += len + (text[len] == '\n');
    }
}

/* Lines to type, as they are. */
static void add_example(FILE *out, const char *text)
{
    fputs(".SH EXAMPLES\n.nf\n", out);
    while (*text) {
        size_t len = strcspn(text, "\n");
        add(out, text, len);
        fputc('\n', out);
        text += len + (text[len] == '\n');
    }
    fputs(".fi\n", out);
}

/* What stands for the value: words to choose from in bold, a placeholder in italics. */
static void add_value(FILE *out, const struct option *o)
{
    if (!o->value)
        return;
    fputs(o->kind == OPTION_CHOICE ? " \\fB" : " \\fI", out);
    const char *text = o->kind == OPTION_CHOICE ? o->choices : o->value;
    for (; *text; text++) {
        if (*text == '|')
            fputs("\\fR|\\fB", out);
        else
            add(out, text, 1);
    }
    fputs("\\fR", out);
}

static void add_option(FILE *out, const struct option *o)
{
    fputs(".TP\n\\fB", out);
    add_text(out, o->name);
    fputs("\\fR", out);
    add_value(out, o);
    if (o->letter) {
        fprintf(out, ", \\fB\\-%c\\fR", o->letter);
        add_value(out, o);
    }
    fputc('\n', out);
    add_text(out, o->help);
    fputc('\n', out);
}

static void add_head(FILE *out, const struct program *program, const char *command,
                     const char *summary)
{
    fputs(".TH BENCHMEM", out);
    for (const char *p = command ? command : ""; *p; p++)
        fprintf(out, "%s%c", p == command ? "\\-" : "", toupper((unsigned char)*p));
    fprintf(out, " 1 \"%s\" \"benchmem %s\" \"PytestBenchmem\"\n.ad l\n.nh\n", program->date,
            program->version);
    fprintf(out, ".SH NAME\nbenchmem%s%s \\- ", command ? "\\-" : "", command ? command : "");
    size_t len = strlen(summary);
    add(out, summary, len > 0 && summary[len - 1] == '.' ? len - 1 : len);
    fprintf(out, "\n.SH SYNOPSIS\n\\fBbenchmem%s%s\\fR ", command ? " " : "",
            command ? command : "");
}

/* The other pages. */
static void add_see_also(FILE *out, const struct program *program, const struct command *command)
{
    const char *separator = "";
    fputs(".SH SEE ALSO\n", out);
    if (command) {
        fputs(".BR benchmem (1)", out);
        separator = ",\n";
    }
    for (const struct command *const *c = program->commands; *c; c++) {
        if (*c == command)
            continue;
        fprintf(out, "%s.BR benchmem\\-%s (1)", separator, (*c)->name);
        separator = ",\n";
    }
    fputc('\n', out);
}

static void add_program(FILE *out, const struct program *program)
{
    add_head(out, program, NULL, program->summary);
    add_text(out, program->arguments);
    fputs("\n.SH DESCRIPTION\n", out);
    add_paragraphs(out, program->summary);
    fputs(".PP\n", out);
    add_paragraphs(out, program->notes);
    fputs(".SH COMMANDS\n", out);
    for (const struct command *const *c = program->commands; *c; c++) {
        fprintf(out, ".TP\n\\fB%s\\fR\n", (*c)->name);
        add_text(out, (*c)->summary);
        fputc('\n', out);
    }
    fputs(".SH OPTIONS\n", out);
    for (const struct option *o = program->options; o->name; o++)
        add_option(out, o);
    add_example(out, program->example);
    add_see_also(out, program, NULL);
}

static void add_command(FILE *out, const struct program *program, const struct command *command)
{
    static const struct option help = {"--help", 'h', NULL, NULL, OPTION_ON, 0, "tell this"};
    add_head(out, program, command->name, command->summary);
    add_text(out, command->arguments);
    fputs("\n.SH DESCRIPTION\n", out);
    add_paragraphs(out, command->summary);
    if (command->notes) {
        fputs(".PP\n", out);
        add_paragraphs(out, command->notes);
    }
    fputs(".SH OPTIONS\n", out);
    for (const struct option *o = command->options; o->name; o++)
        add_option(out, o);
    add_option(out, &help);
    add_example(out, command->example);
    add_see_also(out, program, command);
}

int manual_write(const struct program *program, const char *command, FILE *out, struct error *err)
{
    if (!command) {
        add_program(out, program);
        return 0;
    }
    const struct command *c = program_command(program, command);
    if (!c)
        return error_set(err, EXIT_USAGE, "--man: '%s' is not a command; see 'benchmem --help'",
                         command);
    add_command(out, program, c);
    return 0;
}
